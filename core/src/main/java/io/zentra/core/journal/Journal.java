package io.zentra.core.journal;

import io.zentra.core.commit.Commits;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.internal.Archiver;
import io.zentra.core.journal.internal.Folds;
import io.zentra.core.journal.internal.JournalCommands;
import io.zentra.core.journal.internal.JournalStore;
import io.zentra.core.journal.internal.JournalTables.CheckpointKey;
import io.zentra.core.journal.internal.JournalTables.StoredCheckpoint;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.journal.internal.MerkleLog;
import io.zentra.core.journal.internal.TileKeeper;
import io.zentra.core.journal.internal.TimeSearch;
import io.zentra.core.journal.internal.VerificationRun;
import io.zentra.core.storage.Queries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A tenant's journal: read it, follow it, prove it. Every change of the tenant's state is an event in it, in one order
 * without gaps. Thread-safe.
 */
public final class Journal {
    /** The most events of one answer. */
    public static final int MAX_PAGE = 10_000;

    private final Access access;
    private final Queries queries;
    private final JournalStore store;
    private final Commits commits;
    private final Signing signing;
    private final Runnable counting;

    /**
     * The journal of the handle's tenant; without a key it gives no checkpoints.
     *
     * @param counting runs before each read, and may refuse it
     */
    public Journal(Access access, Queries queries, Commits commits, Signing signing, Runnable counting) {
        this.access = access;
        this.queries = queries;
        this.store = new JournalStore(queries, access.tenant().no());
        this.commits = commits;
        this.signing = signing;
        this.counting = counting;
    }

    /**
     * The first event of a key: what became of the command that had it; empty when the key was not used.
     *
     * @throws ZentraException {@code permission_denied}, or {@code event_archived}
     */
    public Optional<Event> first(Operation operation, IdempotencyKey key) {
        requireRead();
        return store.first(operation, key).flatMap(this::event);
    }

    /** How many events there are; also the sequence of the last. */
    public long size() {
        requireRead();
        return head();
    }

    private long head() {
        return store.head().map(JournalStore.Head::seq).orElse(0L);
    }

    /** The event of a sequence. */
    public Optional<Event> event(long seq) {
        return after(seq - 1, 1).stream().filter(event -> event.seq() == seq).findFirst();
    }

    /**
     * The sequence of the last event that was recorded at or before a time, 0 when there is none: how far the journal had
     * come then. Takes a few statements, however long the journal is.
     */
    public long recordedBy(Instant time) {
        return recordedBy(time, 0, 0);
    }

    /**
     * The same for who has an idea of where it is: it is looked for first between two events, the earlier one first. When it
     * lies there, fewer events are read, and close to each other; the answer is the same wherever it lies, and sequences that
     * no event has are ignored.
     */
    public long recordedBy(Instant time, long from, long to) {
        requireRead();
        return new TimeSearch(queries, access.tenant().no()).lastAt(time, from, to);
    }

    /**
     * Events after a sequence, in order.
     *
     * @param limit the most events, 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code invalid_configuration} for another limit
     */
    public List<Event> after(long seq, int limit) {
        requireRead();
        return parsed(store.after(seq, Queries.requirePage("events", limit, MAX_PAGE)));
    }

    /**
     * Reads the journal as it is at one moment, from one {@linkplain Queries#snapshot snapshot}; writes go on beside it.
     * Inside the host's transaction it holds the tenant's lock.
     *
     * @param reading uses what it is given on this thread, and keeps it no longer than it runs
     */
    public <T> T snapshot(Function<JournalSnapshot, T> reading) {
        requireRead();
        lockIfJoined();
        return queries.snapshot(snapshot ->
                reading.apply(new JournalSnapshot(snapshot, access.tenant().no())));
    }

    /**
     * The first events of a transfer, intent or order, in order, with the requests of it that were refused, came again or
     * conflicted; up to {@value #MAX_PAGE}.
     */
    public List<Event> timeline(String correlation) {
        return timeline(correlation, 0);
    }

    /** The events of a transfer, intent or order after a sequence, in order; up to {@value #MAX_PAGE}. */
    public List<Event> timeline(String correlation, long afterSeq) {
        return timeline(correlation, afterSeq, MAX_PAGE);
    }

    /**
     * The events of a transfer, intent or order after a sequence, in order.
     *
     * @param limit the most events, 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code invalid_configuration} for another limit
     */
    public List<Event> timeline(String correlation, long afterSeq, int limit) {
        requireRead();
        return parsed(store.ofCorrelation(correlation, afterSeq, Queries.requirePage("events", limit, MAX_PAGE)));
    }

    /**
     * A named reader; to move it asks for {@link Permission#FOLLOW_JOURNAL} too.
     *
     * @param name in the form of {@link Identifier}
     * @throws ZentraException {@code invalid_id} or {@code permission_denied}
     */
    public JournalCursor cursor(String name) {
        access.require(Permission.READ);
        return new JournalCursor(Identifier.require("cursor", name), access, store, commits, counting);
    }

    /**
     * Signs a checkpoint over all events so far, keeps it, and hands it to the sink. The last one again when no event
     * came since and the same key signed it.
     *
     * @throws ZentraException {@code permission_denied} without {@link Permission#EXPORT_EVIDENCE};
     *     {@code signing_key_missing} when the runtime was built without a key; {@code proof_invalid} when the stored one
     *     is not what this key signed: run {@link #verify}; {@code connection_unfit} inside the host's transaction, which
     *     may yet take back what a checkpoint tells others
     */
    public Checkpoint checkpoint() {
        SigningKey signer = requireSigning();
        return checkpoint(head(), signer);
    }

    /**
     * The same over the first events alone: the journal as it was when it had so many. It is handed to the sink too.
     *
     * @param size 0 to {@link #size()}
     * @throws ZentraException as {@link #checkpoint()}; {@code proof_invalid} for a size that the journal never had; {@code
     *     event_archived} when what the root is computed from lies in an archive
     */
    public Checkpoint checkpoint(long size) {
        SigningKey signer = requireSigning();
        long head = head();
        if (size < 0 || size > head) {
            throw ZentraException.of(
                    ErrorCode.PROOF_INVALID, "no checkpoint of " + size + " events: the journal has " + head);
        }
        return checkpoint(size, signer);
    }

    private Checkpoint checkpoint(long size, SigningKey signer) {
        CheckpointKey place = new CheckpointKey(size, signer.verifier().id());
        StoredCheckpoint kept = store.checkpoint(place).orElseGet(() -> signed(place, signer));
        Checkpoint checkpoint =
                signing.trusted().verified(kept.note(), access.tenant().id().value());
        if (checkpoint.size() != place.size()) {
            throw ZentraException.of(
                    ErrorCode.PROOF_INVALID,
                    "the stored checkpoint of size " + place.size() + " is signed for " + checkpoint.size()
                            + ": run verify()");
        }
        signing.sink().accept(access.tenant().id(), checkpoint);
        return checkpoint;
    }

    private SigningKey requireSigning() {
        access.require(Permission.EXPORT_EVIDENCE);
        SigningKey signer = requireKey();
        if (commits.isJoined()) {
            throw ZentraException.of(
                    ErrorCode.CONNECTION_UNFIT,
                    "a checkpoint leaves the database at once: commit, then make it through a handle of no connection");
        }
        return signer;
    }

    private StoredCheckpoint signed(CheckpointKey place, SigningKey signer) {
        new TileKeeper(store, commits, access).keep(store.checkpointedSize(), place.size());
        byte[] root = new MerkleLog(store).root(place.size());
        String note =
                Checkpoint.signed(origin(signer), place.size(), root, signer).note();
        return commits.run(access, new JournalCommands.KeepCheckpoint(new StoredCheckpoint(place, note)));
    }

    /** Of how many events the first stored checkpoint speaks that covers an event, whoever signed it; empty without one. */
    public OptionalLong checkpointOver(long seq) {
        requireRead();
        return store.checkpointOver(seq);
    }

    /**
     * Signs that a document about one thing of this tenant is whole.
     *
     * @param subject the id of what it is about
     * @throws ZentraException {@code signing_key_missing} or {@code permission_denied}
     */
    public Seal seal(String subject, byte[] document) {
        access.require(Permission.EXPORT_EVIDENCE);
        SigningKey signer = requireKey();
        return Seal.signed(origin(signer), subject, document, signer);
    }

    /** The Merkle path that proves an event to be among the first {@code size}; see {@link MerkleProof}. */
    public List<byte[]> inclusionPath(long seq, long size) {
        requireSizes(seq, size);
        return new MerkleLog(store).inclusionPath(seq - 1, size);
    }

    /**
     * The same for many events: what is read for one serves those beside it.
     *
     * @throws ZentraException {@code proof_invalid} for a size that the journal never had
     */
    public InclusionProofs inclusionProofs(long size) {
        requireSizes(size, size);
        return new InclusionProofs(store, size);
    }

    /** The Merkle path that proves the first {@code size} events to continue the first {@code oldSize}. */
    public List<byte[]> consistencyPath(long oldSize, long size) {
        requireSizes(oldSize, size);
        return new MerkleLog(store).consistencyPath(oldSize, size);
    }

    /** Verifies the whole journal; see {@link #verify(VerificationPlan, List)}. */
    public Verification verify(List<Checkpoint> keptElsewhere, List<? extends JournalFold> folds) {
        return verify(VerificationPlan.full().against(keptElsewhere), folds);
    }

    /**
     * Recomputes the journal: sequence, chain, timelines, Merkle tiles, checkpoints, and the given state, from its first
     * event or from where the plan's record ends. Reads all from one {@linkplain Queries#snapshot snapshot}, so it is exact
     * while writes go on beside it; inside the host's transaction it holds the tenant's lock. A checkpoint from elsewhere
     * that no trusted key has signed for this tenant's journal is a fault.
     *
     * @param folds state to recompute and compare, made for this verification
     * @throws ZentraException {@code signing_key_missing} when there are checkpoints from elsewhere and no key to check
     *     them with, or a record is to be kept and there is no key to seal it; {@code proof_invalid} when the record is
     *     not what a trusted key has sealed; {@code vault_failed}; {@code connection_unfit} for a record inside the host's
     *     transaction, which may yet take back what the record tells
     */
    public Verification verify(VerificationPlan plan, List<? extends JournalFold> folds) {
        requireRead();
        if (commits.isJoined() && plan.records() != null) {
            throw ZentraException.of(
                    ErrorCode.CONNECTION_UNFIT,
                    "a record leaves the database at once: commit, then verify through a handle of no connection");
        }
        lockIfJoined();
        return new VerificationRun(queries, access.tenant(), signing, Folds.of(folds)).run(plan);
    }

    /**
     * Moves the oldest events into an archive in a vault: verifies, writes it, reads it back, and takes their bytes out of
     * the database in the commit of the event {@code journal.archived}. Chain values, times, Merkle tiles, keys, entries and
     * state stay, and so do events without which something open could not go on.
     *
     * @param folds all state of the tenant, made for this
     * @return the archived range; empty when no whole Merkle tile of events is old enough, and seen by every named reader
     * @throws ZentraException {@code permission_denied} without {@link Permission#ARCHIVE} and {@link Permission#READ};
     *     {@code signing_key_missing}; {@code invalid_configuration} for a time too close to the last event, for a plan that
     *     ends before it, and when there is state that no fold knows; {@code journal_damaged} when the verification finds a
     *     fault; {@code vault_failed} or {@code archive_damaged} when the archive is not kept as it was written; {@code
     *     connection_unfit} inside the host's transaction
     */
    public Optional<ArchivedRange> archive(Retention retention, Vault vault, List<? extends JournalFold> folds) {
        access.require(Permission.ARCHIVE);
        access.require(Permission.READ);
        SigningKey signer = requireKey();
        if (commits.isJoined()) {
            throw ZentraException.of(
                    ErrorCode.CONNECTION_UNFIT,
                    "an archive leaves the database at once: archive through a handle of no connection");
        }
        return new Archiver(access, queries, commits, signing, signer, vault).archive(retention, Folds.of(folds));
    }

    /** The archived ranges, in order. */
    public List<ArchivedRange> archives() {
        access.require(Permission.READ);
        return store.archives();
    }

    /** How many events the latest signed checkpoint covers; 0 without one. */
    public long checkpointedSize() {
        requireRead();
        return store.checkpointedSize();
    }

    /** The public half of the key that signs checkpoints. */
    public VerifyingKey verifyingKey() {
        return requireKey().verifier();
    }

    private void requireRead() {
        access.require(Permission.READ);
        counting.run();
    }

    /** What the host's transaction reads belongs together once it holds the lock. */
    private void lockIfJoined() {
        if (commits.isJoined()) {
            commits.run(access, new JournalCommands.Lock());
        }
    }

    private String origin(SigningKey signer) {
        return signer.verifier().name() + "/" + access.tenant().id();
    }

    private SigningKey requireKey() {
        SigningKey key = signing.key();
        if (key == null) {
            throw ZentraException.of(
                    ErrorCode.SIGNING_KEY_MISSING, "checkpoints need a key: build the runtime with signingKey(...)");
        }
        return key;
    }

    private void requireSizes(long part, long size) {
        requireRead();
        long head = head();
        if (part < 1 || part > size || size > head) {
            throw ZentraException.of(
                    ErrorCode.PROOF_INVALID,
                    "no proof for " + part + " of " + size + " events: the journal has " + head);
        }
    }

    private static List<Event> parsed(List<StoredEvent> stored) {
        return stored.stream().map(StoredEvent::event).map(Event::parse).toList();
    }
}
