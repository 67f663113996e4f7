/** Rails: what each can take, how it is used, how it fares, and which one takes a transfer. */
@NullMarked
package io.zentra.runtime.rail;

import org.jspecify.annotations.NullMarked;
