package io.zentra.webhooks;

import io.zentra.core.error.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;

/** Structured fields (RFC 8941, and what RFC 9651 left as it was), read by a library within limits of ours. */
final class StructuredFields {
    private static final int MAX_CHARACTERS = 16_384;

    private StructuredFields() {}

    /** The dictionary of a field, whose lines count as one. */
    static Map<String, ListElement<? extends Object>> dictionary(CallbackMessage message, String name) {
        List<String> lines = message.headers().all(name);
        int characters = lines.stream().mapToInt(String::length).sum();
        if (characters > MAX_CHARACTERS) {
            throw Fields.malformed(name, lines.get(0), "send at most " + MAX_CHARACTERS + " characters");
        }
        try {
            return new Parser(lines).parseDictionary().get();
        } catch (RuntimeException malformed) { // the library's own, and whatever else a text may provoke in it
            throw Fields.malformed(name, lines.isEmpty() ? "" : lines.get(0), "send a dictionary as RFC 8941 says");
        }
    }

    /** A parameter that is a string. */
    static Optional<String> text(Parameters parameters, String name) {
        Item<? extends Object> item = parameters.get(name);
        if (item != null && !(item instanceof StringItem)) {
            throw Fields.malformed(
                    "signature-input", Shown.of(item.serialize()), "the parameter " + name + " is a string");
        }
        return Optional.ofNullable((StringItem) item).map(StringItem::get);
    }
}
