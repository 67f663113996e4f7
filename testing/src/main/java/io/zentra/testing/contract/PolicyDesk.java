package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Verification;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Analysis;
import io.zentra.policy.Policy;
import io.zentra.policy.Proposal;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import java.time.ZoneId;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A runtime with some accounts, one who writes policies and one who approves them, and people who review. */
public abstract class PolicyDesk {
    static final Asset USD = Asset.iso("USD");
    static final String BANK = "assets:bank";
    static final String CUSTOMER = "customer:42";
    static final String OTHER = "customer:43";
    static final String MERCHANT = "merchant:7";
    static final String PAYOUT = "payout";
    static final Actor AUTHOR = Actor.operator("ann", Permission.READ, Permission.DRAFT_POLICIES);
    static final Actor APPROVER =
            Actor.operator("bob", Permission.READ, Permission.APPROVE_POLICIES, Permission.PUBLISH_POLICIES);
    static final Actor TREASURER = Actor.operator(
            "cleo", Permission.READ, Permission.MANAGE_LANES, Permission.WORK_REVIEWS, Permission.DECIDE_REVIEWS);

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SigningKey key = SigningKey.generate("acme-ledger");
    private Storage storage;
    private DataSource source;
    private ZentraRuntime zentra;
    private int keys;

    /** For subclasses. */
    protected PolicyDesk() {}

    /** A storage without tables. */
    protected abstract Storage storage();

    @BeforeEach
    final void open() {
        storage = storage();
        source = storage.open();
        zentra = runtime(RandomSource.seeded(42));
        zentra.createTenant(
                "acme", TenantConfig.standard().withTimeZone(ZoneId.of("Europe/Berlin")), Actor.service("setup"));
        acme().accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
        for (String account : new String[] {CUSTOMER, OTHER, MERCHANT}) {
            acme().accounts().open(NewAccount.credit(account, USD).withMetadata(Map.of("country", "DE")));
        }
        acme().ledgers().post(BANK, CUSTOMER, usd(1_000_000), "fund").orElseThrow();
        acme().ledgers().post(BANK, OTHER, usd(1_000_000), "fund-other").orElseThrow();
        by(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of("treasury", TREASURER), "lane")
                .orElseThrow();
    }

    @AfterEach
    final void verifyAndClose() throws Exception {
        try {
            verifyAll().requireSound();
        } finally {
            zentra.close();
            if (storage.owned() && source instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    /** A runtime on the database, as another process has one. */
    final ZentraRuntime runtime(RandomSource random) {
        return runtime(random, 0);
    }

    /** The same that does due work by itself. */
    final ZentraRuntime runtime(RandomSource random, int threads) {
        return builder(random).dueWorkThreads(threads).build();
    }

    /** Another process, which leases a piece of what is due and begins it when the test says so; the caller closes it. */
    final ZentraRuntime leasing(HeldWork held) {
        return builder(RandomSource.seeded(44))
                .dueWorkThreads(1)
                .dueWorkExecutor(held)
                .build();
    }

    private ZentraRuntime.Builder builder(RandomSource random) {
        ZentraRuntime.Builder builder = ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()).lanes(storage.lanes()))
                .clock(clock)
                .random(random)
                .signingKey(key);
        configure(builder);
        return builder;
    }

    /** What else the runtime has. */
    void configure(ZentraRuntime.Builder builder) {}

    /** A verification of everything, as it is done after each test. */
    Verification verifyAll() {
        return acme().verify();
    }

    final ZentraRuntime zentra() {
        return zentra;
    }

    /** The connections under the runtime. */
    final DataSource source() {
        return source;
    }

    final SettableClock clock() {
        return clock;
    }

    final Workspace acme() {
        return by(Actor.service("svc_edge"));
    }

    final Workspace by(Actor actor) {
        return zentra.tenant("acme").as(actor);
    }

    /** A key that was not used yet. */
    final String newKey() {
        return "key-" + ++keys;
    }

    /** Drafts, analyses, approves and publishes a policy, and returns the number of its version. */
    final int publish(Policy policy) {
        int version = approved(policy);
        by(APPROVER).policies().publish(policy.name(), version, newKey()).orElseThrow();
        return version;
    }

    /** The same up to the approval. */
    final int approved(Policy policy) {
        int version = by(AUTHOR)
                .policies()
                .draft(policy, newKey())
                .orElseThrow()
                .ref()
                .version();
        Analysis analysis =
                by(AUTHOR).policies().analyse(policy.name(), version, newKey()).orElseThrow();
        by(APPROVER)
                .policies()
                .approve(policy.name(), version, analysis.hash(), newKey())
                .orElseThrow();
        return version;
    }

    /** A payout of a customer's. */
    final Outcome<Ruling> pay(String customer, long minor, String key) {
        return acme().controlled()
                .post(proposal(customer, minor), PostingRequest.of(customer, MERCHANT, usd(minor), key));
    }

    final Ruling pay(long minor) {
        return pay(CUSTOMER, minor, newKey()).orElseThrow();
    }

    static Proposal proposal(String customer, long minor) {
        return Proposal.of(PAYOUT, usd(minor)).from(customer, Map.of()).to(MERCHANT, Map.of());
    }

    final long posted(String account) {
        return acme().accounts().balances(account).posted().minor();
    }

    static Ruling.Posted posted(Ruling ruling) {
        assertThat(ruling).isInstanceOf(Ruling.Posted.class);
        return (Ruling.Posted) ruling;
    }

    static Ruling.Denied denied(Ruling ruling) {
        assertThat(ruling).isInstanceOf(Ruling.Denied.class);
        return (Ruling.Denied) ruling;
    }

    static Ruling.InReview inReview(Ruling ruling) {
        assertThat(ruling).isInstanceOf(Ruling.InReview.class);
        return (Ruling.InReview) ruling;
    }

    static ErrorCode code(Outcome<?> outcome) {
        return StorageContract.code(outcome);
    }

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
