/** Secrets at rest: sealed under keys that the host holds, bound to whom they belong. */
@NullMarked
package io.zentra.webhooks.secret;

import org.jspecify.annotations.NullMarked;
