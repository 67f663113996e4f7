package io.zentra.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesNoSpaceAndMembersInOrder() {
        assertThat(text(json -> json.beginObject()
                        .member("a", "x")
                        .member("b", 7)
                        .member("c", true)
                        .name("d")
                        .beginArray()
                        .value(1)
                        .value("y")
                        .value(false)
                        .beginObject()
                        .endObject()
                        .beginArray()
                        .endArray()
                        .endArray()
                        .name("e")
                        .beginObject()
                        .member("a", -1)
                        .endObject()
                        .endObject()))
                .isEqualTo("{\"a\":\"x\",\"b\":7,\"c\":true,\"d\":[1,\"y\",false,{},[]],\"e\":{\"a\":-1}}");
    }

    @Test
    void writesEveryIntegerInPlainDigits() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            long any = random.nextLong() >> random.nextInt(64);
            assertThat(text(json -> json.value(any))).isEqualTo(Long.toString(any));
        }
        for (long edge = 1; edge > 0 && edge <= 1_000_000_000_000_000_000L; edge *= 10) {
            for (long near : new long[] {edge - 1, edge, edge + 1, -edge, 1 - edge}) {
                assertThat(text(json -> json.value(near))).isEqualTo(Long.toString(near));
            }
        }
        for (long end : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE}) {
            assertThat(text(json -> json.value(end))).isEqualTo(Long.toString(end));
        }
    }

    /** One writer for many values: what it remembers of times and of the values before changes no bytes. */
    @Test
    void writesTimesAndOneValueAfterAnother() {
        SplittableRandom random = new SplittableRandom(7);
        CanonicalJson writer = new CanonicalJson();
        for (int i = 0; i < 5_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextInt(40), random.nextInt(3) * 120_000_000L);
            CanonicalJson.Value value = json -> json.beginObject()
                    .member("at", time)
                    .name("b")
                    .beginArray()
                    .value(time)
                    .value(1)
                    .endArray()
                    .endObject();
            String expected = "{\"at\":\"" + time + "\",\"b\":[\"" + time + "\",1]}";
            assertThat(new String(writer.next(value), StandardCharsets.UTF_8)).isEqualTo(expected);
        }
    }

    /** A value that could not be written leaves nothing behind. */
    @Test
    void beginsAnewAfterAValueThatFailed() {
        CanonicalJson writer = new CanonicalJson();
        assertThatThrownBy(() ->
                        writer.next(json -> json.beginObject().member("b", 1).member("a", 2)))
                .isInstanceOf(IllegalStateException.class);

        assertThat(new String(writer.next(json -> json.beginArray().value(1).endArray()), StandardCharsets.UTF_8))
                .isEqualTo("[1]");
    }

    @ParameterizedTest
    @CsvSource({"b, a", "a, a", "a, A", "ab, a", "é, z", "2, 10"})
    void refusesMembersOutOfOrder(String first, String second) {
        CanonicalJson json = new CanonicalJson().beginObject().member(first, 1);

        assertThatThrownBy(() -> json.member(second, 2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ordersEachObjectOnItsOwn() {
        assertThat(text(json -> json.beginObject()
                        .name("m")
                        .beginObject()
                        .member("z", 1)
                        .endObject()
                        .name("n")
                        .beginArray()
                        .beginObject()
                        .member("b", 1)
                        .endObject()
                        .beginObject()
                        .member("a", 1)
                        .endObject()
                        .endArray()
                        .endObject()))
                .isEqualTo("{\"m\":{\"z\":1},\"n\":[{\"b\":1},{\"a\":1}]}");
        CanonicalJson json =
                new CanonicalJson().beginObject().name("m").beginObject().endObject();
        assertThatThrownBy(() -> json.name("l")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sortsTheMembersOfMaps() {
        Map<String, String> words = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            words.put("k" + i, "v");
        }
        String written =
                text(json -> json.beginObject().optionalMember("m", words).endObject());

        assertThat(written).startsWith("{\"m\":{\"k0\":\"v\",\"k1\":\"v\",\"k10\":\"v\",\"k11\":\"v\"");
        assertThat(text(json -> json.beginObject().optionalMember("m", Map.of()).endObject()))
                .isEqualTo("{}");
        assertThat(text(json ->
                        json.beginObject().optionalMember("m", (String) null).endObject()))
                .isEqualTo("{}");
    }

    @Test
    void escapesWhatJsonSaysMustBeAndNothingElse() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x80; c++) {
            all.append(c);
        }
        assertThat(value(all.toString()))
                .isEqualTo(
                        "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f"
                                + "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f"
                                + " !\\\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\\\]^_`"
                                + "abcdefghijklmnopqrstuvwxyz{|}~\u007f\"");
    }

    @Test
    void writesOtherScriptsAsUtf8() {
        assertThat(value("é € 漢 😀 \u2028 \uffff")).isEqualTo("\"é € 漢 😀 \u2028 \uffff\"");
        assertThat(CanonicalJson.bytes(json -> json.value("😀"))).containsExactly('"', 0xf0, 0x9f, 0x98, 0x80, '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
    void refusesLoneSurrogates(String text) {
        assertThatThrownBy(() -> value(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.bytes(
                        json -> json.beginObject().member(text, 1).endObject()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9_007_199_254_740_993L, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesIntegersInPlainDigits(long value) {
        assertThat(text(json -> json.value(value))).isEqualTo(Long.toString(value));
    }

    @Test
    void takesCanonicalBytesAsTheyAre() {
        byte[] inner =
                CanonicalJson.bytes(json -> json.beginObject().member("x", 1).endObject());

        assertThat(text(json -> json.beginArray().raw(inner).raw(inner).endArray()))
                .isEqualTo("[{\"x\":1},{\"x\":1}]");
    }

    @Test
    void refusesToEndHalfWritten() {
        assertThatThrownBy(() -> CanonicalJson.bytes(CanonicalJson::beginObject))
                .isInstanceOf(IllegalStateException.class);
    }

    /** The limit was once one level short of what it said. */
    @Test
    void nestsAsDeepAsItSaysAndNoDeeper() {
        CanonicalJson deepest = new CanonicalJson();
        for (int i = 0; i < CanonicalJson.MAX_DEPTH; i++) {
            deepest.beginArray();
        }

        assertThatThrownBy(deepest::beginArray).isInstanceOf(IllegalStateException.class);
        assertThat(text(json -> {
                    for (int i = 0; i < CanonicalJson.MAX_DEPTH; i++) {
                        json.beginArray();
                    }
                    for (int i = 0; i < CanonicalJson.MAX_DEPTH; i++) {
                        json.endArray();
                    }
                }))
                .isEqualTo("[".repeat(32) + "]".repeat(32));
    }

    @Test
    void writesWhatOtherReadersReadBack() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2_000; i++) {
            String text = randomText(random);

            assertThat(JSON.readTree(CanonicalJson.bytes(json -> json.value(text)))
                            .textValue())
                    .isEqualTo(text);
        }
    }

    private static String randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1_500);
        while (text.length() < length) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    private static String value(String text) {
        return text(json -> json.value(text));
    }

    private static String text(CanonicalJson.Value value) {
        return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
    }
}
