/** What operators look at: how a tenant stands, what happened to one thing, and what needs attention. */
@NullMarked
package io.zentra.runtime.operations;

import org.jspecify.annotations.NullMarked;
