package io.zentra.ledger;

import io.zentra.core.money.Money;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a composition came to. Immutable.
 *
 * @param movements in the order of the rules
 */
public record Composed(List<Moved> movements) implements Basis {
    /**
     * What a rule came to.
     *
     * @param rule the rule
     * @param amount what moved in all; zero when there was nothing
     * @param taken of each source in order, without those that came after enough was taken
     * @param given to each destination in order, zero where its share came to nothing
     */
    public record Moved(Movement rule, Money amount, List<Taken> taken, List<Given> given) {
        /** Copies the lists. */
        public Moved {
            taken = List.copyOf(taken);
            given = List.copyOf(given);
        }
    }

    /**
     * What was taken from a source.
     *
     * @param account the account's id
     * @param room what could be taken by its limits; null without a limit
     * @param amount what was taken; zero when there was nothing
     */
    public record Taken(String account, @Nullable Money room, Money amount) {}

    /**
     * What a destination was given.
     *
     * @param account the account's id
     * @param amount its part
     */
    public record Given(String account, Money amount) {}

    /** Copies the list. */
    public Composed {
        movements = List.copyOf(movements);
    }

    /** The lines of the posting: what is zero has none. */
    @Override
    public List<EntryRequest> entries() {
        return movements.stream().flatMap(Composed::entries).toList();
    }

    private static Stream<EntryRequest> entries(Moved moved) {
        Side side = moved.rule().side();
        Stream<EntryRequest> sources = moved.taken().stream()
                .filter(taken -> taken.amount().isPositive())
                .map(taken -> new EntryRequest(taken.account(), side, taken.amount()));
        Stream<EntryRequest> destinations = moved.given().stream()
                .filter(given -> given.amount().isPositive())
                .map(given -> new EntryRequest(given.account(), side.opposite(), given.amount()));
        return Stream.concat(sources, destinations);
    }
}
