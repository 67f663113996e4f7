package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Side;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much a tenant may call: by the clock, reads and writes apart, and never more whatever runs at once. */
public abstract class RateLimitContract extends StorageContract {
    private static final Actor ADMIN = Actor.service("admin");
    private static final RateLimit TEN = RateLimit.of(10, Duration.ofSeconds(5));

    private int keys;

    /** For subclasses. */
    protected RateLimitContract() {}

    @BeforeEach
    void fundCustomer() {
        fund(1_000_000);
    }

    /** So that what verifies afterwards is not refused; the registry, where limits are kept, is verified as well. */
    @AfterEach
    void unlimit() {
        limit(RateLimits.none());
        ledger().verifyTenants(ADMIN).requireSound();
    }

    private void limit(RateLimits limits) {
        ledger().limitTenant("acme", limits, ADMIN, newKey()).orElseThrow();
    }

    private String newKey() {
        return "rate-" + ++keys;
    }

    private Outcome<?> pay() {
        return acme().ledgers().post("customer:42", "merchant:7", usd(1), newKey());
    }

    private static ZentraException refused(Runnable call) {
        ZentraException refusal = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        return refusal;
    }

    @Test
    void letsSoManyThroughAndSaysWhenToComeBack() {
        limit(RateLimits.none().writes(TEN));
        for (int i = 0; i < 10; i++) {
            pay().orElseThrow();
        }
        ZentraException refusal = refused(this::pay);

        assertThat(refusal.details())
                .containsEntry("tenant", "acme")
                .containsEntry("group", "writes")
                .containsEntry("limit", "10")
                .containsEntry("per", "PT5S")
                .containsEntry("remaining", "0");
        Instant retryAt = RateLimit.retryAt(refusal).orElseThrow();
        assertThat(retryAt).isEqualTo(clock().instant().plusMillis(500));
        clock().advance(Duration.ofMillis(499));
        refused(this::pay);
        clock().advance(Duration.ofMillis(1));
        pay().orElseThrow();
        refused(this::pay);
        clock().advance(Duration.ofDays(1));
        for (int i = 0; i < 10; i++) {
            pay().orElseThrow();
        }
        refused(this::pay);
    }

    /** Nothing is written down, so that the key is as good as new. */
    @Test
    void leavesNoTraceAndKeepsTheKey() {
        limit(RateLimits.none().writes(RateLimit.of(1, Duration.ofSeconds(1))));
        pay().orElseThrow();
        long events = acme().journal().size();
        PostingRequest request = PostingRequest.of("customer:42", "merchant:7", usd(1), "kept");
        refused(() -> acme().ledgers().post(request));

        assertThat(acme().journal().size()).isEqualTo(events);
        clock().advance(Duration.ofSeconds(1));
        assertThat(acme().ledgers().post(request).isReplay()).isFalse();
        refused(() -> acme().ledgers().post(request));
        clock().advance(Duration.ofSeconds(1));
        assertThat(acme().ledgers().post(request).isReplay())
                .as("a retry is a call, too")
                .isTrue();
    }

    @Test
    void countsReadsAndWritesApart() {
        limit(RateLimits.none().reads(RateLimit.of(2, Duration.ofSeconds(1))));
        posted("customer:42");
        posted("customer:42");
        ZentraException refusal = refused(() -> posted("customer:42"));
        assertThat(refusal.details()).containsEntry("group", "reads");
        for (int i = 0; i < 20; i++) {
            pay().orElseThrow();
        }
        limit(RateLimits.none().writes(RateLimit.of(1, Duration.ofSeconds(1))));
        pay().orElseThrow();
        refused(this::pay);
        for (int i = 0; i < 20; i++) {
            posted("customer:42");
        }
    }

    /** Whatever it reads besides, and however many statements it takes, a call is one call. */
    @Test
    void countsEachCallThatReadsOnce() {
        pay().orElseThrow();
        String posting = acme().ledgers()
                .post("customer:42", "merchant:7", usd(1), "told")
                .orElseThrow()
                .id();
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("an account", () -> acme().accounts().find("customer:42"));
        calls.put("balances", () -> acme().accounts().balances("customer:42"));
        calls.put("accounts", () -> acme().accounts().list("", 10));
        calls.put("accounts below", () -> acme().accounts().list("customer", "", 10));
        calls.put("an account and those below", () -> acme().accounts().list("customer:42", "", 10));
        calls.put("a posting", () -> acme().ledgers().posting(posting));
        calls.put("a trail", () -> acme().ledgers().trail("customer:42", 10));
        calls.put("an explanation", () -> acme().ledgers().explain("customer:42", posting));
        calls.put("a statement", () -> acme().ledgers().statement(StatementRequest.of("customer:42")));
        calls.put(
                "a balance of then",
                () -> acme().ledgers().balance("customer:42", TimeAxis.EFFECTIVE, clock().instant()));
        calls.put("a search", () -> acme().ledgers().search(PostingSearch.all().under("customer")));
        calls.put("a trial balance", () -> acme().ledgers().trialBalance());
        calls.put("a roll-up", () -> acme().chart().rollUp("customer"));
        calls.put(
                "a roll-up of then",
                () -> acme().chart().at(TimeAxis.EFFECTIVE, clock().instant()).rollUp("customer"));
        calls.put("levels", () -> acme().chart().trialBalance(2));
        calls.put("a balance sheet", () -> acme().chart().balanceSheet());
        calls.put("holds", () -> acme().ledgers().holds().list("", 10));
        calls.put("reversals", () -> acme().ledgers().reversals().of(posting, "", 10));
        calls.put("the closed period", () -> acme().periods().closedBefore());
        calls.put("events", () -> acme().journal().after(0, 10));
        calls.put("an event", () -> acme().journal().event(1));
        calls.put("a timeline", () -> acme().journal().timeline("order-17"));
        calls.put(
                "events after a cursor", () -> acme().journal().cursor("index").next(10));
        calls.put("how many events", () -> acme().journal().size());
        calls.put("a proof of an event", () -> acme().journal().inclusionPath(1, 2));
        calls.put("a proof of a size", () -> acme().journal().consistencyPath(1, 2));
        calls.put("cases", () -> acme().reviews().list("", 10));
        calls.put("lanes", () -> acme().reviews().lanes().find("treasury"));
        calls.forEach((name, call) -> {
            limit(RateLimits.none());
            limit(RateLimits.none().reads(RateLimit.of(1, Duration.ofHours(1))));
            call.run();
            assertThat(refused(call).details()).as(name).containsEntry("remaining", "0");
            limit(RateLimits.none());
            limit(RateLimits.none().reads(RateLimit.of(2, Duration.ofHours(1))));
            call.run();
            call.run();
            refused(call);
        });
    }

    @Test
    void countsTheRequestsOfAListOneByOne() {
        limit(RateLimits.none().writes(TEN));
        acme().ledgers().postAll(requests(7));
        ZentraException refusal = refused(() -> acme().ledgers().postAll(requests(4)));

        assertThat(refusal.details()).containsEntry("remaining", "3");
        assertThat(RateLimit.retryAt(refusal)).contains(clock().instant().plusMillis(500));
        acme().ledgers().postAtomically(requests(3)).orElseThrow();
        refused(() -> acme().ledgers().postAsync(requests(1).get(0)).join());
        ZentraException never = refused(() -> acme().ledgers().postAll(requests(11)));
        assertThat(RateLimit.retryAt(never)).isEmpty();
        assertThat(never.reason()).contains("in parts");
    }

    private List<PostingRequest> requests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> PostingRequest.of("customer:42", "merchant:7", usd(1), newKey()))
                .toList();
    }

    @Test
    void neverLetsMoreThroughWhateverRunsAtOnce() throws Exception {
        limit(RateLimits.none().writes(RateLimit.of(100, Duration.ofSeconds(10))));
        for (int round = 1; round <= 2; round++) {
            int number = round;
            List<Integer> passed = RaceContract.together(thread -> () -> {
                int through = 0;
                for (int i = 0; i < 10; i++) {
                    try {
                        acme().ledgers()
                                .post("customer:42", "merchant:7", usd(1), "r" + number + "-" + thread + "-" + i)
                                .orElseThrow();
                        through++;
                    } catch (ZentraException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    }
                }
                return through;
            });
            assertThat(passed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(round == 1 ? 100 : 35);
            clock().advance(Duration.ofMillis(3_500));
        }
        assertThat(posted("merchant:7")).isEqualTo(135);
    }

    /** A clock that is set back neither gives calls nor takes them. */
    @Test
    void bearsAClockThatGoesBack() {
        limit(RateLimits.none().writes(TEN));
        pay().orElseThrow();
        clock().advance(Duration.ofHours(-1));
        for (int i = 0; i < 9; i++) {
            pay().orElseThrow();
        }
        ZentraException refusal = refused(this::pay);
        assertThat(RateLimit.retryAt(refusal).orElseThrow())
                .as("when the clock has caught up")
                .isAfter(clock().instant().plus(Duration.ofMinutes(59)));
        clock().advance(Duration.ofHours(1));
        refused(this::pay);
    }

    @Test
    void limitsOneTenantAlone() {
        limit(RateLimits.none().writes(RateLimit.of(1, Duration.ofHours(1))));
        pay().orElseThrow();
        ledger().createTenant("other", TenantConfig.standard(), ADMIN);
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_edge"));
        for (int i = 0; i < 20; i++) {
            other.accounts().open("a" + i, Side.DEBIT);
        }
        refused(this::pay);
    }

    /** A replayed setting must not put limits back that were changed since. */
    @Test
    void isSetOnceForEachKey() {
        RateLimits first = RateLimits.none().writes(RateLimit.of(1, Duration.ofHours(1)));
        ledger().limitTenant("acme", first, ADMIN, "set-1").orElseThrow();
        limit(RateLimits.none());
        Outcome<RateLimits> late = ledger().limitTenant("acme", first, ADMIN, "set-1");

        assertThat(late.isReplay()).isTrue();
        assertThat(late.orElseThrow()).isEqualTo(first);
        assertThat(ledger().tenantLimits("acme", ADMIN)).isEqualTo(RateLimits.none());
        for (int i = 0; i < 5; i++) {
            pay().orElseThrow();
        }
        assertThatThrownBy(() -> ledger().limitTenant("acme", RateLimits.none(), ADMIN, "set-1"))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
    }

    @Test
    void asksForAPermissionAndATenant() {
        Actor clerk = Actor.user("clerk", Permission.MANAGE_TENANTS);
        requireCode(ErrorCode.PERMISSION_DENIED, () -> ledger().limitTenant("", RateLimits.none(), clerk, ""));
        requireCode(ErrorCode.PERMISSION_DENIED, () -> ledger().tenantLimits("", clerk));
        requireCode(ErrorCode.UNKNOWN_TENANT, () -> ledger().tenantLimits("none", ADMIN));
        requireCode(ErrorCode.INVALID_ID, () -> ledger().tenantLimits("", ADMIN));
        requireCode(ErrorCode.UNKNOWN_TENANT, () -> ledger().limitTenant("none", RateLimits.none(), ADMIN, "k"));
        requireCode(ErrorCode.INVALID_ID, () -> ledger().limitTenant("", RateLimits.none(), ADMIN, "k"));
        requireCode(ErrorCode.INVALID_CONFIGURATION, () -> RateLimit.of(0, Duration.ofSeconds(1)));
        requireCode(ErrorCode.INVALID_CONFIGURATION, () -> RateLimit.of(1_000_001, Duration.ofSeconds(1)));
        requireCode(ErrorCode.INVALID_CONFIGURATION, () -> RateLimit.of(1, Duration.ofMillis(500)));
        requireCode(ErrorCode.INVALID_CONFIGURATION, () -> RateLimit.of(1, Duration.ofDays(2)));
        RateLimits most = RateLimits.none().writes(RateLimit.of(1_000_000, Duration.ofDays(1)));
        limit(most);
        assertThat(ledger().tenantLimits("acme", ADMIN)).isEqualTo(most);
        pay().orElseThrow();
    }

    private static void requireCode(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Each process counts for itself; it learns of limits when it begins, and when it runs due work. */
    @Test
    void isLearntByOtherProcesses() {
        Storage same = Storage.of(source(), core().settings().storage().dialect());
        try (ZentraLedger early = another(same)) {
            ZentraLedger.Book there = early.tenant("acme").as(Actor.service("svc_other"));
            limit(RateLimits.none().reads(RateLimit.of(2, Duration.ofHours(1))));
            for (int i = 0; i < 5; i++) {
                there.accounts().balances("customer:42");
            }
            early.runDueWork();
            there.accounts().balances("customer:42");
            there.accounts().balances("customer:42");
            refused(() -> there.accounts().balances("customer:42"));
            posted("customer:42"); // counted apart
        }
        try (ZentraLedger late = another(same)) {
            ZentraLedger.Book there = late.tenant("acme").as(Actor.service("svc_other"));
            there.accounts().balances("customer:42");
            there.accounts().balances("customer:42");
            refused(() -> there.accounts().balances("customer:42"));
        }
    }

    @Test
    void countsInTheHostsTransaction() throws Exception {
        limit(RateLimits.none().writes(RateLimit.of(1, Duration.ofHours(1))));
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            ZentraLedger.Book joined = ledger().on(connection).tenant("acme").as(Actor.service("svc_edge"));
            joined.ledgers().post("customer:42", "merchant:7", usd(1), "joined").orElseThrow();
            refused(() -> joined.ledgers().post("customer:42", "merchant:7", usd(1), "more"));
            connection.commit();
            connection.setAutoCommit(true);
        }
        refused(this::pay);
    }
}
