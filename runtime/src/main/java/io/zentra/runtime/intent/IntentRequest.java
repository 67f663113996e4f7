package io.zentra.runtime.intent;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.runtime.TransferRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An intent to accept. Immutable.
 *
 * <pre>{@code
 * IntentRequest request = IntentRequest.builder("intent_042")
 *         .scope("workspace_scope")
 *         .moneyModel(usd)
 *         .primitives(Primitive.POLICY, Primitive.LEDGER, Primitive.EVENTS)
 *         .from("customer:42")
 *         .to("merchant:7")
 *         .amountMinor(125_000)
 *         .build();
 * }</pre>
 *
 * @param primitives the stages that it has to pass
 * @param movement what it moves; its key is the intent's id, which takes effect once
 */
public record IntentRequest(Set<Primitive> primitives, TransferRequest movement) {
    /**
     * Checks that the parts agree.
     *
     * @throws ZentraException {@code invalid_id}; {@code invalid_configuration} without {@link Primitive#LEDGER}, without a scope, or with a rail
     *     that no {@link Primitive#ROUTES} asks for
     */
    public IntentRequest {
        primitives = Set.copyOf(primitives);
        Identifier.requireUnreserved("intent", movement.key().value());
        if (!primitives.contains(Primitive.LEDGER)) {
            throw invalid("it moves money: name the primitive ledger");
        }
        if (movement.scope() == null) {
            throw invalid("its scope is missing: name what the caller may act on");
        }
        if (movement.rail() != null && !primitives.contains(Primitive.ROUTES)) {
            throw invalid(
                    "it names the rail " + movement.rail() + " and not the primitive routes: name both or neither");
        }
    }

    /** Begins a request under the caller's id, which takes effect once and for ever. */
    public static Builder builder(String intentId) {
        return new Builder(intentId);
    }

    /** The caller's id. */
    public String intentId() {
        return movement.key().value();
    }

    /** What the caller may act on, in the host's words. */
    public String scope() {
        return Objects.requireNonNull(movement.scope());
    }

    /** The asset whose minor units it counts in. */
    public Asset moneyModel() {
        return movement.amount().asset();
    }

    /** Whether it goes over a rail. */
    public boolean isRouted() {
        return primitives.contains(Primitive.ROUTES);
    }

    private static ZentraException invalid(String why) {
        return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, "the intent: " + why);
    }

    /** Collects a request; each value is set once. Not thread-safe. */
    public static final class Builder {
        private final TransferRequest.Builder movement = TransferRequest.builder();
        private final Set<Primitive> primitives = EnumSet.noneOf(Primitive.class);
        private @Nullable Asset asset;
        private long amountMinor;

        private Builder(String intentId) {
            movement.idempotencyKey(intentId);
        }

        /** What the caller may act on, in the host's words, for policies. */
        public Builder scope(String name) {
            movement.scope(name);
            return this;
        }

        /** The asset whose minor units it counts in. */
        public Builder moneyModel(Asset of) {
            if (asset != null) {
                throw invalid("moneyModel was set twice");
            }
            asset = of;
            return this;
        }

        /** The stages that it has to pass. */
        public Builder primitives(Primitive... all) {
            primitives.addAll(List.of(all));
            return this;
        }

        /** The account that the money comes from. */
        public Builder from(String account) {
            movement.from(account);
            return this;
        }

        /** The account that it goes to. */
        public Builder to(String account) {
            movement.to(account);
            return this;
        }

        /** How much, in minor units of the {@link #moneyModel}; above zero. */
        public Builder amountMinor(long minor) {
            if (amountMinor != 0) {
                throw invalid("amountMinor was set twice");
            }
            amountMinor = minor;
            return this;
        }

        /** The rail to take; the first that may take it when it is not set. */
        public Builder rail(String name) {
            movement.rail(name);
            return this;
        }

        /** From which country to which. */
        public Builder countries(Corridor corridor) {
            movement.countries(corridor);
            return this;
        }

        /** One of the host's own words, for policies and evidence; no personal data. */
        public Builder metadata(String name, String value) {
            movement.metadata(name, value);
            return this;
        }

        /**
         * The request.
         *
         * @throws ZentraException {@code invalid_configuration} when a value is missing or the parts disagree, {@code
         *     invalid_key}, {@code invalid_id}, {@code invalid_metadata} or {@code amount_not_positive}
         */
        public IntentRequest build() {
            if (asset == null) {
                throw invalid("moneyModel is missing: name the asset whose minor units it counts in");
            }
            return new IntentRequest(
                    primitives,
                    movement.amount(Money.ofMinor(amountMinor, asset)).build());
        }
    }
}
