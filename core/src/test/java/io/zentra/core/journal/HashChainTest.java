package io.zentra.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Expected values were computed with another implementation of SHA-256. */
class HashChainTest {
    private final HashChain hashes = new HashChain();

    @Test
    void beginsWithZeros() {
        assertThat(HashChain.genesis()).containsOnly(0).hasSize(HashChain.HASH_LENGTH);
    }

    @Test
    void tellsChainLeafAndNodeApartByTheirFirstByte() {
        byte[] left = HashChain.genesis();
        byte[] right = bytes("0123456789abcdef0123456789abcdef");

        assertThat(hex(hashes.next(left, right)))
                .isEqualTo("3f533ddec02c974c43f7c11e6d14ffe083546bfa8531a6a1cf20406f525e2871");
        assertThat(hex(hashes.leaf(right)))
                .isEqualTo("3c40e28cd8c39d0cbae34e42c3f5c584e1d253deba594335d844e9e8651637ff");
        assertThat(hex(hashes.node(left, right)))
                .isEqualTo("7c001fc103f3580f48a9e7f0635a3e9f69aec89806abf1220d2f10e3bb44ce96");
    }

    @Test
    void hashesNothingForAnEmptyLog() {
        assertThat(hex(hashes.emptyRoot()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void dependsOnEverythingBefore() {
        byte[] a = hashes.next(HashChain.genesis(), bytes("a"));
        byte[] b = hashes.next(HashChain.genesis(), bytes("b"));

        assertThat(hashes.next(a, bytes("c"))).isNotEqualTo(hashes.next(b, bytes("c")));
        assertThat(hashes.next(a, bytes("c"))).isEqualTo(new HashChain().next(a, bytes("c")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
