package io.zentra.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers and what W3C Trace Context Level 1, section 3.2, says of them. */
class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    @ParameterizedTest
    @CsvSource({
        "00-" + TRACE + "-" + PARENT + "-01, 00-" + TRACE + "-" + PARENT + "-01",
        "00-" + TRACE + "-" + PARENT + "-00, 00-" + TRACE + "-" + PARENT + "-00",
        "00-" + TRACE + "-" + PARENT + "-03, 00-" + TRACE + "-" + PARENT + "-01",
        "00-" + TRACE + "-" + PARENT + "-fe, 00-" + TRACE + "-" + PARENT + "-00",
        "cc-" + TRACE + "-" + PARENT + "-01, 00-" + TRACE + "-" + PARENT + "-01",
        "cc-" + TRACE + "-" + PARENT + "-01-what-is-to-come, 00-" + TRACE + "-" + PARENT + "-01"
    })
    void readsWhatItKnowsOfEveryVersion(String header, String known) {
        assertThat(TraceContext.read(header).orElseThrow()).hasToString(known);
        assertThat(TraceContext.read(known)).hasValueSatisfying(trace -> {
            assertThat(trace.traceId()).isEqualTo(TRACE);
            assertThat(trace.parentId()).isEqualTo(PARENT);
        });
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "00-" + TRACE + "-" + PARENT,
                "cc-" + TRACE + "-" + PARENT + "-01more",
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + PARENT + "-01",
                "00-" + TRACE + "1-" + PARENT + "-01",
                "0-" + TRACE + "-" + PARENT + "-01",
                " 00-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-1",
                "00-" + TRACE + "-" + PARENT + "-zz",
                "a trace"
            })
    void takesWhatItCannotReadForNone(String header) {
        assertThat(TraceContext.read(header)).isEmpty();
    }

    @Test
    void readsNoHeaderThatIsTooLong() {
        assertThat(TraceContext.read("cc-" + TRACE + "-" + PARENT + "-01-" + "x".repeat(500)))
                .isEmpty();
    }

    @Test
    void refusesIdsThatAreNone() {
        assertThatThrownBy(() -> new TraceContext(TRACE, "0000000000000000", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0000000000000000");
    }
}
