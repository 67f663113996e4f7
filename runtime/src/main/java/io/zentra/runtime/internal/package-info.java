/** What all of the runtime shares: its tables as one module, and the operations of its commands. */
@NullMarked
package io.zentra.runtime.internal;

import org.jspecify.annotations.NullMarked;
