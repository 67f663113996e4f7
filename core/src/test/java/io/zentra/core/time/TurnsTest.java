package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Turns turns = turns(Turns.SHARE);

    @Test
    void passesATenantOnceItsShareIsDone() {
        turns.ran(1, Turns.SHARE - 1);
        assertThat(turns.isPassed(1)).isFalse();
        turns.ran(1, 1);
        assertThat(turns.passed()).containsExactly(1);
    }

    @Test
    void givesALongerTurnToWhoAloneHasWorkThatTakesNoTime() {
        turns.ran(1, Turns.SHARE);
        pass(Duration.ofMillis(125));
        assertThat(turns.nextShare()).isEqualTo(2 * Turns.SHARE);
    }

    @Test
    void countsByTheLongerTurn() {
        Turns longer = turns(1_024);
        longer.ran(1, 1_023);
        assertThat(longer.isPassed(1)).isFalse();
        longer.ran(1, 1);
        assertThat(longer.isPassed(1)).isTrue();
    }

    /** Another tenant's work may have fallen due meanwhile. */
    @Test
    void endsALongerTurnEarlyWhereTheWorkHasBecomeSlow() {
        Turns longer = turns(4_096);
        longer.ran(1, Turns.SHARE);
        assertThat(longer.isPassed(1)).isFalse();
        pass(Duration.ofMillis(251));
        longer.ran(1, 1);
        assertThat(longer.isPassed(1)).isTrue();
    }

    @Test
    void givesAWholeShareToWorkThatIsSlow() {
        pass(Duration.ofMinutes(1));
        turns.ran(1, Turns.SHARE - 1);
        assertThat(turns.isPassed(1)).isFalse();
    }

    @Test
    void givesThatToNobodyOnceAnotherHasWork() {
        turns.ran(1, Turns.SHARE);
        turns.ran(2, 1);
        assertThat(turns.nextShare()).isEqualTo(Turns.SHARE);
    }

    private Turns turns(int share) {
        return new Turns(new Turns.Resting(), share, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @ParameterizedTest
    @CsvSource({
        "256, PT1S, 256", // a share takes its time, however long
        "256, PT0.25S, 256",
        "256, PT0.0625S, 1024",
        "4096, PT0.5S, 2048", // it got slower
        "1, PT0S, 4096",
        "256, PT0.001S, 4096"
    })
    void takesAsManyAsRunInAQuarterOfASecond(int pieces, Duration time, int share) {
        assertThat(Turns.shareOf(pieces, time.toNanos())).isEqualTo(share);
    }
}
