/** Looks for transfers, payments and card authorizations by what was asked for. */
@NullMarked
package io.zentra.runtime.internal.search;

import org.jspecify.annotations.NullMarked;
