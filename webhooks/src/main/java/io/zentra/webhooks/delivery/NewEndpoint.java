package io.zentra.webhooks.delivery;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.webhooks.endpoint.EndpointUrl;
import io.zentra.webhooks.internal.EventPatterns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An endpoint to register, or what one is changed to. Immutable; values of headers are never printed.
 *
 * <pre>{@code
 * NewEndpoint endpoint = NewEndpoint.of("https://hooks.example.com/zentra", "transfer.*", "ledger.entry.created")
 *         .describedAs("the shop's order service")
 *         .header("x-shop", "7")
 *         .sending(Sending.standard().fifo());
 * }</pre>
 *
 * @param url where to send; looked at when it is registered
 * @param events types, each in full or with {@code *} as its last part; {@code *} alone for all
 * @param description for people, up to {@value #MAX_DESCRIPTION} characters
 * @param headers own headers by name in lower case, up to {@value #MAX_HEADERS}; values are sealed when they are kept
 * @param sending order, rates and limits
 */
public record NewEndpoint(
        String url, List<String> events, String description, Map<String, String> headers, Sending sending) {
    /** The most characters of a description. */
    public static final int MAX_DESCRIPTION = 500;

    /** The most own headers. */
    public static final int MAX_HEADERS = 20;

    private static final int MAX_EVENTS = 100;
    private static final int MAX_HEADER_VALUE = 2_000;
    private static final Pattern HEADER = Pattern.compile("[a-z0-9][a-z0-9!#$%&'*+.^_`|~-]{0,99}");

    /** Names by which messages are framed, routed, signed or traced; RFC 9110 and Standard Webhooks. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "date",
            "expect",
            "forwarded",
            "host",
            "keep-alive",
            "max-forwards",
            "origin",
            "referer",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via");

    private static final List<String> RESERVED_BEGINNINGS =
            List.of("webhook-", "zentra-", "proxy-", "sec-", "x-forwarded-", ":");

    /**
     * Checks everything but the URL.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public NewEndpoint {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(sending, "sending");
        if (events.isEmpty() || events.size() > MAX_EVENTS) {
            throw invalid("an endpoint has " + events.size() + " event types: give 1 to " + MAX_EVENTS);
        }
        events.forEach(EventPatterns::require);
        events = List.copyOf(new TreeSet<>(events));
        if (description.length() > MAX_DESCRIPTION) {
            throw invalid(
                    "the description has " + description.length() + " characters: give at most " + MAX_DESCRIPTION);
        }
        Map<String, String> all = new TreeMap<>();
        headers.forEach((name, value) -> all.put(requireHeader(name, value), value));
        if (all.size() > MAX_HEADERS || all.size() < headers.size()) {
            throw invalid(
                    "an endpoint has " + headers.size() + " headers: give at most " + MAX_HEADERS + ", each once");
        }
        headers = Map.copyOf(all);
    }

    /** An endpoint for these types of events. */
    public static NewEndpoint of(String url, String... events) {
        return new NewEndpoint(url, List.of(events), "", Map.of(), Sending.standard());
    }

    /** The same with a description. */
    public NewEndpoint describedAs(String text) {
        return new NewEndpoint(url, events, text, headers, sending);
    }

    /** The same with one more header of its own. */
    public NewEndpoint header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new NewEndpoint(url, events, description, more, sending);
    }

    /** The same, sent to in another way. */
    public NewEndpoint sending(Sending other) {
        return new NewEndpoint(url, events, description, headers, other);
    }

    /** Without the values of headers, and without what may be a password in the URL. */
    @Override
    public String toString() {
        return "NewEndpoint[" + EndpointUrl.shown(url) + ", " + events + ", headers " + headers.keySet() + ", "
                + sending + "]";
    }

    private static String requireHeader(String given, String value) {
        String name = given.toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(name).matches()) {
            throw invalid("the header \"" + Shown.of(given) + "\" is malformed: give a token of up to 100 characters");
        }
        if (RESERVED.contains(name) || RESERVED_BEGINNINGS.stream().anyMatch(name::startsWith)) {
            throw invalid("the header " + Shown.of(name) + " is reserved: choose another name");
        }
        boolean isPlain = value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (!isPlain || value.isBlank() || value.length() > MAX_HEADER_VALUE) {
            throw invalid("the value of the header " + Shown.of(name) + " is empty, longer than " + MAX_HEADER_VALUE
                    + " characters, or not printable ASCII");
        }
        return name;
    }

    private static ZentraException invalid(String why) {
        return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, why);
    }
}
