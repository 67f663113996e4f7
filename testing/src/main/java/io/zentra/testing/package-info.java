/** For tests: a settable clock, fault injection, sandbox rails and the contract of storages. */
@NullMarked
package io.zentra.testing;

import org.jspecify.annotations.NullMarked;
