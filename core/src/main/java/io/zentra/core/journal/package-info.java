/** The tenant's journal: one gapless, hash-chained sequence of events, with proofs. */
@NullMarked
package io.zentra.core.journal;

import org.jspecify.annotations.NullMarked;
