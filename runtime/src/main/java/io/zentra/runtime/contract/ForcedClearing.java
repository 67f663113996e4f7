package io.zentra.runtime.contract;

import io.zentra.runtime.payment.PaymentRequest;

/**
 * What a scheme cleared and no card authorization is there for. Immutable.
 *
 * <pre>{@code
 * ForcedClearing forced = contract.readForcedClearing(body);
 * Answer answer = contract.payment(acme.cards().force(forced.cleared(), forced.reason()));
 * }</pre>
 *
 * @param cleared what was cleared
 * @param reason how it is known
 */
public record ForcedClearing(PaymentRequest cleared, String reason) {}
