/** The journal's tables and the Merkle log over them. */
@NullMarked
package io.zentra.core.journal.internal;

import org.jspecify.annotations.NullMarked;
