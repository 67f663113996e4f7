package io.zentra.runtime.internal.callback;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may not be kept of a callback: header fields that hold secrets, and members of a JSON body at any depth. Immutable.
 *
 * @param headers the names of header fields, in small letters
 * @param members the names of members of the body; of a body that is not JSON nothing is kept when there are any
 */
public record Redaction(Set<String> headers, Set<String> members) {
    /** What stands in the place of a value that is not kept. */
    public static final String REDACTED = "[redacted]";

    /** The header fields that are never kept: they hold secrets of whoever sends. */
    private static final Set<String> SECRET = Set.of("authorization", "cookie", "proxy-authorization", "set-cookie");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Copies the sets, the names of header fields in small letters and with those that are never kept. */
    public Redaction {
        Set<String> lower = new HashSet<>(SECRET);
        headers.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        headers = Set.copyOf(lower);
        members = Set.copyOf(members);
    }

    /** Nothing but the header fields that are never kept. */
    public static Redaction standard() {
        return new Redaction(Set.of(), Set.of());
    }

    /** The value of a header field as it is kept. */
    String header(String name, String value, List<String> redacted) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!headers.contains(lower)) {
            return value;
        }
        redacted.add("header " + lower);
        return REDACTED;
    }

    /** The body as it is kept: the same bytes when nothing is left out. */
    byte[] body(byte[] body, List<String> redacted) {
        if (members.isEmpty()) {
            return body;
        }
        try {
            JsonNode root = JSON.readTree(body);
            Set<String> found = new TreeSet<>();
            redact(root, found);
            found.forEach(name -> redacted.add("member " + name));
            return found.isEmpty() ? body : JSON.writeValueAsBytes(root);
        } catch (IOException notJson) {
            redacted.add("body");
            return new byte[0];
        }
    }

    private void redact(JsonNode node, Set<String> found) {
        if (node instanceof ObjectNode object) {
            for (String name : members) {
                if (object.has(name)) {
                    object.put(name, REDACTED);
                    found.add(name);
                }
            }
        }
        node.forEach(child -> redact(child, found));
    }
}
