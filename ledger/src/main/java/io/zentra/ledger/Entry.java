package io.zentra.ledger;

import io.zentra.core.money.Money;

/**
 * One debit or credit line of a posting. Immutable.
 *
 * @param id the posting's id, a slash and the line from 0
 * @param account the account's id
 * @param side which side
 * @param amount above zero
 * @param balances the account's balances after it
 */
public record Entry(String id, String account, Side side, Money amount, Balances balances) {}
