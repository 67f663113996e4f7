package io.zentra.core.search;

import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.storage.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the journal has at some sequences, each read by itself. Immutable; its bytes are not to be changed.
 *
 * <pre>{@code
 * StoredEvents events = StoredEvents.of(handle, List.of(17L, 4_711L));
 * Event event = Event.parse(events.bytes(17));
 * }</pre>
 */
public final class StoredEvents {
    private static final String SELECT =
            "select w.no, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = w.no) from wanted w";

    private final Map<Long, byte @Nullable []> stored;

    private StoredEvents(Map<Long, byte @Nullable []> stored) {
        this.stored = stored;
    }

    /** What a tenant's journal has there. */
    public static StoredEvents of(Handle handle, List<Long> seqs) {
        Map<Long, byte @Nullable []> stored = new HashMap<>();
        if (!seqs.isEmpty()) {
            Wanted wanted = Wanted.of(seqs);
            handle.queries()
                    .select(
                            wanted.with() + SELECT,
                            handle.tenantNo(),
                            wanted.values(),
                            seqs.size(),
                            (results, context) -> stored.put(results.getLong(1), results.getBytes(2)));
        }
        return new StoredEvents(stored);
    }

    /**
     * The bytes of an event, or what stands in their place when it was archived.
     *
     * @throws ZentraException {@code journal_damaged} when it is missing
     */
    public byte[] bytes(long seq) {
        byte[] bytes = stored.get(seq);
        if (bytes == null) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED, "event " + seq + " is missing: run verify() to find the extent");
        }
        return bytes;
    }
}
