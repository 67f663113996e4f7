package io.zentra.core.usage.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of meters and what they count. */
public final class UsageTables {
    /** Meters by their keys: among very many, each commit changes a few here and there. */
    public static final RowType<String, MeterRow> METER = RowType.of("zentra_meter", MeterRow::meter)
            .key(List.of(text("meter")), (key, out) -> out.text(key))
            .values(
                    List.of(
                            integer("meter_no"),
                            integer("begins_at"),
                            integer("head"),
                            integer("tail"),
                            integer("head_at"),
                            integer("tail_at"),
                            integer("sum_minor"),
                            integer("uses"),
                            integer("different")),
                    (row, out) -> out.integer(row.no())
                            .integerOrNull(row.beginsAt())
                            .integer(row.head())
                            .integer(row.tail())
                            .integer(row.headAt())
                            .integer(row.tailAt())
                            .integer(row.sumMinor())
                            .integer(row.uses())
                            .integer(row.different()))
            .read(in -> new MeterRow(
                    in.text(),
                    in.integer(),
                    in.integerOrNull(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer()))
            .logged();

    /** Usages, in the order of their meter. */
    public static final RowType<UsageKey, UsageRow> USAGE = RowType.of("zentra_usage", UsageRow::key)
            .key(
                    List.of(integer("meter"), integer("no")),
                    (key, out) -> out.integer(key.meter()).integer(key.no()))
            .values(
                    List.of(
                            integer("at"),
                            integer("amount_minor"),
                            integer("uses"),
                            text("of_value"),
                            integer("before_no"),
                            integer("after_no")),
                    (row, out) -> out.integer(row.at())
                            .integer(row.amountMinor())
                            .integer(row.uses())
                            .text(row.value())
                            .integerOrNull(row.before())
                            .integerOrNull(row.after()))
            .read(UsageTables::usage);

    /** The last usage of each value that a meter counts. */
    public static final RowType<ValueKey, ValueRow> VALUE = RowType.of("zentra_usage_value", ValueRow::key)
            .key(
                    List.of(text("meter"), text("of_value")),
                    (key, out) -> out.text(key.meter()).text(key.value()))
            .values(List.of(integer("last_no")), (row, out) -> out.integer(row.last()))
            .read(in -> new ValueRow(new ValueKey(in.text(), in.text()), in.integer()));

    /** How much of decisions was given back, of those of which some was. */
    public static final RowType<Long, ReservationRow> RESERVATION = RowType.of(
                    "zentra_reservation", ReservationRow::decision)
            .key(List.of(integer("decision")), (key, out) -> out.integer(key))
            .values(List.of(integer("undone_minor")), (row, out) -> out.integer(row.undoneMinor()))
            .read(in -> new ReservationRow(in.integer(), in.integer()));

    /** One row over the usages from a number on that have left: the inner select finds the first that has not. */
    private static final String GONE = """
            select cast(coalesce(sum(u.amount_minor), 0) as bigint) as sum_minor,
                cast(coalesce(sum(u.uses), 0) as bigint) as uses,
                count(case when u.after_no is null then u.of_value end) as different,
                coalesce(max(u.no), -1) as last_no
            from zentra_usage u
            where u.tenant = :tenant and u.meter = :meter and u.no >= :head and u.no < coalesce(
                (select s.no from zentra_usage s
                where s.tenant = :tenant and s.meter = :meter and s.no >= :head and s.at > :cut order by s.no limit 1),
                :tail)
            """;

    private static final Function<RowReader, Gone> READ_GONE = UsageTables::readGone; // one, so that equal listings are

    private UsageTables() {}

    /** What of a meter's stored usages has left its window, from a number on. */
    static Listing<Gone> gone(long meter, long head, long tail, long cut) {
        return new Listing<>(GONE, Map.of("meter", meter, "head", head, "tail", tail, "cut", cut), 1, READ_GONE);
    }

    private static Gone readGone(RowReader in) {
        return new Gone(in.integer(), in.integer(), in.integer(), in.integer());
    }

    private static UsageRow usage(RowReader in) {
        return new UsageRow(
                new UsageKey(in.integer(), in.integer()),
                in.integer(),
                in.integer(),
                in.integer(),
                in.textOrNull(),
                in.integerOrNull(),
                in.integerOrNull());
    }

    /**
     * A meter. Usages from {@code head} on count, up to {@code tail}, which the next one will be.
     *
     * @param meter its key
     * @param no its number, unique in the tenant: 64 times the event that first added to it, and the place of the charge
     * @param beginsAt where the calendar period begins that is counted, in microseconds; null for a rolling window
     * @param head the number of the first usage that counts, of those that have rows
     * @param tail the number of the next usage that will have a row
     * @param headAt the time of the first, in microseconds; 0 when there is none
     * @param tailAt the time of the last, which others of that time join; 0 when it has a value or there is none
     * @param sumMinor the amounts that count
     * @param uses how many operations count
     * @param different how many distinct values count
     */
    public record MeterRow(
            String meter,
            long no,
            @Nullable Long beginsAt,
            long head,
            long tail,
            long headAt,
            long tailAt,
            long sumMinor,
            long uses,
            long different) {
        /** A meter to which nothing was added yet. */
        static MeterRow begun(String meter, long no, @Nullable Long beginsAt) {
            return new MeterRow(meter, no, beginsAt, 0, 0, 0, 0, 0, 0, 0);
        }

        /** Whether no usage with a row counts. */
        boolean isEmpty() {
            return head == tail;
        }

        /**
         * The number of the row in which a usage of a time counts: the last one for those without a value that are of its
         * time, since they leave together; else the next.
         */
        long noOf(long at, @Nullable String value) {
            return value == null && !isEmpty() && tailAt == at ? tail - 1 : tail;
        }

        /** The same in a new calendar period. */
        MeterRow begins(long at) {
            return new MeterRow(meter, no, at, tail, tail, 0, 0, 0, 0, 0);
        }

        /** The same from a later head on. */
        MeterRow from(long newHead, long newHeadAt) {
            long newTailAt = newHead == tail ? 0 : tailAt;
            return new MeterRow(meter, no, beginsAt, newHead, tail, newHeadAt, newTailAt, sumMinor, uses, different);
        }

        /** The same with the next usage in a row of its own. */
        MeterRow appended(long at, @Nullable String value) {
            long newTailAt = value == null ? at : 0;
            return new MeterRow(
                    meter, no, beginsAt, head, tail + 1, isEmpty() ? at : headAt, newTailAt, sumMinor, uses, different);
        }

        /** The same with more, or less. */
        MeterRow plus(long amountMinor, long moreUses, long moreDifferent) {
            return new MeterRow(
                    meter,
                    no,
                    beginsAt,
                    head,
                    tail,
                    headAt,
                    tailAt,
                    Math.addExact(sumMinor, amountMinor),
                    uses + moreUses,
                    different + moreDifferent);
        }
    }

    /** A usage of a meter, by the meter's number and its own, from 0. */
    public record UsageKey(long meter, long no) {}

    /**
     * A usage, or those without a value that a meter has of one time.
     *
     * @param key which
     * @param at when, in microseconds
     * @param amountMinor what of their amounts still counts
     * @param uses how many of them count: those that were given back as a whole do not
     * @param value of which value; null for none, and once it was given back as a whole
     * @param before the number of the usage of the same value before it; null for none
     * @param after the number of the usage of the same value after it; null for none
     */
    public record UsageRow(
            UsageKey key,
            long at,
            long amountMinor,
            long uses,
            @Nullable String value,
            @Nullable Long before,
            @Nullable Long after) {
        /** The same with another neighbour before it. */
        UsageRow behind(@Nullable Long other) {
            return new UsageRow(key, at, amountMinor, uses, value, other, after);
        }

        /** The same with another neighbour after it. */
        UsageRow beforeIt(@Nullable Long other) {
            return new UsageRow(key, at, amountMinor, uses, value, before, other);
        }

        /** The same with one more of its time. */
        UsageRow plus(long moreMinor) {
            return new UsageRow(key, at, amountMinor + moreMinor, uses + 1, value, before, after);
        }

        /** The same with less of an amount; without the use, and its value, when that was the rest of it. */
        UsageRow less(long goneMinor, boolean isRest) {
            return isRest
                    ? new UsageRow(key, at, amountMinor - goneMinor, uses - 1, null, null, null)
                    : new UsageRow(key, at, amountMinor - goneMinor, uses, value, before, after);
        }

        /** One when its value leaves the window with it. */
        long takesValue() {
            return value != null && after == null ? 1 : 0;
        }
    }

    /** A value of a meter, by the meter's key: it can be named before the meter has a number. */
    public record ValueKey(String meter, String value) {}

    /** The last usage of a value. */
    public record ValueRow(ValueKey key, long last) {}

    /** How much of a decision's whole was undone. */
    public record ReservationRow(long decision, long undoneMinor) {}

    /**
     * Usages that have left, together.
     *
     * @param sumMinor their amounts
     * @param uses how many of them counted
     * @param different how many values have left with them
     * @param last the number of the last, -1 for none
     */
    record Gone(long sumMinor, long uses, long different, long last) {}
}
