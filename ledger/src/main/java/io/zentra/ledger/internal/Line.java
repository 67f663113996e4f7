package io.zentra.ledger.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Basis;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a command did to a ledger, as files tell it: what is exported, and what is imported again. Others are
 * named by the keys of their lines, because ids are another ledger's there.
 */
public sealed interface Line {
    /**
     * Where a line comes from, as its ledger tells it.
     *
     * @param at when it was recorded there; null when that is not known
     * @param actor who; null when that is not known
     * @param id the id that it had there; null for none
     * @param idempotencyKey the key that it was requested with; null for none
     */
    record Source(
            @Nullable Instant at,
            @Nullable String actor,
            @Nullable String id,
            @Nullable String idempotencyKey) {
        /**
         * When what a line tells takes effect: when it did there, which is when it was recorded unless it was said.
         *
         * @param given the time that was said; null for none
         * @return null for now, when nothing is known of it
         */
        @Nullable
        Instant effectiveAt(@Nullable Instant given) {
            return given == null ? at : given;
        }
    }

    /**
     * Something that another line made: a hold, or a posting.
     *
     * @param line the key of that line
     * @param place which of the line's postings, from 0
     */
    record Reference(IdempotencyKey line, int place) {
        /** Comes before the number in a reference to a second posting. */
        static final char PLACE = '#';

        /** The first or only thing that a line made. */
        public static Reference of(IdempotencyKey line) {
            return new Reference(line, 0);
        }

        @Override
        public String toString() {
            return place == 0 ? line.value() : line.value() + PLACE + place;
        }
    }

    /** The name under which it takes effect once, and others refer to it. */
    IdempotencyKey key();

    /** Where it comes from. */
    Source source();

    /** How many entries it has, or what is as large as one. */
    default int size() {
        return 1;
    }

    /** What it cannot do without; null for nothing. */
    default @Nullable Reference reference() {
        return null;
    }

    /** Opens an account. */
    record Opened(IdempotencyKey key, Source source, NewAccount account) implements Line {}

    /** Gives an account other limits, in its minor units. */
    record Limited(
            IdempotencyKey key,
            Source source,
            String account,
            @Nullable Long floorMinor,
            @Nullable Long ceilingMinor) implements Line {}

    /** Takes an account to a status. */
    record Changed(IdempotencyKey key, Source source, String account, AccountStatus status) implements Line {}

    /**
     * Posts lines.
     *
     * @param reverses the posting whose opposite they are; null for none
     * @param basis what their amounts came from; null when they were given
     */
    record Posted(
            IdempotencyKey key,
            Source source,
            PostingRequest posting,
            @Nullable Reference reverses,
            @Nullable Basis basis)
            implements Line {
        @Override
        public int size() {
            return posting.entries().size();
        }

        @Override
        public @Nullable Reference reference() {
            return reverses;
        }
    }

    /**
     * Reverses what is left of a posting and posts lines in its place.
     *
     * @param reversedAt when the reversal took effect, if that was not when it was recorded
     * @param words what the reversal did not inherit
     */
    record Corrected(
            IdempotencyKey key,
            Source source,
            Reference corrects,
            @Nullable Instant reversedAt,
            Map<String, String> words,
            PostingRequest posting)
            implements Line {
        /** Copies the words. */
        public Corrected {
            words = Map.copyOf(words);
        }

        @Override
        public int size() {
            return posting.entries().size();
        }

        @Override
        public Reference reference() {
            return corrects;
        }
    }

    /**
     * Posts lines of a hold.
     *
     * @param isFinal whether nothing of it is left afterwards
     * @param effectiveAt when that took effect, if that was not when it was recorded
     * @param words what its posting did not inherit
     */
    record Captured(
            IdempotencyKey key,
            Source source,
            Reference hold,
            List<EntryRequest> entries,
            boolean isFinal,
            @Nullable Instant effectiveAt,
            Map<String, String> words)
            implements Line {
        /** Copies what it has. */
        public Captured {
            entries = List.copyOf(entries);
            words = Map.copyOf(words);
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public Reference reference() {
            return hold;
        }
    }

    /** Sets lines aside. */
    record Placed(
            IdempotencyKey key,
            Source source,
            PostingRequest lines,
            @Nullable Instant expiresAt) implements Line {
        @Override
        public int size() {
            return lines.entries().size();
        }
    }

    /** What happened to a hold without a posting. */
    enum HoldVerb {
        INCREASED,
        EXTENDED,
        RELEASED,
        EXPIRED;

        /** {@code increased}, {@code extended}, {@code released} or {@code expired}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The verb of a {@link #code()}. */
        public static HoldVerb of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Increases, extends, releases or expires a hold.
     *
     * @param remainingMinor what each leg has left afterwards, in minor units
     * @param expiresAt when it expires from now on; null unless it is extended
     */
    record HoldMoved(
            IdempotencyKey key,
            Source source,
            Reference hold,
            HoldVerb verb,
            List<Long> remainingMinor,
            @Nullable Instant expiresAt)
            implements Line {
        /** Copies the list. */
        public HoldMoved {
            remainingMinor = List.copyOf(remainingMinor);
        }

        @Override
        public Reference reference() {
            return hold;
        }
    }

    /**
     * Gives an account the balance that it brings along.
     *
     * @param balance in the sign of the account's normal side
     * @param against the account on the other side
     */
    record Brought(IdempotencyKey key, Source source, String account, Money balance, String against) implements Line {}

    /** Closes all time before an instant, or opens it again from there on. */
    record Period(IdempotencyKey key, Source source, Instant closedBefore, boolean reopens) implements Line {}

    /** Says what becomes of limits that are broken in between. */
    record Ruled(IdempotencyKey key, Source source, Backdating backdating) implements Line {}
}
