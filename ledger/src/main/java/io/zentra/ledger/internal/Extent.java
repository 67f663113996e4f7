package io.zentra.ledger.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Metadata;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Part;
import io.zentra.ledger.PostingRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reversal takes back of a posting, or a change takes of a hold or adds to it, and how.
 *
 * @param part what
 * @param effectiveAt when that takes effect; null for now
 * @param words the host's own, beside those that the posting inherits
 * @param conditions what must be true when it is decided
 */
public record Extent(Part part, @Nullable Instant effectiveAt, Map<String, String> words, List<Condition> conditions) {
    /** Copies words and conditions. */
    public Extent {
        words = Map.copyOf(words);
        conditions = List.copyOf(conditions);
    }

    /** All that is left, now. */
    public static Extent all() {
        return new Extent(Part.all(), null, Map.of(), List.of());
    }

    /** The same of a part. */
    public Extent of(Part of) {
        return new Extent(of, effectiveAt, words, conditions);
    }

    /** The same, taking effect at a time; null for now. */
    public Extent at(@Nullable Instant time) {
        return new Extent(part, time, words, conditions);
    }

    /** The same with these words of its own. */
    public Extent with(Map<String, String> own) {
        return new Extent(part, effectiveAt, own, conditions);
    }

    /**
     * The same with one more condition.
     *
     * @throws ZentraException {@code invalid_condition} when there are too many
     */
    public Extent when(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        if (more.size() > PostingRequest.MAX_CONDITIONS) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONDITION,
                    "a request has at most " + PostingRequest.MAX_CONDITIONS + " conditions, not " + more.size(),
                    Map.of("account", condition.account()));
        }
        return new Extent(part, effectiveAt, words, more);
    }

    /** The members of a request that come before {@code final}, an id or the other members; the part's among them. */
    void writeFirst(CanonicalJson json) {
        if (part instanceof Part.Amount) {
            Parts.write(json, part);
        }
        Conditions.write(json, conditions);
        json.optionalMember("effective_at", effectiveAt == null ? null : effectiveAt.toString());
    }

    /** Those that come behind the id of a hold and before that of a posting. */
    void writeLast(CanonicalJson json) {
        if (part instanceof Part.Lines) {
            Parts.write(json, part);
        }
        json.optionalMember("metadata", words);
    }

    /** Names the rows of the conditions. */
    void need(Reads reads) {
        Conditions.need(reads, conditions);
    }

    /** Refuses what was to be decided in another state; before anything changes. */
    void require(UnitOfWork work) {
        Conditions.require(work, conditions);
    }

    /**
     * The words of the posting; where a name is among those that it inherits too, its own word counts.
     *
     * @throws ZentraException {@code invalid_metadata} when together they are too many
     */
    Map<String, String> words(Map<String, String> inherited) {
        if (words.isEmpty()) {
            return inherited;
        }
        Map<String, String> all = new HashMap<>(inherited);
        all.putAll(words);
        if (all.size() > Metadata.MAX_MEMBERS) {
            throw ZentraException.of(
                    ErrorCode.INVALID_METADATA,
                    "with what it inherits the metadata has " + all.size() + " members: keep at most "
                            + Metadata.MAX_MEMBERS,
                    Map.of("member", "members"));
        }
        return all;
    }

    /** The words of a posting that it did not inherit, so that with them it comes to the same again. */
    static Map<String, String> own(Map<String, String> inherited, Map<String, String> all) {
        Map<String, String> own = new HashMap<>(all);
        own.entrySet().removeAll(inherited.entrySet());
        return own;
    }
}
