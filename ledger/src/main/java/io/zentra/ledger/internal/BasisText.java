package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
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

/** Why a posting has its amounts, as its event keeps it. */
public final class BasisText {
    /** The member of the event's body. */
    static final String NAME = "basis";

    private static final ObjectMapper JSON = new ObjectMapper();

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
        JsonNode basis = event.body().path(NAME);
        return switch (basis.path("kind").asText()) {
            case CompositionText.KIND -> Optional.of(CompositionText.read(basis));
            case ExchangeText.KIND -> Optional.of(ExchangeText.read(basis));
            case "" -> Optional.empty();
            default -> throw new IllegalStateException("a basis of the unknown kind " + basis.path("kind"));
        };
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
            Basis right = again(read(event).orElseThrow(), accounts, balances);
            byte[] text = CanonicalJson.bytes(json -> write(json, right));
            return JSON.readTree(text).equals(kept) && right.entries().equals(lines);
        } catch (RuntimeException | IOException comesToNothing) {
            return false;
        }
    }

    private static Basis again(Basis told, Map<String, AccountRow> accounts, Map<Long, BalanceRow> balances) {
        if (told instanceof Exchanged exchanged) {
            return Exchanged.of(exchanged.quote(), exchanged.accounts(), exchanged.sold());
        }
        List<Movement> rules =
                ((Composed) told).movements().stream().map(Composed.Moved::rule).toList();
        return Resolver.resolve(rules, new Compose.Recomputed(accounts, balances));
    }
}
