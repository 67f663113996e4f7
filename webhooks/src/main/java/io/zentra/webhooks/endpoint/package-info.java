/** Where messages may be sent: the form of URLs, and the addresses behind their names. */
@NullMarked
package io.zentra.webhooks.endpoint;

import org.jspecify.annotations.NullMarked;
