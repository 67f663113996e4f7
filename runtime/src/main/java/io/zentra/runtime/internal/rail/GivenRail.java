package io.zentra.runtime.internal.rail;

import io.zentra.runtime.Rail;
import io.zentra.runtime.rail.RailSettings;

/**
 * A rail as the host gives it.
 *
 * @param rail the rail
 * @param settings how it is used
 */
public record GivenRail(Rail rail, RailSettings settings) {}
