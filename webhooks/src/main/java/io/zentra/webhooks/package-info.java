/** Signed callbacks in, signed events out. */
@NullMarked
package io.zentra.webhooks;

import org.jspecify.annotations.NullMarked;
