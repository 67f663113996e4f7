package io.zentra.benchmarks.byhand;

import java.sql.ResultSet;
import java.sql.SQLException;

/** An account's balances as a batch goes on. */
final class Sums {
    final long account;
    long debits;
    long credits;
    final long pendingDebits;
    final long pendingCredits;
    long version;
    long entries;
    long lastEntry;

    /** Reads {@code account, debits, credits, pending_debits, pending_credits, version, entries, last_entry}. */
    Sums(ResultSet row) throws SQLException {
        account = row.getLong(1);
        debits = row.getLong(2);
        credits = row.getLong(3);
        pendingDebits = row.getLong(4);
        pendingCredits = row.getLong(5);
        version = row.getLong(6);
        entries = row.getLong(7);
        lastEntry = row.getLong(8);
    }

    /** Adds an amount, debits positive; answers the entry before. */
    long add(long signedMinor, long entryNo) {
        if (signedMinor > 0) {
            debits = Math.addExact(debits, signedMinor);
        } else {
            credits = Math.subtractExact(credits, signedMinor);
        }
        version++;
        entries++;
        long previous = lastEntry;
        lastEntry = entryNo;
        return previous;
    }

    /** Whether the last entry has a mark, as ours. */
    boolean isMarked() {
        return entries % 128 == 0;
    }

    /** Debits less credits. */
    long net() {
        return Math.subtractExact(debits, credits);
    }

    /** What the event tells: a credit account's posted balance. */
    long posted() {
        return Math.subtractExact(credits, debits);
    }

    /** What may be taken. */
    long available() {
        return Math.subtractExact(posted(), pendingDebits);
    }

    /** What it will be when all holds are captured. */
    long pending() {
        return Math.addExact(available(), pendingCredits);
    }
}
