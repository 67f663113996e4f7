package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Side;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Transfers;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A payout that was paid comes back days later: once, all of what was paid, and never of what was not. */
public abstract class TransferReturnContract extends TransferDesk {
    /** For subclasses. */
    protected TransferReturnContract() {}

    private CallbackOutcome comesBack(Transfer transfer) {
        return take(bank().returned(transfer.attemptId(), "account closed", clock().instant()));
    }

    private Transfers operated() {
        return by(OPERATOR).transfers();
    }

    @Test
    void isWithItsSourceAgain() {
        Transfer transfer = settled();
        clock().advance(Duration.ofDays(3));

        assertThat(comesBack(transfer)).isInstanceOf(CallbackOutcome.Applied.class);

        Transfer returned = now(transfer, TransferStatus.RETURNED);
        assertThat(returned.reason()).isEqualTo("account closed");
        assertThat(returned.reversed()).isEqualTo(usd(AMOUNT));
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(posted(MERCHANT)).isZero();
        assertThat(events(transfer))
                .endsWith("callback.received", "ledger.entry.created", "ledger.entry.created", "transfer.returned");
    }

    /** What says the same, or what is known by it, changes nothing any more. */
    @Test
    void comesBackOnce() {
        Transfer transfer = settled();
        comesBack(transfer);

        assertThat(comesBack(transfer)).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(success(transfer)).as("it was paid").isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(failure(transfer)).as("it is not there").isInstanceOf(CallbackOutcome.Duplicate.class);
        now(transfer, TransferStatus.RETURNED);
        assertThat(events(transfer)).containsOnlyOnce("transfer.returned");
        assertThat(code(operated().reverse(transfer.id(), "twice", newKey()))).isEqualTo(ErrorCode.TRANSFER_STATE);
        assertThat(code(operated().markReturned(transfer.id(), "twice", newKey())))
                .isEqualTo(ErrorCode.TRANSFER_STATE);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    /** That it came back says that it had left: what overtakes the other word ends in the same state. */
    @Test
    void mayOvertakeThatItWasPaid() {
        Transfer transfer = sent();

        assertThat(comesBack(transfer)).isInstanceOf(CallbackOutcome.Applied.class);
        now(transfer, TransferStatus.RETURNED);
        assertThat(success(transfer)).isInstanceOf(CallbackOutcome.Duplicate.class);

        now(transfer, TransferStatus.RETURNED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(posted(RESERVED)).isZero();
    }

    /** Before the rail has told by which name it calls the transfer, it waits. */
    @Test
    void waitsForWhatItSpeaksOf() {
        Transfer transfer = created();
        SandboxRail.Message message = bank().signed(
                        "{\"type\":\"transfer.returned\",\"data\":{\"reference\":\"prov-" + transfer.attemptId()
                                + "\",\"amount_minor\":" + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant());
        CallbackOutcome early = zentra().tenant("acme").callbacks(RAIL).accept(message.headers(), message.body());
        assertThat(early).isInstanceOf(CallbackOutcome.Parked.class);
        now(transfer, TransferStatus.PROCESSING);

        zentra().runDueWork();

        Transfer returned = now(transfer, TransferStatus.RETURNED);
        assertThat(returned.reason()).isEqualTo("returned by the rail");
        assertThat(events(transfer)).containsSubsequence("callback.applied", "transfer.returned");
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void contradictsThatItNeverWasPaid() {
        Transfer transfer = sent();
        failure(transfer);
        now(transfer, TransferStatus.FAILED);

        assertThat(comesBack(transfer)).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(caseOf(transfer).proposal().details())
                .containsEntry("approve", "it came back: give what is not back yet to its source")
                .containsEntry("deny", "it stays failed");
        approve(TREASURER, caseOf(transfer));

        now(transfer, TransferStatus.FAILED);
        assertThat(posted(CUSTOMER)).as("it is there already").isEqualTo(FUNDS);
    }

    @Test
    void contradictsThatItWasGivenBackByHand() {
        Transfer transfer = settled();
        operated().reverse(transfer.id(), usd(5_000), "one item", newKey()).orElseThrow();

        assertThat(comesBack(transfer)).as("more than is out").isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT - 5_000);
        approve(TREASURER, caseOf(transfer));

        assertThat(now(transfer, TransferStatus.RETURNED).reversed()).isEqualTo(usd(AMOUNT));
        assertThat(posted(CUSTOMER)).as("never more than was paid").isEqualTo(FUNDS);
    }

    @Test
    void isForPersonsWithAnotherAmount() {
        Transfer transfer = settled();
        CallbackOutcome less = take(bank().signed(
                        "{\"type\":\"transfer.returned\",\"data\":{\"reference\":\"" + transfer.attemptId()
                                + "\",\"amount_minor\":124000,\"currency\":\"USD\"}}",
                        clock().instant()));

        assertThat(less).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(now(transfer, TransferStatus.CONTRADICTED).reason())
                .isEqualTo("the rail reports 1240.00 USD for a transfer of 1250.00 USD");
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        deny(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.SETTLED);
    }

    @Test
    void isOneMoreWordWhilePersonsDecide() {
        Transfer transfer = settled();
        failure(transfer);
        now(transfer, TransferStatus.CONTRADICTED);

        assertThat(comesBack(transfer)).isInstanceOf(CallbackOutcome.Contradicted.class);
        approve(TREASURER, caseOf(transfer));

        now(transfer, TransferStatus.RETURNED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void waitsForALedgerThatRefuses() {
        Transfer transfer = settled();
        acme().accounts().freeze(MERCHANT, Side.DEBIT, newKey()).orElseThrow();

        assertThat(comesBack(transfer)).isInstanceOf(CallbackOutcome.Applied.class);
        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("return_refused: account_frozen");
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        assertThat(success(transfer)).as("it was paid, and came back").isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(code(operated().settle(transfer.id(), "mistaken", newKey()))).isEqualTo(ErrorCode.TRANSFER_STATE);
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();

        now(transfer, TransferStatus.RETURNED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void isMarkedByHandOnce() {
        Transfer transfer = settled();
        Outcome<Transfer> first = operated().markReturned(transfer.id(), "on the statement", "by-hand");
        assertThat(first.orElseThrow().status()).isEqualTo(TransferStatus.RETURNED);
        assertThat(first.orElseThrow().reason()).isEqualTo("on the statement");
        assertThat(operated()
                        .markReturned(transfer.id(), "on the statement", "by-hand")
                        .isReplay())
                .isTrue();

        assertThat(comesBack(transfer)).as("the rail says it too").isInstanceOf(CallbackOutcome.Duplicate.class);
        now(transfer, TransferStatus.RETURNED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(code(operated().markReturned(sent().id(), "too early", newKey())))
                .isEqualTo(ErrorCode.TRANSFER_STATE);
    }

    @Test
    void isNotMarkedWhenTheLedgerRefuses() {
        Transfer transfer = settled();
        acme().accounts().freeze(MERCHANT, Side.DEBIT, newKey()).orElseThrow();
        assertThat(code(operated().markReturned(transfer.id(), "on the statement", newKey())))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        now(transfer, TransferStatus.SETTLED);
        assertThat(comesBack(transfer)).as("nothing was recorded of it").isInstanceOf(CallbackOutcome.Applied.class);
        now(transfer, TransferStatus.IN_REVIEW);
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();
        approve(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.RETURNED);
    }

    /** Both orders of the same two words count the same. */
    @Test
    void givesBackToLimits() {
        publish(Policy.named("transfer")
                .limit("daily", Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))), AMOUNT)
                .build());
        comesBack(settled());
        Transfer second = sent();
        assertThat(created().status()).isEqualTo(TransferStatus.DENIED);
        comesBack(second);
        assertThat(created().status()).isEqualTo(TransferStatus.PROCESSING);
    }

    @Test
    void isToldInTheStory() {
        Transfer transfer = settled();
        comesBack(transfer);
        assertThat(acme().operations().timeline(transfer.id()).orElseThrow().moments())
                .extracting(moment -> Map.entry(moment.type(), moment.sentence()))
                .contains(Map.entry(
                        "transfer.returned",
                        "It came back after it was paid, and is with its source: account closed."));
    }
}
