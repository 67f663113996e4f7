package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The second word of a rail that settles later: it settles what is posted once, whatever comes twice, early or against it. */
public abstract class TransferSettlementContract extends TransferDesk {
    private static final String AT_ONCE = "rail_at_once";

    private final SandboxRail atOnce = SandboxRail.create();

    /** For subclasses. */
    protected TransferSettlementContract() {}

    @Override
    void configure(ZentraRuntime.Builder builder) {
        builder.rail(RAIL, new Later(bank()))
                .callbacks(RAIL, bank().scheme())
                .rail(AT_ONCE, atOnce)
                .callbacks(AT_ONCE, atOnce.scheme());
    }

    /** A rail that says that it settles later. */
    private record Later(Rail rail) implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return rail.submit(request);
        }

        @Override
        public RailOutcome query(String reference) {
            return rail.query(reference);
        }

        @Override
        public RailCapabilities capabilities() {
            return RailCapabilities.builder().settles(Settles.LATER).build();
        }
    }

    private Transfer posted() {
        Transfer transfer = sent();
        success(transfer);
        return now(transfer, TransferStatus.POSTED);
    }

    private CallbackOutcome settlement(Transfer transfer) {
        return take(bank().settlement(transfer.attemptId(), clock().instant()));
    }

    @Test
    void settlesWhatIsPostedOnce() {
        Transfer transfer = posted();
        assertThat(posted(SETTLEMENT)).isEqualTo(AMOUNT);
        SandboxRail.Message settled = bank().settlement(transfer.attemptId(), clock().instant());

        assertThat(take(settled)).isInstanceOf(CallbackOutcome.Applied.class);
        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);

        assertThat(take(settled)).as("the same message").isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(settlement(transfer)).as("another message").isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(success(transfer)).as("what came before it, again").isInstanceOf(CallbackOutcome.Duplicate.class);
        now(transfer, TransferStatus.SETTLED);
        assertThat(events(transfer)).containsOnlyOnce("transfer.posted").containsOnlyOnce("transfer.settled");
    }

    @Test
    void settlesAtOnceWhatIsToldBeforeItIsPosted() {
        Transfer transfer = sent();

        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Applied.class);
        now(transfer, TransferStatus.SETTLED);
        assertThat(success(transfer)).as("it comes late").isInstanceOf(CallbackOutcome.Duplicate.class);

        now(transfer, TransferStatus.SETTLED);
        assertThat(events(transfer)).doesNotContain("transfer.posted");
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    @Test
    void isSuccessOverARailThatSettlesAtOnce() {
        Transfer transfer = acme().transfers()
                .create(request(AMOUNT, newKey()).rail(AT_ONCE).build())
                .orElseThrow();
        zentra().runDueWork();
        SandboxRail.Message settled = atOnce.settlement(transfer.attemptId(), clock().instant());
        SandboxRail.Message success = atOnce.success(transfer.attemptId(), clock().instant());

        zentra().callbacks(AT_ONCE).accept(success.headers(), success.body());
        CallbackOutcome outcome = zentra().callbacks(AT_ONCE).accept(settled.headers(), settled.body());

        assertThat(outcome).isInstanceOf(CallbackOutcome.Duplicate.class);
        now(transfer, TransferStatus.SETTLED);
    }

    @Test
    void anotherAmountIsForPersons() {
        Transfer transfer = posted();

        CallbackOutcome outcome = take(bank().signed(
                        "{\"type\":\"transfer.settled\",\"data\":{\"reference\":\"" + transfer.attemptId()
                                + "\",\"amount_minor\":1,\"currency\":\"USD\"}}",
                        clock().instant()));

        assertThat(outcome).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(posted(SETTLEMENT)).as("it stays where it is").isEqualTo(AMOUNT);
        approve(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.SETTLED);
        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Duplicate.class);
    }

    /** That it left with another amount says nothing of its settlement: approved, it waits for that as before. */
    @Test
    void staysPostedWhenPersonsApproveAnotherAmountOfItsSuccess() {
        Transfer transfer = posted();
        String body = "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + transfer.attemptId()
                + "\",\"amount_minor\":" + (AMOUNT - 1) + ",\"currency\":\"USD\"}}";
        take(bank().signed(body, clock().instant()));
        approve(TREASURER, caseOf(now(transfer, TransferStatus.CONTRADICTED)));

        now(transfer, TransferStatus.POSTED);
        assertThat(posted(SETTLEMENT)).isEqualTo(AMOUNT);
        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Applied.class);
        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    @Test
    void contradictsAFailureBeforeIt() {
        Transfer transfer = sent();
        failure(transfer);
        now(transfer, TransferStatus.FAILED);

        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(posted(CUSTOMER)).as("nothing moves").isEqualTo(FUNDS);
        approve(TREASURER, caseOf(transfer));

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    /** What was given back is paid whole when persons believe the rail; its second word tells nothing new then. */
    @Test
    void isKnownOfWhatPersonsPaidAfterAFailure() {
        Transfer transfer = sent();
        failure(transfer);
        assertThat(success(transfer)).isInstanceOf(CallbackOutcome.Contradicted.class);
        approve(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.SETTLED);

        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Duplicate.class);

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    @Test
    void isOneMoreWordWhilePersonsDecideAboutAFailure() {
        Transfer transfer = posted();
        failure(transfer);
        now(transfer, TransferStatus.CONTRADICTED);

        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(caseOf(transfer).proposal().details())
                .containsEntry("approve", "it arrived: settle it")
                .containsEntry("deny", "it stays posted");
        approve(TREASURER, caseOf(transfer));

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    @Test
    void contradictsAReversalBeforeIt() {
        Transfer transfer = posted();
        by(OPERATOR).transfers().reverse(transfer.id(), "recalled", newKey()).orElseThrow();

        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Contradicted.class);
        deny(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.REVERSED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);

        assertThat(settlement(transfer)).as("told once more").isInstanceOf(CallbackOutcome.Contradicted.class);
        approve(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    @Test
    void isKnownOfWhatWasSettledByHand() {
        Transfer transfer = posted();
        by(OPERATOR)
                .transfers()
                .settle(transfer.id(), "seen on the statement", newKey())
                .orElseThrow();
        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Duplicate.class);

        by(OPERATOR).transfers().reverse(transfer.id(), "returned", newKey()).orElseThrow();

        assertThat(settlement(transfer)).as("it had settled before").isInstanceOf(CallbackOutcome.Duplicate.class);
        now(transfer, TransferStatus.REVERSED);
    }

    @Test
    void waitsForALedgerThatRefuses() {
        Transfer transfer = posted();
        acme().accounts().freeze(MERCHANT, newKey()).orElseThrow();

        assertThat(settlement(transfer)).isInstanceOf(CallbackOutcome.Applied.class);
        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("settlement_refused: account_frozen");
        assertThat(posted(SETTLEMENT)).isEqualTo(AMOUNT);
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }
}
