package io.zentra.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.internal.CaptureHold;
import io.zentra.ledger.internal.Conditions;
import io.zentra.ledger.internal.ExpireHold;
import io.zentra.ledger.internal.HoldText;
import io.zentra.ledger.internal.Horizon;
import io.zentra.ledger.internal.LedgerTables;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import io.zentra.ledger.internal.PlaceHold;
import io.zentra.ledger.internal.PostingText;
import io.zentra.ledger.internal.PostingWriter;
import io.zentra.ledger.internal.ReleaseHold;
import io.zentra.ledger.internal.RequestText;
import io.zentra.ledger.internal.Reverse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger inside another module's command: its postings become part of that command's decision and commit. It is called
 * by the command's thread.
 */
public final class LedgerWork {
    private LedgerWork() {}

    /**
     * A posting to make.
     *
     * @param entries its lines, balanced
     * @param correlation the id of what it belongs to; null for none
     * @param reverses the id of the posting that it reverses; null for none
     * @param corrects the id of the posting in whose place it stands; null for none
     * @param hold the id of the hold that it captures; null for none
     * @param decision the id of the decision that let it through; null when none was asked for
     * @param metadata the host's own words
     * @param effectiveAt when it takes effect, named before by {@link #needEffectiveTime}; null for now
     */
    public record Draft(
            List<EntryRequest> entries,
            @Nullable String correlation,
            @Nullable String reverses,
            @Nullable String corrects,
            @Nullable String hold,
            @Nullable String decision,
            Map<String, String> metadata,
            @Nullable Instant effectiveAt) {
        /** Copies the lists. */
        public Draft {
            entries = List.copyOf(entries);
            metadata = Map.copyOf(metadata);
        }

        /** What takes effect now, without a decision. */
        public Draft(
                List<EntryRequest> entries,
                @Nullable String correlation,
                @Nullable String reverses,
                @Nullable String corrects,
                @Nullable String hold,
                Map<String, String> metadata) {
            this(entries, correlation, reverses, corrects, hold, null, metadata, null);
        }

        /** Lines that reverse, correct and capture nothing. */
        public static Draft of(List<EntryRequest> entries, @Nullable String correlation) {
            return new Draft(entries, correlation, null, null, null, Map.of());
        }

        /** Lines of a request. */
        public static Draft of(PostingRequest request) {
            return new Draft(
                    request.entries(),
                    request.correlation(),
                    null,
                    null,
                    null,
                    null,
                    request.metadata(),
                    request.effectiveAt());
        }

        /** The same as part of something else, whose id the command has named. */
        public Draft belongingTo(String id) {
            return new Draft(entries, id, reverses, corrects, hold, decision, metadata, effectiveAt);
        }

        /** The same under a decision, of which what is reversed of the posting is given back. */
        public Draft decidedBy(String id) {
            return new Draft(entries, correlation, reverses, corrects, hold, id, metadata, effectiveAt);
        }
    }

    /** Names the rows of an account. */
    public static void needAccount(Reads reads, String id) {
        AccountRow account = reads.need(LedgerTables.ACCOUNT, id);
        if (account != null) {
            reads.need(LedgerTables.BALANCE, account.no());
        }
    }

    /** Names what an effective time needs besides the accounts; nothing when it is null. */
    public static void needEffectiveTime(Reads reads, List<EntryRequest> lines, @Nullable Instant effectiveAt) {
        Horizon.of(lines, effectiveAt).need(reads);
    }

    /**
     * Posts, once its accounts were named, and records the event.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_account}, {@code asset_mismatch}, {@code account_frozen},
     *     {@code account_closed}, {@code floor_crossed}, {@code ceiling_crossed} or {@code amount_overflow}; with an
     *     effective time also as for {@link Ledgers#post(PostingRequest)}
     */
    public static Posting post(UnitOfWork work, Draft draft) {
        return PostingWriter.post(work, draft);
    }

    /** The same under an id made before, as {@code work.newId("po", n)} when n events come before the posting's. */
    public static Posting post(UnitOfWork work, Draft draft, String id) {
        if (EntityId.parse("po", id).map(EntityId::seq).orElse(0L) != work.nextSeq()) {
            throw new IllegalArgumentException(id + " was not made for event " + work.nextSeq());
        }
        return PostingWriter.post(work, draft, id);
    }

    /**
     * Checks that an account would take part on this side of a posting; balances are not looked at.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_account}, {@code asset_mismatch}, {@code account_frozen}
     *     or {@code account_closed}
     */
    public static void requireOpen(UnitOfWork work, String account, Side side, Money amount) {
        PostingWriter.requireOpen(work, account, side, amount);
    }

    /**
     * Holds the lines of a draft, once its accounts were named, records the event and plans the expiry. Of the draft an
     * effective time, and what it reverses, corrects and captures, have no effect.
     *
     * @param expiresAt from when on it can only be released; null for never
     * @throws io.zentra.core.error.ZentraException {@code hold_expired}, or as for posting
     */
    public static Hold hold(UnitOfWork work, Draft draft, @Nullable Instant expiresAt) {
        return PlaceHold.hold(work, draft, expiresAt);
    }

    /**
     * The same, and no expiry is planned: the command sees to it that {@link #letGo} is called when the time is over, so
     * that what it knows of the hold changes in the same commit.
     */
    public static Hold holdUnplanned(UnitOfWork work, Draft draft, @Nullable Instant expiresAt) {
        return PlaceHold.holdUnplanned(work, draft, expiresAt);
    }

    /**
     * An expiry as a hold keeps it, in whole microseconds.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_expiry} before 1970 or beyond the year 9999
     */
    public static Instant requireExpiry(Instant expiresAt) {
        return PlaceHold.requireExpiry(expiresAt);
    }

    /**
     * Checks that an expiry is yet to come.
     *
     * @throws io.zentra.core.error.ZentraException {@code hold_expired}
     */
    public static void requireToCome(UnitOfWork work, @Nullable Instant expiresAt) {
        PlaceHold.requireToCome(work, expiresAt);
    }

    /** Names a posting with its accounts and what was reversed of it, for a decision that moves its money on. */
    public static void needPosting(Reads reads, String postingId) {
        Reverse.needPosting(reads, postingId);
    }

    /** Names the rows of a hold and its accounts. */
    public static void needHold(Reads reads, String holdId) {
        ReleaseHold.need(reads, holdId);
    }

    /**
     * What is still held of the first line of a hold that was named.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_hold}
     */
    public static Money held(UnitOfWork work, String holdId) {
        return ReleaseHold.left(work, holdId);
    }

    /**
     * Posts a part of a hold that was named, and records both events; the rest stays held.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_hold}, {@code hold_closed}, {@code hold_expired}, {@code
     *     hold_exceeded}, or as for posting
     */
    public static Posting capture(UnitOfWork work, String holdId, Part part) {
        return CaptureHold.capture(work, holdId, part, null);
    }

    /** The same, and the posting belongs to something else than the hold, whose id the command has named or made. */
    public static Posting capture(UnitOfWork work, String holdId, Part part, String correlation) {
        return CaptureHold.capture(work, holdId, part, correlation);
    }

    /** The id of the decision that a hold was placed under, once it was named; null when it is not there, or there is none. */
    public static @Nullable String decisionOfHold(Reads reads, String holdId) {
        HoldRow hold = EntityId.parse("ho", holdId)
                .map(id -> reads.need(LedgerTables.HOLD, id.seq()))
                .orElse(null);
        return hold == null ? null : hold.decision();
    }

    /**
     * Lets go of a part of a hold that was named, whether its time is over or not, and records the event.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_hold}, {@code hold_closed}, {@code hold_expired} once it
     *     has expired, or {@code hold_exceeded}
     */
    public static Hold release(UnitOfWork work, String holdId, Part part) {
        return ReleaseHold.release(work, holdId, part);
    }

    /**
     * Lets go of all that is left of a hold that was named, and records the event: that it expired when its time is over,
     * and otherwise that it was released. Does nothing when nothing is left.
     */
    public static void letGo(UnitOfWork work, String holdId) {
        ExpireHold.letGo(work, holdId);
    }

    /** Names the rows of a posting's reversal: the posting and its accounts. */
    public static void needReversal(Reads reads, String postingId) {
        Reverse.need(reads, postingId);
    }

    /**
     * Reverses parts of several postings, once their rows were named, and records their events: all of them or none, for
     * limits are looked at when all have been reversed.
     *
     * @param part which part of each
     * @return the reversals, in the order of the postings
     * @throws io.zentra.core.error.ZentraException {@code unknown_posting}, {@code already_reversed}, {@code
     *     reversal_exceeded}, {@code invalid_part}, or as for posting
     */
    public static List<Posting> reverse(UnitOfWork work, List<String> postingIds, Function<Posting, Part> part) {
        return Reverse.together(work, postingIds, part);
    }

    /**
     * What is left to be reversed of the first entry of a posting, once the rows of its reversal were named.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_posting}
     */
    public static Money left(UnitOfWork work, String postingId) {
        return Reverse.left(work, postingId);
    }

    /**
     * Checks that nothing of a posting was reversed, once the rows of its reversal were named: what it moved is still there
     * to be moved on.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_posting} or {@code already_reversed}
     */
    public static void requireUnreversed(UnitOfWork work, String postingId) {
        Reverse.requireNone(work, postingId);
    }

    /** The type of the events that postings are kept in. */
    public static String eventType() {
        return PostingText.POSTED;
    }

    /** The posting of an event of that type. */
    public static Posting posting(Event event) {
        return PostingText.read(event);
    }

    /** The hold of the event that placed it. */
    public static Hold hold(Event event) {
        return HoldText.read(event);
    }

    /**
     * Checks lines before a command is made of them.
     *
     * @param toHold whether they are to be held, which has no effective time
     * @throws io.zentra.core.error.ZentraException {@code invalid_entry_count}, {@code unbalanced_posting} or
     *     {@code invalid_effective_time}
     */
    public static void requireSound(PostingRequest lines, TenantConfig config, boolean toHold) {
        PostingRequest balanced = lines.requireBalanced(config);
        if (toHold) {
            balanced.requireNow();
        }
    }

    /** Names the accounts of the conditions of lines. */
    public static void needConditions(Reads reads, PostingRequest lines) {
        Conditions.need(reads, lines.conditions());
    }

    /**
     * Checks the conditions of lines, before anything changes.
     *
     * @throws io.zentra.core.error.ZentraException {@code condition_failed} or {@code unknown_account}
     */
    public static void requireConditions(UnitOfWork work, PostingRequest lines) {
        Conditions.require(work, lines.conditions());
    }

    /** The metadata of an account that is named by this; empty when it is not loaded yet or does not exist. */
    public static Map<String, String> metadata(Reads reads, String account) {
        return metadata(reads.need(LedgerTables.ACCOUNT, account));
    }

    /** The metadata of an account that was named; empty when it does not exist. */
    public static Map<String, String> metadata(UnitOfWork work, String account) {
        return metadata(work.get(LedgerTables.ACCOUNT, account));
    }

    private static Map<String, String> metadata(@Nullable AccountRow row) {
        return row == null ? Map.of() : row.account().metadata();
    }

    /** Writes lines into the request of another module's command; their key is the command's. */
    public static void write(CanonicalJson json, PostingRequest lines) {
        RequestText.write(json, lines);
    }

    /** Reads lines from such a request. */
    public static PostingRequest read(JsonNode lines, IdempotencyKey key) {
        return RequestText.read(lines, key);
    }
}
