/** Every order of what can happen to a transfer, and what must come of it. */
@NullMarked
package io.zentra.testing.schedule;

import org.jspecify.annotations.NullMarked;
