package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.byhand.HandWritten;
import io.zentra.benchmarks.byhand.StatementLedger;
import io.zentra.benchmarks.byhand.Tenant;
import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Measured;
import io.zentra.benchmarks.workload.Meter;
import io.zentra.benchmarks.workload.Threads;
import io.zentra.benchmarks.workload.Workload;
import io.zentra.benchmarks.workload.Workload.Caller;
import io.zentra.core.storage.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * By hand, one transaction a posting. PostgreSQL: as many threads as callers, each with a connection of its own. SQLite
 * and H2 have one writer: one thread with one connection, which is faster there than threads that wait for each other.
 */
final class PlainPhase implements Phase {
    private final Workload workload;
    private final PostingOptions options;

    PlainPhase(Workload workload, PostingOptions options) {
        this.workload = workload;
        this.options = options;
    }

    @Override
    public Measured run(Database database, Goal goal) throws SQLException, InterruptedException, ExecutionException {
        int threads = database.dialect() == Dialect.POSTGRES ? options.callers() : 1;
        List<HandWritten> ledgers = new ArrayList<>();
        try {
            Tenant tenant = tenant(database);
            for (int i = 0; i < threads; i++) {
                ledgers.add(new StatementLedger(database.connect(), database.dialect(), tenant));
            }
            List<Caller> callers = workload.callers("order", options.callers());
            int each = callers.size() / threads;
            LongAdder postings = new LongAdder();
            Goal.Progress progress = goal.begin();
            Meter meter = new Meter();
            Threads.run(threads, thread -> {
                for (int turn = 0; progress.goesOn(1); turn = (turn + 1) % each) {
                    ledgers.get(thread)
                            .post(List.of(callers.get(thread * each + turn).next()));
                    postings.increment();
                }
            });
            return meter.stop(postings.sum(), postings.sum());
        } finally {
            for (HandWritten ledger : ledgers) {
                ledger.close();
            }
        }
    }

    private Tenant tenant(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            return Tenant.find(connection, Book.TENANT, Book.ACTOR.toString(), options.accounts());
        }
    }
}
