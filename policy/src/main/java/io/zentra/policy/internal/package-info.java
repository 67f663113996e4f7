/** How policies are kept, compiled and decided; not for hosts. */
@NullMarked
package io.zentra.policy.internal;

import org.jspecify.annotations.NullMarked;
