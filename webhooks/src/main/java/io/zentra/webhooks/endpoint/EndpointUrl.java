package io.zentra.webhooks.endpoint;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The URL of an endpoint, in one form: scheme and host in lower case, international names in ASCII, no user, no fragment,
 * addresses in their usual form only. What is sent to is what was checked, because all parts are taken from here and never
 * from the text again. Immutable.
 *
 * <pre>{@code
 * EndpointUrl url = EndpointUrl.parse("https://Hooks.Example.com/zentra", EgressRules.standard());
 * url.toString();    // https://hooks.example.com/zentra
 * }</pre>
 */
public final class EndpointUrl {
    /** The most characters. */
    public static final int MAX_LENGTH = 2_048;

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final Pattern USER = Pattern.compile("^([^/?#]*://)?[^/?#]*@");

    private final String scheme;
    private final String host;
    private final int port;
    private final String target;

    private EndpointUrl(String scheme, String host, int port, String target) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.target = target;
    }

    /**
     * Reads and checks a URL as it is registered. A name is checked again, by its addresses, at each connection.
     *
     * @throws ZentraException {@code invalid_endpoint} for its form; {@code address_forbidden} for where it leads
     */
    public static EndpointUrl parse(String text, EgressRules rules) {
        if (text.length() > MAX_LENGTH) {
            throw invalid(text, "it has " + text.length() + " characters", "give at most " + MAX_LENGTH);
        }
        String scheme = scheme(text, rules);
        String rest = text.substring(scheme.length() + 3);
        int end = authorityEnd(rest);
        String authority = rest.substring(0, end);
        String target = rest.substring(end);
        if (authority.indexOf('@') >= 0) {
            throw invalid(text, "it has a user before the host", "put secrets into headers");
        }
        requirePlain(text, target);
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = EndpointHost.normal(hasPort ? authority.substring(0, colon) : authority, rules);
        int port =
                hasPort ? port(text, authority.substring(colon + 1)) : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        if (!rules.ports().contains(port)) {
            throw invalid(text, "the port " + port + " is not allowed", "use one of " + rules.ports());
        }
        return new EndpointUrl(scheme, host, port, target.startsWith("/") ? target : "/" + target);
    }

    /**
     * Any text that was given for a URL as a message may show it: short, and without what stands before the host, which may be
     * a password.
     */
    public static String shown(String text) {
        return Shown.of(USER.matcher(text).replaceFirst("$1***@"));
    }

    /** {@code https} or {@code http}. */
    public String scheme() {
        return scheme;
    }

    /** The name in ASCII and lower case, or the address; one of sixteen bytes in brackets. */
    public String host() {
        return host;
    }

    /** The port, also when it is the usual one. */
    public int port() {
        return port;
    }

    /** Path and query, with at least a slash. */
    public String target() {
        return target;
    }

    /** The bytes of the address, if the host is one. */
    public Optional<byte[]> address() {
        boolean isBracketed = host.startsWith("[");
        return Addresses.parse(isBracketed ? host.substring(1, host.length() - 1) : host);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointUrl url && toString().equals(url.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, host, port, target);
    }

    /** The URL; the port is left out when it is the usual one. */
    @Override
    public String toString() {
        boolean isUsual = port == (scheme.equals("https") ? HTTPS_PORT : HTTP_PORT);
        return scheme + "://" + host + (isUsual ? "" : ":" + port) + target;
    }

    private static String scheme(String text, EgressRules rules) {
        if (text.regionMatches(true, 0, "https://", 0, "https://".length())) {
            return "https";
        }
        boolean isHttp = text.regionMatches(true, 0, "http://", 0, "http://".length());
        if (isHttp && rules.isHttpAllowed()) {
            return "http";
        }
        throw invalid(
                text,
                isHttp ? "it is not encrypted" : "it is no URL of the web",
                rules.isHttpAllowed() ? "begin with https:// or http://" : "begin with https://");
    }

    private static int authorityEnd(String rest) {
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** A backslash is a slash to some, and a space or line break the end of the URL to others. */
    private static void requirePlain(String text, String target) {
        if (target.indexOf('#') >= 0) {
            throw invalid(text, "it has a fragment, which is never sent", "leave it out");
        }
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\\\"<>^`{|}".indexOf(c) >= 0) {
                throw invalid(text, "path or query has a character that URLs write as %XX", "write it so");
            }
        }
    }

    private static int port(String text, String digits) {
        if (!digits.matches("[1-9][0-9]{0,4}") || Integer.parseInt(digits) > 65_535) {
            throw invalid(text, "the port \"" + Shown.of(digits) + "\" is none", "give 1 to 65535");
        }
        return Integer.parseInt(digits);
    }

    static ZentraException invalid(String text, String why, String remedy) {
        return ZentraException.of(
                ErrorCode.INVALID_ENDPOINT,
                "the endpoint \"" + shown(text) + "\" cannot be used: " + why + "; " + remedy,
                Map.of("endpoint", shown(text)));
    }
}
