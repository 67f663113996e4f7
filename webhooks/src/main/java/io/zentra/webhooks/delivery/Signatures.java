package io.zentra.webhooks.delivery;

/** With what the messages of an endpoint are signed; Standard Webhooks 1.0.0. */
public enum Signatures {
    /** {@code v1}: a shared secret, HMAC-SHA256. */
    SECRET,
    /** {@code v1a}: a pair of Ed25519, of which the receiver has the public half. */
    KEY_PAIR,
    /** Both. */
    BOTH;

    /** Whether there is a shared secret. */
    public boolean hasSecret() {
        return this != KEY_PAIR;
    }

    /** Whether there is a pair. */
    public boolean hasPair() {
        return this != SECRET;
    }
}
