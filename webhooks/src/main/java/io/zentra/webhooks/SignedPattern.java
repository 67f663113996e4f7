package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is signed, as text with names in braces. Immutable. */
final class SignedPattern {
    private static final Set<String> NAMES =
            Set.of("body", "timestamp", "id", "method", "target", "authority", "path", "query");
    private static final String HEADER = "header:";
    private static final int MAX_LENGTH = 500;

    private final List<Part> parts;

    private SignedPattern(List<Part> parts) {
        this.parts = parts;
    }

    /** A name, or text as it stands. */
    private record Part(boolean isName, String text) {}

    static SignedPattern parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw unfit(text, "it is longer than " + MAX_LENGTH + " characters");
        }
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw unfit(text, "a brace is not closed");
            }
            parts.add(new Part(false, text.substring(from, open)));
            parts.add(name(text, text.substring(open + 1, close)));
            from = close + 1;
        }
        parts.add(new Part(false, text.substring(from)));
        parts.removeIf(part -> part.text.isEmpty());
        SignedPattern pattern = new SignedPattern(List.copyOf(parts));
        if (!pattern.has("body")) {
            throw unfit(text, "it has no {body}, so anybody could send another one");
        }
        return pattern;
    }

    boolean hasTimestamp() {
        return has("timestamp");
    }

    boolean hasId() {
        return has("id");
    }

    /** The signed bytes of a message, in pieces, so that the body is not copied. */
    byte[][] bytes(CallbackMessage message, String timestamp, String id) {
        byte[][] all = new byte[parts.size()][];
        for (int i = 0; i < all.length; i++) {
            Part part = parts.get(i);
            if (part.isName && part.text.equals("body")) {
                all[i] = message.body();
            } else {
                String text = part.isName ? value(part.text, message, timestamp, id) : part.text;
                all[i] = text.getBytes(StandardCharsets.UTF_8);
            }
        }
        return all;
    }

    private static String value(String name, CallbackMessage message, String timestamp, String id) {
        return switch (name) {
            case "timestamp" -> timestamp;
            case "id" -> id;
            case "method" -> message.method();
            case "target" -> message.target();
            case "authority" -> MessageTarget.of(message).authority();
            case "path" -> MessageTarget.of(message).path();
            case "query" -> MessageTarget.of(message).query();
            default -> Fields.require(message, name.substring(HEADER.length()));
        };
    }

    private boolean has(String name) {
        return parts.stream().anyMatch(part -> part.isName && part.text.equals(name));
    }

    private static Part name(String pattern, String name) {
        if (!NAMES.contains(name) && !name.matches(HEADER + "[A-Za-z0-9-]{1,100}")) {
            throw unfit(pattern, "{" + Shown.of(name) + "} is none of " + NAMES + " and {header:NAME}");
        }
        return new Part(true, name);
    }

    private static ZentraException unfit(String pattern, String why) {
        return ZentraException.of(
                ErrorCode.INVALID_CONFIGURATION, "the pattern \"" + Shown.of(pattern) + "\" cannot be used: " + why);
    }
}
