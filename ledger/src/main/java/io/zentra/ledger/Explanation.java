package io.zentra.ledger;

import io.zentra.core.journal.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why the balances of an account are what they became: the posting or hold that changed them, the event that records it,
 * where that came from, and under which key. Immutable.
 *
 * <pre>{@code
 * Explanation why = acme.ledgers().explain("customer:42", sale.id());
 * why.entries();                                     // debits and credits of the posting
 * why.actor();                                       // service:svc_edge
 * why.request().map(IdempotencyRecord::replays);     // how often the request came again
 * acme.journal().inclusionPath(why.source().seq(), checkpoint.size());
 * }</pre>
 *
 * @param account the account
 * @param after its balances right after the change
 * @param source the event that records the change
 * @param hash the journal's chain after that event, 64 hexadecimal digits, computed again from the event and the chain
 *     before it
 * @param origin the first event of the command that the change is a part of, such as the callback that settled a transfer;
 *     the source itself when there is none before it
 * @param posting the posting that changed the balances; empty when only held money changed
 * @param hold the hold that changed them, as it was then; empty for a posting, which names the hold that it captures
 * @param request the idempotency record of the command; empty when it had no key, as work that falls due has none
 */
public record Explanation(
        String account,
        Balances after,
        Event source,
        String hash,
        Event origin,
        Optional<Posting> posting,
        Optional<Hold> hold,
        Optional<IdempotencyRecord> request) {
    /** All lines of the posting, with the balances after each; none when only held money changed. */
    public List<Entry> entries() {
        return posting.map(Posting::entries).orElse(List.of());
    }

    /** The decision that let the posting or hold through, {@code de_…}; empty when none was asked for. */
    public Optional<String> decision() {
        return posting.map(Posting::decision).or(() -> hold.map(Hold::decision));
    }

    /** Who, as {@code kind:id}. */
    public String actor() {
        return source.actor();
    }

    /** When it was recorded. */
    public Instant at() {
        return source.at();
    }
}
