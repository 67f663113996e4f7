package io.zentra.core.commit;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.INVALID_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "led_8172", "01JD9W2Z7M", "order#17/attempt=2;v=1", "!\"$%&'()*+,-./:;<=>?@[]^_`{|}~\\"})
    void acceptsPrintableAscii(String key) {
        assertThat(IdempotencyKey.of(key)).hasToString(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", " a", "a ", "a\n", "a\u0000", "\u007f", "ä", "\u200b", "😀"})
    void refusesSpacesControlCharactersAndOtherScripts(String key) {
        assertRefused(INVALID_KEY, () -> IdempotencyKey.of(key));
    }

    @Test
    void endsAtItsLimit() {
        assertThat(IdempotencyKey.of("k".repeat(255)).value()).hasSize(255);
        assertRefused(INVALID_KEY, () -> IdempotencyKey.of("k".repeat(256)));
    }
}
