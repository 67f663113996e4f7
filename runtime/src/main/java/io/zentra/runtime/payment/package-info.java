/** Payments and card authorizations: money that is held first, and captured, refunded and disputed afterwards. */
@NullMarked
package io.zentra.runtime.payment;

import org.jspecify.annotations.NullMarked;
