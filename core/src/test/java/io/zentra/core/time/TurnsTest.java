package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {
    private final Turns turns = new Turns(new Turns.Resting());

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
        assertThat(turns.nextShare()).isGreaterThan(Turns.SHARE);
    }

    @Test
    void countsByTheLongerTurn() {
        turns.ran(1, Turns.SHARE);
        int longer = turns.nextShare();
        turns.nextRound();
        turns.ran(1, longer - 1);
        assertThat(turns.isPassed(1)).isFalse();
    }

    @Test
    void givesThatToNobodyOnceAnotherHasWork() {
        turns.ran(1, Turns.SHARE);
        turns.ran(2, 1);
        assertThat(turns.nextShare()).isEqualTo(Turns.SHARE);
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
