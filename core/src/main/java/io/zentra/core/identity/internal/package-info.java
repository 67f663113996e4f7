/** The registry of tenants. */
@NullMarked
package io.zentra.core.identity.internal;

import org.jspecify.annotations.NullMarked;
