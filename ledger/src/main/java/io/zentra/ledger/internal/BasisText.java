package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.StoredJson;
import io.zentra.ledger.Basis;
import io.zentra.ledger.Composed;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Exchanged;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a posting has its amounts, as its event keeps it. */
public final class BasisText {
    /** The member of the event's body. */
    static final String NAME = "basis";

    private static final int MAX_TEXT = 200;

    private BasisText() {}

    /** The basis as an event keeps it. */
    static void write(CanonicalJson json, Basis basis) {
        if (basis instanceof Exchanged exchanged) {
            ExchangeText.write(json, exchanged);
        } else {
            CompositionText.write(json, (Composed) basis);
        }
    }

    /** Reads the basis of a posting's event; empty when its amounts were given. */
    public static Optional<Basis> read(Event event) {
        return read(event.body().path(NAME));
    }

    private static Optional<Basis> read(JsonNode basis) {
        return switch (basis.path("kind").asText()) {
            case CompositionText.KIND -> Optional.of(CompositionText.read(basis));
            case ExchangeText.KIND -> Optional.of(ExchangeText.read(basis));
            case "" -> Optional.empty();
            default -> throw new IllegalStateException("a basis of the unknown kind " + basis.path("kind"));
        };
    }

    /**
     * Reads a basis from outside, where it must be exactly what an event would keep.
     *
     * @throws ZentraException {@code invalid_line}
     */
    static Basis require(JsonNode told) {
        try {
            Basis basis = read(requireShort(told)).orElseThrow();
            Basis right = basis instanceof Exchanged exchanged ? again(exchanged) : basis;
            if (tree(right).equals(told)) {
                return right;
            }
        } catch (RuntimeException none) { // readers of events trust what they read
            throw ZentraException.of(ErrorCode.INVALID_LINE, "the member \"" + NAME + "\" cannot be read", none);
        }
        throw Members.invalid(
                "the member \"" + NAME + "\" has other members, or comes to something else than it tells");
    }

    /** No number in it is so long that computing with it would take its time. */
    private static JsonNode requireShort(JsonNode node) {
        if (node.isTextual() && node.textValue().length() > MAX_TEXT) {
            throw Members.invalid("a text of more than " + MAX_TEXT + " characters");
        }
        node.forEach(BasisText::requireShort);
        return node;
    }

    /** The accounts that a basis speaks of. */
    static Stream<String> accounts(Basis basis) {
        return basis instanceof Exchanged exchanged
                ? PostExchange.accounts(exchanged.accounts())
                : Compose.accounts(rules((Composed) basis));
    }

    /** Whether lines are what a basis tells, and would come to again in a decision. */
    static boolean comesTo(Basis basis, List<EntryRequest> lines, Resolver.Shelf shelf) {
        try {
            return basis.entries().equals(lines) && tree(again(basis, shelf)).equals(tree(basis));
        } catch (ZentraException refused) {
            return false;
        }
    }

    /** Whether a posting's lines are what its basis comes to with these accounts and balances before it. */
    static boolean isRight(
            Event event, Posting posting, Map<String, AccountRow> accounts, Map<Long, BalanceRow> balances) {
        JsonNode kept = event.body().path(NAME);
        if (kept.isMissingNode()) {
            return true;
        }
        List<EntryRequest> lines = posting.entries().stream()
                .map(entry -> new EntryRequest(entry.account(), entry.side(), entry.amount()))
                .toList();
        try {
            Basis right = again(read(event).orElseThrow(), new Compose.Recomputed(accounts, balances));
            return tree(right).equals(kept) && right.entries().equals(lines);
        } catch (RuntimeException comesToNothing) {
            return false;
        }
    }

    /** What its rules come to with these accounts. */
    private static Basis again(Basis told, Resolver.Shelf shelf) {
        return told instanceof Exchanged exchanged ? again(exchanged) : Resolver.resolve(rules((Composed) told), shelf);
    }

    private static Exchanged again(Exchanged told) {
        return Exchanged.of(told.quote(), told.accounts(), told.sold());
    }

    private static List<Movement> rules(Composed composed) {
        return composed.movements().stream().map(Composed.Moved::rule).toList();
    }

    private static JsonNode tree(Basis basis) {
        try {
            return StoredJson.tree(CanonicalJson.bytes(json -> write(json, basis)));
        } catch (IOException impossible) {
            throw new IllegalStateException("canonical JSON is JSON", impossible);
        }
    }
}
