/** The table of rate limits, and the gate that counts calls. */
@NullMarked
package io.zentra.core.limit.internal;

import org.jspecify.annotations.NullMarked;
