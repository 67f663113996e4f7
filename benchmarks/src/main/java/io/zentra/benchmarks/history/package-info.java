/** What reads cost: balances, balances of any time, and statements. */
@NullMarked
package io.zentra.benchmarks.history;

import org.jspecify.annotations.NullMarked;
