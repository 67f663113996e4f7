package io.zentra.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A field that is read without being taken apart is read as the library reads it. */
class StructuredFieldsTest {
    private static final String NAME = "signature";

    private static Map<String, @Nullable ByteBuffer> byLibrary(String text) {
        Map<String, @Nullable ByteBuffer> all = new HashMap<>();
        new Parser(text)
                .parseDictionary()
                .get()
                .forEach((key, value) -> all.put(key, value instanceof ByteSequenceItem item ? item.get() : null));
        return all;
    }

    private static Map<String, @Nullable ByteBuffer> read(String text) {
        Map<String, @Nullable ByteBuffer> all = new HashMap<>();
        StructuredFields.byteSequences(NAME, List.of(text))
                .forEach((key, bytes) -> all.put(key, bytes == null ? null : ByteBuffer.wrap(bytes)));
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig=:AAAA:",
                "sig=:AAECAwQFBgc=:",
                "sig=::",
                "sig=:AAA:",
                "sig=:AAB=:",
                " sig=:AAAA:",
                "sig=:AAAA: ",
                "sig=:AAAA:;a=1",
                "sig=:AAAA:;a=:BBBB:",
                "*=:AAAA:",
                "a1_-.*=:AAAA:",
                "a=:AAAA:,b=:BBBB:",
                "a=:AAAA:,a=:BBBB:",
                "a=1, b=:BBBB:",
                "a",
                "a=\":AAAA:\"",
                "a=(:AAAA:)",
                "sha-256=:AAAA:, unknown=?1"
            })
    void readsWhatTheLibraryReads(String text) {
        assertThat(read(text)).isEqualTo(byLibrary(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig=:",
                "sig=:A:",
                "sig=:AA=A:",
                "sig=:AA AA:",
                "sig=:AA-_:",
                "sig=:AAAA",
                "sig=:AAAA:x",
                "sig=:AAAA::",
                "Sig=:AAAA:",
                "1a=:AAAA:",
                "a b=:AAAA:",
                "s\u00efg=:AAAA:",
                "=:AAAA:",
                ":AAAA:",
                "sig==:AAAA:"
            })
    void refusesWhatTheLibraryRefuses(String text) {
        assertThatThrownBy(() -> byLibrary(text)).isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> read(text)).isInstanceOf(Refusal.class);
    }
}
