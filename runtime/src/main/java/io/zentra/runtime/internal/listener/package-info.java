/** Tells a host's listeners of the events of journals. */
@NullMarked
package io.zentra.runtime.internal.listener;

import org.jspecify.annotations.NullMarked;
