/** What deliveries of webhooks reach. */
@NullMarked
package io.zentra.benchmarks.delivery;

import org.jspecify.annotations.NullMarked;
