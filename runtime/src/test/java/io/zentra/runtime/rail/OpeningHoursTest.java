package io.zentra.runtime.rail;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int DAY = 24 * 60;

    /** Around a change of the clock: forward and back at night, by half an hour, back over midnight, a day left out. */
    private static final Map<String, String> CHANGES = Map.of(
            "Europe/Berlin", "2026-03-29T01:00:00Z",
            "America/New_York", "2026-11-01T06:00:00Z",
            "Australia/Lord_Howe", "2026-04-04T15:00:00Z",
            "America/Goose_Bay", "2010-11-07T03:01:00Z",
            "Pacific/Apia", "2011-12-30T10:00:00Z",
            "America/Sao_Paulo", "2018-02-18T02:00:00Z");

    @Test
    void opensAndClosesByTheClockOnTheWall() {
        OpeningHours hours = OpeningHours.builder(BERLIN)
                .onWorkdays(LocalTime.of(8, 0), LocalTime.of(18, 0))
                .closed(LocalDate.of(2026, 12, 25))
                .build();

        assertThat(hours.isOpenAt(Instant.parse("2026-11-23T07:00:00Z"))).isTrue(); // winter: 08:00
        assertThat(hours.isOpenAt(Instant.parse("2026-11-23T06:59:59Z"))).isFalse();
        assertThat(hours.isOpenAt(Instant.parse("2026-07-06T06:00:00Z"))).isTrue(); // summer: 08:00
        assertThat(hours.isOpenAt(Instant.parse("2026-07-06T16:00:00Z"))).isFalse(); // 18:00
        assertThat(hours.opensAt(Instant.parse("2026-12-24T17:30:00Z")))
                .as("Friday is closed, and so is the weekend")
                .hasValue(Instant.parse("2026-12-28T07:00:00Z"));
        Instant open = Instant.parse("2026-11-23T09:00:00Z");
        assertThat(hours.opensAt(open)).hasValue(open);
    }

    @Test
    void anHourThatIsLeftOutOpensNothing() {
        OpeningHours hours = OpeningHours.builder(BERLIN)
                .on(SUNDAY, LocalTime.of(2, 0), LocalTime.of(3, 0))
                .build();
        assertThat(hours.opensAt(Instant.parse("2026-03-28T12:00:00Z")))
                .as("the clock goes from 2 to 3 on the 29th")
                .hasValue(Instant.parse("2026-04-05T00:00:00Z"));

        OpeningHours longer = OpeningHours.builder(BERLIN)
                .on(SUNDAY, LocalTime.of(2, 30), LocalTime.of(4, 0))
                .build();
        assertThat(longer.opensAt(Instant.parse("2026-03-28T12:00:00Z")))
                .as("03:00, which comes after 01:59")
                .hasValue(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void anHourThatComesTwiceIsOpenTwice() {
        OpeningHours hours = OpeningHours.builder(BERLIN)
                .on(SUNDAY, LocalTime.of(2, 0), LocalTime.of(2, 30))
                .build();
        Instant first = Instant.parse("2026-10-25T00:00:00Z");
        Instant second = Instant.parse("2026-10-25T01:00:00Z");

        assertThat(hours.isOpenAt(first)).isTrue();
        assertThat(hours.isOpenAt(first.plus(Duration.ofMinutes(30)))).isFalse();
        assertThat(hours.opensAt(first.plus(Duration.ofMinutes(30)))).hasValue(second);
        assertThat(hours.isOpenAt(second.plus(Duration.ofMinutes(30)))).isFalse();
    }

    /** Against a calendar of another library, minute by minute. */
    @Test
    void isRightAroundEveryChangeOfTheClock() {
        Random random = new Random(11);
        CHANGES.forEach((zone, change) -> {
            Instant from = Instant.parse(change).minus(Duration.ofDays(2));
            for (int i = 0; i < 12; i++) {
                requireRight(random(random, ZoneId.of(zone), from), from);
            }
        });
    }

    private static void requireRight(OpeningHours hours, Instant from) {
        boolean[] open = new boolean[9 * DAY];
        for (int minute = 0; minute < open.length; minute++) {
            Instant at = from.plus(Duration.ofMinutes(minute));
            open[minute] = naive(hours, at);
            assertThat(hours.isOpenAt(at)).as("%s at %s", hours, at).isEqualTo(open[minute]);
        }
        int next = -1;
        for (int minute = open.length - 1; minute >= 0; minute--) {
            next = open[minute] ? minute : next;
            if (next >= 0 && (minute % 30 == 0 || open[minute] != open[Math.max(minute - 1, 0)])) {
                assertThat(hours.opensAt(from.plus(Duration.ofMinutes(minute))))
                        .as("%s from minute %d of %s", hours, minute, from)
                        .hasValue(from.plus(Duration.ofMinutes(next)));
            }
        }
    }

    private static boolean naive(OpeningHours hours, Instant at) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(hours.zone()));
        calendar.setTimeInMillis(at.toEpochMilli());
        LocalDate date = LocalDate.of(
                calendar.get(Calendar.YEAR), calendar.get(Calendar.MONTH) + 1, calendar.get(Calendar.DAY_OF_MONTH));
        int minute = calendar.get(Calendar.HOUR_OF_DAY) * 60 + calendar.get(Calendar.MINUTE);
        DayOfWeek day = DayOfWeek.of((calendar.get(Calendar.DAY_OF_WEEK) + 5) % 7 + 1);
        return !hours.closedDates().contains(date)
                && hours.week().getOrDefault(day, List.of()).stream()
                        .anyMatch(span -> minute >= span.from().toSecondOfDay() / 60
                                && minute
                                        < (span.to().equals(LocalTime.MIDNIGHT)
                                                ? DAY
                                                : span.to().toSecondOfDay() / 60));
    }

    private static OpeningHours random(Random random, ZoneId zone, Instant from) {
        Map<DayOfWeek, List<OpeningHours.Span>> week = new HashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            int[] times = random.ints(2L * random.nextInt(4), 0, DAY)
                    .distinct()
                    .sorted()
                    .toArray();
            week.put(
                    day,
                    IntStream.range(0, times.length / 2)
                            .mapToObj(i -> new OpeningHours.Span(
                                    LocalTime.ofSecondOfDay(times[2 * i] * 60L),
                                    i == times.length / 2 - 1 && random.nextBoolean()
                                            ? LocalTime.MIDNIGHT
                                            : LocalTime.ofSecondOfDay(times[2 * i + 1] * 60L)))
                            .toList());
        }
        week.put(MONDAY, List.of(new OpeningHours.Span(LocalTime.NOON, LocalTime.of(13, 0))));
        Set<LocalDate> closed = new HashSet<>();
        if (random.nextBoolean()) {
            closed.add(LocalDate.ofInstant(from, zone).plusDays(random.nextInt(6)));
        }
        return new OpeningHours(zone, week, closed);
    }

    @Test
    void alwaysIsAlways() {
        for (String at : List.of("2026-01-01T00:00:00Z", "2026-03-29T01:00:00Z", "2026-12-31T23:59:59.999999999Z")) {
            assertThat(OpeningHours.always().isOpenAt(Instant.parse(at))).isTrue();
        }
    }

    @Test
    void doesNotKnowWhenItIsClosedForTooLong() {
        LocalDate first = LocalDate.of(2026, 11, 22);
        LocalDate[] all = IntStream.range(0, 500).mapToObj(first::plusDays).toArray(LocalDate[]::new);
        OpeningHours hours = OpeningHours.builder(BERLIN)
                .onWorkdays(LocalTime.of(8, 0), LocalTime.of(18, 0))
                .closed(all)
                .build();
        assertThat(hours.opensAt(Instant.parse("2026-11-22T12:00:00Z"))).isEmpty();
        assertThat(hours.opensAt(Instant.parse("2027-06-01T12:00:00Z"))).isPresent();
    }

    @Test
    void refusesHoursThatCannotBeMeant() {
        OpeningHours.Builder none = OpeningHours.builder(BERLIN);
        refused("the hours never open", none::build);
        refused("end before they begin", () -> new OpeningHours.Span(LocalTime.of(22, 0), LocalTime.of(6, 0)));
        refused("end before they begin", () -> new OpeningHours.Span(LocalTime.of(9, 0), LocalTime.of(9, 0)));
        OpeningHours.Builder twice = OpeningHours.builder(BERLIN)
                .on(FRIDAY, LocalTime.of(10, 0), LocalTime.of(12, 0))
                .on(FRIDAY, LocalTime.of(9, 0), LocalTime.of(10, 1));
        refused("on FRIDAY the hours from 10:00 begin before", twice::build);
        Map<DayOfWeek, List<OpeningHours.Span>> many = new EnumMap<>(DayOfWeek.class);
        many.put(
                MONDAY,
                IntStream.range(0, OpeningHours.MAX_SPANS + 1)
                        .mapToObj(i -> new OpeningHours.Span(LocalTime.of(i, 0), LocalTime.of(i, 30)))
                        .toList());
        refused("hours of a day must be 0 to 16, not 17", () -> new OpeningHours(BERLIN, many, Set.of()));
        OpeningHours.Builder dates = OpeningHours.builder(BERLIN)
                .onWorkdays(LocalTime.NOON, LocalTime.MIDNIGHT)
                .closed(IntStream.rangeClosed(0, OpeningHours.MAX_CLOSED_DATES)
                        .mapToObj(LocalDate.EPOCH::plusDays)
                        .toArray(LocalDate[]::new));
        refused("closed dates must be 0 to 1000, not 1001", dates::build);
    }

    static void refused(String why, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageContaining(why);
    }
}
