/** Callbacks: what they say, what waits, and what is kept of them. */
@NullMarked
package io.zentra.runtime.internal.callback;

import org.jspecify.annotations.NullMarked;
