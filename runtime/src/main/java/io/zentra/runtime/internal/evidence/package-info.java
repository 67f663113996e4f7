/** Packets as text: what is in one, and whether it holds. */
@NullMarked
package io.zentra.runtime.internal.evidence;

import org.jspecify.annotations.NullMarked;
