package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Effect;
import io.zentra.policy.Policy;
import io.zentra.policy.Rule;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.OpeningHours;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.RailCost;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.RouteDecision;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rail a transfer takes, why, and when another one: only what is certainly not under way is sent again elsewhere. */
public abstract class TransferRouteContract extends TransferDesk {
    private static final String CHEAP = "rail_cheap";
    private static final String LATE = "rail_late";

    private final SandboxRail cheap = SandboxRail.create();
    private final SandboxRail late = SandboxRail.create();

    /** For subclasses. */
    protected TransferRouteContract() {}

    /** A rail with a cost, of small amounts to Germany only, and one that opens on workdays at noon; today is a Saturday. */
    @Override
    void configure(ZentraRuntime.Builder builder) {
        super.configure(builder);
        builder.rail(
                        CHEAP,
                        Limited.of(
                                cheap,
                                RailCapabilities.builder()
                                        .countries(Corridor.of(Corridor.ANY, "DE"))
                                        .amount(USD, 1, 200_000)
                                        .build()),
                        RailSettings.builder().retryable("try elsewhere").build())
                .callbacks(CHEAP, cheap.scheme())
                .rail(
                        LATE,
                        Limited.of(
                                late,
                                RailCapabilities.builder()
                                        .countries(Corridor.of("US", "FR"))
                                        .settles(Settles.LATER)
                                        .cost(USD, new RailCost(100, 0))
                                        .hours(OpeningHours.builder(ZoneOffset.UTC)
                                                .onWorkdays(LocalTime.NOON, LocalTime.of(18, 0))
                                                .build())
                                        .build()));
    }

    /** A rail of another that says what it can take. */
    private record Limited(SandboxRail rail, RailCapabilities capabilities) implements Rail {
        static Limited of(SandboxRail rail, RailCapabilities capabilities) {
            return new Limited(rail, capabilities);
        }

        @Override
        public RailOutcome submit(Request request) {
            return rail.submit(request);
        }

        @Override
        public RailOutcome query(String reference) {
            return rail.query(reference);
        }
    }

    private Transfer between(String from, String to, long minor) {
        return acme().transfers()
                .create(request(minor, newKey())
                        .countries(Corridor.of(from, to))
                        .build())
                .orElseThrow();
    }

    private RouteDecision route(Transfer transfer) {
        List<Event> routed = acme().evidence().timeline(transfer.id()).stream()
                .filter(event -> event.body().has("route"))
                .toList();
        return RouteDecision.read(routed.get(routed.size() - 1).body().path("route"));
    }

    @Test
    void keepsWhyARailWasChosen() {
        Transfer transfer = between("US", "DE", AMOUNT);

        assertThat(transfer.rail()).isEqualTo(RAIL);
        RouteDecision route = route(transfer);
        assertThat(route.eligible()).containsExactly(RAIL, CHEAP);
        assertThat(route.candidates().get(2).rail()).isEqualTo(LATE);
        assertThat(route.candidates().get(2).exclusions())
                .extracting(RouteDecision.Exclusion::reason)
                .containsExactly("corridor", "closed");
        assertThat(acme().transfers()
                        .simulate(request(AMOUNT, "simulated")
                                .countries(Corridor.of("US", "DE"))
                                .build())
                        .route())
                .isEqualTo(route);
        assertThat(acme().transfers().list(0, 10)).as("nothing more").hasSize(1);
    }

    @Test
    void namesThePolicyThatConstrainsIt() {
        publish(Policy.named("transfer")
                .deny("too_much", Condition.amountOver(usd(500_000)))
                .countries(RAIL, Corridor.of("FR", "FR"))
                .build());
        Transfer transfer = between("US", "DE", AMOUNT);

        assertThat(transfer.rail()).isEqualTo(CHEAP);
        RouteDecision route = route(transfer);
        assertThat(route.decision()).isNotNull();
        assertThat(route.policy()).isNotNull();
        assertThat(route.candidates().get(1).exclusions())
                .extracting(RouteDecision.Exclusion::reason)
                .containsExactly("policy:corridors");
        RouteDecision wouldBe = acme().transfers()
                .simulate(request(AMOUNT, "simulated")
                        .countries(Corridor.of("US", "DE"))
                        .build())
                .route();
        assertThat(wouldBe.candidates()).as("simulated").isEqualTo(route.candidates());
        assertThat(wouldBe.policy()).isEqualTo(route.policy());
        assertThat(wouldBe.decision()).as("nothing is recorded").isNull();
    }

    @Test
    void declinesWhatNoRailCanEverTake() {
        Outcome<Transfer> outcome = acme().transfers()
                .create(request(AMOUNT, newKey())
                        .rail(CHEAP)
                        .countries(Corridor.of("US", "FR"))
                        .build());

        assertThat(code(outcome)).isEqualTo(ErrorCode.NO_ROUTE);
        assertThat(((Outcome.Declined<Transfer>) outcome).message()).contains("rail_cheap: corridor");
        assertThat(posted(RESERVED)).isZero();
    }

    @Test
    void waitsReservedUntilARailOpens() {
        String key = newKey();
        Transfer pending = acme().transfers()
                .create(request(AMOUNT, key)
                        .rail(LATE)
                        .countries(Corridor.of("US", "FR"))
                        .build())
                .orElseThrow();
        assertThat(pending.status()).isEqualTo(TransferStatus.PENDING);
        assertThat(pending.route()).isNull();
        assertThat(route(pending).lookAgainAt()).hasToString("2026-11-23T12:00:00Z");
        assertThat(posted(RESERVED)).isEqualTo(AMOUNT);
        zentra().runDueWork();
        now(pending, TransferStatus.PENDING);

        clock().advance(Duration.ofDays(2).plusHours(4));
        zentra().runDueWork();

        assertThat(now(pending, TransferStatus.PROCESSING).rail()).isEqualTo(LATE);
        assertThat(late.taken()).hasSize(1);
        assertThat(acme().transfers()
                        .create(request(AMOUNT, key)
                                .rail(LATE)
                                .countries(Corridor.of("US", "FR"))
                                .build())
                        .orElseThrow())
                .as("the first answer")
                .isEqualTo(pending);
    }

    /** What settles later waits in settlement, is settled by hand, and can be taken back from both places. */
    @Test
    void whatSettlesLaterIsPostedFirst() {
        clock().advance(Duration.ofDays(2).plusHours(4));
        for (boolean settles : new boolean[] {true, false}) {
            Transfer transfer = acme().transfers()
                    .create(request(AMOUNT, newKey())
                            .rail(LATE)
                            .countries(Corridor.of("US", "FR"))
                            .build())
                    .orElseThrow();
            late.nextSubmit(new RailOutcome.Succeeded(null));
            zentra().runDueWork();
            now(transfer, TransferStatus.POSTED);
            assertThat(posted(SETTLEMENT)).isEqualTo(AMOUNT);
            if (settles) {
                by(OPERATOR)
                        .transfers()
                        .settle(transfer.id(), "on the statement", newKey())
                        .orElseThrow();
                now(transfer, TransferStatus.SETTLED);
                assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
                by(OPERATOR)
                        .transfers()
                        .reverse(transfer.id(), usd(1), "a cent", newKey())
                        .orElseThrow();
            }
            by(OPERATOR)
                    .transfers()
                    .reverse(transfer.id(), "all of it", newKey())
                    .orElseThrow();
            now(transfer, TransferStatus.REVERSED);
            assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        }
    }

    @Test
    void isCancelledWhileItWaitsForARail() {
        Transfer pending = acme().transfers()
                .create(request(AMOUNT, newKey())
                        .rail(LATE)
                        .countries(Corridor.of("US", "FR"))
                        .build())
                .orElseThrow();

        acme().transfers().cancel(pending.id(), "not on a Monday", newKey()).orElseThrow();
        clock().advance(Duration.ofDays(3));
        zentra().runDueWork();

        now(pending, TransferStatus.CANCELLED);
        assertThat(late.calls()).isEmpty();
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void takesAnotherRailWhenTheFirstNeverGotIt() {
        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = between("US", "DE", AMOUNT);
        String first = transfer.attemptId();
        zentra().runDueWork();

        Transfer sent = now(transfer, TransferStatus.PROCESSING);
        assertThat(sent.rail()).isEqualTo(CHEAP);
        assertThat(sent.attemptId()).isNotEqualTo(first);
        assertThat(cheap.taken()).hasSize(1);
        assertThat(posted(RESERVED)).as("reserved once").isEqualTo(AMOUNT);
        assertThat(route(sent).candidates().get(1).exclusions())
                .extracting(RouteDecision.Exclusion::reason)
                .contains("tried");
        arrives(sent);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    @Test
    void takesAnotherRailAfterADeclineThatItsRailSaysMayBeTriedElsewhere() {
        cheap.nextSubmit(new RailOutcome.Declined("try elsewhere"));
        publish(Policy.named("transfer")
                .deny("too_much", Condition.amountOver(usd(500_000)))
                .rule(Rule.of("cheap_first", new Effect.Route(Effect.Route.Verb.PREFER, List.of(CHEAP))))
                .build());
        Transfer transfer = between("US", "DE", AMOUNT);
        assertThat(transfer.rail()).isEqualTo(CHEAP);
        zentra().runDueWork();

        assertThat(now(transfer, TransferStatus.PROCESSING).rail()).isEqualTo(RAIL);
        success(now(transfer));
        now(transfer, TransferStatus.SETTLED);
    }

    @Test
    void failsWhenItWasDeclinedForGoodOrAskedForOneRail() {
        bank().nextSubmit(new RailOutcome.Declined("account closed"));
        Transfer declined = between("US", "DE", AMOUNT);
        zentra().runDueWork();
        assertThat(now(declined, TransferStatus.FAILED).reason()).isEqualTo("account closed");

        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer named = acme().transfers()
                .create(request(AMOUNT, newKey())
                        .rail(RAIL)
                        .countries(Corridor.of("US", "DE"))
                        .build())
                .orElseThrow();
        zentra().runDueWork();
        now(named, TransferStatus.FAILED);

        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        cheap.nextSubmit(new RailOutcome.NotSent("no connection either"));
        Transfer none = between("US", "DE", AMOUNT);
        zentra().runDueWork();
        assertThat(now(none, TransferStatus.FAILED).reason()).isEqualTo("no connection either");
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void sendsNothingElsewhereThatMayBeUnderWay() {
        bank().nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = between("US", "DE", AMOUNT);
        zentra().runDueWork();
        clock().advance(Duration.ofDays(2));
        zentra().runDueWork();

        assertThat(now(transfer).rail()).isEqualTo(RAIL);
        assertThat(cheap.calls()).isEmpty();
    }

    /** Both rails say that it arrived: the second payment is a contradiction, and is never taken for a repetition. */
    @Test
    void aSecondPaymentContradicts() {
        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = between("US", "DE", AMOUNT);
        String first = transfer.attemptId();
        zentra().runDueWork();
        arrives(now(transfer));
        now(transfer, TransferStatus.SETTLED);

        CallbackOutcome outcome = take(bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + first + "\",\"amount_minor\":"
                                + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant()));

        assertThat(outcome).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(now(transfer).reason())
                .as("whoever decides has to learn that it may have been paid twice, and over which rails")
                .isEqualTo("the rail " + RAIL + " reports success of a transfer that also went over " + CHEAP
                        + ": it may be paid twice");
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        deny(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    /** Also when what it tells first is that it has settled. */
    @Test
    void aSecondSettlementNamesBothRails() {
        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = between("US", "DE", AMOUNT);
        String first = transfer.attemptId();
        zentra().runDueWork();
        arrives(now(transfer));

        take(bank().signed(
                        "{\"type\":\"transfer.settled\",\"data\":{\"reference\":\"" + first + "\",\"amount_minor\":"
                                + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant()));

        assertThat(now(transfer, TransferStatus.CONTRADICTED).reason())
                .isEqualTo("the rail " + RAIL + " reports a settlement of a transfer that also went over " + CHEAP
                        + ": it may be paid twice");
    }

    /** The other rail has paid nothing, so nobody is to believe that it may have. */
    @Test
    void aPaymentAfterAllRailsHaveFailedIsNoSecondOne() {
        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        cheap.nextSubmit(new RailOutcome.Declined("closed"));
        Transfer transfer = between("US", "DE", AMOUNT);
        zentra().runDueWork();
        now(transfer, TransferStatus.FAILED);

        take(bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + transfer.attemptId()
                                + "\",\"amount_minor\":" + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant()));

        assertThat(now(transfer, TransferStatus.CONTRADICTED).reason())
                .isEqualTo(
                        "the rail " + RAIL + " reports success of a transfer that failed over " + CHEAP + " after it");
    }

    /** The first rail turns out to have paid while the second is under way: what the second says then contradicts. */
    @Test
    void whatWasSentElsewhereAfterAllContradictsOnBothWays() {
        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = between("US", "DE", AMOUNT);
        String first = transfer.attemptId();
        zentra().runDueWork();
        Transfer elsewhere = now(transfer);
        take(bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + first + "\",\"amount_minor\":"
                                + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant()));
        now(transfer, TransferStatus.CONTRADICTED);

        approve(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.SETTLED);
        assertThat(arrives(elsewhere)).isInstanceOf(CallbackOutcome.Contradicted.class);

        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        deny(TREASURER, caseOf(transfer));
    }

    /** Both ways have said how they ended while persons decide: that is asked once, and the case stays as they have seen it. */
    @Test
    void asksNoMoreOnceBothWaysHaveEnded() {
        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = between("US", "DE", AMOUNT);
        String first = transfer.attemptId();
        zentra().runDueWork();
        take(bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + first + "\",\"amount_minor\":"
                                + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant()));
        cheap.nextQuery(new RailOutcome.Succeeded("p-2"));
        clock().advance(Duration.ofSeconds(10));
        zentra().runDueWork();
        now(transfer, TransferStatus.CONTRADICTED);
        ReviewCase seen = caseOf(transfer);
        int asked = cheap.calls().size();

        for (int i = 0; i < 3; i++) {
            clock().advance(Duration.ofMinutes(10));
            zentra().runDueWork();
        }

        assertThat(cheap.calls()).hasSize(asked);
        assertThat(caseOf(transfer)).isEqualTo(seen);
        deny(TREASURER, seen);
        now(transfer, TransferStatus.PROCESSING);
        arrives(now(transfer));
        now(transfer, TransferStatus.SETTLED);
    }

    /** What persons gave up may have been sent, and so goes nowhere else. */
    @Test
    void sendsNothingElsewhereThatPersonsGaveUp() {
        bank().nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = between("US", "DE", AMOUNT);
        zentra().runDueWork();
        for (int i = 0; i < 10 && now(transfer).status() == TransferStatus.PROCESSING; i++) {
            bank().nextQuery(new RailOutcome.Unknown("no answer"));
            clock().advance(Duration.ofDays(2));
            zentra().runDueWork();
        }
        acme().accounts().freeze(CUSTOMER, newKey()).orElseThrow();
        approve(TREASURER, caseOf(transfer));
        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("release_refused: account_frozen");
        acme().accounts().unfreeze(CUSTOMER, newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();

        now(transfer, TransferStatus.FAILED);
        assertThat(cheap.calls()).isEmpty();
    }

    /** The other way ends without money: that is known, and takes nothing back of what arrived on the first. */
    @Test
    void theEndOfTheOtherWayTakesNothingBack() {
        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = between("US", "DE", AMOUNT);
        String first = transfer.attemptId();
        zentra().runDueWork();
        String second = now(transfer).attemptId();
        take(bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + first + "\",\"amount_minor\":"
                                + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant()));
        approve(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.SETTLED);

        SandboxRail.Message failure = cheap.failure(second, "account closed", clock().instant());
        zentra().callbacks(CHEAP).accept(failure.headers(), failure.body());

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    /** Persons decided that the first way paid; the ledger refuses for a while, and what the other way says takes nothing back. */
    @Test
    void whatPersonsDecidedStandsWhileTheLedgerRefuses() {
        bank().nextSubmit(new RailOutcome.NotSent("no connection"));
        Transfer transfer = between("US", "DE", AMOUNT);
        String first = transfer.attemptId();
        zentra().runDueWork();
        String second = now(transfer).attemptId();
        acme().accounts().freeze(MERCHANT, newKey()).orElseThrow();
        take(bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + first + "\",\"amount_minor\":"
                                + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant()));
        approve(TREASURER, caseOf(transfer));
        assertThat(now(transfer, TransferStatus.IN_REVIEW).attemptId()).isEqualTo(first);
        approve(TREASURER, caseOf(transfer));
        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("settlement_refused: account_frozen");

        SandboxRail.Message declined = cheap.failure(second, "account closed", clock().instant());
        zentra().callbacks(CHEAP).accept(declined.headers(), declined.body());
        now(transfer, TransferStatus.IN_REVIEW);
        assertThat(posted(RESERVED)).isEqualTo(AMOUNT);
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    private CallbackOutcome arrives(Transfer transfer) {
        SandboxRail.Message message = cheap.success(transfer.attemptId(), clock().instant());
        return zentra().callbacks(CHEAP).accept(message.headers(), message.body());
    }
}
