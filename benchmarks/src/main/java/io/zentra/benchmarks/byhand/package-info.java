/** The ledger that a good engineer would write by hand with JDBC: what ours is measured against. */
@NullMarked
package io.zentra.benchmarks.byhand;

import org.jspecify.annotations.NullMarked;
