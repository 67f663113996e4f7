package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A posting that was made. Immutable.
 *
 * @param id its id, {@code po_…}
 * @param seq the sequence of its event in the tenant's journal
 * @param postedAt when it was recorded
 * @param effectiveAt when it took effect; never after that
 * @param entries its lines, with the balances after each
 * @param correlation the id of what it belongs to; null for none
 * @param reverses the id of the posting that it reverses; null for none
 * @param corrects the id of the posting in whose place it stands; null for none
 * @param hold the id of the hold that it captures; null for none
 * @param decision the id of the decision that let it through, {@code de_…}; null when none was asked for
 * @param metadata the host's own words
 * @param crossings the limits that it broke between {@code effectiveAt} and then; see {@link Backdating#FLAG}
 */
public record Posting(
        String id,
        long seq,
        Instant postedAt,
        Instant effectiveAt,
        List<Entry> entries,
        @Nullable String correlation,
        @Nullable String reverses,
        @Nullable String corrects,
        @Nullable String hold,
        @Nullable String decision,
        Map<String, String> metadata,
        List<Crossing> crossings) {
    /** Copies the lists. */
    public Posting {
        entries = List.copyOf(entries);
        metadata = Map.copyOf(metadata);
        crossings = List.copyOf(crossings);
    }

    /** When it was recorded, or took effect. */
    public Instant at(TimeAxis axis) {
        return axis == TimeAxis.RECORDED ? postedAt : effectiveAt;
    }

    /**
     * The balances of an account after the posting, of its last line there.
     *
     * @throws ZentraException {@code unknown_entry} when no line is of the account
     */
    public Balances balances(String account) {
        return entries.stream()
                .filter(entry -> entry.account().equals(account))
                .reduce((first, last) -> last)
                .map(Entry::balances)
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_ENTRY,
                        "the posting " + id + " has no entry of account \"" + Shown.of(account)
                                + "\": ask for one of its entries()",
                        Map.of("posting", id, "account", Shown.of(account))));
    }
}
