package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Latencies;
import io.zentra.benchmarks.workload.Measured;
import io.zentra.benchmarks.workload.Meter;
import io.zentra.benchmarks.workload.Threads;
import io.zentra.benchmarks.workload.Workload;
import io.zentra.benchmarks.workload.Workload.Caller;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Through the library: each caller posts, waits until it is durable, and posts again. */
final class OurPhase implements Phase {
    static final int BULK = 1_000;

    private final Workload workload;
    private final int callers;
    private final int chunk;
    private Latencies latencies = new Latencies();

    OurPhase(Workload workload, int callers, boolean bulk) {
        this.workload = workload;
        this.callers = callers;
        this.chunk = bulk ? BULK : 1;
    }

    @Override
    public Measured run(Database database, Goal goal) throws Exception {
        try (Book book = Book.open(database.storage())) {
            long commitsBefore = book.commits();
            LongAdder postings = new LongAdder();
            List<Caller> requests = workload.callers("order", callers);
            List<Latencies> times = IntStream.range(0, callers)
                    .mapToObj(caller -> new Latencies())
                    .toList();
            Goal.Progress progress = goal.begin();
            Meter meter = new Meter();
            Threads.run(callers, caller -> {
                while (progress.goesOn(chunk)) {
                    long begin = System.nanoTime();
                    post(book, requests.get(caller));
                    times.get(caller).add(System.nanoTime() - begin);
                    postings.add(chunk);
                }
            });
            Measured measured = meter.stop(postings.sum(), book.commits() - commitsBefore);
            times.forEach(latencies::addAll);
            return measured;
        }
    }

    /** The times of all calls since the last asking, a call of bulk being one. */
    Latencies takeLatencies() {
        Latencies taken = latencies;
        latencies = new Latencies();
        return taken;
    }

    private void post(Book book, Caller caller) {
        if (chunk == 1) {
            book.post(caller.next());
        } else {
            book.postAll(caller, chunk);
        }
    }
}
