/** The runtime's tables, commands and packets. */
@NullMarked
package io.zentra.runtime.internal;

import org.jspecify.annotations.NullMarked;
