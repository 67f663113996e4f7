package io.zentra.runtime.internal.transfer;

import io.zentra.core.identity.Access;
import io.zentra.core.time.HeadStart;
import io.zentra.policy.PolicyWork;

/**
 * What a transfer is created with.
 *
 * @param access whose it is
 * @param flow how transfers go
 * @param policies the runtime's
 * @param start lets this process call the rail as soon as the transfer is durable
 */
public record Means(Access access, Flow flow, PolicyWork policies, HeadStart start) {}
