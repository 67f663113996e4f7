/** The lane, its batches and units. */
@NullMarked
package io.zentra.core.commit.internal;

import org.jspecify.annotations.NullMarked;
