package io.zentra.benchmarks.workload;

/**
 * One posting to make: an amount from one account to another.
 *
 * @param debit the number of the debited account, from 0
 * @param credit the number of the credited account, from 0; another one
 * @param minor the amount in minor units
 * @param key the idempotency key
 */
public record Transfer(int debit, int credit, long minor, String key) {
    /** The asset of all accounts. */
    public static final String ASSET = "USD";

    /** The id of an account. */
    public static String accountId(int account) {
        return "customer:" + account;
    }
}
