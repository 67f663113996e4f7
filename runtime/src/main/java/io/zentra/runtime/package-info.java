/** ZentraRuntime, the facade: transfers, rails, callbacks, evidence. */
@NullMarked
package io.zentra.runtime;

import org.jspecify.annotations.NullMarked;
