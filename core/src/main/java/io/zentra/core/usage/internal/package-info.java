/** The tables of meters and what they count. */
@NullMarked
package io.zentra.core.usage.internal;

import org.jspecify.annotations.NullMarked;
