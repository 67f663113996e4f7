/** Whole-process benchmarks. */
@NullMarked
package io.zentra.benchmarks;

import org.jspecify.annotations.NullMarked;
