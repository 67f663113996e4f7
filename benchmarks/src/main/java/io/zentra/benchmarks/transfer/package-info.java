/** Whole transfers: how many a second, how fast a runtime starts, and how fast it recovers. */
@NullMarked
package io.zentra.benchmarks.transfer;

import org.jspecify.annotations.NullMarked;
