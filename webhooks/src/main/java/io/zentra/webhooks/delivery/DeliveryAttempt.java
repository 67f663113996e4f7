package io.zentra.webhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a delivery, kept as it was. Immutable.
 *
 * @param number from 1
 * @param at when it began
 * @param latency how long it took
 * @param outcome what came of it
 * @param status the HTTP status; null without an answer
 * @param request the headers that were sent, one a line; values of the endpoint's own are struck out
 * @param response the beginning of the answer; null without one
 * @param error why there was no answer; null with one
 */
public record DeliveryAttempt(
        long number,
        Instant at,
        Duration latency,
        AttemptOutcome outcome,
        @Nullable Integer status,
        String request,
        @Nullable String response,
        @Nullable String error) {}
