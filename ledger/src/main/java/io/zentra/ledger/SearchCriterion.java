package io.zentra.ledger;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Money;
import io.zentra.ledger.internal.EffectiveInstant;
import io.zentra.ledger.internal.Paths;
import java.time.Instant;
import java.util.Map;

/** Something that a search says of the postings it looks for; {@link PostingSearch} makes them. Immutable. */
public sealed interface SearchCriterion {
    /** What it is said of: a search says of each subject one thing. */
    String subject();

    /** Something that is said of an entry. */
    sealed interface OfEntry extends SearchCriterion {
        /** Whether it is true of an entry. */
        boolean isMetBy(Entry entry);
    }

    /** The entry is in an account. */
    record InAccount(String account) implements OfEntry {
        /**
         * Checks it.
         *
         * @throws ZentraException {@code invalid_id}
         */
        public InAccount {
            Identifier.require("account", account);
        }

        @Override
        public String subject() {
            return "account";
        }

        @Override
        public boolean isMetBy(Entry entry) {
            return entry.account().equals(account);
        }
    }

    /** The entry is in the account of a path, or in one below it. */
    record Under(String path) implements OfEntry {
        /**
         * Checks it.
         *
         * @throws ZentraException {@code invalid_id}
         */
        public Under {
            Identifier.require("path", path);
        }

        @Override
        public String subject() {
            return "account";
        }

        @Override
        public boolean isMetBy(Entry entry) {
            return Paths.isUnder(entry.account(), path);
        }
    }

    /** The entry's amount is from one to another, both included. */
    record Amount(Money least, Money most) implements OfEntry {
        /**
         * Checks that it is a range of one asset.
         *
         * @throws ZentraException {@code asset_mismatch} or {@code invalid_configuration}
         */
        public Amount {
            if (least.compareTo(most) > 0) {
                throw ZentraException.of(
                        ErrorCode.INVALID_CONFIGURATION,
                        "no amount is from " + least + " to " + most + ": give the lesser one first",
                        Map.of("least", least.toString(), "most", most.toString()));
            }
        }

        @Override
        public String subject() {
            return "amount";
        }

        @Override
        public boolean isMetBy(Entry entry) {
            Money amount = entry.amount();
            return amount.asset().equals(least.asset()) && amount.compareTo(least) >= 0 && amount.compareTo(most) <= 0;
        }
    }

    /** The posting was recorded, or took effect, at an instant or later. */
    record TimeFrom(TimeAxis axis, Instant first) implements SearchCriterion {
        /**
         * Cuts off what is finer than a microsecond.
         *
         * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
         */
        public TimeFrom {
            first = EffectiveInstant.require(first);
        }

        @Override
        public String subject() {
            return "first " + axis + " time";
        }
    }

    /** The posting was recorded, or took effect, before an instant. */
    record TimeTo(TimeAxis axis, Instant end) implements SearchCriterion {
        /**
         * Cuts off what is finer than a microsecond.
         *
         * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
         */
        public TimeTo {
            end = EffectiveInstant.require(end);
        }

        @Override
        public String subject() {
            return "end of " + axis + " time";
        }
    }

    /** The posting belongs to something. */
    record Correlation(String id) implements SearchCriterion {
        /**
         * Checks it.
         *
         * @throws ZentraException {@code invalid_id}
         */
        public Correlation {
            Identifier.require("correlation", id);
        }

        @Override
        public String subject() {
            return "correlation";
        }
    }

    /** The posting has a word of the host's. */
    record Word(String name, String value) implements SearchCriterion {
        /**
         * Checks it.
         *
         * @throws ZentraException {@code invalid_id} or {@code invalid_metadata}
         */
        public Word {
            Metadata.require(Map.of(name, value));
        }

        @Override
        public String subject() {
            return "metadata " + name;
        }
    }

    /** The posting was made by a request of the ledger with this key. */
    record Key(String key) implements SearchCriterion {
        /**
         * Checks it.
         *
         * @throws ZentraException {@code invalid_key}
         */
        public Key {
            IdempotencyKey.of(key);
        }

        @Override
        public String subject() {
            return "key";
        }
    }
}
