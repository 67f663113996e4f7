/** Databases that fail at a chosen call, to see what a program makes of it. */
@NullMarked
package io.zentra.testing.fault;

import org.jspecify.annotations.NullMarked;
