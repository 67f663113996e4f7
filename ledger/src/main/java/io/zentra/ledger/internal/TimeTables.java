package io.zentra.ledger.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.RowType;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Backdating;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger's tables about effective times. */
public final class TimeTables {
    /** Backdated entries by account and entry. */
    public static final RowType<BackdatedKey, BackdatedRow> BACKDATED = RowType.of(
                    "zentra_backdated", BackdatedRow::key)
            .key(
                    List.of(integer("account"), integer("no")),
                    (key, out) -> out.integer(key.account()).integer(key.no()))
            .values(
                    List.of(
                            integer("effective_at"),
                            integer("amount"),
                            integer("instant_sum"),
                            integer("recorded_sum"),
                            integer("ordinal")),
                    (row, out) -> out.integer(row.effectiveAt())
                            .integer(row.amount())
                            .integer(row.instantSum())
                            .integer(row.recordedSum())
                            .integer(row.ordinal()))
            .read(in -> new BackdatedRow(
                    new BackdatedKey(in.integer(), in.integer()),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer()));

    /** Sums over backdated entries by account, width of time and bucket of that width. */
    public static final RowType<SumKey, SumRow> SUM = RowType.of("zentra_backdated_sum", SumRow::key)
            .key(
                    List.of(integer("account"), integer("level"), integer("bucket")),
                    (key, out) ->
                            out.integer(key.account()).integer(key.level()).integer(key.bucket()))
            .values(
                    List.of(integer("amount"), integer("entries")),
                    (row, out) -> out.integer(row.amount()).integer(row.entries()))
            .read(in -> new SumRow(new SumKey(in.integer(), in.integer(), in.integer()), in.integer(), in.integer()));

    /** The tenant's rule about time, under the number 0. */
    public static final RowType<Long, TimeRuleRow> TIME_RULE = RowType.of("zentra_time_rule", TimeRuleRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(integer("closed_before"), text("backdating")),
                    (row, out) -> out.integerOrNull(row.closedBefore())
                            .text(row.backdating().code()))
            .read(in -> new TimeRuleRow(in.integer(), in.integerOrNull(), Backdating.of(in.text())))
            .kept();

    private TimeTables() {}

    /** An entry of an account. */
    public record BackdatedKey(long account, long no) implements Comparable<BackdatedKey> {
        @Override
        public int compareTo(BackdatedKey other) {
            int byAccount = Long.compare(account, other.account);
            return byAccount == 0 ? Long.compare(no, other.no) : byAccount;
        }
    }

    /**
     * An entry that took effect before one that its account had already. Times in microseconds, debits positive.
     *
     * @param instantSum the sum of the account's backdated entries of the same effective time up to this one
     * @param recordedSum the sum of all its backdated entries up to this one
     * @param ordinal how many those are
     */
    public record BackdatedRow(
            BackdatedKey key, long effectiveAt, long amount, long instantSum, long recordedSum, long ordinal) {}

    /** A bucket of time: the effective time in microseconds without its last eight bits for each level. */
    public record SumKey(long account, long level, long bucket) implements Comparable<SumKey> {
        private static final Comparator<SumKey> ORDER = Comparator.comparingLong(SumKey::account)
                .thenComparingLong(SumKey::level)
                .thenComparingLong(SumKey::bucket);

        @Override
        public int compareTo(SumKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** The sum of an account's backdated entries of a bucket, debits positive, and how many they are. */
    public record SumRow(SumKey key, long amount, long entries) {}

    /** Before which microsecond all is closed, null for nothing, and what becomes of limits broken in between. */
    public record TimeRuleRow(long no, @Nullable Long closedBefore, Backdating backdating) {
        /** The rule of a tenant that has given none. */
        public static final TimeRuleRow FIRST = new TimeRuleRow(0, null, Backdating.REJECT);

        /** The same with another closed period. */
        public TimeRuleRow with(@Nullable Long closed) {
            return new TimeRuleRow(no, closed, backdating);
        }

        /** The same with another rule for limits. */
        public TimeRuleRow with(Backdating rule) {
            return new TimeRuleRow(no, closedBefore, rule);
        }

        /** Before which instant all is closed. */
        public Optional<Instant> closed() {
            return Optional.ofNullable(closedBefore).map(Micros::instant);
        }
    }
}
