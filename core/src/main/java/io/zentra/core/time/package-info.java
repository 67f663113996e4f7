/** The clock and work that falls due. */
@NullMarked
package io.zentra.core.time;

import org.jspecify.annotations.NullMarked;
