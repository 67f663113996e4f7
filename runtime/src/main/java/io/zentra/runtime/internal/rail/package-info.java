/** Calls of rails: with a timeout, a limit and a breaker each. */
@NullMarked
package io.zentra.runtime.internal.rail;

import org.jspecify.annotations.NullMarked;
