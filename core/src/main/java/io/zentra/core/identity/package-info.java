/** Who acts, for whom, and with which permissions. */
@NullMarked
package io.zentra.core.identity;

import org.jspecify.annotations.NullMarked;
