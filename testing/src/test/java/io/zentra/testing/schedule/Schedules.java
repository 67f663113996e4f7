package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Plays schedules, some on each stage, and verifies all that was kept there before the next. */
final class Schedules {
    private static final int PER_STAGE = 200;

    /** As many as are told before the others are left alone. */
    private static final int MOST_WRONG = 10;

    private Schedules() {}

    /**
     * Where schedules are played, one after the other.
     *
     * @param <T> the schedules
     */
    interface Played<T> extends AutoCloseable {
        /** Plays one, and checks what comes of it. */
        void play(T schedule);

        /** Checks all that was kept. */
        void requireSound();

        @Override
        void close() throws IOException;
    }

    /** Tells some of those that went wrong; the stage of one that did serves no more. */
    static <T> void play(List<T> schedules, Supplier<? extends Played<T>> stages) throws IOException {
        List<Throwable> wrong = new ArrayList<>();
        int played = 0;
        while (played < schedules.size() && wrong.size() < MOST_WRONG) {
            List<T> some = schedules.subList(played, Math.min(schedules.size(), played + PER_STAGE));
            try (Played<T> stage = stages.get()) {
                for (T each : some) {
                    played++;
                    stage.play(each);
                }
                stage.requireSound();
            } catch (RuntimeException | AssertionError unexpected) {
                wrong.add(unexpected);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
