package io.zentra.ledger;

import io.zentra.core.money.Money;

/**
 * The balances of an account, in the sign of its normal side. Immutable.
 *
 * @param posted what was posted
 * @param pending what will be posted when all open holds are captured: posted with every hold, in and out
 * @param available what may be taken: posted less the holds that would take from it
 * @param version counts the changes of the account's balances
 */
public record Balances(Money posted, Money pending, Money available, long version) {}
