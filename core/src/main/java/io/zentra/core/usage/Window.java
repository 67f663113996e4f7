package io.zentra.core.usage;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The time over which usage counts: the last so-and-so long, or the day, week or month that it is. Immutable.
 *
 * <pre>{@code
 * Window hour = Window.rolling(Duration.ofHours(1));
 * Window bankingDay = Window.day().withCutOff(LocalTime.of(17, 0));
 * }</pre>
 */
public sealed interface Window {
    /** The shortest rolling window. */
    Duration MIN_LENGTH = Duration.ofSeconds(1);

    /** The longest rolling window. */
    Duration MAX_LENGTH = Duration.ofDays(366);

    /**
     * The last so-and-so long.
     *
     * @throws ZentraException {@code invalid_window}
     */
    static Rolling rolling(Duration length) {
        return new Rolling(length);
    }

    /** The tenant's day, from midnight. */
    static Calendar day() {
        return new Calendar(Calendar.Unit.DAY, LocalTime.MIDNIGHT, DayOfWeek.MONDAY);
    }

    /** The tenant's week, from Monday, midnight. */
    static Calendar week() {
        return new Calendar(Calendar.Unit.WEEK, LocalTime.MIDNIGHT, DayOfWeek.MONDAY);
    }

    /** The tenant's month, from the first, midnight. */
    static Calendar month() {
        return new Calendar(Calendar.Unit.MONTH, LocalTime.MIDNIGHT, DayOfWeek.MONDAY);
    }

    /**
     * Where the window begins at a time: a rolling one counts what came after this instant, a calendar one what came at it
     * or after it.
     *
     * @param zone the tenant's time zone
     */
    Instant startOf(Instant now, ZoneId zone);

    /**
     * The last so-and-so long: usage of a time counts until the length has passed since.
     *
     * @param length from a second to 366 days, in whole microseconds
     */
    record Rolling(Duration length) implements Window {
        /**
         * Checks the length.
         *
         * @throws ZentraException {@code invalid_window}
         */
        public Rolling {
            if (length.compareTo(MIN_LENGTH) < 0 || length.compareTo(MAX_LENGTH) > 0 || isFiner(length.toNanosPart())) {
                throw invalid(
                        "a rolling window is 1 second to 366 days long, in whole microseconds, not " + length,
                        "length",
                        length);
            }
        }

        @Override
        public Instant startOf(Instant now, ZoneId zone) {
            return now.minus(length);
        }
    }

    /**
     * The day, week or month that it is in the tenant's time zone. A period begins at the first instant at which the local
     * clock shows the cut-off of its first day, or later: where the clock is put forward over the cut-off, when it is put
     * forward; where the cut-off comes twice, at the first time.
     *
     * @param unit how long a period is
     * @param cutOff when a day begins, in whole microseconds
     * @param weekStart the first day of a week; Monday for days and months, on which it has no effect
     */
    record Calendar(Unit unit, LocalTime cutOff, DayOfWeek weekStart) implements Window {
        /** How far the local date may be behind the begun day, where clocks were put back over midnight or a whole day. */
        private static final int DAYS_AHEAD = 2;

        /** How long a period is. */
        public enum Unit {
            /** A day. */
            DAY,
            /** Seven days. */
            WEEK,
            /** From the first of a month to the first of the next. */
            MONTH
        }

        /**
         * Checks the cut-off. Days and months begin on Monday, so that two of the same effect are equal.
         *
         * @throws ZentraException {@code invalid_window}
         */
        public Calendar {
            Objects.requireNonNull(unit);
            Objects.requireNonNull(weekStart);
            weekStart = unit == Unit.WEEK ? weekStart : DayOfWeek.MONDAY;
            if (isFiner(cutOff.toNanoOfDay())) {
                throw invalid("a cut-off is in whole microseconds, not " + cutOff, "cut_off", cutOff);
            }
        }

        /** The same with another beginning of the day. */
        public Calendar withCutOff(LocalTime time) {
            return new Calendar(unit, time, weekStart);
        }

        /** The same with another first day of the week. */
        public Calendar withWeekStart(DayOfWeek day) {
            return new Calendar(unit, cutOff, day);
        }

        @Override
        public Instant startOf(Instant now, ZoneId zone) {
            return Periods.startOf(this, now, zone);
        }

        /** The same, worked out. */
        Instant begunBy(Instant now, ZoneId zone) {
            LocalDate first = firstDay(now.atZone(zone).toLocalDate().plusDays(DAYS_AHEAD));
            Instant start = begin(first, zone.getRules());
            while (start.isAfter(now)) {
                first = before(first);
                start = begin(first, zone.getRules());
            }
            return start;
        }

        private LocalDate firstDay(LocalDate of) {
            return switch (unit) {
                case DAY -> of;
                case WEEK -> of.with(TemporalAdjusters.previousOrSame(weekStart));
                case MONTH -> of.withDayOfMonth(1);
            };
        }

        private LocalDate before(LocalDate first) {
            return switch (unit) {
                case DAY -> first.minusDays(1);
                case WEEK -> first.minusWeeks(1);
                case MONTH -> first.minusMonths(1);
            };
        }

        /** The first instant at which the local clock shows the cut-off of a day, or later. */
        private Instant begin(LocalDate day, ZoneRules rules) {
            LocalDateTime cut = day.atTime(cutOff);
            List<ZoneOffset> offsets = rules.getValidOffsets(cut);
            return offsets.isEmpty()
                    ? rules.getTransition(cut).getInstant()
                    : cut.toInstant(offsets.get(0)); // of two the earlier instant's comes first
        }
    }

    private static boolean isFiner(long nanos) {
        return nanos % 1_000 != 0;
    }

    private static ZentraException invalid(String message, String name, Object value) {
        return ZentraException.of(ErrorCode.INVALID_WINDOW, message, Map.of(name, String.valueOf(value)));
    }
}
