/** Cases that people must decide: lanes, owners, notes, approvals. */
@NullMarked
package io.zentra.core.review;

import org.jspecify.annotations.NullMarked;
