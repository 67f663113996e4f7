package io.zentra.testing.architecture.planted.runtime;

/** Helps with something. */
public final class TransferHelper {}
