/** Intents: what a caller wants done with money, which stages it is to pass, and how far it has come. */
@NullMarked
package io.zentra.runtime.intent;

import org.jspecify.annotations.NullMarked;
