/** The command line that checks evidence. */
@NullMarked
package io.zentra.verifier;

import org.jspecify.annotations.NullMarked;
