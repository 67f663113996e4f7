package io.zentra.testing.model;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends steps to a real ledger and puts its answers into the words of the model. */
class LedgerDriver {
    private final ZentraLedger.Book book;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, Asset> assets = new HashMap<>();

    LedgerDriver(ZentraLedger.Book book) {
        this.book = book;
    }

    ZentraLedger.Book book() {
        return book;
    }

    /**
     * {@code done} or {@code refused code} of a step without a key; {@code applied}, {@code declined code} or
     * {@code refused code} of one with a key, with {@code replayed} before it when the key came before.
     */
    String answer(Step step) {
        try {
            if (step instanceof Step.Keyed keyed) {
                return words(keyed, send(keyed));
            }
            if (step instanceof Step.Open open) {
                book.accounts().open(open.account());
            } else if (step instanceof Step.Change change) {
                change(change);
            } else if (step instanceof Step.Limit limit) {
                book.accounts()
                        .limit(
                                limit.account(),
                                money(limit.floor(), limit.asset()),
                                money(limit.ceiling(), limit.asset()));
            }
            return "done";
        } catch (ZentraException e) {
            return "refused " + e.code();
        }
    }

    private void change(Step.Change change) {
        switch (change.verb()) {
            case FREEZE -> book.accounts().freeze(change.account());
            case FREEZE_DEBITS -> book.accounts().freeze(change.account(), Side.DEBIT);
            case FREEZE_CREDITS -> book.accounts().freeze(change.account(), Side.CREDIT);
            case UNFREEZE -> book.accounts().unfreeze(change.account());
            case UNFREEZE_DEBITS -> book.accounts().unfreeze(change.account(), Side.DEBIT);
            case UNFREEZE_CREDITS -> book.accounts().unfreeze(change.account(), Side.CREDIT);
            case CLOSE -> book.accounts().close(change.account());
            case REOPEN -> book.accounts().reopen(change.account());
        }
    }

    private static @Nullable Money money(@Nullable Long minor, Asset asset) {
        return minor == null ? null : Money.ofMinor(minor, asset);
    }

    private Outcome<?> send(Step.Keyed step) {
        Ledgers ledgers = book.ledgers();
        if (step instanceof Step.Post post) {
            return ledgers.post(request(post.key(), post.lines()));
        }
        if (step instanceof Step.Hold hold) {
            assets.put(step.name(), hold.lines().get(0).amount().asset());
            return ledgers.hold(request(hold.key(), hold.lines()));
        }
        if (step instanceof Step.Capture capture) {
            String id = ids.getOrDefault(capture.hold(), "ho_none");
            Money amount = amount(capture.hold(), capture.minor());
            return amount == null ? ledgers.capture(id, capture.key()) : ledgers.capture(id, amount, capture.key());
        }
        if (step instanceof Step.Release release) {
            String id = ids.getOrDefault(release.hold(), "ho_none");
            Money amount = amount(release.hold(), release.minor());
            return amount == null ? ledgers.release(id, release.key()) : ledgers.release(id, amount, release.key());
        }
        Step.Reverse reverse = (Step.Reverse) step;
        return ledgers.reverse(ids.getOrDefault(reverse.posting(), "po_none"), reverse.key());
    }

    private @Nullable Money amount(String hold, @Nullable Long minor) {
        return money(minor, assets.getOrDefault(hold, Asset.iso("USD")));
    }

    private static PostingRequest request(String key, List<EntryRequest> lines) {
        return new PostingRequest(IdempotencyKey.of(key), lines, null, Map.of());
    }

    private String words(Step.Keyed step, Outcome<?> outcome) {
        return outcome.match(
                result -> {
                    ids.put(step.name(), result instanceof Posting posting ? posting.id() : ((Hold) result).id());
                    return "applied";
                },
                first -> "replayed " + words(step, first),
                declined -> "declined " + declined.code());
    }
}
