package io.zentra.core.time;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** What runs leased work: whoever looked for it, or threads. It tells how much may be leased, so that no lease waits long. */
interface Runners {
    /** Nobody renews it, so it is longer than any piece takes. */
    Duration BY_HAND_LEASE = Duration.ofSeconds(60);

    /** Runs each piece on the thread that leased it, and each is leased when the one before has ended. */
    Runners BY_HAND = new Runners() {
        @Override
        public int atOnce() {
            return 1;
        }

        @Override
        public int room(int wanted) {
            return 1;
        }

        @Override
        public void unused(int pieces) {}

        @Override
        public Duration lease() {
            return BY_HAND_LEASE;
        }

        @Override
        public void run(Lease lease, Piece piece) {
            try {
                piece.begin().join();
                piece.ended();
            } catch (CompletionException | CancellationException failure) {
                piece.failed(failure);
            }
        }
    };

    /** The most pieces that there may ever be room for. */
    int atOnce();

    /**
     * Waits until something may be leased.
     *
     * @param wanted how many pieces there are, at least one
     * @return how many of them may be leased now; 0 when nothing is begun any more
     */
    int room(int wanted);

    /** So many of those for which there was room were not leased. */
    void unused(int pieces);

    /** How long a lease lasts. */
    Duration lease();

    /** Runs a leased piece, now or soon. */
    void run(Lease lease, Piece piece);
}
