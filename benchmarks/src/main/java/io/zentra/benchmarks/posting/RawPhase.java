package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.byhand.ArrayLedger;
import io.zentra.benchmarks.byhand.HandWritten;
import io.zentra.benchmarks.byhand.StatementLedger;
import io.zentra.benchmarks.byhand.Tenant;
import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Measured;
import io.zentra.benchmarks.workload.Meter;
import io.zentra.benchmarks.workload.Transfer;
import io.zentra.benchmarks.workload.Workload;
import io.zentra.benchmarks.workload.Workload.Caller;
import io.zentra.core.storage.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * By hand in batches: one thread makes up the transfers of all callers in turn and posts them over one connection. It has
 * no callers to wake and no queue, so it is the most that the database gives for these rows and this batch.
 */
final class RawPhase implements Phase {
    private final Workload workload;
    private final PostingOptions options;
    private int batch = 1;

    RawPhase(Workload workload, PostingOptions options) {
        this.workload = workload;
        this.options = options;
    }

    /** Postings a commit from now on. */
    void batch(int size) {
        batch = size;
    }

    @Override
    public Measured run(Database database, Goal goal) throws SQLException {
        List<Caller> callers = workload.callers("order", options.callers());
        long commits = 0;
        try (HandWritten ledger = open(database)) {
            Meter meter = new Meter();
            Goal.Progress progress = goal.begin();
            while (progress.goesOn(batch)) {
                ledger.post(next(callers, commits * batch));
                commits++;
            }
            return meter.stop(commits * batch, commits);
        }
    }

    private List<Transfer> next(List<Caller> callers, long done) {
        List<Transfer> transfers = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            transfers.add(callers.get((int) ((done + i) % callers.size())).next());
        }
        return transfers;
    }

    private HandWritten open(Database database) throws SQLException {
        Connection connection = database.connect();
        Tenant tenant = Tenant.find(connection, Book.TENANT, Book.ACTOR.toString(), options.accounts());
        return database.dialect() == Dialect.POSTGRES
                ? new ArrayLedger(connection, tenant)
                : new StatementLedger(connection, database.dialect(), tenant);
    }
}
