/** Rules, limits and decisions: what may happen to money before it moves. */
@NullMarked
package io.zentra.policy;

import org.jspecify.annotations.NullMarked;
