package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.Account;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Transfers;
import io.zentra.runtime.operations.Finding;
import io.zentra.runtime.operations.FindingCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which accounts the money of a transfer passes through: those of the rail that moves it, wherever it waited before, and what
 * was posted is never looked for elsewhere.
 */
public abstract class FlowAccountContract extends FlowDesk {
    private static final String OWN = "-customer:42 +reserved:usd";
    private static final String RESERVED_FOR_FIRST = "-customer:42 +first:reserved:usd";

    /** For subclasses. */
    protected FlowAccountContract() {}

    @BeforeEach
    void twoRailsHaveAccountsOfTheirOwn() {
        use(SECOND, with(SECOND_FLOW));
        open(FIRST, with(FIRST_FLOW));
    }

    @Test
    void moneyPassesThroughTheAccountsOfItsRail() {
        Transfer first = settledOver(FIRST);
        Transfer second = settledOver(SECOND);

        assertThat(legs(first))
                .containsExactly(
                        RESERVED_FOR_FIRST,
                        "-first:reserved:usd +first:settlement:usd -first:settlement:usd +merchant:7");
        assertThat(legs(second))
                .containsExactly(
                        "-customer:42 +second:reserved:usd",
                        "-second:reserved:usd +second:settlement:usd -second:settlement:usd +merchant:7");
        assertThat(posted(MERCHANT)).isEqualTo(2 * AMOUNT);
    }

    @Test
    void throughThoseOfTheRuntimeWhereTheRailStatesNone() {
        Transfer later = sentOver(LATER);
        success(later);
        now(later, TransferStatus.POSTED);
        assertThat(posted("settlement:usd")).isEqualTo(AMOUNT);
        operated().settle(later.id(), "seen on the statement", newKey()).orElseThrow();

        assertThat(legs(later)).containsExactly(OWN, "-reserved:usd +settlement:usd", "-settlement:usd +merchant:7");
    }

    @Test
    void theReserveStaysWhereItIsWhenAnotherRailIsTried() {
        bank(FIRST).nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = sent();
        assertThat(transfer.rail()).isEqualTo(SECOND);
        assertThat(posted("first:reserved:usd")).isEqualTo(AMOUNT);

        success(transfer);

        now(transfer, TransferStatus.SETTLED);
        assertThat(legs(transfer))
                .containsExactly(
                        RESERVED_FOR_FIRST,
                        "-first:reserved:usd +second:settlement:usd -second:settlement:usd +merchant:7");
    }

    @Test
    void itIsGivenBackFromThereWhenNoRailIsLeft() {
        bank(FIRST).nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = sent();

        failure(transfer);

        now(transfer, TransferStatus.FAILED);
        assertThat(legs(transfer)).containsExactly(RESERVED_FOR_FIRST, "+customer:42 -first:reserved:usd");
    }

    /** The rail that was tried first turns out to have paid: it is the one that settles, whichever was tried since. */
    @Test
    void theRailThatMovedItSettlesIt() {
        bank(FIRST).nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer created = now().transfers().create(request(newKey()).build()).orElseThrow();
        latest().runDueWork();
        assertThat(now(created).rail()).isEqualTo(SECOND);
        String paid = "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + created.attemptId()
                + "\",\"amount_minor\":" + AMOUNT + ",\"currency\":\"USD\"}}";

        assertThat(take(FIRST, bank(FIRST).signed(paid, clock().instant())))
                .isInstanceOf(CallbackOutcome.Contradicted.class);
        approve(created);

        assertThat(now(created, TransferStatus.SETTLED).rail()).isEqualTo(FIRST);
        assertThat(legs(created))
                .containsExactly(
                        RESERVED_FOR_FIRST,
                        "-first:reserved:usd +first:settlement:usd -first:settlement:usd +merchant:7");
    }

    /** While it has no rail it waits in the runtime's own account, and stays there when it gets one. */
    @Test
    void whatWaitsForARailIsReservedInTheRuntimesOwn() {
        open(NIGHT, with(flow("night")));
        Transfer transfer =
                now().transfers().create(request(newKey()).rail(NIGHT).build()).orElseThrow();
        assertThat(transfer.status()).isEqualTo(TransferStatus.PENDING);
        clock().advance(Duration.ofHours(52)); // Monday, 13:00
        latest().runDueWork();

        success(now(transfer, TransferStatus.PROCESSING));

        now(transfer, TransferStatus.SETTLED);
        assertThat(legs(transfer))
                .containsExactly(OWN, "-reserved:usd +night:settlement:usd -night:settlement:usd +merchant:7");
    }

    @Test
    void whatPersonsApprovedIsReservedForItsRail() {
        publish(Policy.named("transfer")
                .review("treasury", Condition.amountOver(usd(100)))
                .build());
        Transfer transfer = now().transfers().create(request(newKey()).build()).orElseThrow();
        assertThat(transfer.status()).isEqualTo(TransferStatus.IN_REVIEW);

        approve(transfer);

        now(transfer, TransferStatus.PROCESSING);
        assertThat(legs(transfer)).containsExactly(RESERVED_FOR_FIRST);
    }

    /** A failure that persons take back is reserved, and settled, by the rail that they believe. */
    @Test
    void whatArrivedAfterAllGoesTheWayOfItsRailAtOnce() {
        Transfer transfer = sentOver(SECOND);
        failure(transfer);
        now(transfer, TransferStatus.FAILED);
        success(transfer);

        approve(transfer);

        now(transfer, TransferStatus.SETTLED);
        assertThat(legs(transfer))
                .endsWith("-customer:42 +second:reserved:usd -second:reserved:usd +second:settlement:usd"
                        + " -second:settlement:usd +merchant:7");
    }

    /** Persons gave it up while its rail was asked, which has it: it is reserved again where that rail's money waits. */
    @Test
    void whatIsUnderWayAfterAllIsReservedForItsRailAgain() {
        bank(FIRST).nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = sentOver(FIRST);
        for (int i = 0; i < 10 && now(transfer).status() == TransferStatus.PROCESSING; i++) {
            asksAndHears(new RailOutcome.Unknown("no answer"));
        }
        now(transfer, TransferStatus.IN_REVIEW);
        bank(FIRST).duringNextQuery(() -> approve(transfer, zentra()));
        asksAndHears(new RailOutcome.Accepted("prov-1"));
        now(transfer, TransferStatus.CONTRADICTED);

        bank(FIRST).nextQuery(new RailOutcome.Succeeded("prov-1")); // it is asked on
        approve(transfer);

        now(transfer, TransferStatus.SETTLED);
        assertThat(legs(transfer))
                .containsExactly(
                        RESERVED_FOR_FIRST,
                        "+customer:42 -first:reserved:usd",
                        RESERVED_FOR_FIRST,
                        "-first:reserved:usd +first:settlement:usd -first:settlement:usd +merchant:7");
    }

    private void asksAndHears(RailOutcome answer) {
        bank(FIRST).nextQuery(answer);
        clock().advance(Duration.ofDays(2));
        latest().runDueWork();
    }

    @Test
    void goesOnFromWhereItsPostingsLeftItWhenTheRailHasOtherAccounts() {
        use(LATER, with(FIRST_FLOW));
        Transfer reserved = sentOver(FIRST);
        Transfer later = sentOver(LATER);
        success(later);
        now(later, TransferStatus.POSTED);
        use(LATER, with(flow("third")));
        open(FIRST, with(flow("third")));

        success(reserved);
        take(LATER, bank(LATER).settlement(later.attemptId(), clock().instant()));

        now(reserved, TransferStatus.SETTLED);
        now(later, TransferStatus.SETTLED);
        assertThat(legs(reserved))
                .containsExactly(
                        RESERVED_FOR_FIRST,
                        "-first:reserved:usd +third:settlement:usd -third:settlement:usd +merchant:7");
        assertThat(legs(later))
                .containsExactly(
                        RESERVED_FOR_FIRST,
                        "-first:reserved:usd +first:settlement:usd",
                        "-first:settlement:usd +merchant:7");
        operated().reverse(later.id(), usd(25_000), "one item", newKey()).orElseThrow();
        operated().reverse(later.id(), "all", newKey()).orElseThrow();
        assertThat(posted("first:settlement:usd", "first:reserved:usd", "third:reserved:usd"))
                .containsOnly(0L);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS - AMOUNT);
    }

    @Test
    void opensTheAccountsOfAllRails() {
        long size = acme().journal().size();
        now().transfers().openFlowAccounts(USD);

        assertThat(acme().journal().size()).as("they are open").isEqualTo(size);
        assertThat(acme().accounts().list("", 1_000))
                .extracting(Account::id)
                .contains("reserved:usd", "settlement:usd", "payout:usd")
                .contains("first:reserved:usd", "first:settlement:usd", "first:payout:usd")
                .contains("second:reserved:usd", "second:settlement:usd", "second:payout:usd");
    }

    @Test
    void noneOfThemIsAnEndOfATransfer() {
        for (String account : List.of("reserved:usd", "first:settlement:usd", "second:payout:usd")) {
            assertThat(code(now().transfers()
                            .create(request(account, newKey()).rail(FIRST).build())))
                    .as(account)
                    .isEqualTo(ErrorCode.INVALID_ID);
        }
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void declinesWhatGoesOverARailWhoseAccountsAreNotOpen() {
        use(FIRST, with(flow("missing")));

        requireMissing(now().transfers().create(request("named").rail(FIRST).build()));
        requireMissing(now().transfers().create(request("chosen").build()));
        assertThat(now().operations().doctor().of(FindingCode.FLOW_ACCOUNTS_MISSING))
                .extracting(Finding::subject)
                .containsExactly("missing:reserved:usd", "missing:settlement:usd");
        settledOver(SECOND);
        now().transfers().openFlowAccounts(USD);

        assertThat(now().operations().doctor().of(FindingCode.FLOW_ACCOUNTS_MISSING))
                .isEmpty();
        settledOver(FIRST);
    }

    private static void requireMissing(Outcome<Transfer> outcome) {
        assertThat(code(outcome)).isEqualTo(ErrorCode.UNKNOWN_ACCOUNT);
        assertThatThrownBy(outcome::orElseThrow)
                .hasMessageContaining("missing:settlement:usd")
                .hasMessageContaining("open it first");
    }

    /** The rail that is tried next has moved the money: that waits for its accounts, and is not taken for undone. */
    @Test
    void waitsForTheAccountsOfTheRailThatMovedIt() {
        use(SECOND, with(flow("missing")));
        bank(FIRST).nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = sent();
        success(transfer);

        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("settlement_refused: unknown_account");
        assertThat(posted("first:reserved:usd")).isEqualTo(AMOUNT);
        now().transfers().openFlowAccounts(USD);
        clock().advance(Duration.ofHours(2));
        latest().runDueWork();

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    private Transfers operated() {
        return now(OPERATOR).transfers();
    }
}
