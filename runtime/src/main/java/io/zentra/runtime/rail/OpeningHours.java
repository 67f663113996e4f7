package io.zentra.runtime.rail;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When a rail takes transfers, by the clock on the wall of its zone. Where that clock is put forward, the hour that is
 * left out opens nothing; where it is put back, an hour that comes twice is open twice. Immutable.
 *
 * <pre>{@code
 * OpeningHours.builder(ZoneId.of("Europe/Berlin"))
 *         .onWorkdays(LocalTime.of(7, 0), LocalTime.of(18, 30))
 *         .on(DayOfWeek.SATURDAY, LocalTime.of(9, 0), LocalTime.of(12, 0))
 *         .closed(LocalDate.of(2026, 12, 25))
 *         .build();
 * }</pre>
 *
 * @param zone whose clock counts
 * @param week the spans of each day, in their order; none on days that are missing
 * @param closedDates dates on which it is closed all day
 */
public record OpeningHours(ZoneId zone, Map<DayOfWeek, List<Span>> week, Set<LocalDate> closedDates) {
    /** The most spans of a day. */
    public static final int MAX_SPANS = 16;

    /** The most dates on which it is closed. */
    public static final int MAX_CLOSED_DATES = 1_000;

    /** How far ahead {@link #opensAt} looks. */
    public static final int LOOK_AHEAD_DAYS = 400;

    private static final OpeningHours ALWAYS = builder(ZoneOffset.UTC)
            .on(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)
            .build();

    /**
     * A part of a day. Immutable.
     *
     * @param from when it begins
     * @param to when it is over; midnight is the end of the day
     */
    public record Span(LocalTime from, LocalTime to) {
        /**
         * Checks that it begins before it is over.
         *
         * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
         */
        public Span {
            Given.require(
                    to.equals(LocalTime.MIDNIGHT) || from.isBefore(to),
                    "the hours from " + from + " to " + to
                            + " end before they begin: write what is after midnight on the" + " next day");
        }

        private boolean holds(LocalTime time) {
            return !time.isBefore(from) && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
        }

        private boolean isOverBy(Span next) {
            return !to.equals(LocalTime.MIDNIGHT) && !next.from.isBefore(to);
        }
    }

    /**
     * Checks and copies all.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
     */
    public OpeningHours {
        Map<DayOfWeek, List<Span>> days = new EnumMap<>(DayOfWeek.class);
        week.forEach((day, spans) -> days.put(day, inOrder(day, spans)));
        Given.require(days.values().stream().anyMatch(spans -> !spans.isEmpty()), "the hours never open");
        week = Map.copyOf(days);
        Given.within("closed dates", closedDates.size(), 0, MAX_CLOSED_DATES);
        closedDates = Set.copyOf(closedDates);
    }

    /** Hours without a pause. */
    public static OpeningHours always() {
        return ALWAYS;
    }

    /** Begins hours by the clock of a zone. */
    public static Builder builder(ZoneId zone) {
        return new Builder(zone);
    }

    /** Whether it is open then. */
    public boolean isOpenAt(Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        return spans(local.toLocalDate()).stream().anyMatch(span -> span.holds(local.toLocalTime()));
    }

    /** The first time from then on when it is open; empty when it is closed for more than {@value #LOOK_AHEAD_DAYS} days. */
    public Optional<Instant> opensAt(Instant at) {
        if (isOpenAt(at)) {
            return Optional.of(at);
        }
        LocalDate date = LocalDate.ofInstant(at, zone).minusDays(1); // the clock may be put back past midnight
        LocalDate last = date.plusDays(LOOK_AHEAD_DAYS + 1L);
        Optional<Instant> begins = Optional.empty();
        while (begins.isEmpty() && !date.isAfter(last)) {
            begins = begins(date, at);
            date = date.plusDays(1);
        }
        LocalDate next = date;
        Optional<Instant> begun = begins;
        return Stream.of(begun, begun.flatMap(any -> begins(next, at)), reopens(at, begun))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** The first time after an instant at which a span of a date begins. */
    private Optional<Instant> begins(LocalDate date, Instant after) {
        return spans(date).stream()
                .flatMap(span -> instants(date.atTime(span.from())))
                .filter(begin -> begin.isAfter(after) && isOpenAt(begin))
                .min(Comparator.naturalOrder());
    }

    /** When the clock shows a time, or goes past it: once, twice where it is put back. */
    private Stream<Instant> instants(LocalDateTime time) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        return change != null && change.isGap()
                ? Stream.of(change.getInstant())
                : zone.getRules().getValidOffsets(time).stream().map(time::toInstant);
    }

    /** When the clock is put back, or forward, into hours, before an instant. */
    private Optional<Instant> reopens(Instant after, Optional<Instant> before) {
        ZoneRules rules = zone.getRules();
        Instant end = before.orElseGet(
                () -> after.atZone(zone).plusDays(LOOK_AHEAD_DAYS).toInstant());
        return Stream.iterate(
                        rules.nextTransition(after),
                        change -> change != null && change.getInstant().isBefore(end),
                        change -> rules.nextTransition(change.getInstant()))
                .map(ZoneOffsetTransition::getInstant)
                .filter(this::isOpenAt)
                .findFirst();
    }

    private List<Span> spans(LocalDate date) {
        return closedDates.contains(date) ? List.of() : week.getOrDefault(date.getDayOfWeek(), List.of());
    }

    private static List<Span> inOrder(DayOfWeek day, List<Span> spans) {
        Given.within("hours of a day", spans.size(), 0, MAX_SPANS);
        List<Span> sorted =
                spans.stream().sorted(Comparator.comparing(Span::from)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            Given.require(
                    sorted.get(i - 1).isOverBy(sorted.get(i)),
                    "on " + day + " the hours from " + sorted.get(i).from()
                            + " begin before those before them are over");
        }
        return sorted;
    }

    /** Collects hours. Not thread-safe. */
    public static final class Builder {
        private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

        private final ZoneId zone;
        private final Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);
        private final Set<LocalDate> closed = new HashSet<>();

        private Builder(ZoneId zone) {
            this.zone = zone;
        }

        /** Open on a day of the week; midnight as the end is the end of the day. */
        public Builder on(DayOfWeek day, LocalTime from, LocalTime to) {
            return on(EnumSet.of(day), from, to);
        }

        /** Open on these days of the week. */
        public Builder on(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
            Span span = new Span(from, to);
            days.forEach(
                    day -> week.computeIfAbsent(day, none -> new ArrayList<>()).add(span));
            return this;
        }

        /** Open from Monday to Friday. */
        public Builder onWorkdays(LocalTime from, LocalTime to) {
            return on(WORKDAYS, from, to);
        }

        /** Closed on these dates. */
        public Builder closed(LocalDate... dates) {
            closed.addAll(List.of(dates));
            return this;
        }

        /**
         * The hours.
         *
         * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
         */
        public OpeningHours build() {
            return new OpeningHours(zone, week, closed);
        }
    }
}
