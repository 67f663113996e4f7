package io.zentra.core.commit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PatienceTest {
    /** Each try used to wait 20 ms, after a connection that was lost as after an hour without a database. */
    @Test
    void triesAgainAtOnceAndThenLessAndLessOften() {
        Patience patience = new Patience(Duration.ofSeconds(5));

        List<Long> millis = LongStream.generate(
                        () -> Duration.ofNanos(patience.nextPauseNanos()).toMillis())
                .limit(8)
                .boxed()
                .toList();

        assertThat(millis).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 32L, 32L);
    }

    @Test
    void leavesAsLongAgainToLearnAnOutcome() {
        Patience none = new Patience(Duration.ZERO);
        Patience much = new Patience(Duration.ofHours(1));

        assertThat(much.allowsAnotherTry()).isTrue();
        assertThat(much.allowsAnotherQuestion()).isTrue();
        assertThat(much.isOver()).isFalse();
        assertThat(none.allowsAnotherTry()).isFalse();
        assertThat(none.allowsAnotherQuestion()).isFalse();
        assertThat(none.isOver()).isTrue();
    }
}
