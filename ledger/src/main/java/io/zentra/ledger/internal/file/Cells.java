package io.zentra.ledger.internal.file;

/**
 * Cells of CSV that a spreadsheet shows and does not calculate. A text that begins with {@code = + - @}, a tab, a carriage
 * return or a line feed gets an apostrophe before it, as OWASP's page on CSV injection says
 * (https://owasp.org/www-community/attacks/CSV_Injection), and so does one that begins with an apostrophe, so that reading
 * gives back what was written. Numbers are no texts: a negative one stays as it is.
 */
final class Cells {
    private static final String FORMULA = "=+-@\t\r\n";
    private static final char APOSTROPHE = '\'';

    private Cells() {}

    /** A text as a cell. */
    static String escaped(String text) {
        return !text.isEmpty() && isDangerous(text.charAt(0)) ? APOSTROPHE + text : text;
    }

    /** The text of a cell. */
    static String text(String cell) {
        boolean escaped = cell.length() > 1 && cell.charAt(0) == APOSTROPHE && isDangerous(cell.charAt(1));
        return escaped ? cell.substring(1) : cell;
    }

    private static boolean isDangerous(char first) {
        return first == APOSTROPHE || FORMULA.indexOf(first) >= 0;
    }
}
