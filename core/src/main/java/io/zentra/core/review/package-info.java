/** Cases that a person must decide: lanes, owners, notes, decisions. */
@NullMarked
package io.zentra.core.review;

import org.jspecify.annotations.NullMarked;
