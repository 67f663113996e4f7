/** The table of due work and its worker. */
@NullMarked
package io.zentra.core.time.internal;

import org.jspecify.annotations.NullMarked;
