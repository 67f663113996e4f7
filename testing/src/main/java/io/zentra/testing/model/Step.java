package io.zentra.testing.model;

import io.zentra.core.money.Asset;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.NewAccount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command of a sequence. Holds and postings are named by the operation and key that made them, such as
 * {@code hold/k7}, so that a step can be dropped from a sequence and what speaks of it speaks of something unknown.
 */
sealed interface Step {
    /** Opens an account. */
    record Open(NewAccount account) implements Step {}

    /** Freezes, unfreezes, closes or reopens an account. */
    record Change(String account, Verb verb) implements Step {}

    /** Gives an account other limits, in its minor units. */
    record Limit(
            String account,
            Asset asset,
            @Nullable Long floor,
            @Nullable Long ceiling) implements Step {}

    /** What happens to an account. */
    enum Verb {
        FREEZE,
        FREEZE_DEBITS,
        FREEZE_CREDITS,
        UNFREEZE,
        UNFREEZE_DEBITS,
        UNFREEZE_CREDITS,
        CLOSE,
        REOPEN
    }

    /** A step that takes effect once per operation and key. */
    sealed interface Keyed extends Step {
        String key();

        /** The operation. */
        String operation();

        /** The name of what it makes. */
        default String name() {
            return operation() + "/" + key();
        }
    }

    /** Posts lines. */
    record Post(String key, List<EntryRequest> lines) implements Keyed {
        @Override
        public String operation() {
            return "post";
        }
    }

    /** Holds lines. */
    record Hold(String key, List<EntryRequest> lines) implements Keyed {
        @Override
        public String operation() {
            return "hold";
        }
    }

    /** Captures a hold, in part when there is an amount. */
    record Capture(String key, String hold, @Nullable Long minor) implements Keyed {
        @Override
        public String operation() {
            return "capture";
        }
    }

    /** Releases a hold, in part when there is an amount. */
    record Release(String key, String hold, @Nullable Long minor) implements Keyed {
        @Override
        public String operation() {
            return "release";
        }
    }

    /** Reverses a posting. */
    record Reverse(String key, String posting) implements Keyed {
        @Override
        public String operation() {
            return "reverse";
        }
    }
}
