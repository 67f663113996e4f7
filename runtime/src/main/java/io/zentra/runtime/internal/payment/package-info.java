/** Payments and card authorizations: one table of ways a flow, one row, one command for the steps. */
@NullMarked
package io.zentra.runtime.internal.payment;

import org.jspecify.annotations.NullMarked;
