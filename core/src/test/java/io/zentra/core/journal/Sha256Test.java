package io.zentra.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** FIPS 180-4, the examples of its authors: one block, and nothing. */
    @Test
    void givesThePublishedDigests() {
        byte[] abc = "abc".getBytes(StandardCharsets.UTF_8);

        assertThat(Sha256.hex(abc)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.hex(new byte[0]))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Sha256.begin().digest(abc)).isEqualTo(Sha256.of(abc)).hasSize(32);
    }
}
