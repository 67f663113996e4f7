package io.zentra.testing.contract;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.ZentraLedger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads, few accounts, the same keys: one mutation a key, no floor crossed. */
public abstract class RaceContract extends StorageContract {
    private static final int THREADS = 64;

    /** For subclasses. */
    protected RaceContract() {}

    @Test
    void appliesEachKeyOnceWhenThreadsRaceForIt() throws Exception {
        openAccounts();
        RaceCheck.requireOnceEach(acme(), race(thread -> acme()));
    }

    @Test
    void appliesEachKeyOnceWhenTwoRuntimesRaceForIt() throws Exception {
        openAccounts();
        try (ZentraLedger second = another(secondStorage())) {
            ZentraLedger.Book other = second.tenant("acme").as(Actor.service("svc_other"));
            RaceCheck.requireOnceEach(acme(), race(thread -> thread % 2 == 0 ? acme() : other));
        }
    }

    @Test
    void neverCrossesAFloorWhenThreadsDrainAnAccount() throws Exception {
        requireDrained(thread -> acme());
    }

    @Test
    void neverCrossesAFloorWhenTwoRuntimesDrainAnAccount() throws Exception {
        try (ZentraLedger second = another(secondStorage())) {
            ZentraLedger.Book other = second.tenant("acme").as(Actor.service("svc_other"));
            requireDrained(thread -> thread % 2 == 0 ? acme() : other);
        }
    }

    /** Another runtime's way to the same database: nothing is shared but the tables. */
    private Storage secondStorage() {
        return Storage.of(source(), core().settings().storage().dialect());
    }

    private void openAccounts() {
        RaceCheck.ACCOUNTS.forEach(
                id -> acme().accounts().open(NewAccount.credit(id, USD).withoutFloor()));
    }

    private List<Map<String, Outcome<Posting>>> race(IntFunction<ZentraLedger.Book> books) throws Exception {
        return together(thread -> () -> {
            List<Integer> keys =
                    new ArrayList<>(IntStream.range(0, RaceCheck.KEYS).boxed().toList());
            Collections.shuffle(keys, new Random(thread));
            return keys.stream()
                    .collect(Collectors.toMap(
                            key -> "race-" + key,
                            key -> books.apply(thread).ledgers().post(RaceCheck.request(key))));
        });
    }

    private void requireDrained(IntFunction<ZentraLedger.Book> books) throws Exception {
        fund(RaceCheck.DRAINED);
        RaceCheck.requireDrained(
                acme(),
                together(thread -> () -> IntStream.range(0, 20)
                        .mapToObj(i -> books.apply(thread)
                                .ledgers()
                                .post("customer:42", "merchant:7", usd(1), "drain-" + thread + "-" + i))
                        .toList()));
    }

    /** Runs a task a thread, all begun at once. */
    static <T> List<T> together(IntFunction<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch ready = new CountDownLatch(THREADS);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Callable<T> task = tasks.apply(i);
                futures.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return task.call();
                }));
            }
            return all(futures);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> List<T> all(List<Future<T>> futures) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
