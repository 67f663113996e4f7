/** Counting what was let through against windows of time, so that a cap is never exceeded and never blocks what fits. */
@NullMarked
package io.zentra.core.usage;

import org.jspecify.annotations.NullMarked;
