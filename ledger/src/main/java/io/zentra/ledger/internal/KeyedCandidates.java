package io.zentra.ledger.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.search.Candidates;
import io.zentra.core.search.Span;
import io.zentra.core.storage.Queries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The first events of the ledger's requests with a key, and where such a request makes two postings the second. */
record KeyedCandidates(Queries queries, int tenantNo, String key) implements Candidates {
    private static final String FIRST_USES =
            Operations.KEYED.stream().map(KeyedCandidates::firstUse).collect(Collectors.joining(" union all "));

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Use(int operation, long seq, byte @Nullable [] event) {
        /** Whether the next event is its second posting: of a refused correction it is somebody else's. */
        boolean makesTwo() {
            if (event == null || Event.isArchivedOtherThan(Set.of(PostingText.POSTED), event)) {
                return false;
            }
            Event first = Event.remains(event);
            return first.type().equals(PostingText.POSTED)
                    && (operation == Operations.CORRECT.code()
                            || (operation == Operations.IMPORT.code() && LineText.isCorrection(first.request())));
        }
    }

    /** Each operation by itself: its keys are a range of the table. */
    private static String firstUse(Operation operation) {
        return """
            select i.operation, i.seq,
                (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = i.seq)
            from zentra_idempotency i
            where i.tenant = :tenant and i.operation = %d and i.idempotency_key = :key""".formatted(operation.code());
    }

    @Override
    public List<Long> first(Span span, int limit) {
        List<Long> found = new ArrayList<>();
        List<Use> uses = queries.select(
                FIRST_USES, tenantNo, Map.of("key", key), Operations.KEYED.size(), (results, context) -> use(results));
        for (Use use : uses) {
            found.add(use.seq());
            if (use.makesTwo()) {
                found.add(use.seq() + 1);
            }
        }
        return span.first(found, limit);
    }

    private static Use use(ResultSet results) throws SQLException {
        return new Use(results.getInt(1), results.getLong(2), results.getBytes(3));
    }
}
