/** Empty; the place of settlement files, matching, exceptions and closeout. */
@NullMarked
package io.zentra.reconciliation;

import org.jspecify.annotations.NullMarked;
