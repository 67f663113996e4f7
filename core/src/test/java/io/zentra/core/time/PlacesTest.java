package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlacesTest {
    private static final int THREADS = 4;
    private static final int ANY = 1_000_000;

    @Test
    void letsAsManyWaitAsThereAreThreadsAtFirst() {
        assertThat(Places.of(THREADS).take(ANY)).isEqualTo(2 * THREADS);
    }

    @Test
    void letsMoreWaitOfWhatIsShort() {
        Places places = after(Duration.ofNanos(9_900_000));

        assertThat(places.take(ANY)).isEqualTo(THREADS * (1 + 10));
    }

    @Test
    void letsNoMoreWaitThanAFewAThread() {
        Places places = after(Duration.ofNanos(1));

        assertThat(places.take(ANY)).isEqualTo(places.most()).isEqualTo(THREADS * (1 + Places.MOST_AHEAD));
    }

    @Test
    void letsAsManyWaitAsThereAreThreadsOfWhatTakesLong() {
        assertThat(after(Duration.ofMinutes(1)).take(ANY)).isEqualTo(2 * THREADS);
    }

    @Test
    void letsNothingWaitForWhatTheHostGave() {
        Places places = Places.exactly(THREADS);
        places.ran(1);

        assertThat(places.take(ANY)).isEqualTo(places.most()).isEqualTo(THREADS);
    }

    @Test
    void givesNoMoreThanIsWantedAndWhatIsFreeAgain() {
        Places places = Places.exactly(THREADS);
        assertThat(places.take(3)).isEqualTo(3);
        assertThat(places.take(3)).isEqualTo(1);

        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> places.take(3));
        places.free(2);

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(2);
    }

    @Test
    void givesNothingAfterItIsClosedAndTellsWhenAllAreFree() {
        Places places = Places.exactly(THREADS);
        places.take(THREADS);
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> places.take(1));
        places.close();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(0);
        places.free(THREADS - 1);
        assertThat(places.awaitFree(Duration.ofMillis(10))).isFalse();
        places.free(1);
        assertThat(places.awaitFree(Duration.ofSeconds(30))).isTrue();
        assertThat(places.take(1)).isZero();
    }

    /** However many begin at once, what is looked for comes to its turn. */
    @Test
    void leavesHalfToWhatIsLookedFor() {
        Places places = Places.of(THREADS);
        int begun = 0;
        while (places.tryTake()) {
            begun++;
        }

        assertThat(begun).isEqualTo(THREADS);
        assertThat(places.take(ANY)).isEqualTo(THREADS);
        assertThat(Places.exactly(1).tryTake()).isFalse();
    }

    @Test
    void givesNoHeadStartAfterItIsClosed() {
        Places places = Places.of(THREADS);
        places.close();

        assertThat(places.tryTake()).isFalse();
    }

    /** Interrupts are kept for whoever asks after the wait, which they do not shorten. */
    @Test
    void keepsAnInterrupt() {
        Places places = Places.exactly(1);
        places.take(1);
        Thread.currentThread().interrupt();

        assertThat(places.awaitFree(Duration.ofMillis(10))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Places of threads whose pieces took so long. */
    private static Places after(Duration each) {
        Places places = Places.of(THREADS);
        for (int i = 0; i < 1_000; i++) {
            places.ran(each.toNanos());
        }
        return places;
    }
}
