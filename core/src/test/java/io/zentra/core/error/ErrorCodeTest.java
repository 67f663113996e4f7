package io.zentra.core.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
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
