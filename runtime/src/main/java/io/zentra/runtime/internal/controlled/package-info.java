/** Postings under a policy: what decides them, and how they go on after a review. */
@NullMarked
package io.zentra.runtime.internal.controlled;

import org.jspecify.annotations.NullMarked;
