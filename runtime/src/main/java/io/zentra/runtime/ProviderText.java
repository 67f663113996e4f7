package io.zentra.runtime;

import org.jspecify.annotations.Nullable;

/** What a provider wrote, made fit to be kept: any database takes it, and no length or cut character stops its news. */
final class ProviderText {
    private static final int MAX_LENGTH = 512;
    private static final char UNREADABLE = '?';

    private ProviderText() {}

    /** The text with control characters and halves of characters replaced, and cut to 512 characters. */
    static String kept(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(c -> {
            boolean unreadable =
                    Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            kept.appendCodePoint(unreadable ? UNREADABLE : c);
        });
        return kept.toString();
    }

    static @Nullable String keptOrNull(@Nullable String text) {
        return text == null ? null : kept(text);
    }
}
