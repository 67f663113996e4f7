package io.zentra.testing.architecture.planted.core.money;

/** Counts money in floating point. */
public record FloatingPrice(double amount) {}
