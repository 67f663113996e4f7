/** Meters for Micrometer. Nothing else of Zentra refers to it, so a host without it needs not have it. */
@NullMarked
package io.zentra.runtime.metrics;

import org.jspecify.annotations.NullMarked;
