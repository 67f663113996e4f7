package io.zentra.policy.internal;

import io.zentra.core.time.Micros;
import io.zentra.policy.Condition;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a decision may still be made. Which time zone the tenant has is not known, so any is as good. Immutable.
 *
 * @param instants in microseconds
 * @param days of the local week
 * @param times of the local day, in microseconds
 */
record TimeDomain(Intervals instants, Set<DayOfWeek> days, Intervals times) {
    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final long MAX_OFFSET = 18 * 3_600 * SECOND;
    private static final int DAYS = 9; // all days of a week, whenever one begins
    private static final long FIRST = Micros.of(Instant.parse("0001-01-01T00:00:00Z"));
    private static final long LAST = Micros.of(Instant.parse("9999-12-31T23:59:59Z"));
    private static final long USUAL = Micros.of(Instant.parse("2026-01-05T12:00:00Z"));

    /**
     * A time at which a decision may be made.
     *
     * @param at when
     * @param offset what local time is off UTC
     */
    record Moment(Instant at, ZoneOffset offset) {}

    static TimeDomain all() {
        return new TimeDomain(Intervals.of(FIRST, LAST), EnumSet.allOf(DayOfWeek.class), Intervals.of(0, DAY - 1));
    }

    TimeDomain weekday(Set<DayOfWeek> of, boolean met) {
        Set<DayOfWeek> left = EnumSet.copyOf(of);
        if (!met) {
            left = EnumSet.complementOf(EnumSet.copyOf(of));
        }
        left.retainAll(days);
        return new TimeDomain(instants, left, times);
    }

    TimeDomain timeOfDay(Condition.TimeOfDay time, boolean met) {
        long from = ceiling(time.from().toNanoOfDay());
        long to = ceiling(time.to().toNanoOfDay());
        boolean overnight = !time.from().isBefore(time.to());
        Intervals left = overnight == met
                ? times.without(Math.min(from, to), Math.max(from, to) - 1)
                : times.and(Intervals.of(Math.min(from, to), Math.max(from, to) - 1));
        return new TimeDomain(instants, days, left);
    }

    TimeDomain between(Condition.Between between, boolean met) {
        long from = between.from() == null ? FIRST : ceiling(between.from());
        long to = between.to() == null ? LAST + 1 : ceiling(between.to());
        Intervals left = met ? instants.and(Intervals.of(from, to - 1)) : instants;
        return new TimeDomain(met || from >= to ? left : instants.without(from, to - 1), days, times);
    }

    /** Whether no time is left in any time zone. */
    boolean isEmpty() {
        return days.isEmpty() || times.isEmpty() || instants.isEmpty() || !isSomeLocalTimeLeft();
    }

    private boolean isSomeLocalTimeLeft() {
        return instants.ranges().stream()
                .anyMatch(range -> local(range.from() - MAX_OFFSET, range.to() + MAX_OFFSET) != null);
    }

    /** A time that is left, one in UTC before others; empty when none is at hand. */
    Optional<Moment> moment() {
        for (Intervals.Range range : instants.ranges()) {
            long usual = Math.min(Math.max(USUAL, range.from()), range.to());
            long start = Math.max(range.from(), Math.min(usual, range.to() - DAYS * DAY));
            Long utc = local(start, range.to());
            if (utc != null) {
                return Optional.of(new Moment(Micros.instant(utc), ZoneOffset.UTC));
            }
        }
        return instants.ranges().stream()
                .map(this::elsewhere)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Moment> elsewhere(Intervals.Range range) {
        Long local = local(range.from() - MAX_OFFSET, range.to() + MAX_OFFSET);
        if (local == null) {
            return Optional.empty();
        }
        long at = Math.min(Math.max(local, range.from()), range.to());
        long rest = Math.floorMod(local - at, SECOND);
        if (rest != 0) { // offsets are whole seconds
            at = at + rest <= range.to() ? at + rest : Math.max(range.from(), at + rest - SECOND);
        }
        return isWhole(local - at)
                ? Optional.of(new Moment(Micros.instant(at), ZoneOffset.ofTotalSeconds((int) ((local - at) / SECOND))))
                : Optional.empty();
    }

    private static boolean isWhole(long offset) {
        return offset % SECOND == 0 && Math.abs(offset) <= MAX_OFFSET;
    }

    /** The first local time from one to another, both included, that is left; null when there is none in the days after it. */
    private @Nullable Long local(long from, long to) {
        long midnight = Math.floorDiv(from, DAY) * DAY;
        for (int i = 0; i <= DAYS; i++, midnight += DAY) {
            if (!days.contains(LocalDate.ofEpochDay(midnight / DAY).getDayOfWeek())) {
                continue;
            }
            Intervals left = times.and(Intervals.of(from - midnight, to - midnight));
            if (!left.isEmpty()) {
                return midnight + left.least();
            }
        }
        return null;
    }

    private static long ceiling(long nanos) {
        return Math.floorDiv(nanos + 999, 1_000L);
    }

    private static long ceiling(Instant instant) {
        if (instant.isBefore(Micros.instant(FIRST))) {
            return FIRST;
        }
        if (instant.isAfter(Micros.instant(LAST))) {
            return LAST + 1;
        }
        long micros = Micros.of(instant);
        return Micros.instant(micros).equals(instant) ? micros : micros + 1;
    }
}
