package io.zentra.core.journal;

/** What every database and every event can keep of a text: Unicode characters other than U+0000, and no halves of any. */
public final class UnicodeText {
    private UnicodeText() {}

    /** Whether a text can be kept. */
    public static boolean isValid(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }
}
