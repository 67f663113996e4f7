package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Entry;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
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
    private static final int KEYS = 50;
    private static final List<String> ACCOUNTS = List.of("r:0", "r:1", "r:2", "r:3");

    /** For subclasses. */
    protected RaceContract() {}

    @Test
    void appliesEachKeyOnceWhenThreadsRaceForIt() throws Exception {
        openAccounts();
        requireOnceEach(race(thread -> acme()));
    }

    @Test
    void appliesEachKeyOnceWhenTwoRuntimesRaceForIt() throws Exception {
        openAccounts();
        try (ZentraLedger second = another(secondStorage())) {
            ZentraLedger.Book other = second.tenant("acme").as(Actor.service("svc_other"));
            requireOnceEach(race(thread -> thread % 2 == 0 ? acme() : other));
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
        ACCOUNTS.forEach(id -> acme().accounts().open(NewAccount.credit(id, USD).withoutFloor()));
    }

    private List<Map<String, Outcome<Posting>>> race(IntFunction<ZentraLedger.Book> books) throws Exception {
        return together(thread -> () -> {
            List<Integer> keys =
                    new ArrayList<>(IntStream.range(0, KEYS).boxed().toList());
            Collections.shuffle(keys, new Random(thread));
            return keys.stream()
                    .collect(Collectors.toMap(
                            key -> "race-" + key,
                            key -> books.apply(thread).ledgers().post(request(key))));
        });
    }

    private static PostingRequest request(int key) {
        String from = ACCOUNTS.get(key % ACCOUNTS.size());
        String to = ACCOUNTS.get((key / ACCOUNTS.size() + 1 + key) % ACCOUNTS.size());
        return PostingRequest.of(from, to, usd(key + 1), "race-" + key);
    }

    private void requireOnceEach(List<Map<String, Outcome<Posting>>> answers) {
        for (int key = 0; key < KEYS; key++) {
            String name = "race-" + key;
            List<Outcome<Posting>> ofKey =
                    answers.stream().map(each -> each.get(name)).toList();
            assertThat(ofKey.stream().filter(outcome -> !outcome.isReplay()))
                    .as("applied for %s", name)
                    .hasSize(1);
            assertThat(ofKey.stream().map(Outcome::orElseThrow).distinct())
                    .as("results for %s", name)
                    .hasSize(1);
        }
        assertThat(postings()).isEqualTo(KEYS);
        for (String account : ACCOUNTS) {
            assertThat(posted(account)).as(account).isEqualTo(expected(account));
        }
    }

    private static long expected(String account) {
        return IntStream.range(0, KEYS)
                .mapToObj(RaceContract::request)
                .flatMap(request -> request.entries().stream())
                .filter(entry -> entry.account().equals(account))
                .mapToLong(entry -> entry.side() == Side.CREDIT
                        ? entry.amount().minor()
                        : -entry.amount().minor())
                .sum();
    }

    private void requireDrained(IntFunction<ZentraLedger.Book> books) throws Exception {
        fund(1_000);
        List<List<Outcome<Posting>>> answers = together(thread -> () -> IntStream.range(0, 20)
                .mapToObj(i -> books.apply(thread)
                        .ledgers()
                        .post("customer:42", "merchant:7", usd(1), "drain-" + thread + "-" + i))
                .toList());
        List<Posting> applied = answers.stream()
                .flatMap(List::stream)
                .filter(outcome -> !outcome.isDeclined())
                .map(Outcome::orElseThrow)
                .toList();

        assertThat(applied).hasSize(1_000);
        assertThat(posted("customer:42")).isZero();
        assertThat(posted("merchant:7")).isEqualTo(1_000);
        assertThat(applied.stream()
                        .map(posting -> posting.entries().get(0))
                        .map(Entry::balances)
                        .map(balances -> balances.available().minor()))
                .as("each withdrawal saw a balance of its own")
                .doesNotHaveDuplicates()
                .allMatch(available -> available >= 0);
    }

    private long postings() {
        return acme().journal().after(0, 10_000).stream()
                .map(Event::type)
                .filter("ledger.entry.created"::equals)
                .count();
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
