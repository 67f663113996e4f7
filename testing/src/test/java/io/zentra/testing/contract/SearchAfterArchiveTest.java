package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.ZentraCore;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentPage;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentSearch;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.operations.TransferPage;
import io.zentra.runtime.operations.TransferSearch;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.MemoryVault;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that had been archived before there was an index of transfers: it begins behind them, and nothing is missed. */
class SearchAfterArchiveTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Actor EDGE = Actor.service("svc_edge");

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail rail = SandboxRail.create();
    private final MemoryVault vault = new MemoryVault();
    private final SigningKey key = SigningKey.generate("ledger.example");
    private DataSource source;

    @BeforeEach
    void keepBooks() {
        source = Storage.inMemory().open();
        try (ZentraLedger ledger = ledger()) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(EDGE);
            acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer:42", USD));
            acme.accounts().open(NewAccount.credit("merchant:7", USD));
        }
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) source).close();
    }

    private Storage storage() {
        return Storage.of(source, Storage.inMemory().dialect());
    }

    private ZentraLedger ledger() {
        return ZentraLedger.open(
                ZentraCore.Settings.of(storage()).withClock(clock).withCheckpoints(key, (tenant, checkpoint) -> {}));
    }

    private ZentraRuntime runtime() {
        return ZentraRuntime.builder()
                .storage(storage())
                .clock(clock)
                .signingKey(key)
                .rail("rail_primary", rail)
                .dueWorkThreads(0)
                .build();
    }

    /** Three hundred postings, which are old by then. */
    private void growOld(Ledgers ledgers) {
        ledgers.postAll(IntStream.range(0, 300)
                .mapToObj(i -> PostingRequest.of("assets:bank", "customer:42", usd(100), "k" + i))
                .toList());
        clock.advance(Duration.ofDays(2));
        ledgers.post("assets:bank", "customer:42", usd(1), "later").orElseThrow();
    }

    private Retention old() {
        return Retention.before(clock.instant().minus(Retention.KEPT));
    }

    private static Transfer create(Workspace acme, String key) {
        return create(acme, key, key);
    }

    private static Transfer create(Workspace acme, String key, String order) {
        return acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(usd(5))
                        .metadata("order", order)
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
    }

    private static List<Transfer> found(Workspace acme, TransferSearch search) {
        return acme.operations().search(search).transfers();
    }

    @Test
    void aLedgerThatWasArchivedAloneBeginsWithTransfers() {
        try (ZentraLedger alone = ledger()) {
            ZentraLedger.Book acme = alone.tenant("acme").as(EDGE);
            growOld(acme.ledgers());
            assertThat(acme.archive(old(), vault)).isPresent();
        }
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = zentra.tenant("acme").as(EDGE);
            acme.transfers().openFlowAccounts(USD);
            Transfer first = create(acme, "first");
            Transfer second = create(acme, "second");

            TransferSearch bySource = TransferSearch.all().source("customer:42");
            assertThat(found(acme, bySource)).containsExactly(first, second);
            assertThat(found(acme, bySource.newestFirst())).containsExactly(second, first);
            assertThat(found(acme, TransferSearch.all().metadata("order", "second")))
                    .containsExactly(second);
            assertThat(acme.operations().prepareSearch()).isZero();
            acme.verify(VerificationPlan.full().readingArchives(vault)).requireSound();
        }
    }

    /** As of a version that had no index, and after somebody threw it away. */
    @Test
    void whatWasArchivedWithoutAnIndexIsFoundByItsAccounts() {
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = zentra.tenant("acme").as(EDGE);
            acme.transfers().openFlowAccounts(USD);
            acme.ledgers()
                    .post("assets:bank", "customer:42", usd(1_000), "fund")
                    .orElseThrow();
            Transfer denied = create(acme, "archived");
            acme.transfers().cancel(denied.id(), "not wanted", "cancel").orElseThrow();
            growOld(acme.ledgers());
            assertThat(acme.archive(old(), vault)).isPresent();
            RawSql raw = new RawSql(source);
            raw.change("delete from zentra_request_term");
            raw.change("delete from zentra_request_position");
            Transfer later = create(acme, "later-transfer");

            assertThat(found(acme, TransferSearch.all().destination("merchant:7")))
                    .extracting(Transfer::id)
                    .containsExactly(denied.id(), later.id());
            assertThat(found(
                            acme,
                            TransferSearch.all()
                                    .metadata("order", "later-transfer")
                                    .newestFirst()
                                    .from(clock.instant())))
                    .containsExactly(later);
            assertThatThrownBy(() -> found(acme, TransferSearch.all().metadata("order", "archived")))
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_ARCHIVED));
            acme.verify(VerificationPlan.full().readingArchives(vault)).requireSound();
            raw.change("update zentra_request_position set seq = seq + 1 where no = 1");
            assertThat(acme.verify(VerificationPlan.full().readingArchives(vault))
                            .faults())
                    .anyMatch(fault -> fault.startsWith("the request position 1 comes from nowhere"));
        }
    }

    /** Whether there is a next page is asked of the next row, which must not keep back those before it. */
    @Test
    void aPageEndsBeforeWhatWasArchived() {
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = zentra.tenant("acme").as(EDGE);
            acme.transfers().openFlowAccounts(USD);
            acme.ledgers()
                    .post("assets:bank", "customer:42", usd(1_000), "fund")
                    .orElseThrow();
            Transfer archived = create(acme, "archived", "4711");
            acme.transfers().cancel(archived.id(), "not wanted", "cancel").orElseThrow();
            growOld(acme.ledgers());
            assertThat(acme.archive(old(), vault)).isPresent();
            Transfer first = create(acme, "first", "4711");
            Transfer second = create(acme, "second", "4711");

            TransferSearch ofOrder =
                    TransferSearch.all().metadata("order", "4711").newestFirst();
            TransferPage one = acme.operations().search(ofOrder.limit(1));
            assertThat(one.transfers()).containsExactly(second);
            TransferPage page = acme.operations().search(ofOrder.limit(1).after(one.next()));
            assertThat(page.transfers()).as("the row behind it is archived").containsExactly(first);
            assertThat(page.hasNext()).isTrue();
            assertThat(acme.operations().search(ofOrder.limit(2)).transfers()).containsExactly(second, first);
            assertThatThrownBy(() -> acme.operations().search(ofOrder.after(page.next())))
                    .as("it is for that page to say so")
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_ARCHIVED));
            assertThat(found(
                            acme,
                            TransferSearch.all()
                                    .source("customer:42")
                                    .newestFirst()
                                    .limit(3)))
                    .as("accounts are in the row")
                    .extracting(Transfer::id)
                    .containsExactly(second.id(), first.id(), archived.id());
        }
    }

    /** The state of an intent is computed from its events, so one whose events are archived cannot be on a page. */
    @Test
    void aPageOfIntentsEndsBeforeThoseThatWereArchived() {
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = zentra.tenant("acme").as(EDGE);
            acme.transfers().openFlowAccounts(USD);
            acme.ledgers()
                    .post("assets:bank", "customer:42", usd(1_000), "fund")
                    .orElseThrow();
            accept(acme, "archived-posting");
            Intent routed = accept(acme, "archived-transfer", Primitive.ROUTES);
            acme.transfers().cancel(routed.id(), "not wanted", "cancel").orElseThrow();
            growOld(acme.ledgers());
            assertThat(acme.archive(old(), vault)).isPresent();
            Intent first = accept(acme, "first", Primitive.ROUTES);
            Intent second = accept(acme, "second");

            for (int tries = 0; tries < 2; tries++) {
                IntentPage page = acme.intents().search(IntentSearch.all().newestFirst());
                assertThat(page.intents()).containsExactly(second, first);
                assertThat(page.hasNext()).isTrue();
                for (IntentSearch archived : List.of(
                        IntentSearch.all(), IntentSearch.all().newestFirst().after(page.next()))) {
                    assertThatThrownBy(() -> acme.intents().search(archived))
                            .isInstanceOfSatisfying(
                                    ZentraException.class,
                                    refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_ARCHIVED));
                }
                assertThat(acme.intents()
                                .search(IntentSearch.all().from(first.acceptedAt()))
                                .intents())
                        .containsExactly(first, second);
                RawSql raw = new RawSql(source); // and once more without what the index told of them
                raw.change("delete from zentra_request_term");
                raw.change("delete from zentra_request_position");
            }
            acme.verify(VerificationPlan.full().readingArchives(vault)).requireSound();
        }
    }

    private static Intent accept(Workspace acme, String id, Primitive... primitives) {
        return acme.intents()
                .create(IntentRequest.builder(id)
                        .scope("workspace_scope")
                        .moneyModel(USD)
                        .primitives(Primitive.LEDGER)
                        .primitives(primitives)
                        .from("customer:42")
                        .to("merchant:7")
                        .amountMinor(5)
                        .build())
                .orElseThrow();
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
