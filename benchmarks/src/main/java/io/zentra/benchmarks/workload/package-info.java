/** What the benchmarks ask for: transfers, accounts to choose, goals and latencies. */
@NullMarked
package io.zentra.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
