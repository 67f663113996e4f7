package io.zentra.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.Reviews;
import io.zentra.core.storage.Storage;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWorker;
import io.zentra.core.usage.Usage;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Hold;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PastChart;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Quote;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.operations.TransferPage;
import io.zentra.runtime.operations.TransferSearch;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentSearch;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SandboxReceiver;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.MemoryVault;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.Deliveries;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.Endpoints;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.ReplayFilter;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Signatures;
import io.zentra.webhooks.secret.LocalKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** All that core, ledger and runtime do, once, so that every statement of theirs reaches the database. */
final class Lifetime {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";

    private Lifetime() {}

    /** The tables of all modules. */
    static Set<String> tables(Storage storage) {
        Matcher matcher = Pattern.compile("create table (zentra_\\w+)").matcher(ZentraRuntime.schema(storage));
        Set<String> tables = new TreeSet<>();
        while (matcher.find()) {
            tables.add(matcher.group(1));
        }
        assertThat(tables).contains("zentra_journal", "zentra_entry", "zentra_transfer", "zentra_callback");
        return tables;
    }

    /** Everything once, for a tenant that may have a history already. */
    static void of(Storage storage, DataSource source) throws Exception {
        SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
        SigningKey key = SigningKey.generate("acme-ledger");
        Vault vault = new MemoryVault();
        ZentraCore.Settings settings =
                ZentraCore.Settings.of(storage).withClock(clock).withCheckpoints(key, (tenant, checkpoint) -> {});
        try (ZentraLedger ledger = ZentraLedger.open(settings)) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            keepBooks(acme);
            ledger.limitTenant("acme", RateLimits.none(), Actor.service("setup"), "no-limits")
                    .orElseThrow();
            ledger.runDueWork(); // which learns of them
            keepJournal(acme);
            ZentraLedger.Book ann = ledger.tenant("acme").as(Actor.operator("ann", Permission.ALL));
            review(acme.reviews(), ann.reviews());
            clock.advance(Duration.ofDays(1));
            ledger.runDueWork();
            assertThat(acme.reviews().ofLane("first", "", 10)).hasSize(1);
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                ledger.on(connection)
                        .tenant("acme")
                        .as(Actor.service("svc_edge"))
                        .ledgers()
                        .post("assets:bank", "customer:42", usd(1), "joined")
                        .orElseThrow();
                connection.commit();
            }
            acme.ledgers().verify().requireSound();
            verifyWhatIsNew(acme);
            archive(acme, clock, vault);
        }
        try (ZentraCore core = ZentraCore.open(settings, List.of(ZentraLedger.module()))) {
            runDueWork(core, clock);
            spend(core, clock);
        }
        SandboxRail bank = SandboxRail.create();
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(storage)
                .clock(clock)
                .signingKey(key)
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .deliveries(DeliverySettings.builder()
                        .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                        .transport(SandboxReceiver.create().next("hooks.example.com", SandboxReceiver.status(500)))
                        .build())
                .listener("view", (tenant, events) -> {})
                .dueWorkThreads(0)
                .build()) {
            String endpoint = register(zentra);
            transfer(zentra, bank, clock, vault);
            pay(zentra.tenant("acme").as(Actor.service("svc_edge")), clock);
            deliver(zentra.tenant("acme").as(Actor.service("svc_edge")), endpoint);
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                zentra.on(connection)
                        .tenant("acme")
                        .as(Actor.service("svc_edge"))
                        .transfers()
                        .create(request("joined"))
                        .orElseThrow();
                connection.commit();
            }
            clock.advance(Duration.ofDays(91));
            zentra.runDueWork();
        }
    }

    private static void archive(ZentraLedger.Book acme, SettableClock clock, Vault vault) {
        clock.advance(Duration.ofDays(2));
        acme.ledgers()
                .post("assets:bank", "customer:42", usd(1), "two-days-later")
                .orElseThrow();
        acme.journal().cursor("index").advanceTo(acme.journal().size());
        assertThat(acme.archive(Retention.before(clock.instant().minus(Retention.KEPT)), vault))
                .isPresent();
        acme.ledgers().verify(VerificationPlan.full().readingArchives(vault)).requireSound();
    }

    private static void verifyWhatIsNew(ZentraLedger.Book acme) {
        VerificationPlan nightly = VerificationPlan.full().goingOnFrom(new MemoryVault());
        acme.ledgers().verify(nightly.atMost(10)).requireSound();
        acme.ledgers().verify(nightly).requireSound();
    }

    /** Transfers to each of their ends, by every way that news comes. */
    private static void transfer(ZentraRuntime zentra, SandboxRail bank, SettableClock clock, Vault vault) {
        zentra.createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        bank.nextSubmit(new RailOutcome.Declined("limit")).nextSubmit(new RailOutcome.Unknown("timeout"));
        for (String key : List.of("declined", "unknown", "settled", "failed", "contradicted", "refused")) {
            acme.transfers().create(request(key)).orElseThrow();
        }
        acme.transfers().create(request("settled")).orElseThrow();
        zentra.runDueWork();
        List<String> sent = bank.taken().stream().map(Rail.Request::reference).toList();
        SandboxRail.Message success = bank.success(sent.get(1), clock.instant());
        accept(zentra, success);
        accept(zentra, success);
        accept(zentra, bank.failure(sent.get(2), "returned", clock.instant()));
        accept(zentra, bank.success(sent.get(2), clock.instant()));
        accept(zentra, bank.failure(sent.get(3), "returned", clock.instant()));
        acme.accounts().freeze("merchant:7", "freeze-1").orElseThrow();
        accept(zentra, bank.success(sent.get(4), clock.instant()));
        acme.accounts().unfreeze("merchant:7", "unfreeze-1").orElseThrow();
        clock.advance(Duration.ofHours(2));
        zentra.runDueWork();
        for (Transfer each : acme.transfers().list(0, 10)) {
            acme.evidence().timeline(each.id());
            acme.evidence().packet(each.id());
            assertThat(acme.operations().timeline(each.id())).isPresent();
        }
        SandboxRail.Message early = early(bank, clock);
        zentra.tenant("acme").callbacks(RAIL).accept(early.headers(), early.body());
        acme.operations().snapshot();
        acme.operations().search(TransferSearch.all().from(clock.instant().minusSeconds(9_000)));
        acme.operations().search(TransferSearch.all().status(TransferStatus.SETTLED));
        searchTransfers(acme);
        assertThat(acme.operations().transferOfKey("transfer-settled")).isPresent();
        acme.operations().transferOfReference(RAIL, "prov-none");
        clock.advance(Duration.ofHours(3));
        assertThat(acme.operations().snapshot().stuck()).isNotEmpty();
        assertThat(acme.operations().doctor().findings()).isNotEmpty();
        assertThat(acme.transfers().list(0, 10).stream().map(Transfer::status))
                .contains(
                        TransferStatus.PROCESSING,
                        TransferStatus.SETTLED,
                        TransferStatus.FAILED,
                        TransferStatus.CONTRADICTED);
        acme.verify(VerificationPlan.full().readingArchives(vault)).requireSound();
    }

    /** Each criterion for itself and all together, before and behind what the index is filled for, in either order. */
    private static void searchTransfers(Workspace acme) {
        TransferSearch all = TransferSearch.all().limit(3);
        for (TransferSearch search : List.of(
                all,
                all.source("customer:42"),
                all.destination("merchant:7"),
                all.metadata("order", "4711"),
                all.status(TransferStatus.SETTLED).source("customer:42"),
                all.status(TransferStatus.SETTLED)
                        .source("customer:42")
                        .destination("merchant:7")
                        .rail(RAIL)
                        .metadata("order", "4711")
                        .from(Instant.EPOCH)
                        .to(Instant.parse("2100-01-01T00:00:00Z")))) {
            for (TransferSearch ordered : List.of(search, search.newestFirst())) {
                TransferPage page = acme.operations().search(ordered);
                acme.operations().search(ordered.after(page.next()));
            }
        }
    }

    /** A payment and a card authorization by most of their ways. */
    private static void pay(Workspace acme, SettableClock clock) {
        PaymentRequest order = PaymentRequest.of("customer:42", "merchant:7", usd(20), "payment-1");
        Payment payment = acme.payments()
                .authorize(order.metadata(Map.of("order", "4711")))
                .orElseThrow();
        acme.payments().capture(payment.id(), usd(9), "payment-capture").orElseThrow();
        acme.payments().voidHeld(payment.id(), "sold out", "payment-void").orElseThrow();
        acme.payments()
                .refund(payment.id(), usd(2), "damaged", "payment-refund")
                .orElseThrow();
        acme.payments()
                .chargeBack(payment.id(), usd(3), "disputed", "payment-back")
                .orElseThrow();
        acme.payments().reverseChargeback(payment.id(), "won", "payment-won").orElseThrow();
        PaymentRequest room = PaymentRequest.of("customer:42", "merchant:7", usd(30), "card-1");
        Payment card = acme.cards()
                .authorize(room.expiresAt(clock.instant().plus(Duration.ofDays(7))))
                .orElseThrow();
        acme.cards().increment(card.id(), usd(5), "card-increment").orElseThrow();
        acme.cards().clear(card.id(), usd(32), "card-clear").orElseThrow();
        acme.cards().force(card.id(), usd(4), "minibar", "card-force").orElseThrow();
        assertThat(acme.payments().list(0, 10)).isNotEmpty();
        assertThat(acme.payments()
                        .search(PaymentSearch.all().from(clock.instant().minusSeconds(9)))
                        .payments())
                .isNotEmpty();
        for (PaymentSearch search : List.of(
                PaymentSearch.all().source("customer:42"),
                PaymentSearch.all().destination("merchant:7").newestFirst(),
                PaymentSearch.all().status(PaymentStatus.CAPTURED).metadata("order", "4711"))) {
            acme.payments().search(search);
            acme.cards().search(search);
        }
        assertThat(acme.cards().ofKey("card-1")).isPresent();
        acme.evidence().packet(payment.id());
        assertThat(acme.operations().timeline(card.id())).isPresent();
    }

    /** Of what nobody knows yet. */
    private static SandboxRail.Message early(SandboxRail bank, SettableClock clock) {
        return bank.signed(
                "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"prov-none\",\"amount_minor\":1,"
                        + "\"currency\":\"USD\"}}",
                clock.instant());
    }

    private static String register(ZentraRuntime zentra) {
        Endpoints endpoints =
                zentra.tenant("acme").as(Actor.service("svc_edge")).endpoints();
        NewEndpoint asked =
                NewEndpoint.of("https://hooks.example.com/", "transfer.*").header("x-shop", "7");
        String id = endpoints
                .register(asked.sending(Sending.standard().fifo()), "endpoint-1")
                .orElseThrow()
                .id();
        endpoints.register(asked, "endpoint-2").orElseThrow();
        endpoints.rotate(id, Signatures.BOTH, Duration.ZERO, "rotate-1").orElseThrow();
        endpoints
                .change(id, asked.sending(Sending.standard().fifo()), "change-1")
                .orElseThrow();
        endpoints.pause(id, "pause-endpoint").orElseThrow();
        endpoints.resume(id, "resume-endpoint").orElseThrow();
        endpoints.list("", 10);
        endpoints.keys(id);
        endpoints.keySet(id);
        endpoints.secrets(id);
        endpoints.rewrap();
        return id;
    }

    private static void deliver(Workspace acme, String endpoint) {
        Deliveries deliveries = acme.deliveries();
        List<Delivery> all = deliveries.ofEndpoint(endpoint, 0, 100);
        assertThat(all).isNotEmpty();
        deliveries.ofEvent(all.get(0).event());
        assertThat(deliveries.attempts(endpoint, all.get(0).event())).isNotEmpty();
        assertThat(deliveries.health(endpoint).attempts(AttemptOutcome.DELIVERED))
                .isPositive();
        assertThat(deliveries.health().backlog()).isNotNegative();
        deliveries.test(endpoint, "test-1").orElseThrow();
        deliveries.replay(endpoint, all.get(0).event(), true, "replay-1").orElseThrow();
        deliveries
                .replay(endpoint, ReplayFilter.failedSince(Instant.EPOCH).forced(), "replay-2")
                .orElseThrow();
    }

    private static TransferRequest request(String key) {
        return TransferRequest.builder()
                .from("customer:42")
                .to("merchant:7")
                .amount(usd(5))
                .metadata("order", "4711")
                .idempotencyKey("transfer-" + key)
                .build();
    }

    private static void accept(ZentraRuntime zentra, SandboxRail.Message message) {
        assertThat(zentra.callbacks(RAIL).accept(message.headers(), message.body()))
                .isNotInstanceOf(CallbackOutcome.Rejected.class);
    }

    private static void keepBooks(ZentraLedger.Book acme) {
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.ledgers().post("assets:bank", "customer:42", usd(1_000), "fund").orElseThrow();
        List<PostingRequest> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(PostingRequest.of("assets:bank", "customer:42", usd(1), "many-" + i)
                    .correlation("order-17"));
        }
        acme.ledgers().postAll(many);
        acme.ledgers().postAll(many);
        compose(acme);
        Hold hold = acme.ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(600), "hold"))
                .orElseThrow();
        Posting captured =
                acme.ledgers().capture(hold.id(), usd(250), "capture").orElseThrow();
        acme.ledgers().holds().extend(hold.id(), Instant.parse("9999-01-01T00:00:00Z"), "extend");
        acme.ledgers().release(hold.id(), "release").orElseThrow();
        acme.ledgers().reverse(captured.id(), "undo").orElseThrow();
        acme.ledgers().reversals().of(captured.id(), "", 10);
        acme.ledgers().reversals().left(captured.id());
        acme.ledgers().holds().find(hold.id());
        acme.ledgers().holds().captures(hold.id(), captured.id(), 10);
        acme.ledgers().holds().list("", 10);
        acme.ledgers().holds().list("customer:42", hold.id(), 10);
        acme.accounts().freeze("customer:42", "freeze-2").orElseThrow();
        acme.accounts().unfreeze("customer:42", "unfreeze-2").orElseThrow();
        acme.accounts().list("", 10);
        acme.accounts().balances("customer:42");
        acme.ledgers().posting(captured.id());
        acme.ledgers().trail("customer:42", 100);
        acme.ledgers().explain("customer:42", captured.id());
        acme.ledgers()
                .explain("customer:42", acme.accounts().balances("customer:42").version() - 1);
        acme.ledgers().trialBalance();
        keepTimes(acme);
        chart(acme);
        moveByFiles(acme);
    }

    private static void moveByFiles(ZentraLedger.Book acme) {
        acme.ledgers().exports().hledger(OutputStream.nullOutputStream());
        acme.ledgers().exports().beancount(OutputStream.nullOutputStream());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        acme.ledgers().exports().ndjson(file);
        acme.ledgers().imports().ndjson(new ByteArrayInputStream(file.toByteArray()), ImportOptions.standard());
    }

    private static void keepTimes(ZentraLedger.Book acme) {
        Instant then = Instant.parse("2026-11-20T09:00:00Z");
        acme.ledgers()
                .post(PostingRequest.of("assets:bank", "customer:42", usd(1), "late")
                        .effectiveAt(then))
                .orElseThrow();
        acme.periods().close(then, "close-1").orElseThrow();
        acme.periods().closedBefore();
        for (TimeAxis axis : TimeAxis.values()) {
            acme.ledgers().balance("customer:42", axis, then);
        }
        acme.ledgers().statement(StatementRequest.of("customer:42").from(then));
        acme.ledgers().statement(StatementRequest.of("customer:42").effective());
        acme.ledgers().statement(StatementRequest.of("customer:42").effective().knownAt(then));
        acme.ledgers().statement(StatementRequest.of("customer:42").effective().before("e999999999999999999.1"));
    }

    private static void chart(ZentraLedger.Book acme) {
        acme.chart().apply(ChartTemplate.of("fees", NewAccount.credit("income:fees", USD)), "fees");
        acme.accounts().list("assets", "", 10);
        acme.chart().rollUp("assets");
        acme.chart().trialBalance(1);
        acme.chart().balanceSheet();
        for (TimeAxis axis : TimeAxis.values()) {
            PastChart past = acme.chart().at(axis, Instant.parse("2026-11-20T09:00:00Z"));
            past.rollUp("assets");
            past.trialBalance(1);
            past.balanceSheet();
        }
        PostingSearch search = PostingSearch.all().under("customer").amount(usd(1), usd(500));
        acme.ledgers()
                .search(search.correlation("order-17").metadata("invoice", "1").newestFirst());
        acme.ledgers().search(PostingSearch.all().key("fund"));
        acme.ledgers().search(PostingSearch.all().to(TimeAxis.EFFECTIVE, Instant.parse("2026-11-20T10:00:00Z")));
    }

    private static void compose(ZentraLedger.Book acme) {
        Asset eur = Asset.iso("EUR");
        acme.accounts().open(NewAccount.debit("position:eur", eur).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42:eur", eur));
        acme.ledgers()
                .postAtomically(List.of(
                        PostingRequest.of("assets:bank", "customer:42", usd(1), "bulk-1"),
                        PostingRequest.of("assets:bank", "customer:42", usd(1), "bulk-2")
                                .when(Condition.posted("merchant:7", usd(0)))))
                .orElseThrow();
        Posting composed = acme.ledgers()
                .compose(Composition.of(
                        "compose", Movement.upTo(usd(1)).from("customer:42").to("assets:bank")))
                .orElseThrow();
        acme.ledgers()
                .exchange(Exchange.of(
                        "exchange",
                        usd(1),
                        Quote.of(USD, eur, "1", RoundingMode.DOWN),
                        Exchange.Accounts.from("customer:42", "assets:bank").to("position:eur", "customer:42:eur")))
                .orElseThrow();
        assertThat(acme.ledgers().basis(composed.id())).isPresent();
    }

    private static void keepJournal(ZentraLedger.Book acme) {
        Journal journal = acme.journal();
        journal.cursor("index")
                .advanceTo(journal.cursor("index").next(10).get(9).seq());
        journal.cursor("index")
                .advanceTo(journal.cursor("index").next(10).get(9).seq());
        journal.timeline("order-17");
        journal.event(7);
        journal.checkpoint();
        journal.inclusionPath(7, journal.size());
        journal.consistencyPath(7, journal.size());
    }

    private static void review(Reviews reviews, Reviews hers) {
        Actor ann = Actor.operator("ann");
        ReviewLane first = ReviewLane.of("first", ann, Actor.operator("bob")).withRota(ann);
        reviews.lanes().set(first.withDueIn(Duration.ofDays(2)), "lane-1").orElseThrow();
        reviews.lanes()
                .set(ReviewLane.of("second", ann).withEscalation("first"), "lane-2")
                .orElseThrow();
        reviews.lanes().list("", 10);
        reviews.lanes().find("first");
        for (String key : List.of("approved", "denied", "left")) {
            ReviewDraft draft = ReviewDraft.of("second", "transfer", "order-17", "0".repeat(64));
            String id = reviews.open(draft.correlation("order-17"), key)
                    .orElseThrow()
                    .id();
            long note = reviews.note(id, "called", "note-" + key).orElseThrow();
            reviews.note(id, "called", "note-" + key).orElseThrow();
            reviews.eraseNote(note);
            reviews.notes(id, 0, 10);
            reviews.edit(id, Map.of("reference", key), "edit-" + key).orElseThrow();
            reviews.find(id);
        }
        reviews.list("", 10);
        reviews.ofLane("second", "", 10);
        List<ReviewCase> cases = reviews.ofSubject("order-17", "", 10);
        ReviewCase seen = cases.get(0);
        hers.claim(seen.id(), "claim").orElseThrow();
        hers.ofOwner(ann, "", 10);
        hers.approve(seen.id(), seen.decision(), "approve").orElseThrow();
        hers.deny(cases.get(1).id(), "no", "deny").orElseThrow();
        reviews.resume(seen.id(), "0".repeat(64), null, "resume").orElseThrow();
    }

    /** More than are looked at one by one leave their window together, but for the last. */
    private static void spend(ZentraCore core, SettableClock clock) {
        Access acme = new Access(core.tenants().require(TenantId.of("acme")), Actor.service("svc_edge"));
        for (int i = 0; i < 6; i++) {
            core.commits().run(acme, new Spend(usd(2), null));
        }
        clock.advance(Duration.ofMillis(500));
        core.commits().run(acme, new Spend(usd(2), null));
        clock.advance(Duration.ofMillis(500));
        String decision = core.commits().run(acme, new Spend(usd(2), null));
        core.commits().run(acme, new Spend(usd(2), decision));
        assertThat(Usage.left(core.handle(acme), decision))
                .hasValueSatisfying(left -> assertThat(left.counting().isZero()).isTrue());
    }

    private static void runDueWork(ZentraCore core, SettableClock clock) {
        DueWork.Handler handler = (Access access, DueWork.Item item) -> {
            throw new IllegalStateException("so that it is given back");
        };
        try (DueWorker worker =
                new DueWorker(core.commits(), core.queries(), core.tenants(), clock, Map.of("mail", handler))) {
            worker.plan(core.tenants().list("", 1).get(0), "mail", "daily", Duration.ZERO);
            assertThat(worker.runDue()).isEqualTo(1);
        }
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
