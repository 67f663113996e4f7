package io.zentra.core.error;

/** How messages and details show a text that somebody gave: its beginning, because it may be of any length. */
public final class Shown {
    /** The most characters that are shown. */
    public static final int MAX_LENGTH = 40;

    private Shown() {}

    /** The text, or its first {@value #MAX_LENGTH} characters and an ellipsis; no character is cut in two. */
    public static String of(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return text.substring(0, end) + "…";
    }
}
