package io.zentra.testing.architecture.planted.ledger.internal;

/** Nobody else's business. */
public final class Hidden {}
