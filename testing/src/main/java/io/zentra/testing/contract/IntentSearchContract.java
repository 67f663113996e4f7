package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentPage;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentSearch;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.Primitive;
import io.zentra.testing.SandboxRail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Intents by state and time: exactly what a look at each of them finds, each as it stands. */
public abstract class IntentSearchContract extends RequestSearchDesk {
    private static final String RAIL = "rail_primary";

    private final SandboxRail bank = SandboxRail.create();

    /** For subclasses. */
    protected IntentSearchContract() {}

    @Override
    void configure(ZentraRuntime.Builder builder) {
        builder.rail(RAIL, bank).callbacks(RAIL, bank.scheme());
    }

    @BeforeEach
    final void openFlowAndPublish() {
        acme().transfers().openFlowAccounts(USD);
        publish(limiting("intent"));
        publish(limiting("transfer"));
    }

    private static Policy limiting(String name) {
        return Policy.named(name)
                .deny("too_much", Condition.amountOver(usd(900)))
                .review("treasury", Condition.amountOver(usd(700)))
                .build();
    }

    /** Beside other things that are created, of which some are declined. */
    private List<Intent> make(int count) {
        for (int i = 0; i < count; i++) {
            clock().advance(Duration.ofSeconds(1));
            String id = "intent-" + i;
            IntentRequest.Builder request =
                    IntentRequest.builder(id).scope("workspace_scope").moneyModel(USD);
            switch (random.nextInt(6)) {
                case 0 -> acme().ledgers().post(CUSTOMER, MERCHANT, usd(1), "p" + i);
                case 1 ->
                    acme().intents()
                            .create(request.primitives(Primitive.LEDGER, Primitive.EVENTS)
                                    .opens(NewAccount.credit("customer:" + (100 + i / 2), USD))
                                    .build());
                case 2 ->
                    acme().intents()
                            .create(moving(request.primitives(Primitive.LEDGER)).build());
                case 3 -> transfer("t" + i);
                default ->
                    acme().intents()
                            .create(moving(request.primitives(Primitive.LEDGER, Primitive.ROUTES, Primitive.EVENTS))
                                    .build());
            }
        }
        zentra().runDueWork();
        for (Transfer each : acme().transfers().list(0, 1_000)) {
            if (each.status() == TransferStatus.PROCESSING && random.nextBoolean()) {
                SandboxRail.Message success = bank.success(each.attemptId(), clock().instant());
                zentra().callbacks(RAIL).accept(success.headers(), success.body());
            }
        }
        List<Intent> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            acme().intents().find("intent-" + i).ifPresent(all::add);
        }
        return all;
    }

    private IntentRequest.Builder moving(IntentRequest.Builder request) {
        return request.from(CUSTOMER).to(MERCHANT).amountMinor(random.nextInt(1, 1_000));
    }

    private void transfer(String key) {
        acme().transfers()
                .create(TransferDesk.request(random.nextInt(1, 1_000), key).build())
                .orElseThrow();
    }

    @Test
    void findsWhatALookAtEachIntentFinds() throws SQLException {
        List<Intent> all = make(80);
        assertThat(all)
                .extracting(Intent::status)
                .contains(
                        IntentStatus.LEDGERED,
                        IntentStatus.ROUTED,
                        IntentStatus.SYNCHRONIZED,
                        IntentStatus.IN_REVIEW,
                        IntentStatus.DENIED);
        zentra().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        Workspace other = zentra().tenant("other").as(Actor.service("svc_edge"));
        other.accounts().open(NewAccount.credit(CUSTOMER, USD).withoutFloor());

        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            Workspace joined = zentra().on(connection).tenant("acme").as(Actor.service("svc_edge"));
            compareAtRandom(joined, all, 20); // which fills nothing: the journal is looked at
            connection.rollback();
        }
        assertThat(position()).isZero();
        compareAtRandom(acme(), all, 60);
        assertThat(position()).isEqualTo(acme().journal().size());
        assertThat(other.intents().search(IntentSearch.all())).isEqualTo(new IntentPage(List.of(), 0));
    }

    private void compareAtRandom(Workspace whose, List<Intent> all, int times) {
        int found = 0;
        for (int i = 0; i < times; i++) {
            Intent one = all.get(random.nextInt(all.size()));
            IntentStatus status = random.nextBoolean() ? one.status() : null;
            Instant from = random.nextInt(3) == 0 ? one.acceptedAt() : null;
            Instant to = random.nextInt(3) == 0 ? all.get(all.size() / 2).acceptedAt() : null;
            IntentSearch search = IntentSearch.all().limit(random.nextInt(1, 12));
            search = status == null ? search : search.status(status);
            search = from == null ? search : search.from(from);
            search = to == null ? search : search.to(to);
            List<Intent> expected = new ArrayList<>(all.stream()
                    .filter(each -> status == null || each.status() == status)
                    .filter(each -> from == null || !each.acceptedAt().isBefore(from))
                    .filter(each -> to == null || each.acceptedAt().isBefore(to))
                    .toList());
            found += expected.size();
            assertThat(found(whose, search)).as("%s", search).isEqualTo(expected);
            Collections.reverse(expected);
            assertThat(found(whose, search.newestFirst()))
                    .as("back: %s", search)
                    .isEqualTo(expected);
        }
        assertThat(found).as("a search that finds nothing shows nothing").isGreaterThan(times);
    }

    private static List<Intent> found(Workspace whose, IntentSearch search) {
        IntentPage page = whose.intents().search(search);
        List<Intent> found = new ArrayList<>(page.intents());
        while (page.hasNext()) {
            page = whose.intents().search(search.after(page.next()));
            assertThat(page.intents()).hasSizeLessThanOrEqualTo(search.paging().limit());
            found.addAll(page.intents());
        }
        return found;
    }

    /** What is accepted between two pages comes into neither, newest first, and is the end of the other order. */
    @Test
    void pagesAreStableWhileOthersAreAccepted() {
        List<Intent> made = make(12);
        IntentSearch search = IntentSearch.all().limit(2);
        IntentPage first = acme().intents().search(search.newestFirst());
        Intent between = acme().intents()
                .create(moving(IntentRequest.builder("between")
                                .scope("workspace_scope")
                                .moneyModel(USD)
                                .primitives(Primitive.LEDGER))
                        .build())
                .orElseThrow();

        List<Intent> back = new ArrayList<>(first.intents());
        back.addAll(found(acme(), search.newestFirst().after(first.next())));
        Collections.reverse(back);
        assertThat(back).isEqualTo(made);
        assertThat(found(acme(), search)).endsWith(between).hasSize(made.size() + 1);
    }

    /** A state is computed of each, so a page that finds few looks at so many, and leads on. */
    @Test
    void aPageLooksAtNoMoreThanSoMany() {
        int many = 260;
        for (int i = 0; i < many; i++) {
            acme().intents()
                    .create(IntentRequest.builder("i-" + i)
                            .scope("workspace_scope")
                            .moneyModel(USD)
                            .primitives(Primitive.LEDGER)
                            .from(CUSTOMER)
                            .to(MERCHANT)
                            .amountMinor(i == many - 1 ? 800 : 1)
                            .build())
                    .orElseThrow();
        }
        IntentSearch waiting = IntentSearch.all().status(IntentStatus.IN_REVIEW);
        IntentPage page = acme().intents().search(waiting);

        assertThat(page.intents()).isEmpty();
        assertThat(page.hasNext()).isTrue();
        IntentPage next = acme().intents().search(waiting.after(page.next()));
        assertThat(next.intents()).extracting(Intent::intentId).containsExactly("i-" + (many - 1));
        assertThat(next.hasNext()).isFalse();
    }

    /** Two things may have the same term, and anybody may plant one: what it leads to is looked at. */
    @Test
    void aTermIsNoAnswer() {
        List<Intent> made = make(12);
        acme().operations().prepareSearch();
        raw().change(
                        "insert into zentra_request_term (tenant, term, seq) select t.tenant, t.term, s.seq"
                                + " from zentra_request_term t, zentra_journal s where t.tenant = ? and s.tenant = t.tenant"
                                + " and not exists (select 1 from zentra_request_term o where o.tenant = t.tenant"
                                + " and o.term = t.term and o.seq = s.seq) group by t.tenant, t.term, s.seq",
                        tenant());

        assertThat(found(acme(), IntentSearch.all().limit(3))).isEqualTo(made);
        assertThat(acme().verify().faults()).isNotEmpty();
        raw().change("delete from zentra_request_term where tenant = ?", tenant());
        raw().change("delete from zentra_request_position where tenant = ?", tenant());
    }

    @Test
    void refusesWhatNoPageHas() {
        IntentSearch all = IntentSearch.all();
        refused(ErrorCode.INVALID_CONFIGURATION, () -> all.limit(0));
        refused(ErrorCode.INVALID_CONFIGURATION, () -> all.limit(IntentSearch.MAX_PAGE + 1));
        refused(ErrorCode.INVALID_CURSOR, () -> all.after(-1));
        refused(
                ErrorCode.PERMISSION_DENIED,
                () -> by(Actor.user("u-1", Permission.POST)).intents().search(all));
        assertThat(acme().intents().search(all)).isEqualTo(new IntentPage(List.of(), 0));
    }
}
