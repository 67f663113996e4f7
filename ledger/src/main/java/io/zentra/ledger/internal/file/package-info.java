/** Ledgers as files: what is exported, and how it is read again. */
@NullMarked
package io.zentra.ledger.internal.file;

import org.jspecify.annotations.NullMarked;
