package io.zentra.testing.fault;

import io.zentra.testing.fault.Fault.Kind;
import io.zentra.testing.fault.Fault.Moment;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of connections on which one fault happens at a chosen moment; until it is armed, and after it was healed, it
 * does what the source behind it does. A run without faults tells how many calls there are. Thread-safe.
 *
 * <pre>{@code
 * FaultyDataSource faulty = FaultyDataSource.over(source, Counted.EVERY_CALL);
 * try (ZentraLedger ledger = ZentraLedger.open(Storage.of(faulty, Dialect.SQLITE))) {
 *     faulty.arm(Fault.CONNECTION_LOST.atCall(17));
 *     …
 *     faulty.heal();
 * }
 * }</pre>
 */
public final class FaultyDataSource implements DataSource {
    /** The exit status of a process that the fault ended, as that of one killed by signal 9. */
    public static final int EXIT_STATUS = 137;

    /** The code of H2 for SQLState 40001; PostgreSQL has none. */
    private static final int SERIALIZATION_FAILURE = 40_001;

    private static final Method GET_CONNECTION = getConnectionMethod();

    private final DataSource target;
    private final Counted counted;
    private final Runnable ending;
    private @Nullable Fault armed;
    private boolean struck;
    private boolean down;
    private long calls;
    private long commits;

    private FaultyDataSource(DataSource target, Counted counted, Runnable ending) {
        this.target = target;
        this.counted = counted;
        this.ending = ending;
    }

    /** A source over another one, which it never closes. */
    public static FaultyDataSource over(DataSource target, Counted counted) {
        return new FaultyDataSource(target, counted, () -> Runtime.getRuntime().halt(EXIT_STATUS));
    }

    /**
     * The same, where {@link Fault.Kind#PROCESS_ENDS} does not end this process but runs something at that moment, before
     * the database hears of it: to keep a copy of the files, as a dead process would leave them. Then the database is gone.
     */
    public FaultyDataSource endingWith(Runnable instead) {
        return new FaultyDataSource(target, counted, instead);
    }

    /** Lets a fault happen once; counts from here. */
    public synchronized void arm(Fault fault) {
        heal();
        armed = fault;
    }

    /** Ends all faults and counts from here; connections that were lost stay so. */
    public synchronized void heal() {
        armed = null;
        struck = false;
        down = false;
        calls = 0;
        commits = 0;
    }

    /** Whether the armed fault has happened. */
    public synchronized boolean hasStruck() {
        return struck;
    }

    /** The counted calls since it was armed or healed. */
    public synchronized long calls() {
        return calls;
    }

    /** The commits since it was armed or healed. */
    public synchronized long commits() {
        return commits;
    }

    @Override
    public Connection getConnection() throws SQLException {
        strike(null, before(GET_CONNECTION));
        requireUp();
        return new Link(this, target.getConnection()).connection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        strike(null, before(GET_CONNECTION));
        requireUp();
        return new Link(this, target.getConnection(user, password)).connection();
    }

    /** Counts a call and tells what happens in its place. */
    synchronized @Nullable Kind before(Method method) {
        boolean commit = isCommit(method);
        calls += counted.counts(method) ? 1 : 0;
        commits += commit ? 1 : 0;
        Fault fault = armed;
        if (fault == null || struck) {
            return null;
        }
        boolean now = switch (fault.moment()) {
            case AT_CALL -> counted.counts(method) && calls == fault.nth();
            case BEFORE_COMMIT -> commit && commits == fault.nth();
            case AFTER_COMMIT -> false;
        };
        return now ? fault.kind() : null;
    }

    /** What happens after a call that was made. */
    synchronized @Nullable Kind after(Method method) {
        Fault fault = armed;
        boolean now = fault != null
                && !struck
                && fault.moment() == Moment.AFTER_COMMIT
                && isCommit(method)
                && commits == fault.nth();
        return now && fault != null ? fault.kind() : null;
    }

    synchronized boolean isDown() {
        return down;
    }

    /** Lets it happen; does nothing for null. */
    void strike(@Nullable Link link, @Nullable Kind kind) throws SQLException {
        if (kind == null) {
            return;
        }
        if (kind == Kind.PROCESS_ENDS) {
            ending.run();
        }
        synchronized (this) {
            struck = true;
            down |= kind == Kind.DATABASE_DOWN || kind == Kind.PROCESS_ENDS;
        }
        if (kind == Kind.STATEMENT_FAILS) {
            throw new SQLException("a fault was planted here");
        }
        if (kind == Kind.TRANSACTION_ENDED) {
            if (link != null) {
                link.endTransaction();
            }
            throw new SQLException("a fault was planted: the transaction was ended", "40001", SERIALIZATION_FAILURE);
        }
        if (link != null) {
            link.lose();
        }
        throw Link.lost();
    }

    private void requireUp() throws SQLException {
        if (isDown()) {
            throw new SQLException("a fault was planted: no connection to the database", "08001");
        }
    }

    private static boolean isCommit(Method method) {
        return method.getName().equals("commit") && method.getDeclaringClass() == Connection.class;
    }

    private static Method getConnectionMethod() {
        try {
            return DataSource.class.getMethod("getConnection");
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return target.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || target.isWrapperFor(type);
    }
}
