package io.zentra.policy;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A fact of an operation that is a text, by which rules select and limits are counted. Immutable.
 *
 * <pre>{@code
 * Field.RAIL
 * Field.destination("country")   // the attribute "country" of the account that it goes to
 * Field.metadata("channel")
 * }</pre>
 *
 * @param group what the fact is of
 * @param name its name within the group
 */
public record Field(Group group, String name) {
    /** What a fact is of. */
    public enum Group {
        /** The operation itself; its names are fixed. */
        OPERATION(""),
        /** An attribute of the account that the money comes from. */
        SOURCE("source."),
        /** An attribute of the account that the money goes to. */
        DESTINATION("destination."),
        /** The caller's own words on the operation. */
        METADATA("metadata.");

        private final String prefix;

        Group(String prefix) {
            this.prefix = prefix;
        }
    }

    /** What kind of operation it is, such as {@code payout}. */
    public static final Field KIND = operation("kind");

    /** The scope that the caller names. */
    public static final Field SCOPE = operation("scope");

    /** Who asks, as {@code kind:id}. */
    public static final Field ACTOR = operation("actor");

    /** The kind of actor, such as {@code service}. */
    public static final Field ACTOR_KIND = operation("actor.kind");

    /** The account that the money comes from. */
    public static final Field SOURCE = operation("source");

    /** The account that the money goes to. */
    public static final Field DESTINATION = operation("destination");

    /** The rail that the caller asks for. */
    public static final Field RAIL = operation("rail");

    /** The asset of the amount. */
    public static final Field ASSET = operation("asset");

    /** The country that the money comes from. */
    public static final Field COUNTRY_FROM = operation("country.from");

    /** The country that the money goes to. */
    public static final Field COUNTRY_TO = operation("country.to");

    /** The currency that the money comes in. */
    public static final Field CURRENCY_FROM = operation("currency.from");

    /** The currency that the money goes out in. */
    public static final Field CURRENCY_TO = operation("currency.to");

    /** The tenant. */
    public static final Field TENANT = operation("tenant");

    private static final Map<String, Field> OF_OPERATION = Stream.of(
                    KIND,
                    SCOPE,
                    ACTOR,
                    ACTOR_KIND,
                    SOURCE,
                    DESTINATION,
                    RAIL,
                    ASSET,
                    COUNTRY_FROM,
                    COUNTRY_TO,
                    CURRENCY_FROM,
                    CURRENCY_TO,
                    TENANT)
            .collect(Collectors.toUnmodifiableMap(Field::name, field -> field));

    /**
     * Checks the name of an attribute.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public Field {
        Identifier.require("field", name);
    }

    /** An attribute of the account that the money comes from. */
    public static Field source(String attribute) {
        return new Field(Group.SOURCE, attribute);
    }

    /** An attribute of the account that the money goes to. */
    public static Field destination(String attribute) {
        return new Field(Group.DESTINATION, attribute);
    }

    /** A word of the caller's on the operation. */
    public static Field metadata(String member) {
        return new Field(Group.METADATA, member);
    }

    /** The field that {@link #toString()} writes so; empty when there is none. */
    public static Optional<Field> find(String text) {
        Field known = OF_OPERATION.get(text);
        if (known != null) {
            return Optional.of(known);
        }
        return Arrays.stream(Group.values())
                .filter(group -> group != Group.OPERATION && text.startsWith(group.prefix))
                .filter(group -> isName(text.substring(group.prefix.length())))
                .map(group -> new Field(group, text.substring(group.prefix.length())))
                .findFirst();
    }

    /** What fields there are, for a message. */
    public static String known() {
        return "use one of " + OF_OPERATION.keySet().stream().sorted().collect(Collectors.joining(", "))
                + ", source.*, destination.* or metadata.*";
    }

    /** {@code rail}, {@code destination.country}, {@code metadata.channel}. */
    @Override
    public String toString() {
        return group.prefix + name;
    }

    private static Field operation(String name) {
        return new Field(Group.OPERATION, name);
    }

    private static boolean isName(String text) {
        try {
            Identifier.require("field", text);
            return true;
        } catch (ZentraException malformed) {
            return false;
        }
    }
}
