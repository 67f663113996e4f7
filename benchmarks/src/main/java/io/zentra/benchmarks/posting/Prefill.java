package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.database.Databases;
import io.zentra.benchmarks.workload.Meter;
import io.zentra.benchmarks.workload.Threads;
import io.zentra.benchmarks.workload.Workload;
import io.zentra.benchmarks.workload.Workload.Caller;
import io.zentra.core.storage.Storage;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What each phase begins with: the accounts, and postings from before. */
final class Prefill implements Databases.Filling {
    private static final int THREADS = 64;
    private static final int BULK_THREADS = 2;
    private static final long REPORT_EVERY = 1_000_000;

    private final Workload workload;
    private final PostingOptions options;
    private final PrintStream out;

    Prefill(Workload workload, PostingOptions options, PrintStream out) {
        this.workload = workload;
        this.options = options;
        this.out = out;
    }

    @Override
    public void fill(Storage storage) throws Exception {
        try (Book book = Book.open(storage)) {
            AtomicInteger next = new AtomicInteger();
            Threads.run(THREADS, thread -> {
                for (int account = next.getAndIncrement();
                        account < options.accounts();
                        account = next.getAndIncrement()) {
                    book.openAccount(account);
                }
            });
            post(book);
        }
    }

    private void post(Book book) throws Exception {
        AtomicLong begun = new AtomicLong();
        List<Caller> callers = workload.callers("before", BULK_THREADS);
        AtomicLong reportedNanos = new AtomicLong(System.nanoTime());
        Threads.run(BULK_THREADS, thread -> {
            for (long from = begun.getAndAdd(OurPhase.BULK);
                    from < options.prefill();
                    from = begun.getAndAdd(OurPhase.BULK)) {
                book.postAll(callers.get(thread), (int) Math.min(OurPhase.BULK, options.prefill() - from));
                if ((from + OurPhase.BULK) % REPORT_EVERY == 0) {
                    report(from + OurPhase.BULK, reportedNanos);
                }
            }
        });
    }

    private void report(long postings, AtomicLong reportedNanos) {
        long now = System.nanoTime();
        long took = now - reportedNanos.getAndSet(now);
        out.println("prefill: " + postings + " postings, the last million at " + REPORT_EVERY * 1_000_000_000L / took
                + "/s, heap " + Meter.heapInUseMib() + " MiB");
    }
}
