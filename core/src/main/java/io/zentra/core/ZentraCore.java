package io.zentra.core;

import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.CommitMetrics;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.internal.CommitLane;
import io.zentra.core.commit.internal.JoinedLane;
import io.zentra.core.commit.internal.LaneCommits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.Tenants;
import io.zentra.core.internal.CoreModule;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.Signing;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.core.limit.internal.LimitGate;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.Queries;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.Storage;
import io.zentra.core.storage.internal.Engine;
import io.zentra.core.storage.internal.Migrator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * An opened storage with its lanes: what modules stand on. Hosts use a facade, such as {@code ZentraRuntime}. Thread-safe;
 * close it to end its threads and connections.
 */
public final class ZentraCore implements AutoCloseable {
    private final Settings settings;
    private final Engine engine;
    private final DataSource source;
    private final List<RowType<?, ?>> writeOrder;
    private final List<CommitLane> lanes;
    private final Commits commits;
    private final Queries queries;
    private final LimitGate gate;
    private final Tenants tenants;
    private volatile boolean closed;

    /**
     * How to open.
     *
     * @param storage which database
     * @param clock the only source of time
     * @param random the only source of random bits of ids
     * @param limits the limits of the write path
     * @param executor where futures of the host complete
     * @param signing how checkpoints are signed
     * @param metrics told of commits
     */
    public record Settings(
            Storage storage,
            InstantSource clock,
            RandomSource random,
            CommitLimits limits,
            Executor executor,
            Signing signing,
            CommitMetrics metrics) {
        /** A storage with the system's clock, secure randomness, standard limits and no key. */
        public static Settings of(Storage storage) {
            return new Settings(
                    storage,
                    InstantSource.system(),
                    RandomSource.secure(),
                    CommitLimits.standard(),
                    ForkJoinPool.commonPool(),
                    Signing.none(),
                    CommitMetrics.none());
        }

        /** The same with another clock. */
        public Settings withClock(InstantSource other) {
            return new Settings(storage, other, random, limits, executor, signing, metrics);
        }

        /** The same with another source of randomness. */
        public Settings withRandom(RandomSource other) {
            return new Settings(storage, clock, other, limits, executor, signing, metrics);
        }

        /** The same with other limits. */
        public Settings withLimits(CommitLimits other) {
            return new Settings(storage, clock, random, other, executor, signing, metrics);
        }

        /** The same with another executor. */
        public Settings withExecutor(Executor other) {
            return new Settings(storage, clock, random, limits, other, signing, metrics);
        }

        /** The same with a key and where its checkpoints go. */
        public Settings withCheckpoints(SigningKey signer, CheckpointSink taker) {
            return with(new Signing(signer, signing.formerKeys(), taker));
        }

        /** The same with keys that signed checkpoints before. */
        public Settings withFormerKeys(List<VerifyingKey> keys) {
            return with(new Signing(signing.key(), keys, signing.sink()));
        }

        /** The same with somebody who is told of commits. */
        public Settings withMetrics(CommitMetrics other) {
            return new Settings(storage, clock, random, limits, executor, signing, other);
        }

        private Settings with(Signing other) {
            return new Settings(storage, clock, random, limits, executor, other, metrics);
        }
    }

    private ZentraCore(Settings settings, List<Module> modules, DataSource source) {
        this.settings = settings;
        this.engine = Engine.of(settings.storage().dialect());
        this.source = source;
        this.writeOrder = modules.stream()
                .<RowType<?, ?>>flatMap(module -> module.rowTypes().stream())
                .toList();
        this.lanes = new ArrayList<>();
        for (int i = 0; i < settings.storage().lanes(); i++) {
            lanes.add(new CommitLane(
                    "zentra-lane-" + i,
                    source,
                    engine,
                    writeOrder,
                    settings.limits(),
                    settings.clock(),
                    settings.random(),
                    settings.metrics()));
        }
        this.commits = LaneCommits.onLanes(lanes, settings.executor());
        this.queries = new Queries(source, engine, () -> closed);
        this.gate = new LimitGate(settings.clock());
        this.tenants = new Tenants(commits, queries, settings.signing(), gate);
    }

    /**
     * Connects, brings the tables to this version as the storage says, and starts the lanes.
     *
     * @param modules what stands on core, in the order of their dependencies
     * @throws ZentraException {@code schema_mismatch} or {@code storage_failed}
     */
    public static ZentraCore open(Settings settings, List<Module> modules) {
        List<Module> all = withCore(modules);
        DataSource source = settings.storage().open();
        try {
            new Migrator(Engine.of(settings.storage().dialect()), all)
                    .run(source, settings.storage().migrations());
            return new ZentraCore(settings, all, source);
        } catch (SQLException e) {
            closeIfOwned(settings.storage(), source);
            throw ZentraException.of(
                    ErrorCode.STORAGE_FAILED,
                    "the tables of the " + settings.storage().name() + " could not be made or checked: see the cause",
                    e);
        } catch (RuntimeException e) {
            closeIfOwned(settings.storage(), source);
            throw e;
        }
    }

    /** The SQL of all tables, for a person who applies it by hand and opens with {@code VALIDATE}. */
    public static String schema(Storage storage, List<Module> modules) {
        return new Migrator(Engine.of(storage.dialect()), withCore(modules)).script();
    }

    /** The write path on this process's lanes. */
    public Commits commits() {
        return commits;
    }

    /** Reads of what is committed. */
    public Queries queries() {
        return queries;
    }

    /** The registry of tenants. */
    public Tenants tenants() {
        return tenants;
    }

    /** What a tenant's actor does through the lanes. */
    public Handle handle(Access access) {
        return new Handle(access, commits, queries, settings, gate);
    }

    /**
     * What a tenant's actor does inside the transaction of the host's connection: reads see what it wrote, and nothing is
     * committed, rolled back or tried again. Use it on the connection's thread and end the transaction soon: a write
     * holds the tenant's lock until then.
     */
    public Handle handle(Access access, Connection connection) {
        JoinedLane lane = new JoinedLane(
                connection, engine, writeOrder, settings.limits().maxLoggedRows(), settings.clock(), settings.random());
        return new Handle(access, LaneCommits.joining(lane), Queries.on(connection, engine), settings, gate);
    }

    /** The journal of a tenant, by its actor. */
    public Journal journal(Access access) {
        return handle(access).journal();
    }

    /** The settings it was opened with. */
    public Settings settings() {
        return settings;
    }

    /**
     * Answers what is queued, for a minute at most, ends the lanes, and closes the pool if it is Zentra's own. What is asked
     * afterwards is refused with {@code closed}.
     */
    @Override
    public void close() {
        CommitLane.closeAll(lanes);
        closed = true;
        closeIfOwned(settings.storage(), source);
    }

    private static List<Module> withCore(List<Module> modules) {
        return Stream.concat(Stream.of(CoreModule.MODULE), modules.stream()).toList();
    }

    private static void closeIfOwned(Storage storage, DataSource source) {
        if (storage.owned() && source instanceof AutoCloseable pool) {
            try {
                pool.close();
            } catch (Exception e) {
                throw ZentraException.of(ErrorCode.STORAGE_FAILED, "the pool could not be closed", e);
            }
        }
    }
}
