package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Measured;

/** One way to post, measured over a fresh database. */
interface Phase {
    /** Posts until the goal is reached. */
    Measured run(Database database, Goal goal) throws Exception;
}
