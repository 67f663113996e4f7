/** The tables of review cases and the commands that change them. */
@NullMarked
package io.zentra.core.review.internal;

import org.jspecify.annotations.NullMarked;
