package io.zentra.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private static final StrictJson.Faults FAULTS = new StrictJson.Faults() {
        @Override
        public ZentraException at(String path, String what) {
            return ZentraException.of(ErrorCode.MALFORMED_REQUEST, path + " " + what);
        }

        @Override
        public ZentraException unfit(String path, ZentraException refused) {
            return refused.with("path", path);
        }
    };

    private final StrictJson json = StrictJson.within(200, 4, FAULTS);

    private String refused(String text) {
        try {
            json.read(text);
            return "read";
        } catch (ZentraException refusal) {
            return refusal.reason();
        }
    }

    @Test
    void readsValuesByTheirKinds() {
        StrictValue root = json.read("{\"n\": -9223372036854775808, \"t\": \"é\", \"l\": [1, 2], \"o\": {\"b\": true}}"
                .getBytes(StandardCharsets.UTF_8));

        assertThat(root.only("n", "t", "l", "o").at("n").integer()).isEqualTo(Long.MIN_VALUE);
        assertThat(root.at("t").text()).isEqualTo("é");
        assertThat(root.at("l").list(StrictValue::shortInteger)).isEqualTo(List.of(1, 2));
        assertThat(root.at("o").members(StrictValue::flag)).isEqualTo(Map.of("b", true));
        assertThat(root.at("o").only1("a", "b")).isEqualTo("b");
        assertThat(root.find("x")).isEmpty();
        assertThat(root.names()).containsExactly("l", "n", "o", "t");
    }

    /** Two readers would disagree about which of the two counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"a\": 1, \"a\": 1}' | $.a",
                "'{\"a\": 1, \"\\u0061\": 2}' | $.a",
                "'{\"a\": {\"b\": 1, \"b\": 2}}' | $.a.b",
                "'{\"a\": {\"b\": 1}, \"a\": {}}' | $.a",
                "'{\"a\": 1, \"a\": [1, [2]]}' | $.a",
                "'{\"a\": null, \"a\": null}' | $.a",
                "'[0, {\"a\": 1, \"a\": 1.5}]' | $[1].a",
                "'{\"a\": [{}, {\"b\": 1, \"c\": 3, \"b\": 2}]}' | $.a[1].b",
            })
    void tellsThePathOfAMemberThatStandsTwice(String text, String path) {
        assertThat(refused(text)).isEqualTo(path + " stands twice: name it once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}}",
                "{} {}",
                "1 2",
                "{'a': 1}",
                "{\"a\": 1,}",
                "[1,]",
                "{a: 1}",
                "01",
                "+1",
                ".5",
                "NaN",
                "Infinity",
                "/* */ {}",
                "\"\t\"",
                "\uFEFF{}",
                "[[[[[]]]]]",
                "99999999999999999999999999999999999999999",
            })
    void refusesWhatIsNotOneValueWithinItsLimits(String text) {
        assertThat(refused(text)).startsWith("$ ");
    }

    @Test
    void refusesWhatIsTooLongAndOtherEncodings() {
        assertThat(refused("\"" + "x".repeat(198) + "\"")).isEqualTo("read");
        assertThat(refused("\"" + "x".repeat(199) + "\"")).startsWith("$ is too long: 201 characters are too many");
        assertThatThrownBy(() -> json.read(new byte[201])).hasMessageContaining("201 bytes are too many");
        assertThatThrownBy(() -> json.read("{}".getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("no valid UTF-8");
        assertThatThrownBy(() -> json.read(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}))
                .hasMessageContaining("no valid UTF-8");
    }

    @Test
    void saysOfNothingThatItIsNoObject() {
        assertThatThrownBy(() -> json.read(" ").names()).hasMessageContaining("$ must be an object, not missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e2", "9223372036854775808", "\"1\"", "null", "true", "[1]"})
    void anIntegerHasNoOtherForm(String text) {
        assertThatThrownBy(() -> json.read("{\"n\": " + text + "}").at("n").integer(": count in minor units"))
                .hasMessageContaining("$.n must be an integer of 64 bits")
                .hasMessageContaining(": count in minor units");
    }

    @Test
    void refusesOtherKindsWordsAndMembersByTheirPath() {
        StrictValue root = json.read("{\"a\": [7, {\"b\": 2147483648}], \"w\": \"days\", \"t\": \"25:00\"}");
        StrictValue inner = root.at("a").list(each -> each).get(1);

        assertThatThrownBy(() -> root.only("a", "w")).hasMessageContaining("$.t no such member: there are a, w");
        assertThatThrownBy(() -> root.only1("a", "t", "w")).hasMessageContaining("must be given, not 3");
        assertThatThrownBy(() -> root.at("x")).hasMessageContaining("$.x is missing");
        assertThatThrownBy(() -> root.at("a").list(StrictValue::text)).hasMessageContaining("$.a[0] must be a text");
        assertThatThrownBy(() -> root.at("a").find("b")).hasMessageContaining("$.a must be an object, not array");
        assertThatThrownBy(() -> inner.at("b").shortInteger())
                .hasMessageContaining("$.a[1].b must be an integer of 32");
        assertThatThrownBy(() -> inner.at("b").flag()).hasMessageContaining("must be true or false, not number");
        assertThatThrownBy(() -> inner.list(StrictValue::text)).hasMessageContaining("must be a list, not object");
        assertThat(json.read("\"days\"").word(TimeUnit.class)).isEqualTo(TimeUnit.DAYS);
        assertThatThrownBy(() -> root.at("t").word(TimeUnit.class))
                .hasMessageContaining("$.t must be one of nanoseconds");
    }

    @Test
    void addsThePathToWhatIsRefusedForItsValue() {
        StrictValue root = json.read("{\"t\": \"25:00\"}");

        assertThatThrownBy(() ->
                        root.at("t").checked(() -> LocalTime.parse(root.at("t").text())))
                .hasMessageContaining("$.t cannot be read: ");
        assertThatThrownBy(() -> root.at("t").checked(() -> {
                    throw ZentraException.of(ErrorCode.INVALID_ID, "no");
                }))
                .extracting(refusal -> ((ZentraException) refusal).details().get("path"))
                .isEqualTo("$.t");
    }
}
