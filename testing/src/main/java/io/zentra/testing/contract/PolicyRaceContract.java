package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Many at once on one cap. Where others check a limit and record what was used apart from each other, callers get past it
 * together; here the sum is exact whatever runs beside it.
 */
public abstract class PolicyRaceContract extends PolicyDesk {
    private static final int THREADS = 64;
    private static final int EACH = 8;
    private static final long CAP = 1_000;
    private static final long UNIT = 7;

    private final AtomicInteger keys = new AtomicInteger();

    /** For subclasses. */
    protected PolicyRaceContract() {}

    @Test
    void letsExactlyThroughWhatFits() throws Exception {
        publish(Policy.named(PAYOUT)
                .limit("cap", Measure.sum(USD).within(Window.rolling(Duration.ofHours(1))), CAP)
                .build());

        List<Ruling> rulings =
                run(() -> pay(CUSTOMER, UNIT, "race-" + keys.incrementAndGet()).orElseThrow());

        long through = rulings.stream().filter(Ruling.Posted.class::isInstance).count();
        assertThat(through).isEqualTo(CAP / UNIT);
        assertThat(rulings).hasSize(THREADS * EACH);
        assertThat(posted(MERCHANT)).isEqualTo(CAP / UNIT * UNIT);
    }

    /** Whatever is given back beside it, the cap holds at every moment and in the end nothing that fits is blocked. */
    @Test
    void staysExactWhileUsageIsGivenBack() throws Exception {
        publish(Policy.named(PAYOUT)
                .limit("cap", Measure.sum(USD).per(Field.SOURCE), CAP)
                .build());

        run(() -> {
            Ruling ruling =
                    pay(CUSTOMER, UNIT, "race-" + keys.incrementAndGet()).orElseThrow();
            if (ruling instanceof Ruling.Posted posted
                    && new Random(posting(posted).seq()).nextBoolean()) {
                acme().ledgers()
                        .reverse(posting(posted).id(), "back-" + posting(posted).id())
                        .orElseThrow();
            }
            assertThat(posted(MERCHANT)).isLessThanOrEqualTo(CAP);
            return ruling;
        });

        long left = CAP - posted(MERCHANT);
        denied(pay(left + 1));
        if (left > 0) {
            posted(pay(left));
        }
    }

    /** Two processes on one database share the cap, though each keeps rows in memory. */
    @Test
    void letsExactlyThroughWhatFitsOverTwoRuntimes() throws Exception {
        publish(Policy.named(PAYOUT)
                .limit("cap", Measure.sum(USD).within(Window.rolling(Duration.ofHours(1))), CAP)
                .limit("uses", Measure.count().per(Field.SOURCE), 2 * CAP)
                .build());
        try (ZentraRuntime other = runtime(RandomSource.seeded(43))) {
            List<Workspace> both = List.of(acme(), other.tenant("acme").as(Actor.service("svc_other")));
            AtomicInteger turns = new AtomicInteger();
            List<Integer> through = new CopyOnWriteArrayList<>();

            List<Ruling> rulings = run(() -> {
                int turn = turns.incrementAndGet();
                Ruling ruling = both.get(turn % 2)
                        .controlled()
                        .post(
                                proposal(CUSTOMER, UNIT),
                                PostingRequest.of(CUSTOMER, MERCHANT, usd(UNIT), "race-" + turn))
                        .orElseThrow();
                if (ruling instanceof Ruling.Posted) {
                    through.add(turn % 2);
                }
                return ruling;
            });

            assertThat(rulings).hasSize(THREADS * EACH);
            assertThat(through).hasSize((int) (CAP / UNIT)).contains(0, 1);
            assertThat(posted(MERCHANT)).isEqualTo(CAP / UNIT * UNIT);
            both.get(1).verify().requireSound();
        }
    }

    private static Posting posting(Ruling.Posted ruling) {
        return ruling.posting();
    }

    private List<Ruling> run(Callable<Ruling> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Ruling>> all = new ArrayList<>();
            for (int i = 0; i < THREADS * EACH; i++) {
                all.add(work);
            }
            List<Ruling> rulings = new ArrayList<>();
            for (Future<Ruling> done : threads.invokeAll(all)) {
                rulings.add(done.get());
            }
            return rulings;
        } finally {
            threads.shutdown();
        }
    }
}
