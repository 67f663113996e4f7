/** The home of core's migrations. */
@NullMarked
package io.zentra.core.internal;

import org.jspecify.annotations.NullMarked;
