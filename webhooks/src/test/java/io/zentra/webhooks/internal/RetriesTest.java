package io.zentra.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.RandomSource;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.DeliverySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When failed deliveries are tried again: as the schedule says, a little later by chance, and as a receiver asks. */
class RetriesTest {
    private static final List<Duration> SCHEDULE = DeliverySettings.STANDARD_SCHEDULE;
    private static final int DRAWS = 20_000;
    private static final long NOW = Micros.of(Instant.parse("2026-11-21T09:00:00Z"));

    private static long[] pauses(int step, int jitterPercent, long seed) {
        RandomSource random = RandomSource.seeded(seed);
        Retries retries = new Retries(SCHEDULE, jitterPercent, Duration.ofDays(5));
        return IntStream.range(0, DRAWS)
                .mapToLong(i -> retries.pauseMicros(step, random.nextLong()))
                .toArray();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 33, 100})
    void pausesAreSpreadOverTheirBandAndNeverLeaveIt(int jitterPercent) {
        for (int step = 1; step < SCHEDULE.size(); step++) {
            long least = micros(SCHEDULE.get(step));
            long band = least * jitterPercent / 100;
            long[] pauses = pauses(step, jitterPercent, step);
            int[] quarters = new int[4];
            for (long pause : pauses) {
                assertThat(pause).isBetween(least, least + band);
                quarters[(int) Math.min(3, (pause - least) * 4 / band)]++;
            }
            for (int quarter : quarters) {
                assertThat(quarter).as("of %s in a quarter of the band", DRAWS).isBetween(DRAWS / 5, DRAWS * 3 / 10);
            }
        }
    }

    @Test
    void theBandReachesFromThePauseToItsEnd() {
        Retries retries = new Retries(SCHEDULE, 10, Duration.ofDays(5));
        long pause = micros(SCHEDULE.get(2));
        List<Long> all = IntStream.rangeClosed(-1_000, 1_000)
                .mapToObj(random -> retries.pauseMicros(2, random))
                .toList();

        assertThat(all).contains(pause, pause + pause / 10);
        assertThat(retries.pauseMicros(2, Long.MIN_VALUE)).isBetween(pause, pause + pause / 10);
        assertThat(retries.pauseMicros(2, Long.MAX_VALUE)).isBetween(pause, pause + pause / 10);
    }

    @Test
    void theSameChanceGivesTheSamePauses() {
        assertThat(pauses(3, 10, 7)).isEqualTo(pauses(3, 10, 7)).isNotEqualTo(pauses(3, 10, 8));
    }

    @Test
    void withoutJitterPausesAreThoseOfTheSchedule() {
        for (int step = 0; step < SCHEDULE.size(); step++) {
            assertThat(pauses(step, 0, step)).containsOnly(micros(SCHEDULE.get(step)));
        }
    }

    /** The dates of RFC 9110, 5.6.7, are one moment in its three forms; a year of two digits is the nearest that fits. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 2026-11-21T09:00:00Z",
                "' 90\t' | 2026-11-21T09:01:30Z",
                "604799 | 2026-11-28T08:59:59Z",
                "604800 | 2026-11-28T09:00:00Z",
                "604801 | 2026-11-28T09:00:00Z",
                "999999999 | 2026-11-28T09:00:00Z",
                "99999999999999999999999999 | 2026-11-28T09:00:00Z",
                "Fri, 27 Nov 2026 08:49:37 GMT | 2026-11-27T08:49:37Z",
                "Friday, 27-Nov-26 08:49:37 GMT | 2026-11-27T08:49:37Z",
                "Fri Nov 27 08:49:37 2026 | 2026-11-27T08:49:37Z",
                "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
                "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
                "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
                "Sat, 21 Nov 2099 09:00:00 GMT | 2026-11-28T09:00:00Z"
            })
    void readsWhenToTryAgain(String text, Instant at) {
        assertThat(RetryAfter.at(text, NOW)).isEqualTo(Micros.of(at));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+5",
                "1.5",
                "5s",
                "soon",
                "0x10",
                "1e3",
                "\u0665",
                "2026-11-27T09:00:00Z",
                "Thu, 27 Nov 2026 08:49:37 GMT",
                "Fri, 27 Nov 2026 08:49:37 CET",
                "Fri, 32 Nov 2026 08:49:37 GMT",
                "Fri Nov 27 08:49:37 26"
            })
    void takesNothingElseForATime(String text) {
        assertThat(RetryAfter.at(text, NOW)).isNull();
    }
}
