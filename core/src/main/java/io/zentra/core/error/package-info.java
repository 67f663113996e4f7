/** Stable error codes and the one exception that carries them. */
@NullMarked
package io.zentra.core.error;

import org.jspecify.annotations.NullMarked;
