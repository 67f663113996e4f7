package io.zentra.runtime;

import org.jspecify.annotations.Nullable;

/** What is known of an attempt: one of five, and a timeout is never a failure. Immutable. */
public sealed interface RailOutcome {
    /**
     * The provider has it and will say more.
     *
     * @param providerReference the provider's own id; null when it gave none
     */
    record Accepted(@Nullable String providerReference) implements RailOutcome {
        /** Makes the provider's text fit to be kept. */
        public Accepted {
            providerReference = ProviderText.keptOrNull(providerReference);
        }
    }

    /**
     * The money arrived.
     *
     * @param providerReference the provider's own id; null when it gave none
     */
    record Succeeded(@Nullable String providerReference) implements RailOutcome {
        /** Makes the provider's text fit to be kept. */
        public Succeeded {
            providerReference = ProviderText.keptOrNull(providerReference);
        }
    }

    /**
     * The provider refused it.
     *
     * @param reason the provider's reason
     */
    record Declined(String reason) implements RailOutcome {
        /** Makes the provider's text fit to be kept. */
        public Declined {
            reason = ProviderText.kept(reason);
        }
    }

    /**
     * It certainly never reached the provider.
     *
     * @param reason why
     */
    record NotSent(String reason) implements RailOutcome {
        /** Makes the provider's text fit to be kept. */
        public NotSent {
            reason = ProviderText.kept(reason);
        }
    }

    /**
     * Nobody knows yet: ask again.
     *
     * @param reason why
     */
    record Unknown(String reason) implements RailOutcome {
        /** Makes the provider's text fit to be kept. */
        public Unknown {
            reason = ProviderText.kept(reason);
        }
    }
}
