/** The ledger's tables and commands. */
@NullMarked
package io.zentra.ledger.internal;

import org.jspecify.annotations.NullMarked;
