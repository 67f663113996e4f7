package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.Commits;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.Reviews;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.MigrationMode;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Share;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import io.zentra.policy.Analysis;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.Proposal;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SandboxReceiver;
import io.zentra.testing.SettableClock;
import io.zentra.testing.architecture.Spend;
import io.zentra.testing.fault.MemoryVault;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.Endpoints;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Signatures;
import io.zentra.webhooks.secret.LocalKeys;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/** A small tenant to which everything has happened that can happen, over tables that an intruder reaches. */
final class TamperStage implements AutoCloseable {
    private static final Asset USD = Asset.iso("USD");
    private static final Asset EUR = Asset.iso("EUR");
    private static final String RAIL = "rail_primary";
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail rail = SandboxRail.create();
    private final MemoryVault archives = new MemoryVault();
    private final List<Checkpoint> handedOut = new ArrayList<>();
    private final DataSource source;
    private final Dialect dialect;
    private final ZentraRuntime zentra;
    private String allowed = "";

    TamperStage(Storage storage) {
        source = storage.open();
        dialect = storage.dialect();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()).lanes(storage.lanes()))
                .clock(clock)
                .random(RandomSource.seeded(42))
                .signingKey(SigningKey.generate("ledger.example"))
                .checkpoints((tenant, checkpoint) -> {
                    if (tenant.value().equals("acme")) {
                        handedOut.add(checkpoint);
                    }
                })
                .rail(RAIL, rail)
                .callbacks(RAIL, rail.scheme())
                .deliveries(DeliverySettings.builder()
                        .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                        .transport(SandboxReceiver.create().always("down.example.com", SandboxReceiver.timeout()))
                        .build())
                .dueWorkThreads(0)
                .limits(CommitLimits.standard().withLoggedRows(10))
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        zentra.createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        RateLimits limits = RateLimits.none().writes(RateLimit.of(RateLimit.MAX_CALLS, Duration.ofSeconds(1)));
        zentra.limitTenant("acme", limits, Actor.service("setup"), "limits").orElseThrow();
        zentra.limitTenant(
                        "other", limits.reads(RateLimit.of(7, Duration.ofSeconds(9))), Actor.service("setup"), "other")
                .orElseThrow();
        keepAccounts();
        acme().chart()
                .apply(ChartTemplate.of("branch", NewAccount.debit("branch:cash", USD)), "chart")
                .orElseThrow();
        keepBooks();
        lookBack();
        keepEndpoints();
        moveMoney();
        payByCard();
        askPeople();
        keepWithinCaps();
        askPolicies();
        payUpTo(2 * Retention.LEAST_EVENTS);
        acme().journal().checkpoint();
        acme().journal().cursor("index").advanceTo(7);
        acme().ledgers().prepareSearch();
        acme().operations().prepareSearch();
        clock.advance(Duration.ofMinutes(1));
        pay("after-the-checkpoint");
    }

    ZentraRuntime zentra() {
        return zentra;
    }

    Workspace acme() {
        return zentra.tenant("acme").as(Actor.service("svc_edge"));
    }

    DataSource source() {
        return source;
    }

    SettableClock clock() {
        return clock;
    }

    /** The checkpoints that left the database. */
    List<Checkpoint> handedOut() {
        return List.copyOf(handedOut);
    }

    /** What a verification of everything finds. */
    List<String> faults() {
        return faults(VerificationPlan.full().readingArchives(archives));
    }

    /** What a verification by a plan finds, and one of the registry. */
    List<String> faults(VerificationPlan plan) {
        List<String> faults =
                new ArrayList<>(acme().verify(plan.against(handedOut)).faults());
        faults.addAll(zentra.verifyTenants(Actor.service("auditor")).faults());
        return faults;
    }

    Posting pay(String key) {
        return acme().ledgers().post(CUSTOMER, MERCHANT, usd(3), key).orElseThrow();
    }

    /** Until so many events are there: all so far can be archived, decisions of policies and people too. */
    private void payUpTo(int events) {
        long size = acme().journal().size();
        assertThat(size).isLessThan(events);
        acme().ledgers()
                .postAll(LongStream.range(size, events)
                        .mapToObj(i -> PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "fill-" + i))
                        .toList());
    }

    /** A day later again, the first events go into an archive. */
    void archive() {
        clock.advance(Duration.ofDays(1));
        pay("two-days-after");
        acme().ledgers().prepareSearch();
        acme().journal().cursor("index").advanceTo(acme().journal().size());
        assertThat(acme().archive(Retention.before(clock.instant().minus(Duration.ofDays(1))), archives))
                .isPresent();
    }

    MemoryVault archives() {
        return archives;
    }

    /** The day after. */
    void goOn() {
        clock.advance(Duration.ofDays(1));
        Posting sale = pay("day-after");
        acme().ledgers().reverse(sale.id(), "day-after-back").orElseThrow();
        Hold held = acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(4), "day-after-held")
                        .correlation("order-3"))
                .orElseThrow();
        acme().ledgers().capture(held.id(), usd(1), "day-after-captured").orElseThrow();
        acme().ledgers()
                .post(PostingRequest.of(BANK, CUSTOMER, usd(9), "day-after-late")
                        .effectiveAt(clock.instant().minusSeconds(60)))
                .orElseThrow();
        acme().ledgers()
                .postAll(List.of(PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "k0")
                        .correlation("order-0")
                        .metadata(Map.of("line", "n0"))));
        decideOn();
        acme().endpoints()
                .register(NewEndpoint.of("https://later.example.com/", "*"), Signatures.KEY_PAIR, "day-after-endpoint")
                .orElseThrow();
        acme().ledgers().prepareSearch();
        acme().operations().prepareSearch();
        zentra.runDueWork();
        acme().journal().checkpoint();
    }

    /** Policies, windows and cases go on from what they had the day before. */
    private void decideOn() {
        acme().ledgers()
                .reversals()
                .reverse(allowed, Part.of(usd(1)), "day-after-back-again")
                .orElseThrow();
        payOut(5);
        payOut(22);
        Reviews hers =
                zentra.tenant("acme").as(Actor.operator("ann", Permission.ALL)).reviews();
        ReviewCase left = hers.ofSubject("order-1", "", 10).get(2);
        hers.note(left.id(), "day-after", "day-after-note").orElseThrow();
        hers.claim(left.id(), "day-after-claim").orElseThrow();
        hers.deny(left.id(), "too-old", "day-after-deny").orElseThrow();
    }

    private void keepAccounts() {
        acme().transfers().openFlowAccounts(USD);
        acme().accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
        acme().accounts().open(NewAccount.credit(CUSTOMER, USD).withMetadata(Map.of("owner", "42")));
        acme().accounts().open(NewAccount.credit(MERCHANT, USD));
        for (String id : List.of("frozen", "thawed", "limited", "closed", "reopened")) {
            acme().accounts().open(NewAccount.credit(id, USD));
        }
        acme().accounts().open(NewAccount.credit("position:usd", USD).withoutFloor());
        for (String id : List.of("position:eur", "customer:42:eur", "income:spread:eur")) {
            acme().accounts().open(NewAccount.credit(id, EUR).withoutFloor());
        }
        acme().accounts().freeze("frozen", "freeze").orElseThrow();
        acme().accounts().freeze("thawed", Side.DEBIT, "freeze-debits").orElseThrow();
        acme().accounts().unfreeze("thawed", "thaw").orElseThrow();
        acme().accounts().setFloor("limited", usd(-5), "floor").orElseThrow();
        acme().accounts().setCeiling("limited", usd(500), "ceiling").orElseThrow();
        acme().accounts().close("closed", "close").orElseThrow();
        acme().accounts().close("reopened", "close-for-now").orElseThrow();
        acme().accounts().reopen("reopened", "reopen").orElseThrow();
    }

    private void keepBooks() {
        Ledgers ledgers = acme().ledgers();
        ledgers.post(BANK, CUSTOMER, usd(1_000_000), "fund").orElseThrow();
        List<PostingRequest> many = IntStream.range(0, 260)
                .mapToObj(i -> PostingRequest.of(CUSTOMER, MERCHANT, usd(i + 1), "k" + i)
                        .correlation("order-" + i % 7)
                        .metadata(Map.of("line", "n" + i)))
                .toList();
        ledgers.postAll(many);
        ledgers.postAll(many.subList(0, 3));
        ledgers.postAll(many.subList(0, 1));
        assertThat(ledgers.post(CUSTOMER, MERCHANT, usd(5_000_000_000L), "too-much")
                        .isDeclined())
                .isTrue();
        hold(ledgers);
        compose(ledgers);
        Posting sale = pay("sale");
        ledgers.reversals().reverse(sale.id(), Part.of(usd(1)), "refund").orElseThrow();
        ledgers.reverse(sale.id(), "rest-of-it").orElseThrow();
        ledgers.reversals()
                .correct(pay("wrong").id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(2), "right"))
                .orElseThrow();
    }

    private void compose(Ledgers ledgers) {
        ledgers.postAtomically(List.of(
                        PostingRequest.of(BANK, CUSTOMER, usd(5), "bulk-1"),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(5), "bulk-2")
                                .when(Condition.version(
                                        MERCHANT,
                                        acme().accounts().balances(MERCHANT).version()))))
                .orElseThrow();
        ledgers.compose(Composition.of(
                        "composed",
                        Movement.exactly(usd(100))
                                .from("thawed", usd(10))
                                .from(CUSTOMER)
                                .to("limited", Share.percent("2.9"))
                                .to(MERCHANT, Share.remaining())))
                .orElseThrow();
        ledgers.exchange(Exchange.of(
                        "exchanged",
                        usd(3_333),
                        Quote.of(USD, EUR, "0.9213", RoundingMode.DOWN).spread("0.5"),
                        Exchange.Accounts.from(CUSTOMER, "position:usd")
                                .to("position:eur", "customer:42:eur")
                                .spreadTo("income:spread:eur")))
                .orElseThrow();
    }

    private void hold(Ledgers ledgers) {
        Hold parts = ledgers.hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(90), "parts")
                        .correlation("order-1")
                        .metadata(Map.of("table", "9")))
                .orElseThrow();
        ledgers.holds().increase(parts.id(), usd(10), "parts-more").orElseThrow();
        ledgers.capture(parts.id(), usd(30), "parts-some").orElseThrow();
        ledgers.holds().captureFinal(parts.id(), usd(40), "parts-end").orElseThrow();
        Hold released = ledgers.hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "released"))
                .orElseThrow();
        ledgers.release(released.id(), usd(4), "release-some").orElseThrow();
        ledgers.release(released.id(), "release-rest").orElseThrow();
        ledgers.holds()
                .place(
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(8), "expires"),
                        clock.instant().plusSeconds(60))
                .orElseThrow();
        ledgers.hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(7), "open").correlation("order-2"))
                .orElseThrow();
        ledgers.hold(PostingRequest.of(BANK, CUSTOMER, usd(6), "open-too")).orElseThrow();
        clock.advance(Duration.ofMinutes(2));
        zentra.runDueWork();
    }

    private void lookBack() {
        Ledgers ledgers = acme().ledgers();
        Instant start = clock.instant();
        clock.advance(Duration.ofHours(1));
        pay("of-today");
        ledgers.post(PostingRequest.of(BANK, CUSTOMER, usd(9), "late").effectiveAt(start.plusSeconds(60)))
                .orElseThrow();
        acme().periods().backdating(Backdating.FLAG, "flag").orElseThrow();
        ledgers.post(BANK, "limited", usd(50), "in-between").orElseThrow();
        Posting flagged = ledgers.post(PostingRequest.of("limited", CUSTOMER, usd(40), "flagged")
                        .effectiveAt(start.plusSeconds(30)))
                .orElseThrow();
        assertThat(flagged.crossings()).isNotEmpty();
        acme().periods().close(start.plusSeconds(20), "close-period").orElseThrow();
    }

    private void keepEndpoints() {
        Endpoints endpoints = acme().endpoints();
        NewEndpoint asked =
                NewEndpoint.of("https://hooks.example.com/", "transfer.*").header("x-shop", "7");
        String id = endpoints
                .register(asked, Signatures.BOTH, "endpoint-1")
                .orElseThrow()
                .id();
        endpoints.rotate(id, Signatures.SECRET, Duration.ofHours(1), "rotate-1").orElseThrow();
        endpoints.pause(id, "pause-1").orElseThrow();
        endpoints.resume(id, "resume-1").orElseThrow();
        endpoints.change(id, asked.describedAs("the shop"), "change-1").orElseThrow();
        NewEndpoint down = NewEndpoint.of("https://down.example.com/", "transfer.*");
        endpoints
                .register(down.sending(Sending.standard().fifo()), "endpoint-2")
                .orElseThrow();
        String gone = endpoints.register(down, "endpoint-3").orElseThrow().id();
        endpoints.disable(gone, "moved", "disable-3").orElseThrow();
        endpoints.delete(gone, "delete-3").orElseThrow();
        acme().deliveries().test(id, "test-1").orElseThrow();
    }

    private void payByCard() {
        PaymentRequest request = PaymentRequest.of(CUSTOMER, MERCHANT, usd(20), "card");
        Payment card = acme().cards()
                .authorize(request.expiresAt(clock.instant().plus(Duration.ofDays(90))))
                .orElseThrow();
        acme().cards().increment(card.id(), usd(5), "card-more").orElseThrow();
        acme().cards().clear(card.id(), usd(21), "card-clear").orElseThrow();
        acme().cards().refund(card.id(), usd(3), "damaged", "card-refund").orElseThrow();
        Payment disputed = acme().payments()
                .authorize(PaymentRequest.of(CUSTOMER, MERCHANT, usd(9), "payment"))
                .orElseThrow();
        acme().payments().captureFinal(disputed.id(), usd(8), "payment-capture").orElseThrow();
        acme().payments()
                .chargeBack(disputed.id(), usd(2), "disputed", "payment-back")
                .orElseThrow();
    }

    private void moveMoney() {
        Transfer settled = sent("settled");
        accept(rail.success(settled.attemptId(), clock.instant()));
        rail.nextSubmit(new RailOutcome.Declined("limit"));
        sent("failed");
        rail.nextSubmit(new RailOutcome.Unknown("timeout"));
        sent("unknown");
        Transfer contradicted = sent("contradicted");
        accept(rail.success(contradicted.attemptId(), clock.instant()));
        accept(rail.failure(contradicted.attemptId(), "returned", clock.instant()));
        Transfer erased = sent("erased");
        accept(rail.success(erased.attemptId(), clock.instant()));
        acme().evidence().timeline(erased.id()).stream()
                .filter(event -> event.type().equals("callback.received"))
                .forEach(event -> acme().evidence().eraseCallback(event.seq()));
        sent("open");
        sent("settled");
        Transfer reversed = sent("reversed");
        accept(rail.success(reversed.attemptId(), clock.instant()));
        acme().transfers()
                .reverse(reversed.id(), Money.ofMinor(250, USD), "an item", "reverse-part")
                .orElseThrow();
        acme().transfers().cancel(create("cancelled").id(), "twice", "cancel").orElseThrow();
        clock.advance(Duration.ofSeconds(5));
        zentra.runDueWork();
        callBackEarly();
    }

    /** What waits, what waits too long, what had waited, and facts that have a name. */
    private void callBackEarly() {
        callBack("overdue-1", "\"business_key\":\"charge-1\"");
        callBack("overdue-1", "\"reason\":\"again\"");
        callBack("overdue-2", "\"business_key\":\"charge-2\"");
        clock.advance(Duration.ofDays(1));
        zentra.runDueWork();
        callBack("waiting", "\"business_key\":\"charge-3\"");
        Transfer early = create("early");
        callBack("prov-" + early.attemptId(), "\"reason\":\"none\"");
        zentra.runDueWork();
    }

    private void callBack(String reference, String more) {
        SandboxRail.Message message = rail.signed(
                "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + reference
                        + "\",\"amount_minor\":1250,\"currency\":\"USD\"," + more + "}}",
                clock.instant());
        assertThat(zentra.tenant("acme").callbacks(RAIL).accept(message.headers(), message.body()))
                .isInstanceOf(CallbackOutcome.Parked.class);
    }

    private void askPeople() {
        Actor ann = Actor.operator("ann", Permission.ALL);
        Reviews reviews = acme().reviews();
        reviews.lanes()
                .set(ReviewLane.of("first", ann, Actor.operator("bob")).withRota(ann), "lane-1")
                .orElseThrow();
        reviews.lanes()
                .set(ReviewLane.of("second", ann).withEscalation("first").withDueIn(Duration.ofDays(2)), "lane-2")
                .orElseThrow();
        for (String key : List.of("approved", "denied", "left")) {
            String id = reviews.open(
                            ReviewDraft.of("second", "transfer", "order-1", "0".repeat(64))
                                    .correlation("order-1"),
                            "open-" + key)
                    .orElseThrow()
                    .id();
            reviews.note(id, "called the customer", "note-" + key).orElseThrow();
            reviews.eraseNote(reviews.note(id, "not kept", "erased-" + key).orElseThrow());
        }
        Reviews hers = zentra.tenant("acme").as(ann).reviews();
        List<ReviewCase> cases = reviews.ofSubject("order-1", "", 10);
        hers.claim(cases.get(0).id(), "claim").orElseThrow();
        hers.approve(cases.get(0).id(), cases.get(0).decision(), "approve").orElseThrow();
        hers.deny(cases.get(1).id(), "no", "deny").orElseThrow();
    }

    /** Of meters some usages have left the window, and of what counts still some was given back. */
    private void keepWithinCaps() {
        Storage same = Storage.of(source, dialect).migrations(MigrationMode.NONE);
        try (ZentraLedger ledger =
                ZentraLedger.open(ZentraCore.Settings.of(same).withClock(clock).withRandom(RandomSource.seeded(43)))) {
            Access acme = new Access(ledger.core().tenants().require(TenantId.of("acme")), Actor.service("svc_edge"));
            Commits commits = ledger.core().commits();
            IntStream.range(0, 3).forEach(i -> commits.run(acme, new Spend(usd(5), null)));
            clock.advance(Duration.ofSeconds(1));
            List<String> decisions = IntStream.range(0, 5)
                    .mapToObj(i -> commits.run(acme, new Spend(usd(5), null)))
                    .toList();
            commits.run(acme, new Spend(usd(2), decisions.get(1)));
            commits.run(acme, new Spend(usd(5), decisions.get(2)));
            PostingRequest lines = PostingRequest.of(CUSTOMER, MERCHANT, usd(8), "within");
            String hold = commits.run(acme, Allow.held(lines, 1_000).once()).made();
            acme().ledgers().release(hold, usd(3), "release-within").orElseThrow();
        }
    }

    private void askPolicies() {
        Workspace ann = zentra.tenant("acme").as(Actor.operator("ann", Permission.ALL));
        Workspace bob = zentra.tenant("acme").as(Actor.operator("bob", Permission.ALL));
        Policy policy = Policy.named("payout")
                .window(
                        "payees",
                        Measure.distinct(Field.DESTINATION).per(Field.SOURCE).within(Window.week()))
                .limit("rolling", Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofDays(1))), 50)
                .review("first", io.zentra.policy.Condition.amountOver(usd(20)))
                .build();
        for (int version = 1; version <= 2; version++) {
            ann.policies().draft(policy, "draft-" + version).orElseThrow();
            Analysis analysis = ann.policies()
                    .analyse("payout", version, "analyse-" + version)
                    .orElseThrow();
            bob.policies()
                    .approve("payout", version, analysis.hash(), "approve-" + version)
                    .orElseThrow();
        }
        bob.policies().publish("payout", 1, "publish").orElseThrow();
        bob.policies().shadow("payout", 2, true, "shadow").orElseThrow();
        for (long minor : new long[] {3, 4, 21, 60}) {
            if (payOut(minor) instanceof Ruling.Posted posted && minor == 4) {
                allowed = posted.posting().id();
                acme().ledgers()
                        .reversals()
                        .reverse(allowed, Part.of(usd(1)), "back")
                        .orElseThrow();
            }
        }
    }

    private Ruling payOut(long minor) {
        return acme().controlled()
                .post(
                        Proposal.of("payout", usd(minor))
                                .from(CUSTOMER, Map.of())
                                .to(MERCHANT, Map.of()),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), "payout-" + minor))
                .orElseThrow();
    }

    private Transfer sent(String key) {
        Transfer transfer = create(key);
        zentra.runDueWork();
        return transfer;
    }

    private Transfer create(String key) {
        return acme().transfers()
                .create(TransferRequest.builder()
                        .from(CUSTOMER)
                        .to(MERCHANT)
                        .amount(usd(1_250))
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
    }

    private void accept(SandboxRail.Message message) {
        assertThat(zentra.callbacks(RAIL).accept(message.headers(), message.body()))
                .isNotInstanceOf(CallbackOutcome.Rejected.class);
    }

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }

    @Override
    public void close() {
        zentra.close();
        if (source instanceof AutoCloseable pool) {
            try {
                pool.close();
            } catch (Exception e) {
                throw new IllegalStateException("the pool cannot be closed", e);
            }
        }
    }
}
