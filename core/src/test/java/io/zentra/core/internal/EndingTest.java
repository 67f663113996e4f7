package io.zentra.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndingTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads =
            IntStream.range(0, 32).mapToObj(i -> new Thread(this::untilTheEnd)).toList();

    @AfterEach
    void letThemEnd() {
        end.countDown();
    }

    /** Each of several lanes that hung was waited for as long again. */
    @Test
    void waitsForAllTogetherNotForEach() {
        threads.forEach(Thread::start);
        long begin = System.nanoTime();

        assertThat(Ending.awaited(threads, Duration.ofMillis(500))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(8));
    }

    @Test
    void tellsThatAllHaveEndedAndKeepsAnInterrupt() {
        threads.forEach(Thread::start);
        Thread.currentThread().interrupt();
        assertThat(Ending.awaited(threads, Duration.ofMillis(10))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        end.countDown();

        assertThat(Ending.awaited(threads, Duration.ofMinutes(1))).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    private void untilTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
