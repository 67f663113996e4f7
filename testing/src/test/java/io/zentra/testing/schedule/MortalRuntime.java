package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.CommitLimits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.MigrationMode;
import io.zentra.core.storage.Storage;
import io.zentra.policy.Analysis;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.FaultyDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * A runtime with one tenant whose process can end, and another begins on the same database. Work that is due is done when it
 * is asked for.
 */
final class MortalRuntime implements AutoCloseable {
    static final Actor DORA = Actor.operator("dora", Permission.ALL);

    /** Who approves what Dora wrote, and asks for what she decides. */
    static final Actor BOSS = Actor.operator("boss", Permission.ALL);

    private static final String TENANT = "acme";

    /** Nobody waits for a database that is gone. */
    private static final CommitLimits LIMITS =
            CommitLimits.standard().withWaits(Duration.ofSeconds(5), Duration.ofMillis(10));

    /** Longer than anything lasts here: due work is that of what is played alone. */
    private static final Duration CHECKPOINT_EVERY = Duration.ofDays(3_650);

    private final Storage storage;
    private final DataSource source;
    private final FaultyDataSource faulty;
    private final Consumer<ZentraRuntime.Builder> parts;
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SigningKey key = SigningKey.generate("acme-ledger");
    private ZentraRuntime zentra;
    private int keys;

    /**
     * The first process, on an empty storage.
     *
     * @param storage the database, which outlives the processes
     * @param parts gives each process what it has besides, such as rails
     */
    MortalRuntime(Storage storage, Consumer<ZentraRuntime.Builder> parts) {
        this.storage = storage;
        this.parts = parts;
        this.source = storage.open();
        this.faulty = FaultyDataSource.over(source, Counted.ROUND_TRIPS);
        this.zentra = process(MigrationMode.MIGRATE);
        zentra.createTenant(TENANT, TenantConfig.standard(), Actor.service("setup"));
    }

    private ZentraRuntime process(MigrationMode mode) {
        ZentraRuntime.Builder builder = ZentraRuntime.builder()
                .storage(Storage.of(faulty, storage.dialect())
                        .lanes(storage.lanes())
                        .migrations(mode))
                .limits(LIMITS)
                .clock(clock)
                .signingKey(key)
                .checkpointEvery(CHECKPOINT_EVERY)
                .dueWorkThreads(0);
        parts.accept(builder);
        return builder.build();
    }

    /** The process ends between two things that it does, and another begins. */
    void crash() {
        zentra.close();
        faulty.heal();
        zentra = process(MigrationMode.NONE);
    }

    /** The process ends at the commit of something that it does, so that nobody gets an answer, and another begins. */
    void crashIn(Fault.Moment moment, Runnable deed) {
        endAt(moment);
        cutOff(deed);
    }

    /** Lets the process end at its next commit. */
    void endAt(Fault.Moment moment) {
        faulty.arm(new Fault(Fault.Kind.DATABASE_DOWN, moment, 1));
    }

    /** Does something in which the process ends, and another begins. */
    void cutOff(Runnable deed) {
        try {
            deed.run();
        } catch (ZentraException unanswered) {
            assertThat(unanswered.code()).isIn(ErrorCode.STORAGE_FAILED, ErrorCode.OUTCOME_UNKNOWN);
        }
        assertThat(faulty.hasStruck()).as("the process ended").isTrue();
        crash();
    }

    ZentraRuntime zentra() {
        return zentra;
    }

    SettableClock clock() {
        return clock;
    }

    Workspace as(Actor actor) {
        return zentra.tenant(TENANT).as(actor);
    }

    Workspace acme() {
        return as(Actor.service("svc_edge"));
    }

    /** Lets Dora decide what is in a lane, without haste. */
    void setLane(String name) {
        as(DORA).reviews()
                .lanes()
                .set(
                        ReviewLane.of(name, DORA)
                                .withDueIn(ReviewLane.MAX_DURATION)
                                .withApprovalsLast(ReviewLane.MAX_DURATION),
                        newKey())
                .orElseThrow();
    }

    /** Publishes the first version of a policy. */
    void publish(Policy policy) {
        String name = policy.name();
        Policies hers = as(DORA).policies();
        hers.draft(policy, newKey()).orElseThrow();
        Analysis analysis = hers.analyse(name, 1, newKey()).orElseThrow();
        Policies approving = as(BOSS).policies();
        approving.approve(name, 1, analysis.hash(), newKey()).orElseThrow();
        approving.publish(name, 1, newKey()).orElseThrow();
    }

    String newKey() {
        return "key-" + ++keys;
    }

    /** What is posted to the accounts, in their order. */
    List<Long> posted(List<String> accounts) {
        return accounts.stream()
                .map(account -> acme().accounts().balances(account).posted().minor())
                .toList();
    }

    /** What was posted to the accounts since. */
    List<Long> moved(List<String> accounts, List<Long> before) {
        List<Long> now = posted(accounts);
        return IntStream.range(0, accounts.size())
                .mapToObj(i -> now.get(i) - before.get(i))
                .toList();
    }

    /** Builds the packet of something; the verifier accepts it. */
    PacketVerdict requirePacket(String correlation, String told) {
        PacketVerdict verdict =
                PacketVerifier.trusting(key.verifier()).verify(acme().evidence().packet(correlation));
        assertThat(verdict.faults()).as("the packet after %s", told).isEmpty();
        return verdict;
    }

    /** What is kept is what comes of the events, and nothing is made or lost. */
    void requireSound() {
        acme().verify().requireSound();
        assertThat(acme().ledgers().trialBalance().isZero()).isTrue();
    }

    @Override
    public void close() throws IOException {
        faulty.heal();
        zentra.close();
        if (storage.owned() && source instanceof Closeable pool) {
            pool.close();
        }
    }
}
