package io.zentra.core.commit;

/**
 * A kind of command: the scope of idempotency keys within a tenant. Codes and names are part of stored history and never
 * change. Immutable.
 *
 * @param code what rows keep
 * @param name what events keep, such as {@code ledger.post}
 */
public record Operation(int code, String name) {
    @Override
    public String toString() {
        return name;
    }
}
