/** Webhooks: what a verification costs. */
@NullMarked
package io.zentra.benchmarks.webhooks;

import org.jspecify.annotations.NullMarked;
