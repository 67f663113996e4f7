package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Basis;
import io.zentra.ledger.Composed;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a posting has its amounts, as its event keeps it. */
public final class BasisText {
    /** The member of the event's body. */
    static final String NAME = "basis";

    private BasisText() {}

    /** Reads the basis of a posting's event; empty when its amounts were given. */
    public static Optional<Basis> read(Event event) {
        JsonNode basis = event.body().path(NAME);
        return switch (basis.path("kind").asText()) {
            case CompositionText.KIND -> Optional.of(CompositionText.read(basis));
            case "" -> Optional.empty();
            default -> throw new IllegalStateException("a basis of the unknown kind " + basis.path("kind"));
        };
    }

    /** Whether a posting's lines are what its basis comes to with these accounts and balances before it. */
    static boolean isRight(
            Event event, Posting posting, Map<String, AccountRow> accounts, Map<Long, BalanceRow> balances) {
        Basis told = read(event).orElse(null);
        if (told == null) {
            return true;
        }
        List<EntryRequest> lines = posting.entries().stream()
                .map(entry -> new EntryRequest(entry.account(), entry.side(), entry.amount()))
                .toList();
        return told instanceof Composed composed && isRight(composed, lines, accounts, balances);
    }

    private static boolean isRight(
            Composed told, List<EntryRequest> lines, Map<String, AccountRow> accounts, Map<Long, BalanceRow> balances) {
        List<Movement> rules =
                told.movements().stream().map(Composed.Moved::rule).toList();
        try {
            Composed right = Resolver.resolve(rules, new Compose.Recomputed(accounts, balances));
            return right.equals(told) && right.entries().equals(lines);
        } catch (RuntimeException comesToNothing) {
            return false;
        }
    }
}
