package io.zentra.policy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * From where to where money goes: two countries, or two currencies. Immutable.
 *
 * <pre>{@code
 * Corridor.of("US", "DE")
 * Corridor.of("DE", Corridor.ANY)   // in a list of corridors: from Germany to everywhere
 * }</pre>
 *
 * @param from an ISO 3166 country or the code of an asset, in capital letters; {@link #ANY} in lists only
 * @param to the same
 */
public record Corridor(String from, String to) {
    /** Stands for every code, in lists of corridors. */
    public static final String ANY = "*";

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9._/]{1,18}|\\*");

    /**
     * Checks the form of both codes.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public Corridor {
        requireCode(from);
        requireCode(to);
    }

    /** A corridor of two codes. */
    public static Corridor of(String from, String to) {
        return new Corridor(from, to);
    }

    /**
     * The corridor of a text such as {@code US>DE}, as {@link #toString} writes it.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public static Corridor parse(String text) {
        int between = text.indexOf('>');
        requireCode(between < 0 ? text + ">" : text.substring(0, between));
        return of(text.substring(0, between), text.substring(between + 1));
    }

    /** Whether a corridor without {@link #ANY} is this one, or one of those that it stands for. */
    public boolean covers(Corridor one) {
        return (from.equals(ANY) || from.equals(one.from)) && (to.equals(ANY) || to.equals(one.to));
    }

    /** {@code US>DE}. */
    @Override
    public String toString() {
        return from + ">" + to;
    }

    private static void requireCode(String code) {
        if (!CODE.matcher(code).matches()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "\"" + Shown.of(code)
                            + "\" is no end of a corridor: write a country or currency in capital letters, or * in a list",
                    Map.of("corridor", Shown.of(code)));
        }
    }
}
