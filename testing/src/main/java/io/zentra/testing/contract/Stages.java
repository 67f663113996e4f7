package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;
import io.zentra.testing.contract.Strikes.Run;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stages for strikes. To open a database costs more than many strikes on it, so that one stage serves many writes, until it
 * is worn; then everything in it is verified, and another one is opened. Not thread-safe; close it at the end.
 */
final class Stages implements AutoCloseable {
    private static final int VERIFIED_EVERY = 60;

    private final Supplier<Remains> remains;
    private final List<String> unverified = new ArrayList<>();
    private @Nullable Stage open;
    private @Nullable Setting setting;

    /** What a stage cannot change. */
    private record Setting(Counted counted, Duration retryFor) {}

    private Stages(Supplier<Remains> remains) {
        this.remains = remains;
    }

    /** Stages on empty storages, another one at each call. */
    static Stages of(Supplier<Storage> storage) {
        return new Stages(() -> Remains.none(storage.get()));
    }

    /** Stages on storages that outlive processes. */
    static Stages surviving(Supplier<Remains> remains) {
        return new Stages(remains);
    }

    /** Strikes a write once, as {@link Strikes#strike} does; the stage on which something was wrong serves no more. */
    boolean on(Run run, Write write, Fault fault) {
        try {
            Stage stage = stage(new Setting(run.counted(), run.retryFor()));
            unverified.add(write + ", " + fault);
            boolean struck = Strikes.strike(stage, write, fault, run.restarted());
            if (!struck || unverified.size() >= VERIFIED_EVERY) {
                stage.requireAllEnd();
            }
            if (unverified.size() >= VERIFIED_EVERY) {
                requireSound(stage);
            }
            if (!struck && stage.isDisturbed()) {
                close();
            }
            return struck;
        } catch (RuntimeException | Error wrong) {
            abandon(wrong);
            throw wrong;
        }
    }

    private Stage stage(Setting asked) {
        Stage stage = open;
        if (stage == null || !asked.equals(setting) || stage.isWorn()) {
            close();
            stage = new Stage(remains.get(), asked.counted(), asked.retryFor());
            open = stage;
            setting = asked;
        }
        return stage;
    }

    private void requireSound(Stage stage) {
        Strikes.requireSound(stage, "after one of " + unverified);
        unverified.clear();
    }

    private void abandon(Throwable wrong) {
        Stage stage = open;
        open = null;
        unverified.clear();
        if (stage != null) {
            try {
                stage.close();
            } catch (RuntimeException | Error again) {
                wrong.addSuppressed(again);
            }
        }
    }

    /** Verifies everything that was done since it was verified last, and closes. */
    @Override
    public void close() {
        Stage stage = open;
        if (stage != null) {
            try (stage) {
                stage.requireAllEnd();
                requireSound(stage);
            } finally {
                open = null;
                unverified.clear();
            }
        }
    }
}
