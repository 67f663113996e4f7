/** Intents: the command that accepts one, and the table of the states that its events lead through. */
@NullMarked
package io.zentra.runtime.internal.intent;

import org.jspecify.annotations.NullMarked;
