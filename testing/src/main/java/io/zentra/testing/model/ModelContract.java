package io.zentra.testing.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.storage.Storage;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/**
 * Whatever is sent in whatever order, a ledger answers as the model does and its invariants hold. A failure names its
 * seed and the fewest steps that were found to provoke it.
 */
public abstract class ModelContract {
    /** How many steps a sequence has. */
    static final int STEPS = 56;

    /** How many sequences a usual run tries, from the first seed on. */
    static final int SEQUENCES = 500;

    private static final int VERY_MANY_SEQUENCES = 10_000;

    private final AtomicInteger tenants = new AtomicInteger();
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");

    /** For subclasses. */
    protected ModelContract() {}

    /** An empty storage. */
    protected abstract Storage storage();

    /** How many sequences a usual run tries. */
    int sequences() {
        return SEQUENCES;
    }

    /** What sends the steps. */
    LedgerDriver driver(Workspace book, SettableClock clock, Runnable dueWork) {
        return new LedgerDriver(book, clock, dueWork);
    }

    @Test
    void answersAsTheModelDoes() {
        tryAll(1, sequences());
    }

    @Test
    @Tag("long")
    void answersAsTheModelDoesForVeryManySequences() {
        tryAll(1_000_000, VERY_MANY_SEQUENCES);
    }

    private void tryAll(long firstSeed, int count) {
        try (ZentraRuntime zentra = ModelDesk.runtime(storage(), clock, firstSeed)) {
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                tryOne(zentra, seed);
            }
        }
    }

    private void tryOne(ZentraRuntime zentra, long seed) {
        List<Step> steps = StepGenerator.sequence(seed, STEPS);
        Throwable failure = failure(zentra, steps);
        if (failure != null) {
            throw shrunk(zentra, seed, steps, failure);
        }
    }

    /** Drops steps one by one while it still fails in some way. */
    private AssertionFailedError shrunk(ZentraRuntime zentra, long seed, List<Step> failing, Throwable first) {
        List<Step> fewest = new ArrayList<>(failing);
        Throwable last = first;
        for (int i = fewest.size() - 1; i >= 0; i--) {
            List<Step> without = new ArrayList<>(fewest);
            without.remove(i);
            Throwable failure = failure(zentra, without);
            if (failure != null) {
                fewest = without;
                last = failure;
            }
        }
        return new AssertionFailedError(
                "seed " + seed + " fails: " + last.getMessage() + "\nwith " + fewest.size() + " steps:\n"
                        + String.join("\n", fewest.stream().map(Step::toString).toList()),
                first);
    }

    private @Nullable Throwable failure(ZentraRuntime zentra, List<Step> steps) {
        try {
            run(zentra, steps);
            return null;
        } catch (AssertionError | RuntimeException failure) {
            return failure;
        }
    }

    private void run(ZentraRuntime zentra, List<Step> steps) {
        Workspace book = ModelDesk.tenant(zentra, "model-" + tenants.incrementAndGet());
        boolean archives = steps.contains(new Step.Archive());
        if (archives) {
            LedgerDriver.growOld(book, clock);
        }
        LedgerDriver driver = driver(book, clock, zentra::runDueWork);
        LedgerModel model = new LedgerModel();
        for (Step step : steps) {
            assertThat(driver.answer(step)).as("%s", step).isEqualTo(model.answer(step));
        }
        ModelCheck.requireAll(driver, model, steps);
        assertThat(book.journal().archives()).as("archives").hasSize(archives ? 1 : 0);
    }
}
