package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/** The bytes that a signature of RFC 9421 is over: section 2.5. One for each signature; not thread-safe. */
final class SignedComponents {
    private static final int MAX_COMPONENTS = 64;
    private static final int USUAL_LENGTH = 512;

    private final CallbackMessage message;
    private @Nullable MessageTarget target;

    private SignedComponents(CallbackMessage message) {
        this.message = message;
    }

    static byte[] of(CallbackMessage message, InnerList input) {
        return new SignedComponents(message).base(input);
    }

    /** The names of what is covered without parameters; only those are covered as a whole. */
    static List<String> names(InnerList input) {
        List<String> names = new ArrayList<>();
        for (Item<? extends Object> component : input.get()) {
            if (component instanceof StringItem name && name.getParams().isEmpty()) {
                names.add(name.get());
            }
        }
        return names;
    }

    private byte[] base(InnerList input) {
        List<Item<? extends Object>> components = input.get();
        if (components.size() > MAX_COMPONENTS) {
            throw unfit("it covers " + components.size() + " components", "cover at most " + MAX_COMPONENTS);
        }
        List<String> identifiers = new ArrayList<>(components.size());
        StringBuilder base = new StringBuilder(USUAL_LENGTH);
        for (Item<? extends Object> component : components) {
            String identifier = identifier(component);
            if (identifiers.contains(identifier)) {
                throw unfit("it covers " + Shown.of(identifier) + " twice", "cover it once");
            }
            base.append(identifier).append(": ").append(value(component)).append('\n');
            identifiers.add(identifier);
        }
        base.append("\"@signature-params\": (")
                .append(String.join(" ", identifiers))
                .append(')')
                .append(input.getParams().serialize());
        return base.toString().getBytes(StandardCharsets.ISO_8859_1); // all of it is ASCII, and this copies
    }

    /** Its serialisation by RFC 8941, 4.1.3; of a plain name without parameters that is the name in quotes. */
    private static String identifier(Item<? extends Object> component) {
        boolean isPlain = component instanceof StringItem name
                && name.getParams().isEmpty()
                && name.get().indexOf('"') < 0
                && name.get().indexOf('\\') < 0;
        return isPlain ? "\"" + component.get() + "\"" : component.serialize();
    }

    private String value(Item<? extends Object> component) {
        if (!(component instanceof StringItem item)) {
            throw unfit("it covers " + Shown.of(component.serialize()), "components are strings");
        }
        String name = item.get();
        Parameters parameters = item.getParams();
        if (name.equals("@query-param") && parameters.size() == 1) {
            return QueryParameter.value(
                    target().query(),
                    StructuredFields.text(parameters, "name")
                            .orElseThrow(() -> unfit("it covers @query-param without a name", "name it")));
        }
        if (!parameters.isEmpty()) {
            throw unfit("the parameters of " + Shown.of(item.serialize()) + " are not known here", "cover it without");
        }
        return name.startsWith("@") ? derived(name) : field(name);
    }

    /** RFC 9421, 2.2. */
    private String derived(String name) {
        String value = switch (name) {
            case "@method" -> message.method();
            case "@target-uri" -> MessageTarget.isWhole(message) ? message.target() : "";
            case "@authority" -> target().authority();
            case "@scheme" -> target().scheme();
            case "@path" -> target().path();
            case "@query" -> target().query();
            case "@request-target" -> target().path() + (target().query().equals("?") ? "" : target().query());
            default -> throw unfit("the component " + Shown.of(name) + " is not known here", "do not cover it");
        };
        if (value.isEmpty()) {
            throw unfit(
                    "it covers " + name + ", which the message does not tell",
                    "build the message with method and full URL");
        }
        return ascii(name, value);
    }

    /** Cut apart when a component asks for it, and once. */
    private MessageTarget target() {
        MessageTarget parts = target == null ? MessageTarget.of(message) : target;
        target = parts;
        return parts;
    }

    /** RFC 9421, 2.1: lines joined, without space around. */
    private String field(String name) {
        List<String> lines = message.headers().all(name);
        if (lines.isEmpty()) {
            throw unfit(
                    "it covers the header " + Shown.of(name) + ", which did not come", "send it, or do not cover it");
        }
        if (lines.size() == 1) {
            return ascii(name, trimmed(lines.get(0)));
        }
        StringJoiner value = new StringJoiner(", ");
        lines.forEach(line -> value.add(trimmed(line)));
        return ascii(name, value.toString());
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
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x7f || (c < ' ' && c != '\t')) {
                throw unfit(
                        "the covered " + Shown.of(name) + " has a character outside printable ASCII",
                        "send it without");
            }
        }
        return value;
    }

    static Refusal unfit(String what, String remedy) {
        return new Refusal(ErrorCode.SIGNATURE_MISSING, "the signature cannot be verified: " + what + "; " + remedy);
    }
}
