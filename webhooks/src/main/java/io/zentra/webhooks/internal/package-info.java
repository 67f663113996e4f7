/** Tables, commands and turns of deliveries. */
@NullMarked
package io.zentra.webhooks.internal;

import org.jspecify.annotations.NullMarked;
