package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.StringItem;

/** The bytes that a signature of RFC 9421 is over: section 2.5. */
final class SignedComponents {
    private static final int MAX_COMPONENTS = 64;

    private SignedComponents() {}

    static byte[] of(CallbackMessage message, InnerList input) {
        List<Item<? extends Object>> components = input.get();
        if (components.size() > MAX_COMPONENTS) {
            throw unfit("it covers " + components.size() + " components", "cover at most " + MAX_COMPONENTS);
        }
        Set<String> seen = new HashSet<>();
        StringBuilder base = new StringBuilder(512);
        for (Item<? extends Object> component : components) {
            String identifier = component.serialize();
            if (!seen.add(identifier)) {
                throw unfit("it covers " + Shown.of(identifier) + " twice", "cover it once");
            }
            base.append(identifier)
                    .append(": ")
                    .append(value(message, component))
                    .append('\n');
        }
        base.append("\"@signature-params\": ").append(input.serialize());
        return base.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The names of what is covered without parameters; only those are covered as a whole. */
    static Set<String> names(InnerList input) {
        Set<String> names = new HashSet<>();
        for (Item<? extends Object> component : input.get()) {
            if (component instanceof StringItem name && name.getParams().isEmpty()) {
                names.add(name.get());
            }
        }
        return names;
    }

    private static String value(CallbackMessage message, Item<? extends Object> component) {
        if (!(component instanceof StringItem item)) {
            throw unfit("it covers " + Shown.of(component.serialize()), "components are strings");
        }
        String name = item.get();
        Parameters parameters = item.getParams();
        if (name.equals("@query-param") && parameters.size() == 1) {
            return QueryParameter.value(
                    MessageTarget.of(message).query(),
                    StructuredFields.text(parameters, "name")
                            .orElseThrow(() -> unfit("it covers @query-param without a name", "name it")));
        }
        if (!parameters.isEmpty()) {
            throw unfit("the parameters of " + Shown.of(item.serialize()) + " are not known here", "cover it without");
        }
        return name.startsWith("@") ? derived(message, name) : field(message, name);
    }

    /** RFC 9421, 2.2. */
    private static String derived(CallbackMessage message, String name) {
        MessageTarget target = MessageTarget.of(message);
        String value = switch (name) {
            case "@method" -> message.method();
            case "@target-uri" -> target.scheme().isEmpty() ? "" : message.target();
            case "@authority" -> target.authority();
            case "@scheme" -> target.scheme();
            case "@path" -> target.path();
            case "@query" -> target.query();
            case "@request-target" -> target.path() + (target.query().equals("?") ? "" : target.query());
            default -> throw unfit("the component " + Shown.of(name) + " is not known here", "do not cover it");
        };
        if (value.isEmpty()) {
            throw unfit(
                    "it covers " + name + ", which the message does not tell",
                    "build the message with method and full URL");
        }
        return ascii(name, value);
    }

    /** RFC 9421, 2.1: lines joined, without space around. */
    private static String field(CallbackMessage message, String name) {
        List<String> lines = message.headers().all(name);
        if (lines.isEmpty()) {
            throw unfit(
                    "it covers the header " + Shown.of(name) + ", which did not come", "send it, or do not cover it");
        }
        return ascii(name, lines.stream().map(SignedComponents::trimmed).collect(Collectors.joining(", ")));
    }

    private static String trimmed(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isSpace(line.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** A line break in a value would be a line of the base that nobody signed as such. */
    private static String ascii(String name, String value) {
        boolean isPlain = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
        if (!isPlain) {
            throw unfit(
                    "the covered " + Shown.of(name) + " has a character outside printable ASCII", "send it without");
        }
        return value;
    }

    static Refusal unfit(String what, String remedy) {
        return new Refusal(ErrorCode.SIGNATURE_MISSING, "the signature cannot be verified: " + what + "; " + remedy);
    }
}
