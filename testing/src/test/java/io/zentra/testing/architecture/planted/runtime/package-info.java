/** Planted for the architecture test: what is here breaks its rules. */
@NullMarked
package io.zentra.testing.architecture.planted.runtime;

import org.jspecify.annotations.NullMarked;
