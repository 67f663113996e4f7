package io.zentra.testing.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/**
 * Whatever is sent in whatever order, a ledger answers as the model does and its invariants hold. A failure names its
 * seed and the fewest steps that were found to provoke it.
 */
public abstract class ModelContract {
    private static final int STEPS = 40;
    private static final int LONG_FACTOR = 50;

    private final AtomicInteger tenants = new AtomicInteger();
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");

    /** For subclasses. */
    protected ModelContract() {}

    /** An empty storage. */
    protected abstract Storage storage();

    /** How many sequences a usual run tries. */
    protected int sequences() {
        return 20;
    }

    /** What sends the steps. */
    LedgerDriver driver(ZentraLedger.Book book, SettableClock clock, Runnable dueWork) {
        return new LedgerDriver(book, clock, dueWork);
    }

    @Test
    void answersAsTheModelDoes() {
        tryAll(1, sequences());
    }

    @Test
    @Tag("long")
    void answersAsTheModelDoesForVeryManySequences() {
        tryAll(1_000_000, sequences() * LONG_FACTOR);
    }

    private void tryAll(long firstSeed, int count) {
        try (ZentraLedger ledger = ZentraLedger.open(
                ZentraCore.Settings.of(storage()).withClock(clock).withRandom(RandomSource.seeded(firstSeed)))) {
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                tryOne(ledger, seed);
            }
        }
    }

    private void tryOne(ZentraLedger ledger, long seed) {
        List<Step> steps = StepGenerator.sequence(seed, STEPS);
        try {
            run(ledger, steps);
        } catch (AssertionError | RuntimeException failure) {
            List<Step> fewest = shrunk(ledger, steps);
            throw new AssertionFailedError(
                    "seed " + seed + " fails: " + failure.getMessage() + "\nwith " + fewest.size() + " steps:\n"
                            + String.join(
                                    "\n", fewest.stream().map(Step::toString).toList()),
                    failure);
        }
    }

    /** Drops steps one by one while it still fails. */
    private List<Step> shrunk(ZentraLedger ledger, List<Step> failing) {
        List<Step> fewest = new ArrayList<>(failing);
        for (int i = fewest.size() - 1; i >= 0; i--) {
            List<Step> without = new ArrayList<>(fewest);
            without.remove(i);
            if (fails(ledger, without)) {
                fewest = without;
            }
        }
        return fewest;
    }

    private boolean fails(ZentraLedger ledger, List<Step> steps) {
        try {
            run(ledger, steps);
            return false;
        } catch (AssertionError | RuntimeException failure) {
            return true;
        }
    }

    private void run(ZentraLedger ledger, List<Step> steps) {
        String tenant = "model-" + tenants.incrementAndGet();
        ledger.createTenant(tenant, TenantConfig.standard(), Actor.service("setup"));
        LedgerDriver driver = driver(ledger.tenant(tenant).as(Actor.service("svc_model")), clock, ledger::runDueWork);
        LedgerModel model = new LedgerModel();
        for (Step step : steps) {
            assertThat(driver.answer(step)).as("%s", step).isEqualTo(model.answer(step));
        }
        ModelCheck.requireAll(driver, model, steps);
    }
}
