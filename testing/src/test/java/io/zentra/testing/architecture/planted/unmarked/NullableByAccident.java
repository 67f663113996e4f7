package io.zentra.testing.architecture.planted.unmarked;

/** Its package has no package-info. */
public final class NullableByAccident {}
