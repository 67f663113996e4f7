package io.zentra.webhooks.endpoint;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The host of an endpoint: one form for each, and no form by which a forbidden one hides. */
final class EndpointHost {
    private static final int MAX_NAME = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** A last label that a resolver takes for a number: WHATWG URL, "ends in a number". */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    /** Names that are of no public network: RFC 6761, 6762, 7686, 8375, and those that clouds and offices use inside. */
    private static final List<String> INSIDE = List.of(
            "localhost",
            "local",
            "localdomain",
            "internal",
            "intranet",
            "private",
            "corp",
            "home",
            "lan",
            "home.arpa",
            "in-addr.arpa",
            "ip6.arpa",
            "onion",
            "invalid",
            "test",
            "alt");

    private EndpointHost() {}

    static String normal(String given, EgressRules rules) {
        if (given.startsWith("[")) {
            return bracketed(given, rules);
        }
        String host = ascii(given).toLowerCase(Locale.ROOT);
        if (rules.allowsHost(host)) {
            return host;
        }
        if (host.isEmpty() || host.length() > MAX_NAME) {
            throw EndpointUrl.invalid(given, "the host has " + host.length() + " characters", "give 1 to " + MAX_NAME);
        }
        if (host.endsWith(".")) {
            throw EndpointUrl.invalid(given, "the host ends in a dot", "leave it out");
        }
        String last = host.substring(host.lastIndexOf('.') + 1);
        return NUMBER.matcher(last).matches() ? number(given, host, rules) : name(given, host);
    }

    private static String bracketed(String given, EgressRules rules) {
        if (!given.endsWith("]")) {
            throw EndpointUrl.invalid(given, "the host has a bracket that is not closed", "write [ADDRESS]");
        }
        String inside = given.substring(1, given.length() - 1);
        byte[] address = Addresses.parse(inside)
                .filter(bytes -> inside.indexOf(':') >= 0)
                .orElseThrow(() -> EndpointUrl.invalid(
                        given,
                        "what is in brackets is no address of sixteen bytes, without a zone, in its usual form",
                        "write it as RFC 4291 says"));
        requireAllowed(given, address, rules);
        return "[" + inside.toLowerCase(Locale.ROOT) + "]";
    }

    /** Only the usual form: 2130706433, 0177.0.0.1, 0x7f.1 and 127.1 are all the loopback to one resolver or another. */
    private static String number(String given, String host, EgressRules rules) {
        byte[] address = Addresses.v4(host)
                .orElseThrow(() -> EndpointUrl.invalid(
                        given,
                        "the host is a number, but not an address in its usual form",
                        "write four decimal numbers of 0 to 255 without leading zeros"));
        requireAllowed(given, address, rules);
        return host;
    }

    private static String name(String given, String host) {
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw EndpointUrl.invalid(
                        given, "a part of the host is not 1 to 63 of a-z 0-9 -, none at either end a -", "correct it");
            }
        }
        Optional<String> inside = INSIDE.stream()
                .filter(name -> host.equals(name) || host.endsWith("." + name))
                .findFirst();
        if (inside.isPresent() || labels.length == 1) {
            throw AddressGuard.forbidden(
                    given,
                    "the name " + host + " is of no public network",
                    "give a public name, or allow this one in the rules");
        }
        return host;
    }

    /** International names, and letters that only look like others, become what a resolver is asked: RFC 3490. */
    private static String ascii(String given) {
        boolean isPlain = given.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (isPlain) {
            return given;
        }
        try {
            return IDN.toASCII(given, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw EndpointUrl.invalid(given, "the host is no international name", "correct it, or write it as xn--");
        }
    }

    private static void requireAllowed(String given, byte[] address, EgressRules rules) {
        AddressGuard.of(rules).whyNot(address).ifPresent(what -> {
            throw AddressGuard.forbidden(
                    given, "the address is " + what, "give a public one, or allow its network in the rules");
        });
    }
}
