package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Transfers;
import io.zentra.runtime.operations.Finding;
import io.zentra.runtime.operations.FindingCode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rail that pays out: what has arrived leaves in the posting that brings it, and comes back on the same way. */
public abstract class PayoutLegContract extends FlowDesk {
    private static final String RESERVE = "-customer:42 +first:reserved:usd";
    private static final String ARRIVAL = "-first:reserved:usd +first:settlement:usd -first:settlement:usd +merchant:7"
            + " -merchant:7 +first:payout:usd";
    private static final String BACK = "+first:reserved:usd -first:settlement:usd +first:settlement:usd -merchant:7"
            + " +merchant:7 -first:payout:usd";
    private static final String RESERVE_BACK = "+customer:42 -first:reserved:usd";
    private static final String PAID_OUT = "first:payout:usd";

    /** For subclasses. */
    protected PayoutLegContract() {}

    @BeforeEach
    void twoRailsPayOut() {
        use(LATER, paying(SECOND_FLOW));
        open(FIRST, paying(FIRST_FLOW));
    }

    private Transfers operated() {
        return now(OPERATOR).transfers();
    }

    /** All of it is with the customer again, and has left no trace but its entries. */
    private void requireBack() {
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(posted(MERCHANT, PAID_OUT, "second:payout:usd", "first:reserved:usd"))
                .containsOnly(0L);
    }

    @Test
    void whatHasArrivedLeaves() {
        Transfer transfer = settledOver(FIRST);

        assertThat(legs(transfer)).containsExactly(RESERVE, ARRIVAL);
        assertThat(posted(MERCHANT, PAID_OUT)).containsExactly(0L, AMOUNT);
        assertThat(acme().ledgers().trail(MERCHANT, 10))
                .as("what came, and that it left")
                .hasSize(2);
        assertThat(success(transfer)).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(posted(PAID_OUT)).as("once").isEqualTo(AMOUNT);
    }

    @Test
    void overTheOthersItStays() {
        Transfer transfer = settledOver(SECOND);

        assertThat(legs(transfer))
                .containsExactly(
                        "-customer:42 +reserved:usd", "-reserved:usd +settlement:usd -settlement:usd +merchant:7");
    }

    @Test
    void whatSettlesLaterLeavesThen() {
        Transfer transfer = sentOver(LATER);
        success(transfer);
        now(transfer, TransferStatus.POSTED);
        assertThat(posted("second:settlement:usd", "second:payout:usd")).containsExactly(AMOUNT, 0L);

        take(LATER, bank(LATER).settlement(transfer.attemptId(), clock().instant()));

        now(transfer, TransferStatus.SETTLED);
        assertThat(legs(transfer))
                .endsWith(
                        "-second:reserved:usd +second:settlement:usd",
                        "-second:settlement:usd +merchant:7 -merchant:7 +second:payout:usd");
        operated().reverse(transfer.id(), usd(25_000), "one item", newKey()).orElseThrow();
        assertThat(posted(CUSTOMER, "second:payout:usd")).containsExactly(FUNDS - 100_000, 100_000L);
        operated().markReturned(transfer.id(), "on the statement", newKey()).orElseThrow();
        requireBack();
    }

    @Test
    void whatIsPostedIsPaidOutByHandOrReversed() {
        Transfer settled = sentOver(LATER);
        success(settled);
        operated().settle(settled.id(), "seen on the statement", newKey()).orElseThrow();
        assertThat(posted(MERCHANT, "second:payout:usd")).containsExactly(0L, AMOUNT);
        Transfer recalled = sentOver(LATER);
        success(recalled);

        operated().reverse(recalled.id(), "recalled", newKey()).orElseThrow();
        operated().reverse(settled.id(), "recalled too", newKey()).orElseThrow();

        now(recalled, TransferStatus.REVERSED);
        requireBack();
    }

    @Test
    void isReversedInPartsAndWholeOnTheSameWay() {
        Transfer transfer = settledOver(FIRST);

        operated().reverse(transfer.id(), usd(25_000), "one item", newKey()).orElseThrow();
        assertThat(posted(CUSTOMER, MERCHANT, PAID_OUT)).containsExactly(FUNDS - 100_000, 0L, 100_000L);
        assertThat(now(transfer, TransferStatus.SETTLED).reversed()).isEqualTo(usd(25_000));
        operated().reverse(transfer.id(), "the rest", newKey()).orElseThrow();

        now(transfer, TransferStatus.REVERSED);
        assertThat(legs(transfer)).containsExactly(RESERVE, ARRIVAL, BACK, RESERVE_BACK, BACK, RESERVE_BACK);
        requireBack();
    }

    @Test
    void comesBackAsTheRailOrAnOperatorSays() {
        Transfer told = settledOver(FIRST);
        Transfer known = settledOver(FIRST);

        assertThat(take(FIRST, bank(FIRST).returned(told.attemptId(), "closed", clock().instant())))
                .isInstanceOf(CallbackOutcome.Applied.class);
        operated().markReturned(known.id(), "on the statement", newKey()).orElseThrow();

        for (Transfer each : new Transfer[] {told, known}) {
            now(each, TransferStatus.RETURNED);
            assertThat(legs(each)).containsExactly(RESERVE, ARRIVAL, BACK, RESERVE_BACK);
        }
        requireBack();
    }

    @Test
    void isGivenBackWhenPersonsBelieveThatItFailed() {
        Transfer transfer = settledOver(FIRST);
        assertThat(failure(transfer)).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(posted(PAID_OUT)).as("it stands still").isEqualTo(AMOUNT);

        approve(transfer);

        now(transfer, TransferStatus.REVERSED);
        requireBack();
    }

    /** It was with its source, and leaves in one posting when persons believe that it arrived; then it has arrived. */
    @Test
    void leavesAtOnceWhenItArrivedAfterAll() {
        Transfer transfer = sentOver(FIRST);
        failure(transfer);
        success(transfer);
        approve(transfer);

        now(transfer, TransferStatus.SETTLED);
        assertThat(legs(transfer)).containsExactly(RESERVE, RESERVE_BACK, RESERVE + " " + ARRIVAL);
        assertThat(posted(MERCHANT, PAID_OUT)).containsExactly(0L, AMOUNT);
        operated().reverse(transfer.id(), usd(25_000), "one item", newKey()).orElseThrow();
        operated().reverse(transfer.id(), "the rest", newKey()).orElseThrow();

        now(transfer, TransferStatus.REVERSED);
        requireBack();
    }

    /** Persons had it given back, the ledger refused, and then they believe that it arrived: it left, and leaves no second time. */
    @Test
    void isKnownToHaveLeftWhenItCouldNotBeGivenBack() {
        Transfer transfer = settledOver(FIRST);
        failure(transfer);
        acme().accounts().freeze(CUSTOMER, newKey()).orElseThrow();
        approve(transfer);
        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("release_refused: account_frozen");
        success(transfer);
        now(transfer, TransferStatus.CONTRADICTED);

        approve(transfer);

        now(transfer, TransferStatus.SETTLED);
        assertThat(legs(transfer)).containsExactly(RESERVE, ARRIVAL);
    }

    /** A posting is judged by what it leaves: a destination that may hold less than comes by lets it pass. */
    @Test
    void itsDestinationNeedNotHoldWhatComesBy() {
        acme().accounts().setCeiling(MERCHANT, usd(100), newKey()).orElseThrow();
        Transfer transfer = settledOver(FIRST);
        Transfer staying = sentOver(SECOND);
        success(staying);

        assertThat(posted(MERCHANT, PAID_OUT)).containsExactly(0L, AMOUNT);
        assertThat(now(staying, TransferStatus.IN_REVIEW).reason()).isEqualTo("settlement_refused: ceiling_crossed");
        operated().reverse(transfer.id(), "all", newKey()).orElseThrow();
        assertThat(posted(MERCHANT)).as("nor is its floor of zero in the way").isZero();
    }

    /** Nor is what it owes settled by it: an account below its floor lets it come by as well. */
    @Test
    void norIsItTouchedWhileItOwes() {
        acme().accounts().removeFloor(MERCHANT, newKey()).orElseThrow();
        acme().ledgers().post(MERCHANT, CUSTOMER, usd(500), newKey()).orElseThrow();
        acme().accounts().setFloor(MERCHANT, usd(0), newKey()).orElseThrow();

        settledOver(FIRST);

        assertThat(posted(MERCHANT, PAID_OUT)).containsExactly(-500L, AMOUNT);
    }

    @Test
    void allOfItWaitsWhenItCannotLeave() {
        acme().accounts().setCeiling(PAID_OUT, usd(100), newKey()).orElseThrow();
        Transfer transfer = sentOver(FIRST);
        success(transfer);

        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("settlement_refused: ceiling_crossed");
        assertThat(posted(MERCHANT, "first:reserved:usd")).containsExactly(0L, AMOUNT);
        acme().accounts().removeCeiling(PAID_OUT, newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        latest().runDueWork();

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT, PAID_OUT)).containsExactly(0L, AMOUNT);
    }

    @Test
    void isNotBegunWhenItCouldNotLeave() {
        acme().accounts().freeze(MERCHANT, Side.DEBIT, newKey()).orElseThrow();
        assertThat(code(now().transfers().create(request(newKey()).rail(FIRST).build())))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        assertThat(code(now().transfers().create(request(newKey()).build())))
                .as("chosen, not asked for")
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        settledOver(SECOND);
        use(FIRST, paying(flow("missing")));
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();
        acme().accounts().open(NewAccount.credit("missing:reserved:usd", USD));
        acme().accounts().open(NewAccount.credit("missing:settlement:usd", USD));

        Outcome<Transfer> unopened =
                now().transfers().create(request(newKey()).rail(FIRST).build());
        assertThat(code(unopened)).isEqualTo(ErrorCode.UNKNOWN_ACCOUNT);
        assertThatThrownBy(unopened::orElseThrow).hasMessageContaining("missing:payout:usd");
        assertThat(now().operations().doctor().of(FindingCode.FLOW_ACCOUNTS_MISSING))
                .extracting(Finding::subject)
                .containsExactly("missing:payout:usd");
    }

    /** What was paid out of the account of payouts, to the bank, is there again before it can go back to the customer. */
    @Test
    void waitsForWhatHasGoneOnFromThere() {
        Transfer transfer = settledOver(FIRST);
        acme().ledgers().post(PAID_OUT, BANK, usd(AMOUNT), newKey()).orElseThrow();

        take(FIRST, bank(FIRST).returned(transfer.attemptId(), "closed", clock().instant()));
        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("return_refused: floor_crossed");
        acme().ledgers().post(BANK, PAID_OUT, usd(AMOUNT), newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        latest().runDueWork();

        now(transfer, TransferStatus.RETURNED);
        requireBack();
    }

    /** What has not arrived leaves when it does; what is with its destination stays there, whatever is told again. */
    @Test
    void whatIsUnderWayLeavesByTheSettingsOfItsArrival() {
        Transfer there = settledOver(SECOND);
        Transfer underWay = sentOver(SECOND);
        open(SECOND, paying(SECOND_FLOW));

        success(there);
        success(underWay);

        assertThat(posted(MERCHANT, "second:payout:usd")).containsExactly(AMOUNT, AMOUNT);
        assertThat(legs(underWay))
                .containsExactly(
                        "-customer:42 +reserved:usd",
                        "-reserved:usd +second:settlement:usd -second:settlement:usd +merchant:7"
                                + " -merchant:7 +second:payout:usd");
        use(SECOND, with(flow("third")));
        operated().reverse(underWay.id(), "all", newKey()).orElseThrow();
        operated().reverse(there.id(), "all", newKey()).orElseThrow();
        requireBack();
    }
}
