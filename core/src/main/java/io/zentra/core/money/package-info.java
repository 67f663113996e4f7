/** Exact money: integers of the minor unit, with their asset. */
@NullMarked
package io.zentra.core.money;

import org.jspecify.annotations.NullMarked;
