package io.zentra.policy;

/**
 * Which version of which policy. Immutable.
 *
 * @param name the policy
 * @param version its version, from 1
 * @param hash the SHA-256 of its canonical JSON form, in hexadecimal
 */
public record PolicyRef(String name, int version, String hash) {
    /** {@code payout/3}. */
    @Override
    public String toString() {
        return name + "/" + version;
    }
}
