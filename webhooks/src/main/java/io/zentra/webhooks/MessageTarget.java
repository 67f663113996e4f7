package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import java.util.Locale;
import java.util.Map;

/**
 * The parts of a message's target, as RFC 9421, 2.2 derives them. Cut apart by hand: a library that parses URLs would
 * normalise what was signed as it stood.
 */
record MessageTarget(String scheme, String authority, String path, String query) {
    private static final String MARKER = "://";
    private static final Map<String, String> DEFAULT_PORTS = Map.of("https", ":443", "http", ":80");

    /** Whether the message tells all of the URL to which it was sent, and not its path alone or nothing. */
    static boolean isWhole(CallbackMessage message) {
        String target = message.target();
        if (target.startsWith("/") || target.isEmpty()) {
            return false;
        }
        if (target.indexOf(MARKER) <= 0) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_MISSING,
                    "the target of the message is neither a URL nor a path: pass on the one to which it was sent");
        }
        return true;
    }

    /** The parts; scheme and authority are empty when they are not known, the query has its question mark. */
    static MessageTarget of(CallbackMessage message) {
        String target = message.target();
        if (!isWhole(message)) {
            return parts("", host(message), target);
        }
        int marker = target.indexOf(MARKER);
        String scheme = target.substring(0, marker).toLowerCase(Locale.ROOT);
        int end = marker + MARKER.length();
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return parts(scheme, normal(scheme, target.substring(marker + MARKER.length(), end)), target.substring(end));
    }

    private static MessageTarget parts(String scheme, String authority, String rest) {
        int fragment = rest.indexOf('#');
        String sent = fragment < 0 ? rest : rest.substring(0, fragment);
        int question = sent.indexOf('?');
        String path = question < 0 ? sent : sent.substring(0, question);
        return new MessageTarget(
                scheme, authority, path.isEmpty() ? "/" : path, question < 0 ? "?" : sent.substring(question));
    }

    /** In lower case and without the port that the scheme has anyway: RFC 9421, 2.2.3. */
    private static String normal(String scheme, String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String port = DEFAULT_PORTS.getOrDefault(scheme, ":");
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }

    private static String host(CallbackMessage message) {
        return message.headers().all("host").size() == 1
                ? normal("https", message.headers().all("host").get(0).strip())
                : "";
    }
}
