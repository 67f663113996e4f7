/** Events that leave: endpoints of tenants, their deliveries, and how they are sent. */
@NullMarked
package io.zentra.webhooks.delivery;

import org.jspecify.annotations.NullMarked;
