package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import java.util.Map;

/** The host's own words on a thing: they are hashed and stay for ever, so no personal data goes here. Thread-safe. */
public final class Metadata {
    /** The most that a thing has. */
    public static final int MAX_MEMBERS = 32;

    private static final int MAX_VALUE = 512;

    private Metadata() {}

    /**
     * Returns a copy of the words when there are not too many of them.
     *
     * @throws ZentraException {@code invalid_metadata}, or {@code invalid_id} for a name
     */
    public static Map<String, String> require(Map<String, String> metadata) {
        if (metadata.size() > MAX_MEMBERS) {
            throw invalid("members", "metadata has " + metadata.size() + " members: keep at most " + MAX_MEMBERS);
        }
        metadata.forEach((name, value) -> {
            Identifier.require("metadata", name);
            if (value.length() > MAX_VALUE) {
                throw invalid(
                        name,
                        "metadata \"" + name + "\" has " + value.length() + " characters: keep at most " + MAX_VALUE);
            }
            if (!UnicodeText.isValid(value)) {
                throw invalid(
                        name,
                        "metadata \"" + name + "\" is no valid Unicode text: leave out U+0000 and lone surrogates");
            }
        });
        return Map.copyOf(metadata);
    }

    private static ZentraException invalid(String member, String message) {
        return ZentraException.of(ErrorCode.INVALID_METADATA, message, Map.of("member", member));
    }
}
