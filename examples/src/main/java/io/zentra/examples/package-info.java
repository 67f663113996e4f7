/** Runnable examples. */
@NullMarked
package io.zentra.examples;

import org.jspecify.annotations.NullMarked;
