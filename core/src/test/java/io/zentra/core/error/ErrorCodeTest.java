package io.zentra.core.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    @ParameterizedTest
    @EnumSource
    void isReadBackFromItsText(ErrorCode code) {
        assertThat(ErrorCode.of(code.code())).isEqualTo(code);
        assertThat(code.code()).matches("[a-z]+(_[a-z]+)*");
        assertThat(code.httpStatus()).isBetween(400, 599);
    }

    /**
     * Hosts store codes, and the journal keeps those of declines for ever: a code that got another name could not be read
     * from it any more. A new one is added to the list; a line of it is never changed and never taken away.
     */
    @Test
    void hasTheTextAndStatusThatItAlwaysHad() throws IOException {
        try (InputStream list = ErrorCodeTest.class.getResourceAsStream("error-codes.txt")) {
            assertThat(new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8).lines())
                    .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                            .map(code -> code.code() + " " + code.httpStatus())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void isUnknownWhenNoCodeHasTheText() {
        assertThatThrownBy(() -> ErrorCode.of("no_such_code")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsCodeReasonAndValues() {
        Throwable cause = new IllegalStateException("why");
        ZentraException error = ZentraException.of(ErrorCode.UNKNOWN_ACCOUNT, "no account", cause)
                .with("account", "customer:42")
                .with("seq", 7L);

        assertThat(error)
                .hasMessage("unknown_account: no account {account=customer:42, seq=7}")
                .hasCause(cause);
        assertThat(error.reason()).isEqualTo("no account");
        assertThat(error.details()).isEqualTo(Map.of("account", "customer:42", "seq", "7"));
        assertThatThrownBy(() -> error.details().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }
}
