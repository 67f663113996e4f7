/** Transfers: the table of their states, what changes them, and what is due. */
@NullMarked
package io.zentra.runtime.internal.transfer;

import org.jspecify.annotations.NullMarked;
