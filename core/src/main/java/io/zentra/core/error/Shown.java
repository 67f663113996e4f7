package io.zentra.core.error;

/** How messages and details show a text that somebody gave: its beginning, because it may be of any length. */
public final class Shown {
    /** The most characters that are shown. */
    public static final int MAX_LENGTH = 40;

    private static final int REPLACEMENT = 0xFFFD;

    private Shown() {}

    /**
     * The text, or its first {@value #MAX_LENGTH} characters and an ellipsis. No character is cut in two, and where the
     * text itself has half a one stands U+FFFD: whatever is shown can be kept.
     */
    public static String of(String text) {
        return of(text, MAX_LENGTH);
    }

    /** The same with so many characters. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return whole(text);
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return whole(text.substring(0, end)) + "…";
    }

    private static String whole(String text) {
        return text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
