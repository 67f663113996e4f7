package io.zentra.webhooks.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key that signs an endpoint's messages; nothing secret.
 *
 * @param id its id
 * @param scheme {@code v1} or {@code v1a}
 * @param notBefore from when on it signs
 * @param notAfter until when it signs; null until it is rotated
 * @param publicKey the public half, {@code whpk_…}; null for a shared secret
 */
public record EndpointKey(
        String id,
        String scheme,
        Instant notBefore,
        @Nullable Instant notAfter,
        @Nullable String publicKey) {}
