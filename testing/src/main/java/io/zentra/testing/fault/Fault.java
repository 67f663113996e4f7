package io.zentra.testing.fault;

/**
 * One thing that goes wrong, and when. Immutable.
 *
 * <pre>{@code
 * Fault.CONNECTION_LOST.atCall(17);
 * Fault.STATEMENT_FAILS.afterCommit(1);    // the commit happens, its answer does not arrive
 * }</pre>
 *
 * @param kind what goes wrong
 * @param moment what is counted, and on which side of it the fault lies
 * @param nth the how manieth since it was armed, from 1
 */
public record Fault(Kind kind, Moment moment, long nth) {
    /** An error that leaves the connection as it is. */
    public static final Kind STATEMENT_FAILS = Kind.STATEMENT_FAILS;

    /** The connection is gone, and with it its transaction. */
    public static final Kind CONNECTION_LOST = Kind.CONNECTION_LOST;

    /** What goes wrong. */
    public enum Kind {
        /** An {@code SQLException} without state or code; the connection stays usable. */
        STATEMENT_FAILS,
        /** SQLState 40001: the database has rolled the transaction back and asks to try again. */
        TRANSACTION_ENDED,
        /** SQLState 08006; the transaction is rolled back and the connection answers nothing more. */
        CONNECTION_LOST,
        /** As a lost connection, and all others are lost too, until the source is healed. */
        DATABASE_DOWN,
        /** The process ends at once, without shutdown hooks. */
        PROCESS_ENDS;

        /** In place of the nth counted call. */
        public Fault atCall(long nth) {
            return new Fault(this, Moment.AT_CALL, nth);
        }

        /** In place of the nth commit, which never reaches the database. */
        public Fault beforeCommit(long nth) {
            return new Fault(this, Moment.BEFORE_COMMIT, nth);
        }

        /** After the nth commit, which reached the database. */
        public Fault afterCommit(long nth) {
            return new Fault(this, Moment.AFTER_COMMIT, nth);
        }
    }

    /** What is counted. */
    public enum Moment {
        /** Calls, as {@link Counted} says. */
        AT_CALL,
        /** Commits, which are then not made. */
        BEFORE_COMMIT,
        /** Commits, which are then made. */
        AFTER_COMMIT
    }

    /** Checks the number. */
    public Fault {
        if (nth < 1) {
            throw new IllegalArgumentException("calls are counted from 1, not " + nth);
        }
    }

    @Override
    public String toString() {
        return kind + " " + moment + " " + nth;
    }
}
