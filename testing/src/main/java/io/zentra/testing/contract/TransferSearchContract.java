package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.operations.TransferPage;
import io.zentra.runtime.operations.TransferSearch;
import io.zentra.testing.SandboxRail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transfers by source, destination and metadata: exactly what a look at each of them finds. */
public abstract class TransferSearchContract extends RequestSearchDesk {
    private static final String RAIL = "rail_primary";

    private final SandboxRail bank = SandboxRail.create();

    /** For subclasses. */
    protected TransferSearchContract() {}

    @Override
    void configure(ZentraRuntime.Builder builder) {
        builder.rail(RAIL, bank).callbacks(RAIL, bank.scheme());
    }

    @BeforeEach
    final void openFlow() {
        zentra().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        other().accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
        ENDS.forEach(account -> other().accounts().open(NewAccount.credit(account, USD)));
        other().ledgers().post(BANK, CUSTOMER, usd(100_000_000), "fund").orElseThrow();
        other().ledgers().post(BANK, OTHER, usd(100_000_000), "fund-other").orElseThrow();
        acme().transfers().openFlowAccounts(USD);
        other().transfers().openFlowAccounts(USD);
    }

    private Workspace other() {
        return zentra().tenant("other").as(Actor.service("svc_edge"));
    }

    @Test
    void findsWhatALookAtEachTransferFinds() throws SQLException {
        makeTransfers();
        List<Transfer> all = acme().transfers().list(0, 1_000);
        List<Transfer> ofOther = other().transfers().list(0, 1_000);
        assertThat(all)
                .extracting(Transfer::status)
                .contains(TransferStatus.SETTLED, TransferStatus.DENIED, TransferStatus.IN_REVIEW);

        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            Workspace joined = zentra().on(connection).tenant("acme").as(Actor.service("svc_edge"));
            compareAtRandom(joined, all, 40); // which fills nothing: the tables are looked at
            connection.rollback();
        }
        assertThat(position()).isZero();
        compareAtRandom(acme(), all, 120);
        assertThat(position()).isEqualTo(acme().journal().size());
        compareAtRandom(other(), ofOther, 20);
    }

    private void makeTransfers() {
        publish(Policy.named("transfer")
                .deny("too_much", Condition.amountOver(usd(500_000)))
                .review("treasury", Condition.amountOver(usd(100_000)))
                .build());
        for (int i = 0; i < 90; i++) {
            clock().advance(Duration.ofSeconds(1));
            Workspace whose = i % 3 == 2 ? other() : acme();
            Map<String, String> said = words();
            String id = random.nextInt(4) == 0 ? intent(whose, "intent-" + i, said) : transfer(whose, "k" + i, said);
            keep(id, said);
        }
        zentra().runDueWork();
        for (Transfer each : acme().transfers().list(0, 1_000)) {
            if (each.status() == TransferStatus.PROCESSING && random.nextBoolean()) {
                SandboxRail.Message success = bank.success(each.attemptId(), clock().instant());
                zentra().callbacks(RAIL).accept(success.headers(), success.body());
            }
        }
    }

    private String transfer(Workspace whose, String key, Map<String, String> said) {
        String from = ENDS.get(random.nextInt(2));
        TransferRequest.Builder request = TransferRequest.builder()
                .from(from)
                .to(another(from))
                .amount(usd(amount()))
                .idempotencyKey(key);
        said.forEach(request::metadata);
        return whose.transfers().create(request.build()).orElseThrow().id();
    }

    private String intent(Workspace whose, String id, Map<String, String> said) {
        String from = ENDS.get(random.nextInt(2));
        IntentRequest.Builder request = IntentRequest.builder(id)
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER, Primitive.ROUTES, Primitive.EVENTS)
                .from(from)
                .to(another(from))
                .amountMinor(amount());
        said.forEach(request::metadata);
        return whose.intents().create(request.build()).orElseThrow().id();
    }

    private long amount() {
        return switch (random.nextInt(8)) {
            case 0 -> 500_001;
            case 1 -> 100_001;
            default -> random.nextInt(1, 1_000);
        };
    }

    /** Every criterion is asked for or not, in pages of any length, in either order. */
    private void compareAtRandom(Workspace whose, List<Transfer> all, int times) {
        int found = 0;
        for (int i = 0; i < times; i++) {
            String source = random.nextBoolean() ? ENDS.get(random.nextInt(ENDS.size())) : null;
            String destination = random.nextInt(3) == 0 ? ENDS.get(random.nextInt(ENDS.size())) : null;
            TransferStatus status = random.nextInt(3) == 0 ? TransferStatus.SETTLED : null;
            Map<String, String> said = random.nextBoolean()
                    ? Map.of()
                    : aPart(all.get(random.nextInt(all.size())).id());
            Instant from = random.nextInt(4) == 0 ? all.get(all.size() / 4).createdAt() : null;
            Instant to = random.nextInt(4) == 0 ? all.get(all.size() / 2).createdAt() : null;
            TransferSearch search = TransferSearch.all();
            search = source == null ? search : search.source(source);
            search = destination == null ? search : search.destination(destination);
            search = status == null ? search : search.status(status);
            search = from == null ? search : search.from(from);
            search = to == null ? search : search.to(to);
            for (Map.Entry<String, String> word : said.entrySet()) {
                search = search.metadata(word.getKey(), word.getValue());
            }
            List<String> expected = new ArrayList<>(all.stream()
                    .filter(each -> source == null || each.source().equals(source))
                    .filter(each -> destination == null || each.destination().equals(destination))
                    .filter(each -> status == null || each.status() == status)
                    .filter(each -> from == null || !each.createdAt().isBefore(from))
                    .filter(each -> to == null || each.createdAt().isBefore(to))
                    .filter(each -> said(each.id()).entrySet().containsAll(said.entrySet()))
                    .map(Transfer::id)
                    .toList());
            found += expected.size();
            TransferSearch paged = search.limit(random.nextInt(1, 8));
            assertThat(ids(whose, paged)).as("%s", paged).isEqualTo(expected);
            Collections.reverse(expected);
            assertThat(ids(whose, paged.newestFirst())).as("back: %s", paged).isEqualTo(expected);
        }
        assertThat(found).as("a search that finds nothing shows nothing").isGreaterThan(times);
    }

    private static List<String> ids(Workspace whose, TransferSearch search) {
        List<String> found = new ArrayList<>();
        TransferPage page = whose.operations().search(search);
        page.transfers().forEach(transfer -> found.add(transfer.id()));
        while (page.hasNext()) {
            page = whose.operations().search(search.after(page.next()));
            assertThat(page.transfers())
                    .hasSizeLessThanOrEqualTo(search.paging().limit());
            page.transfers().forEach(transfer -> found.add(transfer.id()));
        }
        return found;
    }

    /** What is created between two pages comes into neither, newest first, and is the end of the other order. */
    @Test
    void pagesAreStableWhileOthersCreate() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(transfer("before-" + i));
        }
        TransferSearch search = TransferSearch.all().metadata("order", "4711").limit(2);
        TransferPage first = acme().operations().search(search.newestFirst());
        made.add(transfer("between"));

        List<String> back =
                new ArrayList<>(first.transfers().stream().map(Transfer::id).toList());
        back.addAll(ids(acme(), search.newestFirst().after(first.next())));

        assertThat(back).containsExactly(made.get(4), made.get(3), made.get(2), made.get(1), made.get(0));
        assertThat(ids(acme(), search)).isEqualTo(made);
    }

    private String transfer(String key) {
        Map<String, String> said = Map.of("order", "4711");
        TransferRequest.Builder request = TransferRequest.builder()
                .from(CUSTOMER)
                .to(MERCHANT)
                .amount(usd(5))
                .idempotencyKey(key);
        said.forEach(request::metadata);
        return acme().transfers().create(request.build()).orElseThrow().id();
    }

    /** Journals are of whole microseconds: what lies between two of them is after the one and before the other. */
    @Test
    void boundsMayLieBetweenTwoMicroseconds() {
        Instant first = clock().instant();
        String one = transfer("one");
        clock().advance(Duration.ofNanos(1_000));
        String two = transfer("two");

        for (TransferSearch any :
                List.of(TransferSearch.all(), TransferSearch.all().source(CUSTOMER))) {
            assertThat(ids(acme(), any.from(first))).containsExactly(one, two);
            assertThat(ids(acme(), any.to(first))).isEmpty();
            assertThat(ids(acme(), any.from(Instant.MIN))).containsExactly(one, two);
            assertThat(ids(acme(), any.to(Instant.MIN))).isEmpty();
            assertThat(ids(acme(), any.to(first.plusNanos(1_000)))).containsExactly(one);
            for (int nanos : new int[] {1, 500, 999}) {
                Instant between = first.plusNanos(nanos);
                assertThat(ids(acme(), any.from(between))).as("%s", between).containsExactly(two);
                assertThat(ids(acme(), any.to(between))).as("%s", between).containsExactly(one);
                assertThat(ids(acme(), any.from(between).to(between.plusNanos(1))))
                        .isEmpty();
            }
        }
    }

    /** A place is a number that anybody may make up: behind all it leads to nothing, or backward to all. */
    @Test
    void aPlaceBehindAllIsAPlace() {
        String made = transfer("made");
        TransferSearch behind = TransferSearch.all().source(CUSTOMER).after(Long.MAX_VALUE - 1);

        assertThat(ids(acme(), behind)).isEmpty();
        assertThat(ids(acme(), behind.newestFirst())).containsExactly(made);
    }

    /** A request that was refused made nothing that could be found. */
    @Test
    void findsNothingOfARefusedRequest() {
        acme().transfers()
                .create(TransferRequest.builder()
                        .from(CUSTOMER)
                        .to(MERCHANT)
                        .amount(usd(9_000_000))
                        .metadata("order", "4711")
                        .idempotencyKey("too-much")
                        .build());

        assertThat(ids(acme(), TransferSearch.all().metadata("order", "4711"))).isEmpty();
        assertThat(ids(acme(), TransferSearch.all().source(CUSTOMER))).isEmpty();
    }

    @Test
    void seesWhatTheHostsTransactionCreatedAndFillsNothingThere() throws SQLException {
        transfer("committed");
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            Workspace joined = zentra().on(connection).tenant("acme").as(Actor.service("svc_edge"));
            joined.transfers()
                    .create(TransferRequest.builder()
                            .from(OTHER)
                            .to(MERCHANT)
                            .amount(usd(5))
                            .metadata("order", "4711")
                            .idempotencyKey("joined")
                            .build())
                    .orElseThrow();
            assertThat(ids(joined, TransferSearch.all().metadata("order", "4711")))
                    .hasSize(2);
            assertThat(ids(joined, TransferSearch.all().source(OTHER))).hasSize(1);
            connection.rollback();
        }

        assertThat(position()).isZero();
        assertThat(ids(acme(), TransferSearch.all().metadata("order", "4711"))).hasSize(1);
        assertThat(ids(acme(), TransferSearch.all().source(OTHER))).isEmpty();
    }

    /** A database of a version without the index, or one from which somebody threw it away. */
    @Test
    void fillsTheIndexFromTheJournal() {
        String made = transfer("made");
        assertThat(acme().operations().prepareSearch())
                .isEqualTo(acme().journal().size());
        assertThat(acme().operations().prepareSearch()).isZero();
        raw().change("delete from zentra_request_term where tenant = ?", tenant());
        raw().change("delete from zentra_request_position where tenant = ?", tenant());
        assertThat(acme().verify().faults()).isEmpty();

        assertThat(ids(acme(), TransferSearch.all().metadata("order", "4711"))).containsExactly(made);
        assertThat(position()).isEqualTo(acme().journal().size());
    }

    /** Two things may have the same term: what it leads to is looked at. */
    @Test
    void aTermIsNoAnswer() {
        String first = transfer("first");
        acme().operations().prepareSearch();
        String second = transfer(acme(), "second", Map.of());
        acme().operations().prepareSearch();
        long no = acme().transfers().get(second).eventSeq();
        raw().change(
                        "insert into zentra_request_term (tenant, term, seq) select t.tenant, t.term, "
                                + no + " from zentra_request_term t where t.tenant = ? and t.seq = ?"
                                + " and not exists (select 1 from zentra_request_term o where o.tenant = t.tenant"
                                + " and o.term = t.term and o.seq = "
                                + no + ")",
                        tenant(),
                        acme().transfers().get(first).eventSeq());

        assertThat(ids(acme(), TransferSearch.all().metadata("order", "4711"))).containsExactly(first);
        assertThat(acme().verify().faults()).isNotEmpty();
        raw().change("delete from zentra_request_term where tenant = ?", tenant());
        raw().change("delete from zentra_request_position where tenant = ?", tenant());
    }

    @Test
    void refusesWhatNoTransferHas() {
        TransferSearch all = TransferSearch.all();
        refused(ErrorCode.INVALID_ID, () -> all.metadata("n".repeat(1_000), "v"));
        refused(ErrorCode.INVALID_ID, () -> all.metadata("", "v"));
        refused(ErrorCode.INVALID_METADATA, () -> all.metadata("order", "v".repeat(LONGEST + 1)));
        refused(ErrorCode.INVALID_METADATA, () -> all.metadata("order", "\ud800"));
        refused(ErrorCode.INVALID_METADATA, () -> {
            TransferSearch more = all;
            for (int i = 0; i < 33; i++) {
                more = more.metadata("name-" + i, "v");
            }
        });
        refused(ErrorCode.INVALID_ID, () -> all.source(""));
        refused(ErrorCode.INVALID_ID, () -> all.destination("d".repeat(1_000)));
        refused(ErrorCode.INVALID_CONFIGURATION, () -> all.limit(0));
        refused(ErrorCode.INVALID_CURSOR, () -> all.after(-1));
        refused(ErrorCode.INVALID_CURSOR, () -> all.after(Long.MAX_VALUE)); // whose successor is no number
    }
}
