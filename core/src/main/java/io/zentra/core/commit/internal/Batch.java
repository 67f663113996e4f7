package io.zentra.core.commit.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.Tenant;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.internal.RowStore;
import io.zentra.core.storage.internal.RowStore.Owned;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One transaction's worth of commands: lock the heads, load what all need, decide each in turn, write all. It neither
 * commits nor rolls back; that is the lane's, or the host's whose connection was joined.
 */
final class Batch {
    /**
     * Loading rounds: each round names rows by what the one before found. A command that still names new ones after the
     * last decides without them, and fails alone when it asks for one.
     */
    private static final int MAX_ROUNDS = 8;

    private static final int MAX_DEFERRALS = 3;

    /** How many rows of listings are loaded before the commands that name more have to wait. */
    private static final long MAX_LISTED = 100_000;

    private final List<RowType<?, ?>> writeOrder;
    private final RandomSource random;
    private final List<Pending<?>> commands;
    private final boolean onlyLooks;
    private final Map<Integer, TenantUnit> units = new TreeMap<>();
    private final List<Pending<?>> deferred = new ArrayList<>();
    private final List<Pending<?>> unnamed = new ArrayList<>();
    private final List<Pending<?>> crowdedOut = new ArrayList<>();
    private final Map<Integer, List<Pending<?>>> waiting = new HashMap<>();
    private long listed;

    Batch(List<RowType<?, ?>> writeOrder, RandomSource random, List<Pending<?>> commands) {
        this(writeOrder, random, commands, false);
    }

    /** A batch that waits for no head that another transaction holds, if it only looks. */
    Batch(List<RowType<?, ?>> writeOrder, RandomSource random, List<Pending<?>> commands, boolean onlyLooks) {
        this.writeOrder = writeOrder;
        this.random = random;
        this.commands = commands;
        this.onlyLooks = onlyLooks;
    }

    /** Everything up to the commit. */
    void run(Heads heads, RowStore store, InstantSource clock, Function<Integer, TenantState> states)
            throws SQLException {
        lockHeads(heads, clock, states);
        load(store);
        for (Pending<?> pending : commands) {
            List<Pending<?>> line = waiting.get(pending.tenantNo());
            if (line == null) {
                decide(pending);
            } else {
                line.add(pending); // behind the one that waits: those of a tenant keep their order
            }
        }
        write(heads, store);
    }

    /** Whether there is something to commit. */
    boolean hasWritten() {
        return units.values().stream().anyMatch(TenantUnit::isChanged);
    }

    /** How many commands it has. */
    int size() {
        return commands.size();
    }

    /**
     * The commands that must run again in the next batch, in this order: those whose rows came to be in this one, and what
     * their tenants sent behind them.
     */
    List<Pending<?>> deferred() {
        return deferred;
    }

    /** What is still to be run of a batch that was committed: the deferred commands that have no answer yet. */
    List<Pending<?>> left() {
        return deferred.stream().filter(pending -> !pending.isDone()).toList();
    }

    /** Counts the deferral of those whose rows came to be in this batch; it is for those that are to run again. */
    void countDeferrals() {
        unnamed.forEach(Pending::putOff);
    }

    /** The commands for whose listings there was no room; they run again in smaller batches, in this order. */
    List<Pending<?>> crowdedOut() {
        return crowdedOut;
    }

    void committed() {
        units.values().forEach(TenantUnit::committed);
    }

    void abandoned() {
        units.values().forEach(TenantUnit::abandoned);
    }

    /** Answers all callers but those whose commands are to run again. */
    void complete() {
        List<Pending<?>> answered = commands;
        if (!waiting.isEmpty()) {
            Set<Pending<?>> again = new HashSet<>(deferred);
            again.addAll(crowdedOut);
            answered = commands.stream()
                    .filter(pending -> !again.contains(pending))
                    .toList();
        }
        Pending.completeAll(answered);
    }

    /** Gives all callers the same failure. */
    void failAll(ZentraException failure) {
        commands.forEach(pending -> pending.failUnlessDone(failure));
    }

    /**
     * Whether this batch's events are in the journal. The head's lock is taken first, so a transaction that is still
     * being ended by the database has ended. Any one tenant tells, since a commit is whole.
     */
    boolean isStored(Heads heads) throws SQLException {
        for (TenantUnit unit : units.values()) {
            if (unit.hasEvents()) {
                heads.lock(unit.tenant());
                return Arrays.equals(unit.hash(), heads.storedHash(unit.tenant().no(), unit.seq()));
            }
        }
        return false;
    }

    /** Whether its outcome can be learned afterwards. */
    boolean leavesTrace() {
        return units.values().stream().anyMatch(TenantUnit::hasEvents);
    }

    private void lockHeads(Heads heads, InstantSource clock, Function<Integer, TenantState> states)
            throws SQLException {
        Map<Integer, Pending<?>> tenants = new TreeMap<>(); // ascending: two nodes lock in the same order
        commands.forEach(pending -> tenants.putIfAbsent(pending.tenantNo(), pending));
        Map<Integer, TenantState> found = new TreeMap<>();
        for (Pending<?> first : tenants.values()) {
            Tenant tenant = first.access().tenant();
            Heads.Head head = onlyLooks || first.onlyLooks() ? heads.lockAtOnce(tenant) : heads.lock(tenant);
            TenantState state = states.apply(tenant.no());
            state.meet(head.seq(), head.hash(), head.atMicros());
            found.put(tenant.no(), state);
        }
        Instant now = clock.instant(); // read under the locks: later than any commit that was waited for
        tenants.forEach((no, first) -> units.put(
                no, new TenantUnit(first.access().tenant(), Objects.requireNonNull(found.get(no)), random, now)));
    }

    private void load(RowStore store) throws SQLException {
        List<Naming> incomplete = new ArrayList<>(commands.size());
        commands.forEach(pending -> incomplete.add(new Naming(unit(pending), pending.command())));
        for (int round = 0; !incomplete.isEmpty() && round < MAX_ROUNDS; round++) {
            incomplete.removeIf(Naming::isComplete);
            loadMissing(store);
        }
    }

    /** A command that names its rows and those of its key; what was all there once is not named again. */
    private static final class Naming {
        private final TenantUnit unit;
        private final Command<?> command;
        private boolean hasKey;
        private boolean hasRows;

        Naming(TenantUnit unit, Command<?> command) {
            this.unit = unit;
            this.command = command;
        }

        boolean isComplete() {
            try {
                hasKey = hasKey || Keys.namesAll(unit, command);
                hasRows = hasRows || unit.hasAll(command); // in the same round as the key
                return hasKey && hasRows;
            } catch (RuntimeException e) {
                return true; // the same fault will meet it again when it decides, and fail it alone
            }
        }
    }

    private void loadMissing(RowStore store) throws SQLException {
        long most = commands.size() == 1 ? Long.MAX_VALUE : MAX_LISTED; // one alone cannot wait for room
        for (TenantUnit unit : units.values()) {
            listed += unit.listings().load(store, unit.tenant().no(), most - listed);
        }
        Set<RowType<?, ?>> types = new LinkedHashSet<>();
        units.values().forEach(unit -> types.addAll(unit.usedTypes()));
        for (RowType<?, ?> type : types) {
            loadMissing(store, type);
        }
    }

    private <K, R> void loadMissing(RowStore store, RowType<K, R> type) throws SQLException {
        List<Owned<K>> missing = new ArrayList<>();
        for (TenantUnit unit : units.values()) {
            unit.rows(type).collectMissing(store, missing);
        }
        if (!missing.isEmpty()) {
            store.load(type, missing, row -> unit(row.tenantNo()).rows(type).loaded(row.value()));
            units.values().forEach(unit -> unit.rows(type).endLoad());
        }
    }

    private void decide(Pending<?> pending) {
        TenantUnit unit = unit(pending);
        unit.begin(pending);
        try {
            if (pending.command() instanceof Command.Keyed<?> keyed) {
                pending.answer(Keys.decide(unit, pending, keyed));
            } else {
                pending.answer(pending.command().decide(unit));
            }
        } catch (ZentraException refusal) {
            if (!Keys.keepsItsEvents(refusal)) {
                unit.rollback(pending);
            }
            pending.fail(refusal);
        } catch (Listings.CrowdedOutException full) {
            unit.rollback(pending);
            waiting.put(pending.tenantNo(), crowdedOut);
            crowdedOut.add(pending);
        } catch (Rows.NotNamedException notNamed) {
            unit.rollback(pending);
            defer(pending, notNamed);
        } catch (RuntimeException defect) {
            unit.rollback(pending);
            pending.fail(ZentraException.of(
                    ErrorCode.INVARIANT_BROKEN,
                    "the command " + pending.command().operation()
                            + " failed inside: nothing changed; please report it",
                    defect));
        }
    }

    private void defer(Pending<?> pending, Rows.NotNamedException notNamed) {
        if (pending.deferrals() >= MAX_DEFERRALS) {
            pending.fail(namesTooLittle(pending, notNamed));
        } else {
            waiting.put(pending.tenantNo(), deferred);
            unnamed.add(pending);
            deferred.add(pending);
        }
    }

    /** What a command is told that decides on rows which it does not name, in any batch. */
    static ZentraException namesTooLittle(Pending<?> pending, @Nullable Throwable cause) {
        String message = "the command " + pending.command().operation() + " decides on rows that it does not name";
        return cause == null
                ? ZentraException.of(ErrorCode.INVARIANT_BROKEN, message)
                : ZentraException.of(ErrorCode.INVARIANT_BROKEN, message, cause);
    }

    private void write(Heads heads, RowStore store) throws SQLException {
        for (RowType<?, ?> type : writeOrder) {
            write(store, type);
        }
        moveHeads(heads);
    }

    private <K, R> void write(RowStore store, RowType<K, R> type) throws SQLException {
        Rows.Changes<K, R> changes = new Rows.Changes<>(type);
        for (TenantUnit unit : units.values()) {
            if (unit.usedTypes().contains(type)) {
                unit.rows(type).collectChanges(changes, unit);
            }
        }
        changes.write(store);
    }

    private void moveHeads(Heads heads) throws SQLException {
        for (TenantUnit unit : units.values()) {
            if (unit.hasEvents()) {
                heads.move(unit);
            }
            for (int tenantNo : unit.openedJournals()) {
                heads.open(tenantNo);
            }
        }
    }

    private TenantUnit unit(Pending<?> pending) {
        return unit(pending.tenantNo());
    }

    private TenantUnit unit(int tenantNo) {
        return Objects.requireNonNull(units.get(tenantNo));
    }
}
