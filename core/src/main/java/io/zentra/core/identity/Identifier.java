package io.zentra.core.identity;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.Map;

/**
 * The form of ids that a host chooses: tenants, actors, accounts, rails. Thread-safe.
 *
 * <p>1 to 128 characters of {@code A-Z a-z 0-9 . _ : @ / -}, the first a letter or digit: they fit into paths, logs and
 * file names without quoting, and cannot be confused by case folding or look-alike letters of other scripts.
 */
public final class Identifier {
    /** The most characters of an id. */
    public static final int MAX_LENGTH = 128;

    private Identifier() {}

    /**
     * Returns the id when its form is right.
     *
     * @param kind what the id names, for the message: {@code "account"}
     * @throws ZentraException {@code invalid_id}
     */
    public static String require(String kind, String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH || !isLetterOrDigit(id.charAt(0))) {
            throw invalid(kind, id);
        }
        for (int i = 1; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!isLetterOrDigit(c) && ".-_:@/".indexOf(c) < 0) {
                throw invalid(kind, id);
            }
        }
        return id;
    }

    /**
     * Returns the id when its form is right and not that of the ids that Zentra gives, {@code tr_} or two to four
     * other small letters with an underscore and 26 digits: what has one of those belongs to a thing of Zentra's.
     *
     * @param kind what the id names, for the message: {@code "correlation"}
     * @throws ZentraException {@code invalid_id}
     */
    public static String requireUnreserved(String kind, String id) {
        require(kind, id);
        if (EntityId.parse(id).isPresent()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "the " + kind + " id \"" + id + "\" has the form of ids that Zentra gives: choose one of your own",
                    Map.of("kind", kind, "id", id));
        }
        return id;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static ZentraException invalid(String kind, String id) {
        String shown = Shown.of(id);
        return ZentraException.of(
                ErrorCode.INVALID_ID,
                "the " + kind + " id \"" + shown + "\" of " + id.length()
                        + " characters is malformed: it must have 1 to " + MAX_LENGTH
                        + " characters of A-Z a-z 0-9 . _ : @ / - and begin with a letter or digit",
                Map.of("kind", kind, "id", shown));
    }
}
