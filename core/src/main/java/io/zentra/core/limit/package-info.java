/** How many calls a tenant may make. */
@NullMarked
package io.zentra.core.limit;

import org.jspecify.annotations.NullMarked;
