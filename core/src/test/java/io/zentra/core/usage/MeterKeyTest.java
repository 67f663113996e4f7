package io.zentra.core.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeterKeyTest {
    /** {@code printf '"a"' | openssl dgst -sha256 -binary | head -c 16 | basenc --base64url}. */
    @Test
    void isTheFirstHalfOfTheDigestOfTheDefinition() {
        assertThat(MeterKey.of(json -> json.value("a")).text()).isEqualTo("rI2DQruyNi0T8KVZo2IbtA");
    }

    @Test
    void hasTheFormThatItIsReadBackFrom() {
        Set<MeterKey> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            MeterKey key = MeterKey.of(json -> json.value(number));
            assertThat(new MeterKey(key.toString())).isEqualTo(key);
            keys.add(key);
        }
        assertThat(keys).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAA+AAAAAAAAAAA",
                "AAAAAAAAAA\u00e4AAAAAAAAAAA"
            })
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> new MeterKey(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
