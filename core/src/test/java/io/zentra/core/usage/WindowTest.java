package io.zentra.core.usage;

import static io.zentra.core.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    /** The zones that are hard: clocks at midnight, by half an hour, over a day that never was, over midnight and back. */
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "America/Sao_Paulo",
            "America/St_Johns",
            "America/Nuuk",
            "Asia/Beirut",
            "Africa/Cairo",
            "Asia/Kolkata",
            "UTC");

    private static final List<Window.Calendar.Unit> UNITS = List.of(Window.Calendar.Unit.values());

    @ParameterizedTest
    @CsvSource({
        // spring: the day has 23 hours
        "Europe/Berlin, 00:00, 2026-03-29T00:30:00Z, 2026-03-28T23:00:00Z",
        "Europe/Berlin, 00:00, 2026-03-29T22:00:00Z, 2026-03-29T22:00:00Z",
        "Europe/Berlin, 00:00, 2026-03-29T21:59:59.999999Z, 2026-03-28T23:00:00Z",
        // a cut-off that the clock jumps over is when it jumps
        "Europe/Berlin, 02:30, 2026-03-29T00:59:59.999999Z, 2026-03-28T01:30:00Z",
        "Europe/Berlin, 02:30, 2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
        "Europe/Berlin, 02:30, 2026-03-30T00:30:00Z, 2026-03-30T00:30:00Z",
        // autumn: the day has 25 hours, and a cut-off that comes twice is the first of the two
        "Europe/Berlin, 00:00, 2026-10-25T22:59:59Z, 2026-10-24T22:00:00Z",
        "Europe/Berlin, 02:30, 2026-10-25T00:29:59Z, 2026-10-24T00:30:00Z",
        "Europe/Berlin, 02:30, 2026-10-25T00:30:00Z, 2026-10-25T00:30:00Z",
        "Europe/Berlin, 02:30, 2026-10-25T01:15:00Z, 2026-10-25T00:30:00Z",
        "Europe/Berlin, 02:30, 2026-10-25T01:45:00Z, 2026-10-25T00:30:00Z",
        "America/New_York, 02:30, 2026-03-08T06:59:59Z, 2026-03-07T07:30:00Z",
        "America/New_York, 02:30, 2026-03-08T07:00:00Z, 2026-03-08T07:00:00Z",
        "America/New_York, 01:30, 2026-11-01T06:10:00Z, 2026-11-01T05:30:00Z",
        "America/New_York, 01:30, 2026-11-01T06:45:00Z, 2026-11-01T05:30:00Z",
        "America/New_York, 17:00, 2026-11-01T21:59:59Z, 2026-10-31T21:00:00Z",
        "America/New_York, 17:00, 2026-11-01T22:00:00Z, 2026-11-01T22:00:00Z",
        // half an hour
        "Australia/Lord_Howe, 02:15, 2026-10-03T15:29:59Z, 2026-10-02T15:45:00Z",
        "Australia/Lord_Howe, 02:15, 2026-10-03T15:30:00Z, 2026-10-03T15:30:00Z",
        "Australia/Lord_Howe, 01:45, 2026-04-04T14:45:00Z, 2026-04-04T14:45:00Z",
        "Australia/Lord_Howe, 01:45, 2026-04-04T15:15:00Z, 2026-04-04T14:45:00Z",
        // the 30th of December 2011 never was
        "Pacific/Apia, 00:00, 2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z",
        "Pacific/Apia, 00:00, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z",
        "Pacific/Apia, 00:00, 2011-12-31T09:59:59Z, 2011-12-30T10:00:00Z",
        "Pacific/Apia, 06:00, 2011-12-30T09:59:59Z, 2011-12-29T16:00:00Z",
        "Pacific/Apia, 06:00, 2011-12-30T15:59:59Z, 2011-12-30T10:00:00Z",
        "Pacific/Apia, 06:00, 2011-12-30T16:00:00Z, 2011-12-30T16:00:00Z",
        // midnight itself is jumped over
        "America/Sao_Paulo, 00:00, 2018-11-04T02:59:59Z, 2018-11-03T03:00:00Z",
        "America/Sao_Paulo, 00:00, 2018-11-04T03:00:00Z, 2018-11-04T03:00:00Z",
        "America/Sao_Paulo, 23:30, 2018-02-18T02:45:00Z, 2018-02-18T01:30:00Z",
        // put back over midnight: the day has begun, whatever the clock shows again
        "America/St_Johns, 00:00, 2010-11-07T03:00:00Z, 2010-11-07T02:30:00Z",
        // put forward over midnight: the cut-off before it is then
        "America/Nuuk, 23:30, 2024-03-31T01:00:00Z, 2024-03-31T01:00:00Z",
    })
    void daysBeginWhenTheLocalClockShowsTheCutOff(String zone, LocalTime cutOff, Instant now, Instant start) {
        assertThat(Window.day().withCutOff(cutOff).startOf(now, ZoneId.of(zone)))
                .isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({
        "MONDAY, 00:00, 2026-11-21T12:00:00Z, 2026-11-15T23:00:00Z",
        "SUNDAY, 00:00, 2026-11-21T12:00:00Z, 2026-11-14T23:00:00Z",
        "SATURDAY, 18:00, 2026-11-21T16:59:59Z, 2026-11-14T17:00:00Z",
        "SATURDAY, 18:00, 2026-11-21T17:00:00Z, 2026-11-21T17:00:00Z",
        "SUNDAY, 02:30, 2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
        "SUNDAY, 02:30, 2026-11-01T01:29:59Z, 2026-10-25T00:30:00Z",
    })
    void weeksBeginOnTheirFirstDay(DayOfWeek first, LocalTime cutOff, Instant now, Instant start) {
        Window.Calendar week = Window.week().withWeekStart(first).withCutOff(cutOff);

        assertThat(week.startOf(now, ZoneId.of("Europe/Berlin"))).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 00:00, 2026-01-31T22:59:59.999999Z, 2025-12-31T23:00:00Z",
        "Europe/Berlin, 00:00, 2026-01-31T23:00:00Z, 2026-01-31T23:00:00Z",
        "Europe/Berlin, 00:00, 2026-02-28T22:59:59Z, 2026-01-31T23:00:00Z",
        "Europe/Berlin, 00:00, 2028-02-29T12:00:00Z, 2028-01-31T23:00:00Z",
        "Europe/Berlin, 00:00, 2026-03-31T21:59:59Z, 2026-02-28T23:00:00Z",
        "Europe/Berlin, 00:00, 2026-03-31T22:00:00Z, 2026-03-31T22:00:00Z",
        "Europe/Berlin, 17:00, 2026-05-01T14:59:59Z, 2026-04-01T15:00:00Z",
        "Europe/Berlin, 17:00, 2026-05-01T15:00:00Z, 2026-05-01T15:00:00Z",
        "America/New_York, 01:30, 2026-11-01T05:29:59Z, 2026-10-01T05:30:00Z",
        "America/New_York, 01:30, 2026-11-01T06:30:00Z, 2026-11-01T05:30:00Z",
        "Pacific/Apia, 00:00, 2011-12-31T09:00:00Z, 2011-12-01T10:00:00Z",
    })
    void monthsBeginOnTheFirst(String zone, LocalTime cutOff, Instant now, Instant start) {
        assertThat(Window.month().withCutOff(cutOff).startOf(now, ZoneId.of(zone)))
                .isEqualTo(start);
    }

    /** Against a search of every minute for what the clock shows. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void beginsWhereASearchOfEveryMinuteFindsIt(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            Window.Calendar window = anyCalendar(random);
            Instant now = nearATransition(zone, random);

            assertThat(window.startOf(now, zone))
                    .as("%s in %s at %s", window, zone, now)
                    .isEqualTo(new NaivePeriods(window, zone).startOf(now));
        }
    }

    /** In whatever order times are asked for, what is remembered of periods is what would be worked out. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void remembersPeriodsAsTheyAre(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            Window.Calendar window = anyCalendar(random);
            Instant about = nearATransition(zone, random);
            for (int j = 0; j < 500; j++) {
                Instant now = about.plusSeconds(random.nextInt(400_000) - 200_000L);
                assertThat(window.startOf(now, zone))
                        .as("%s in %s at %s", window, zone, now)
                        .isEqualTo(window.begunBy(now, zone));
            }
        }
    }

    @Test
    void rollingWindowsReachBackByTheirLength() {
        Window hour = Window.rolling(Duration.ofHours(1));

        assertThat(hour.startOf(Instant.parse("2026-03-29T01:30:00Z"), ZoneId.of("Europe/Berlin")))
                .isEqualTo("2026-03-29T00:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.999999S", "PT-1S", "P366DT0.000001S", "PT1.0000005S"})
    void refusesLengthsThatAreNone(Duration length) {
        assertRefused(ErrorCode.INVALID_WINDOW, () -> Window.rolling(length));
    }

    @Test
    void takesTheShortestAndTheLongestLength() {
        assertThat(Window.rolling(Duration.ofSeconds(1)).length()).isEqualTo(Window.MIN_LENGTH);
        assertThat(Window.rolling(Duration.ofDays(366)).length()).isEqualTo(Window.MAX_LENGTH);
        assertRefused(ErrorCode.INVALID_WINDOW, () -> Window.day().withCutOff(LocalTime.ofNanoOfDay(1)));
    }

    static Window.Calendar anyCalendar(Random random) {
        Window.Calendar.Unit unit = UNITS.get(random.nextInt(UNITS.size()));
        LocalTime cutOff =
                random.nextBoolean() ? LocalTime.MIDNIGHT : LocalTime.of(random.nextInt(24), random.nextInt(60));
        return new Window.Calendar(unit, cutOff, DayOfWeek.of(1 + random.nextInt(7)));
    }

    private static Instant nearATransition(ZoneId zone, Random random) {
        Instant any = Instant.parse("2000-01-01T00:00:00Z").plusSeconds(random.nextInt(1_000_000_000));
        var next = zone.getRules().nextTransition(any);
        Instant at = next == null ? any : next.getInstant();
        return at.plusSeconds(random.nextInt(4 * 86_400) - 2 * 86_400).plusNanos(1_000L * (random.nextInt(3) - 1));
    }

    /** It used to be kept, and was lost in the JSON form of a policy, where it is told of weeks alone. */
    @Test
    void daysAndMonthsHaveNoFirstDayOfAWeek() {
        assertThat(Window.day().withWeekStart(DayOfWeek.SUNDAY)).isEqualTo(Window.day());
        assertThat(Window.month().withWeekStart(DayOfWeek.SUNDAY)).isEqualTo(Window.month());
        assertThat(Window.week().withWeekStart(DayOfWeek.SUNDAY)).isNotEqualTo(Window.week());
    }
}
