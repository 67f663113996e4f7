/** How each database is spoken to. */
@NullMarked
package io.zentra.core.storage.internal;

import org.jspecify.annotations.NullMarked;
