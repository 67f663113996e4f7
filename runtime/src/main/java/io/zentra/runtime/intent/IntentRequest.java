package io.zentra.runtime.intent;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.policy.Corridor;
import io.zentra.runtime.TransferRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 * @param intentId the caller's id, which takes effect once
 * @param scope what the caller may act on, in the host's words
 * @param moneyModel the asset whose minor units it counts in
 * @param primitives the stages that it has to pass
 * @param action what it does
 */
public record IntentRequest(
        String intentId, String scope, Asset moneyModel, Set<Primitive> primitives, IntentAction action) {
    /**
     * Checks that the parts agree.
     *
     * @throws ZentraException {@code invalid_id}; {@code invalid_configuration} without {@link Primitive#LEDGER}, for a rail that no
     *     {@link Primitive#ROUTES} asks for, or for a policy or route of what moves no money
     */
    public IntentRequest {
        Objects.requireNonNull(moneyModel, "moneyModel");
        Objects.requireNonNull(action, "action");
        primitives = Set.copyOf(primitives);
        Identifier.requireUnreserved("intent", intentId);
        Identifier.require("scope", scope);
        if (!primitives.contains(Primitive.LEDGER)) {
            throw invalid("it changes the ledger: name the primitive ledger");
        }
        if (action instanceof IntentAction.Move move) {
            requireRoute(primitives, move.movement());
        } else {
            requireNoMoney(primitives, moneyModel, action);
        }
    }

    private static void requireRoute(Set<Primitive> primitives, TransferRequest movement) {
        if (movement.rail() != null && !primitives.contains(Primitive.ROUTES)) {
            throw invalid(
                    "it names the rail " + movement.rail() + " and not the primitive routes: name both or neither");
        }
    }

    private static void requireNoMoney(Set<Primitive> primitives, Asset moneyModel, IntentAction action) {
        if (primitives.contains(Primitive.POLICY) || primitives.contains(Primitive.ROUTES)) {
            throw invalid("it moves no money, which is what policies and routes are for: leave these primitives out");
        }
        if (action instanceof IntentAction.OpenAccount open
                && !open.account().asset().equals(moneyModel)) {
            throw invalid("its money model is " + moneyModel + ", and the account to open has "
                    + open.account().asset() + ": name the same asset");
        }
    }

    /**
     * An intent that moves money; its id is the movement's key, and its money model the movement's asset.
     *
     * @throws ZentraException {@code invalid_configuration} when the movement has no scope, or the parts disagree; {@code
     *     invalid_id}
     */
    public static IntentRequest moving(Set<Primitive> primitives, TransferRequest movement) {
        String scope = movement.scope();
        if (scope == null) {
            throw invalid("its scope is missing: name what the caller may act on");
        }
        Asset asset = movement.amount().asset();
        return new IntentRequest(movement.key().value(), scope, asset, primitives, new IntentAction.Move(movement));
    }

    /** What it moves; empty when it is about an account. */
    public Optional<TransferRequest> movement() {
        return action instanceof IntentAction.Move move ? Optional.of(move.movement()) : Optional.empty();
    }

    /** Begins a request under the caller's id, which takes effect once and for ever. */
    public static Builder builder(String intentId) {
        return new Builder(intentId);
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
        private final String intentId;
        private final TransferRequest.Builder movement = TransferRequest.builder();
        private final Set<Primitive> primitives = EnumSet.noneOf(Primitive.class);
        private boolean moves;
        private @Nullable IntentAction action;
        private @Nullable String scope;
        private @Nullable Asset asset;
        private long amountMinor;

        private Builder(String intentId) {
            this.intentId = intentId;
            movement.idempotencyKey(intentId);
        }

        /** What the caller may act on, in the host's words, for policies. */
        public Builder scope(String name) {
            movement.scope(name);
            scope = name;
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

        /** Opens an account, instead of moving money. */
        public Builder opens(NewAccount account) {
            return does(new IntentAction.OpenAccount(account));
        }

        /** Changes an account, instead of moving money. */
        public Builder changes(String account, AccountChange change) {
            return does(new IntentAction.ChangeAccount(Identifier.require("account", account), change, null));
        }

        /** Freezes or unfreezes one side of an account, instead of moving money. */
        public Builder changes(String account, AccountChange change, Side side) {
            return does(new IntentAction.ChangeAccount(Identifier.require("account", account), change, side));
        }

        private Builder does(IntentAction what) {
            if (action != null) {
                throw invalid("it does two things: make an intent of each");
            }
            action = what;
            return this;
        }

        /** The account that the money comes from. */
        public Builder from(String account) {
            moves = true;
            movement.from(account);
            return this;
        }

        /** The account that it goes to. */
        public Builder to(String account) {
            moves = true;
            movement.to(account);
            return this;
        }

        /** How much, in minor units of the {@link #moneyModel}; above zero. */
        public Builder amountMinor(long minor) {
            if (amountMinor != 0) {
                throw invalid("amountMinor was set twice");
            }
            moves = true;
            amountMinor = minor;
            return this;
        }

        /** The rail to take; the first that may take it when it is not set. */
        public Builder rail(String name) {
            moves = true;
            movement.rail(name);
            return this;
        }

        /** From which country to which. */
        public Builder countries(Corridor corridor) {
            moves = true;
            movement.countries(corridor);
            return this;
        }

        /** One of the host's own words, for policies and evidence; no personal data. */
        public Builder metadata(String name, String value) {
            moves = true;
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
            if (action == null) {
                return moving(
                        primitives,
                        movement.amount(Money.ofMinor(amountMinor, asset)).build());
            }
            if (moves) {
                throw invalid("it moves money and does something to an account: make an intent of each");
            }
            if (scope == null) {
                throw invalid("its scope is missing: name what the caller may act on");
            }
            return new IntentRequest(intentId, scope, asset, primitives, action);
        }
    }
}
