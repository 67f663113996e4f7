package io.zentra.policy.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.policy.Field;
import io.zentra.policy.Proposal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which values a fact can have at all: what no operation can carry, no condition can wait for. */
final class FactValues {
    /** The kinds of actors, as facts tell them. */
    static final Set<String> ACTOR_KINDS = Arrays.stream(Actor.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private static final List<String> COUNTRIES = List.of("US", "DE", "FR", "GB", "JP", "BR", "IN", "ZA");
    private static final List<String> CURRENCIES = List.of("USD", "EUR", "GBP", "JPY", "BRL", "INR", "ZAR");
    private static final List<String> ENDINGS =
            List.of("", "x", "X", "0", "1", "AA", "ZZ", "x1", ":x", "/2", "A/2", "AA/2");
    private static final Pattern BEGINNING_OF_CODE = Pattern.compile("[A-Z][A-Z0-9._/]{0,18}");
    private static final Pattern BEGINNING_OF_ASSET =
            Pattern.compile("[A-Z][A-Z0-9._]{0,15}|[A-Z][A-Z0-9._]{1,15}/[0-9]{0,2}");
    private static final Set<Field> ENDS_OF_CORRIDORS =
            Set.of(Field.COUNTRY_FROM, Field.COUNTRY_TO, Field.CURRENCY_FROM, Field.CURRENCY_TO);

    private FactValues() {}

    /** Whether every operation has the fact. */
    static boolean isAlwaysThere(Field field) {
        return field.equals(Field.KIND)
                || field.equals(Field.TENANT)
                || field.equals(Field.ACTOR)
                || field.equals(Field.ACTOR_KIND)
                || field.equals(Field.ASSET);
    }

    /** Whether an operation can have this value. */
    static boolean isPossible(Field field, String value) {
        try {
            require(field, value);
            return true;
        } catch (ZentraException refused) {
            return false;
        }
    }

    /** Whether an operation can have a value that begins so; not certain when it is true. */
    static boolean canBegin(Field field, String prefix) {
        if (field.group() != Field.Group.OPERATION || field.equals(Field.ACTOR_KIND)) {
            return true;
        }
        if (ENDS_OF_CORRIDORS.contains(field)) {
            return BEGINNING_OF_CODE.matcher(prefix).matches();
        }
        if (field.equals(Field.ASSET)) {
            return BEGINNING_OF_ASSET.matcher(prefix).matches();
        }
        return field.equals(Field.ACTOR) ? canBeginActor(prefix) : isPossible(field, prefix);
    }

    private static boolean canBeginActor(String prefix) {
        return isPossible(Field.ACTOR, prefix)
                || ACTOR_KINDS.stream().anyMatch(kind -> (kind + ":").startsWith(prefix));
    }

    private static void require(Field field, String value) {
        if (field.group() != Field.Group.OPERATION) {
            Proposal.of("kind", Money.ofMinor(0, Asset.iso("USD"))).metadata(Map.of("value", value));
        } else if (ENDS_OF_CORRIDORS.contains(field)) {
            Proposal.of("kind", Money.ofMinor(0, Asset.iso("USD"))).countries(Corridor.of(value, value));
        } else if (field.equals(Field.ASSET)) {
            requireKnown(Asset.parse(value).toString().equals(value), field, value);
        } else if (field.equals(Field.ACTOR_KIND)) {
            requireKnown(ACTOR_KINDS.contains(value), field, value);
        } else if (field.equals(Field.ACTOR)) {
            int colon = value.indexOf(':');
            requireKnown(colon > 0 && ACTOR_KINDS.contains(value.substring(0, colon)), field, value);
            Identifier.require("actor", value.substring(colon + 1));
        } else {
            Identifier.require(field.toString(), value);
        }
    }

    private static void requireKnown(boolean known, Field field, String value) {
        if (!known) {
            throw Fault.at(field.toString(), "no operation has the value " + value);
        }
    }

    /** Values that an operation may well have, all with this beginning; more of them than conditions exclude. */
    static Stream<String> some(Field field, String prefix, int excluded) {
        Stream<String> usual = usual(field).stream().filter(value -> value.startsWith(prefix));
        Stream<String> letters = IntStream.rangeClosed('A', 'Z')
                .mapToObj(letter -> String.valueOf((char) letter))
                .flatMap(letter -> Stream.of(letter, letter + "A", letter + "AA/2"));
        Stream<String> numbers =
                IntStream.rangeClosed(0, excluded).boxed().flatMap(i -> Stream.of("X" + i, "X" + i + "/2"));
        Stream<String> endings = Stream.of(ENDINGS.stream(), letters, numbers).flatMap(each -> each);
        return Stream.concat(usual, endings.map(ending -> prefix + ending)).filter(value -> isPossible(field, value));
    }

    private static List<String> usual(Field field) {
        if (field.equals(Field.ASSET) || field.equals(Field.CURRENCY_FROM) || field.equals(Field.CURRENCY_TO)) {
            return CURRENCIES;
        }
        if (ENDS_OF_CORRIDORS.contains(field)) {
            return COUNTRIES;
        }
        if (field.equals(Field.ACTOR)) {
            List<String> actors = new ArrayList<>();
            ACTOR_KINDS.forEach(kind -> actors.add(kind + ":someone"));
            ACTOR_KINDS.forEach(kind -> actors.add(kind + ":other"));
            return actors;
        }
        if (field.equals(Field.SOURCE) || field.equals(Field.DESTINATION)) {
            return List.of("account:1", "account:2");
        }
        return List.of("some", "other");
    }
}
