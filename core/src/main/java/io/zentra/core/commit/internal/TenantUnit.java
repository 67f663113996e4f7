package io.zentra.core.commit.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.journal.internal.JournalTables.FirstUse;
import io.zentra.core.journal.internal.JournalTables.OperationKey;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowType;
import io.zentra.core.time.Micros;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One tenant's part of a batch: its rows, its events to come, and the way back when a command refuses. */
final class TenantUnit implements RegistryWork, Reads {
    private final Tenant tenant;
    private final TenantState state;
    private final RandomSource random;
    private final HashChain chain = new HashChain();
    private final CanonicalJson json = new CanonicalJson();
    private final Map<RowType<?, ?>, Rows<?, ?>> rows = new HashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<Integer> openedJournals = new ArrayList<>();
    private final long nowMicros;
    private final Instant now;
    private final Listings listings = new Listings();
    private final Map<Long, Event> readEvents = new HashMap<>();
    private long seq;
    private long first;
    private byte[] hash;
    private boolean missed;
    private @Nullable Access access;
    private @Nullable Envelope envelope;

    /** Begins at the head that was found under the lock. */
    TenantUnit(Tenant tenant, TenantState state, RandomSource random, Instant clockReading) {
        this.tenant = tenant;
        this.state = state;
        this.random = random;
        this.seq = state.seq();
        this.first = nextSeq();
        this.hash = state.hash();
        this.nowMicros = Math.max(Micros.of(clockReading), state.atMicros());
        this.now = Micros.instant(nowMicros);
    }

    // Reads

    @Override
    public <K, R> @Nullable R need(RowType<K, R> type, K key) {
        Rows<K, R> ofType = rows(type);
        Rows.Slot<K, R> slot = ofType.slot(key);
        if (slot == null) {
            ofType.miss(key);
            missed = true;
            return null;
        }
        return slot.current();
    }

    @Override
    public <R> @Nullable List<R> needAll(Listing<R> listing) {
        List<R> rows = listings.need(listing);
        missed |= rows == null;
        return rows;
    }

    @Override
    public @Nullable Event needEvent(long wanted) {
        if (wanted > state.seq()) {
            return event(wanted);
        }
        StoredEvent stored = need(JournalTables.JOURNAL, wanted);
        return stored == null || Event.isArchived(stored.event())
                ? null // a decision that asks for it is told where it lies
                : read(wanted, stored);
    }

    @Override
    public @Nullable Event needRemains(long wanted) {
        if (wanted > state.seq()) {
            return event(wanted);
        }
        StoredEvent stored = need(JournalTables.JOURNAL, wanted);
        return stored == null ? null : Event.remains(stored.event());
    }

    @Override
    public @Nullable Event needFirst(Operation operation, IdempotencyKey key) {
        FirstUse used = need(JournalTables.IDEMPOTENCY, new OperationKey(operation.code(), key.value()));
        return used == null ? null : needEvent(used.seq());
    }

    @Override
    public void needCorrelation(String correlation) {
        need(JournalTables.CORRELATION, correlation);
    }

    /** Lets a command name its rows; false when some of them have yet to be loaded. */
    boolean hasAll(Command<?> command) {
        missed = false;
        command.reads(this);
        return !missed;
    }

    // UnitOfWork

    @Override
    public Access access() {
        return Objects.requireNonNull(access);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public <K, R> @Nullable R get(RowType<K, R> type, K key) {
        return rows(type).current(key);
    }

    @Override
    public <R> List<R> all(Listing<R> listing) {
        return listings.get(listing);
    }

    @Override
    public <R> List<R> appended(RowType<?, R> type) {
        return Collections.unmodifiableList(rows(type).appended());
    }

    @Override
    public @Nullable Event event(long wanted) {
        if (wanted > state.seq()) {
            long index = wanted - state.seq() - 1;
            List<StoredEvent> recorded = rows(JournalTables.JOURNAL).appended();
            return index < recorded.size()
                    ? Event.parse(recorded.get((int) index).event())
                    : null;
        }
        StoredEvent stored = get(JournalTables.JOURNAL, wanted);
        return stored == null ? null : read(wanted, stored);
    }

    /** Commands name an event several times and then ask for it, and what is stored does not change. */
    private Event read(long wanted, StoredEvent stored) {
        return readEvents.computeIfAbsent(wanted, any -> Event.parse(stored.event()));
    }

    @Override
    public @Nullable Event remains(long wanted) {
        if (wanted > state.seq()) {
            return event(wanted);
        }
        StoredEvent stored = get(JournalTables.JOURNAL, wanted);
        return stored == null ? null : Event.remains(stored.event());
    }

    @Override
    public @Nullable Event first(Operation operation, IdempotencyKey key) {
        FirstUse used = get(JournalTables.IDEMPOTENCY, new OperationKey(operation.code(), key.value()));
        return used == null ? null : event(used.seq());
    }

    @Override
    public <K, R> void put(RowType<K, R> type, R row) {
        undo.push(rows(type).change(type.keyOf(row), row));
    }

    @Override
    public <K, R> void insert(RowType<K, R> type, R row) {
        undo.push(rows(type).insert(row));
    }

    @Override
    public <K, R> void append(RowType<K, R> type, R row) {
        undo.push(rows(type).append(row));
    }

    @Override
    public <K, R> void delete(RowType<K, R> type, K key) {
        undo.push(rows(type).change(key, null));
    }

    @Override
    public long nextSeq() {
        return seq + 1;
    }

    @Override
    public String newId(String prefix) {
        return newId(prefix, 0);
    }

    @Override
    public String newId(String prefix, int eventsAhead) {
        return new EntityId(prefix, tenant.no(), nextSeq() + eventsAhead, random.nextLong()).toString();
    }

    @Override
    public long record(Draft draft) {
        long seqBefore = seq;
        byte[] hashBefore = hash;
        Envelope envelopeBefore = envelope;
        Long previous = draft.correlation() == null ? null : Correlations.last(this, draft.correlation());
        byte[] event = json.next(into -> write(into, draft, previous));
        envelope = null;
        seq++;
        hash = chain.next(hash, event);
        append(JournalTables.JOURNAL, new StoredEvent(seq, event, hash));
        if (draft.correlation() != null) {
            append(JournalTables.TIMELINE, new JournalTables.Membership(draft.correlation(), seq));
            Correlations.moved(this, draft.correlation(), seq);
        }
        undo.push(() -> {
            seq = seqBefore;
            hash = hashBefore;
            envelope = envelopeBefore;
        });
        return seq;
    }

    @Override
    public void openJournal(int tenantNo) {
        openedJournals.add(tenantNo);
        undo.push(() -> openedJournals.remove(openedJournals.size() - 1));
    }

    /** Whether the text is an id that was made after the head was read, so that nothing of it can be stored. */
    boolean isNew(String id) {
        return EntityId.parse(id)
                .filter(made -> made.tenantNo() == tenant.no() && made.seq() > state.seq())
                .isPresent();
    }

    // The batch's side

    /** Begins a command; its first event will carry key and request. */
    void begin(Pending<?> pending) {
        access = pending.access();
        envelope(pending.envelope());
        undo.clear();
    }

    /** Drops all changes since the command began. */
    void rollback(Pending<?> pending) {
        undo();
        begin(pending);
    }

    /** Takes all back since the command began, and lets it go on. */
    void undo() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    /** The next event is the first of a command, and will carry this key and request; none with null. */
    void envelope(@Nullable Envelope next) {
        envelope = next;
        first = nextSeq();
    }

    Listings listings() {
        return listings;
    }

    Tenant tenant() {
        return tenant;
    }

    boolean hasEvents() {
        return seq > state.seq();
    }

    boolean isChanged() {
        return rows.values().stream().anyMatch(Rows::isChanged);
    }

    long seq() {
        return seq;
    }

    byte[] hash() {
        return hash;
    }

    long nowMicros() {
        return nowMicros;
    }

    List<Integer> openedJournals() {
        return openedJournals;
    }

    Collection<RowType<?, ?>> usedTypes() {
        return rows.keySet();
    }

    /** The state of this tenant once the batch is durable. */
    void committed() {
        rows.values().forEach(Rows::keep);
        state.trim();
        if (hasEvents()) {
            state.moved(seq, hash, nowMicros); // last: a head that is not the stored one makes kept rows worthless
        }
    }

    /** After a failure nothing kept is trusted. */
    void abandoned() {
        state.forgetRows();
    }

    @SuppressWarnings("unchecked") // filed by type
    <K, R> Rows<K, R> rows(RowType<K, R> type) {
        Rows<?, ?> ofType = rows.get(type);
        if (ofType == null) {
            ofType = new Rows<>(type, tenant.no(), state);
            rows.put(type, ofType);
        }
        return (Rows<K, R>) ofType;
    }

    /** The envelope of an event: see {@link Event}. */
    private void write(CanonicalJson into, Draft draft, @Nullable Long previous) {
        into.beginObject().member("actor", access().actor().toString()).member("at", now);
        into.name("body");
        draft.body().write(into);
        if (nextSeq() == first) {
            into.optionalMember("contract", access().contract());
        }
        into.optionalMember("correlation", draft.correlation());
        if (nextSeq() > first) {
            into.member("first", first);
        }
        if (envelope != null) {
            into.member("key", envelope.command().key().value());
            into.member("operation", envelope.command().operation().name());
        }
        if (previous != null) {
            into.member("previous", previous);
        }
        if (envelope != null) {
            into.name("request").raw(envelope.request());
        }
        into.member("seq", nextSeq());
        into.optionalMember("subject", draft.subject());
        into.member("tenant", tenant.id().value());
        TraceContext trace = access().trace();
        into.optionalMember("trace", trace == null ? null : trace.toString());
        into.member("type", draft.type());
        into.member("v", Event.VERSION);
        into.endObject();
    }
}
