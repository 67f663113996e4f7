/** Accounts, postings, holds and balances: the double-entry heart. */
@NullMarked
package io.zentra.ledger;

import org.jspecify.annotations.NullMarked;
