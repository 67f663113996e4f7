/** Ledgers as files. */
@NullMarked
package io.zentra.ledger.internal.file;

import org.jspecify.annotations.NullMarked;
