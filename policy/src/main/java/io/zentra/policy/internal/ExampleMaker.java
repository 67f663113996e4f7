package io.zentra.policy.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Proposal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Picks an operation out of those that are left. What is not asked for is left out. */
final class ExampleMaker {
    private final Space space;
    private final CompiledPolicy compiled;

    ExampleMaker(Space space, CompiledPolicy compiled) {
        this.space = space;
        this.compiled = compiled;
    }

    /**
     * What came of it.
     *
     * @param example the operation; null for none
     * @param isCertainlyNone whether there is none at all
     */
    record Made(@Nullable Example example, boolean isCertainlyNone) {
        private static final Made NONE_AT_HAND = new Made(null, false);
        private static final Made NONE = new Made(null, true);
    }

    /** An operation; or none at hand, which is certain only where two facts that are left do not fit each other. */
    Made make() {
        Optional<String> actor = actor();
        if (actor.isEmpty() && space.text(Field.ACTOR).allowed() != null) {
            return Made.NONE;
        }
        Money amount = amount();
        TimeDomain.Moment moment = space.time().moment().orElse(null);
        if (actor.isEmpty() || amount == null || moment == null) {
            return Made.NONE_AT_HAND;
        }
        try {
            Proposal proposal = proposal(amount);
            Facts facts = new Facts(
                    space.text(Field.TENANT).value().orElseThrow(NotAtHand::new),
                    actor.get(),
                    proposal,
                    moment.at(),
                    moment.offset(),
                    moment.offset());
            return withWindows(facts);
        } catch (ZentraException | NotAtHand missing) {
            return Made.NONE_AT_HAND;
        }
    }

    private static final class NotAtHand extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Proposal proposal(Money amount) {
        Proposal proposal = Proposal.of(compiled.policy().name(), amount).metadata(attributes(Field.Group.METADATA));
        String from = optional(Field.COUNTRY_FROM);
        if (from != null) {
            proposal = proposal.countries(Corridor.of(from, present(Field.COUNTRY_TO)));
        }
        String in = optional(Field.CURRENCY_FROM);
        if (in != null) {
            proposal = proposal.currencies(Corridor.of(in, present(Field.CURRENCY_TO)));
        }
        if (optional(Field.SOURCE) != null) {
            proposal = proposal.from(present(Field.SOURCE), attributes(Field.Group.SOURCE));
        }
        if (optional(Field.DESTINATION) != null) {
            proposal = proposal.to(present(Field.DESTINATION), attributes(Field.Group.DESTINATION));
        }
        String rail = optional(Field.RAIL);
        proposal = rail == null ? proposal : proposal.rail(rail);
        String scope = optional(Field.SCOPE);
        return scope == null ? proposal : proposal.scope(scope);
    }

    private Map<String, String> attributes(Field.Group group) {
        Map<String, String> attributes = new TreeMap<>();
        for (Field field : space.fields()) {
            if (field.group() == group && space.text(field).mustBePresent()) {
                attributes.put(field.name(), present(field));
            }
        }
        return attributes;
    }

    private @Nullable String optional(Field field) {
        return space.text(field).mustBePresent() ? present(field) : null;
    }

    private String present(Field field) {
        return space.text(field).value().orElseThrow(NotAtHand::new);
    }

    /** An actor is of its kind. */
    private Optional<String> actor() {
        TextDomain actors = space.text(Field.ACTOR);
        TextDomain kinds = space.text(Field.ACTOR_KIND);
        return actors.candidates()
                .filter(actors::isAllowed)
                .filter(actor -> kinds.isAllowed(actor.substring(0, actor.indexOf(':'))))
                .findFirst();
    }

    private @Nullable Money amount() {
        TextDomain assets = space.text(Field.ASSET);
        return assets.candidates()
                .filter(assets::isAllowed)
                .map(Asset::parse)
                .filter(asset -> !space.amount(asset).isEmpty())
                .findFirst()
                .map(asset -> Money.ofMinor(space.amount(asset).least(), asset))
                .orElse(null);
    }

    /** With the least amount all windows come to the least, so when one is above what is left, it always is. */
    private Made withWindows(Facts facts) {
        Map<String, Long> values = new HashMap<>();
        for (Counted window : compiled.select(facts).counting()) {
            boolean sum = window.measure().kind() == Measure.Kind.SUM;
            long own = sum ? facts.proposal().amount().minor() : 1;
            Intervals left = space.window(window.name()).and(Intervals.of(own, Long.MAX_VALUE));
            if (left.isEmpty()) {
                return Made.NONE;
            }
            values.put(window.name(), left.least());
        }
        return new Made(new Example(facts, values), false);
    }
}
