/** JSON from outside, read strictly by the modules that take it; no host needs it. */
@NullMarked
package io.zentra.core.json;

import org.jspecify.annotations.NullMarked;
