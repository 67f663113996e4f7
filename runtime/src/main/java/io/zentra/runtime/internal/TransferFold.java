package io.zentra.runtime.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of transfers recomputed from events. */
public final class TransferFold implements JournalFold {
    private static final int CHUNK = 1_000;
    private static final int MAX_FAULTS = 50;

    private final Queries queries;
    private final int tenantNo;
    private final Map<String, TransferStory> stories = new HashMap<>();

    /** A fold for one verification. */
    public TransferFold(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    @Override
    public void apply(Event event) {
        String transfer = event.correlation().orElse("");
        if (event.type().equals(TransferEvents.CREATED)) {
            stories.put(transfer, new TransferStory());
        }
        TransferStory story = stories.get(transfer);
        if (story != null) {
            story.apply(event);
        }
    }

    @Override
    public List<String> faults(long seq) {
        Map<Long, TransferRow> expected = new TreeMap<>();
        stories.values().stream().map(TransferStory::row).forEach(row -> {
            if (row != null) {
                expected.put(row.no(), row);
            }
        });
        List<String> faults = new ArrayList<>();
        long last = 0;
        List<TransferRow> page;
        do {
            page = queries.list(
                    TransferTables.TRANSFER, tenantNo, "no > :last order by no", Map.of("last", last), CHUNK);
            for (TransferRow row : page) {
                last = row.no();
                TransferRow wanted = expected.remove(row.no());
                if (!row.equals(wanted) && headSeq() == seq && faults.size() < MAX_FAULTS) {
                    faults.add("the transfer " + row.id() + " is " + row + ", not " + wanted);
                }
            }
        } while (page.size() == CHUNK);
        expected.values().stream()
                .limit(MAX_FAULTS)
                .forEach(row -> faults.add("the transfer " + row.id() + " is missing"));
        return faults;
    }

    private long headSeq() {
        return queries.select(
                        "select seq from zentra_journal_head where tenant = :tenant",
                        tenantNo,
                        Map.of(),
                        1,
                        (results, context) -> results.getLong(1))
                .get(0);
    }
}
