package io.zentra.policy;

import java.time.Instant;

/**
 * What a decision read of a window that counts the operation. Immutable.
 *
 * @param window its name in the policy
 * @param since when it began: the operations from then on count; of a rolling window those after it
 * @param before its value without the operation: minor units of a sum, or a number
 * @param after its value with the operation
 */
public record WindowReading(String window, Instant since, long before, long after) {}
