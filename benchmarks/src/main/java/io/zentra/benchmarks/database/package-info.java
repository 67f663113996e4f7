/** Databases made anew for each phase of a benchmark. */
@NullMarked
package io.zentra.benchmarks.database;

import org.jspecify.annotations.NullMarked;
