package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Transfers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people do to transfers by hand: cancel, reverse, each once and only where it can be done. */
public abstract class TransferOperationContract extends TransferDesk {
    /** For subclasses. */
    protected TransferOperationContract() {}

    @Test
    void cancelsWhatWasNotGivenToItsRail() {
        Transfer transfer = created();

        Transfer cancelled = acme().transfers()
                .cancel(transfer.id(), "ordered twice", newKey())
                .orElseThrow();
        zentra().runDueWork();

        assertThat(cancelled.status()).isEqualTo(TransferStatus.CANCELLED);
        assertThat(cancelled.reason()).isEqualTo("ordered twice");
        assertThat(cancelled.reservePostingId()).isNull();
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(bank().calls()).isEmpty();
        assertThat(told(transfer, "failed")).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(told(transfer, "succeeded"))
                .as("it cannot have arrived")
                .isInstanceOf(CallbackOutcome.Contradicted.class);
        deny(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.CANCELLED);
    }

    /** A callback about what the rail never got from us. */
    private CallbackOutcome told(Transfer transfer, String outcome) {
        return take(bank().signed(
                        "{\"type\":\"transfer." + outcome + "\",\"data\":{\"reference\":\"" + transfer.attemptId()
                                + "\",\"amount_minor\":" + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant()));
    }

    @Test
    void cancelsNothingThatMayHaveBeenSent() {
        for (Transfer transfer : List.of(sent(), settled())) {
            Outcome<Transfer> outcome = acme().transfers().cancel(transfer.id(), "too late", newKey());

            assertThat(code(outcome)).isEqualTo(ErrorCode.TRANSFER_STATE);
            Event refusal = acme().journal()
                    .event(((Outcome.Declined<Transfer>) outcome).eventSeq())
                    .orElseThrow();
            assertThat(refusal.correlation()).as("it is found there").hasValue(transfer.id());
        }
    }

    /** A lease comes before the call, so a call that is under way is one too. */
    @Test
    void cancelsNothingThatIsBeingSent() {
        Transfer transfer = created();
        bank().duringNextSubmit(() -> assertThat(code(acme().transfers().cancel(transfer.id(), "now", newKey())))
                .isEqualTo(ErrorCode.TRANSFER_STATE));
        zentra().runDueWork();

        assertThat(bank().taken()).hasSize(1);
        now(transfer, TransferStatus.PROCESSING);
    }

    @Test
    void reversesInPartsUntilNothingIsLeft() {
        Transfer transfer = settled();
        Transfers transfers = by(OPERATOR).transfers();

        Transfer part = transfers
                .reverse(transfer.id(), usd(25_000), "one item", newKey())
                .orElseThrow();
        assertThat(part.status()).isEqualTo(TransferStatus.SETTLED);
        assertThat(part.reversed()).isEqualTo(usd(25_000));
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT - 25_000);
        assertThat(code(transfers.reverse(transfer.id(), usd(AMOUNT), "too much", newKey())))
                .isEqualTo(ErrorCode.REVERSAL_EXCEEDED);
        Transfer rest = transfers
                .reverse(transfer.id(), usd(AMOUNT - 25_000), "the rest", newKey())
                .orElseThrow();

        assertThat(rest.status()).isEqualTo(TransferStatus.REVERSED);
        assertThat(rest.reversed()).isEqualTo(usd(AMOUNT));
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(code(transfers.reverse(transfer.id(), "again", newKey()))).isEqualTo(ErrorCode.TRANSFER_STATE);
        assertThat(events(transfer)).contains("transfer.partly_reversed", "transfer.reversed");
    }

    @Test
    void reversesOnceForAKey() {
        Transfer transfer = settled();
        String key = newKey();
        Transfer first = by(OPERATOR)
                .transfers()
                .reverse(transfer.id(), usd(100), "an item", key)
                .orElseThrow();
        Outcome<Transfer> again = by(OPERATOR).transfers().reverse(transfer.id(), usd(100), "an item", key);

        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(first);
        assertThatThrownBy(() -> by(OPERATOR).transfers().reverse(transfer.id(), usd(101), "an item", key))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT - 100);
    }

    /** A destination that has spent the money cannot give it back: then nothing is given back at all. */
    @Test
    void reversesAllOrNothing() {
        Transfer transfer = settled();
        acme().ledgers().post(MERCHANT, BANK, usd(1), newKey()).orElseThrow();

        assertThat(code(by(OPERATOR).transfers().reverse(transfer.id(), "a refund", newKey())))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        acme().ledgers().post(BANK, MERCHANT, usd(1), newKey()).orElseThrow();
        acme().accounts().freeze(CUSTOMER, newKey()).orElseThrow();
        assertThat(code(by(OPERATOR).transfers().reverse(transfer.id(), "a refund", newKey())))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);

        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        assertThat(now(transfer, TransferStatus.SETTLED).reversed()).isEqualTo(usd(0));
        acme().accounts().unfreeze(CUSTOMER, newKey()).orElseThrow();
    }

    @Test
    void settlesNothingThatGoesOnByItself() {
        Transfer transfer = sent();

        assertThat(code(by(OPERATOR).transfers().settle(transfer.id(), "hurry", newKey())))
                .isEqualTo(ErrorCode.TRANSFER_STATE);
    }

    /** It once failed inside, as a defect that was to be reported. */
    @Test
    @SuppressWarnings("NullAway") // that is the point
    void aMissingRequestIsTheFaultOfItsCaller() {
        assertThatThrownBy(() -> acme().transfers().simulate(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("request");
    }

    /** A malformed request burns no key, in whatever state the transfer is. */
    @Test
    void reversesNoAmountThatIsNotAboveZero() {
        Transfer transfer = settled();
        String key = newKey();
        refused(ErrorCode.AMOUNT_NOT_POSITIVE, () -> by(OPERATOR).transfers().reverse(transfer.id(), usd(0), "n", key));
        refused(
                ErrorCode.AMOUNT_NOT_POSITIVE,
                () -> by(OPERATOR).transfers().reverse(transfer.id(), usd(-1), "n", key));
        assertThat(by(OPERATOR)
                        .transfers()
                        .reverse(transfer.id(), usd(1), "one cent", key)
                        .isDeclined())
                .isFalse();
    }

    @Test
    void asksForPermissionAReasonAndATransfer() {
        Transfer transfer = settled();
        Transfers reader =
                by(Actor.operator("rita", Permission.READ, Permission.TRANSFER)).transfers();
        refused(ErrorCode.PERMISSION_DENIED, () -> reader.reverse(transfer.id(), "why not", newKey()));
        refused(ErrorCode.PERMISSION_DENIED, () -> reader.settle(transfer.id(), "why not", newKey()));
        refused(ErrorCode.PERMISSION_DENIED, () -> by(OPERATOR).transfers().cancel(transfer.id(), "why not", newKey()));
        refused(ErrorCode.INVALID_REASON, () -> by(OPERATOR).transfers().reverse(transfer.id(), " ", newKey()));
        refused(
                ErrorCode.INVALID_REASON,
                () -> by(OPERATOR).transfers().reverse(transfer.id(), "x".repeat(501), newKey()));
        refused(ErrorCode.INVALID_REASON, () -> by(OPERATOR).transfers().settle(transfer.id(), "\u0000", newKey()));
        assertThat(code(by(OPERATOR).transfers().reverse("tr_none", "why not", newKey())))
                .isEqualTo(ErrorCode.UNKNOWN_TRANSFER);
        now(transfer, TransferStatus.SETTLED);
    }

    private static void refused(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
