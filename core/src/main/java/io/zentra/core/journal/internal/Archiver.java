package io.zentra.core.journal.internal;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.ArchiveFile;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.Signing;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.journal.internal.JournalTables.CheckpointKey;
import io.zentra.core.journal.internal.JournalTables.StoredCheckpoint;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.storage.Queries;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Moves the oldest events of a journal into an archive. Nothing is taken out of the database before the journal was
 * verified, the archive was written and read back, and the event that tells of it is committed with the removal; so it may
 * end anywhere and be begun again.
 */
public final class Archiver {
    private static final int PAGE = 1_000;
    private static final int MAX_TRIES = 100;
    private static final long TICK_NANOS = 1_000;

    private final Access access;
    private final Queries queries;
    private final Commits commits;
    private final Signing signing;
    private final SigningKey signer;
    private final Vault vault;
    private final JournalStore store;

    /** An archiver of a tenant's journal; the key signs the checkpoint of a range. */
    public Archiver(Access access, Queries queries, Commits commits, Signing signing, SigningKey signer, Vault vault) {
        this.access = access;
        this.queries = queries;
        this.commits = commits;
        this.signing = signing;
        this.signer = signer;
        this.vault = vault;
        this.store = new JournalStore(queries, access.tenant().no());
    }

    /**
     * Archives the next range; empty when nothing is old enough.
     *
     * @param folds all state of the tenant, made for this
     */
    public Optional<ArchivedRange> archive(Retention retention, Folds folds) {
        requireOld(retention);
        List<ArchivedRange> archives = store.archives();
        long done = archives.isEmpty() ? 0 : archives.get(archives.size() - 1).last();
        long last = last(retention, done);
        if (last <= done) {
            return Optional.empty();
        }
        try {
            return Optional.of(archive(retention, folds, done, last));
        } catch (ZentraException archived) {
            return Optional.of(store.archives().stream() // meanwhile, by another one
                    .filter(range -> archived.code() == ErrorCode.EVENT_ARCHIVED && range.first() == done + 1)
                    .findFirst()
                    .orElseThrow(() -> archived));
        }
    }

    private ArchivedRange archive(Retention retention, Folds folds, long done, long last) {
        long verified = verify(retention.plan(), folds);
        StateComparison stored = new StateComparison(queries, access.tenant().no(), ignored -> {});
        folds.requireDone(last, stored);
        Set<Long> kept = folds.needed(done + 1, last, stored);
        new TileKeeper(store, commits, access).keep(done, last);
        String name = "tenant-" + access.tenant().no() + "." + (done + 1) + "-" + last + ".archive";
        Set<String> correlations = new HashSet<>();
        String sha256 = keep(name, done + 1, last, event -> {
            requireKnown(event, folds.operations());
            event.correlation().ifPresent(correlations::add);
        });
        ArchivedRange range = new ArchivedRange(done + 1, last, name, sha256, 0);
        return take(range, kept, LaterNeeds.none(correlations), verified);
    }

    /** What came meanwhile is judged before the lock is taken, as long as it is much; the rest under it. */
    private ArchivedRange take(ArchivedRange range, Set<Long> kept, LaterNeeds later, long verified) {
        long judged = verified;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            List<StoredEvent> page;
            do {
                page = store.after(judged, PAGE);
                page.forEach(row -> later.add(Event.parse(row.event())));
                judged += page.size();
            } while (page.size() == PAGE);
            Optional<ArchivedRange> told = commits.run(access, new ArchiveRange(range, kept, later, judged));
            if (told.isPresent()) {
                return told.get();
            }
        }
        throw ZentraException.of(
                ErrorCode.OVERLOADED,
                "events come faster than they are judged: archive again when the tenant is less busy");
    }

    private void requireOld(Retention retention) {
        Instant end = store.head()
                .map(JournalStore.Head::at)
                .orElseThrow(() -> ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "the journal head is missing"));
        if (retention.before().isAfter(end.minus(Retention.KEPT))) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "events of the last day stay: archive what was recorded before " + end.minus(Retention.KEPT),
                    Map.of("setting", "before", "value", retention.before().toString()));
        }
    }

    /** Whole Merkle tiles, which keep the leaves; and nothing that a reader has yet to see. */
    private long last(Retention retention, long done) {
        long old = new TimeSearch(queries, access.tenant().no())
                .lastAt(retention.before().minusNanos(TICK_NANOS));
        long last = Math.min(Math.min(old, store.slowestPosition()), done + retention.mostEvents());
        return last - last % MerkleLog.TILE_WIDTH;
    }

    /** Up to which event. */
    private long verify(VerificationPlan plan, Folds folds) {
        VerificationPlan withArchives = plan.archives() == null ? plan.readingArchives(vault) : plan;
        Verification verified = new VerificationRun(queries, access.tenant(), signing, folds)
                .run(withArchives)
                .requireSound();
        if (!verified.isComplete()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "nothing is archived before the verification came to the last event: verify by a plan without atMost");
        }
        return verified.events();
    }

    private String keep(String name, long first, long last, Consumer<Event> taker) {
        Checkpoint checkpoint = checkpoint(last);
        try {
            vault.keep(name, out -> write(out, first, last, checkpoint, taker));
            try (InputStream in = new BufferedInputStream(
                    vault.open(name).orElseThrow(() -> ArchiveLines.damaged("it is not where it was kept")))) {
                ArchiveFile.Content content =
                        ArchiveFile.trusting(signing.trusted()).read(in, event -> {});
                if (!content.checkpoint().equals(checkpoint) || content.first() != first) {
                    throw ArchiveLines.damaged("it is not what was written");
                }
                return content.sha256();
            }
        } catch (IOException e) {
            throw ZentraException.of(
                    ErrorCode.VAULT_FAILED, "the archive " + name + " could not be kept and read: see the cause", e);
        }
    }

    private Checkpoint checkpoint(long size) {
        String origin = signer.verifier().name() + "/" + access.tenant().id();
        byte[] root = new MerkleLog(store).root(size);
        CheckpointKey key = new CheckpointKey(size, signer.verifier().id());
        StoredCheckpoint kept = commits.run(
                access,
                new JournalCommands.KeepCheckpoint(new StoredCheckpoint(
                        key, Checkpoint.signed(origin, size, root, signer).note())));
        Checkpoint checkpoint =
                signing.trusted().verified(kept.note(), access.tenant().id().value());
        signing.sink().accept(access.tenant().id(), checkpoint);
        return checkpoint;
    }

    private void write(OutputStream out, long first, long last, Checkpoint checkpoint, Consumer<Event> taker)
            throws IOException {
        DigestLines.Writer lines = new DigestLines.Writer(out);
        ArchiveStart start = ArchiveStart.of(store, first);
        lines.line(ArchiveLines.header(access.tenant().id().value(), first, last, start.chain(), start.edge()));
        byte[] chain = start.chain();
        for (long seq = first - 1; seq < last; ) {
            List<StoredEvent> page = store.after(seq, (int) Math.min(PAGE, last - seq));
            if (page.isEmpty()) {
                throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "events to be archived are gone: run verify()");
            }
            for (StoredEvent row : page) {
                taker.accept(Event.parse(row.event()));
                lines.line(row.event());
                chain = row.hash();
            }
            seq = page.get(page.size() - 1).seq();
        }
        lines.line(ArchiveLines.end(chain, checkpoint.rootHash()));
        out.write(checkpoint.note().getBytes(StandardCharsets.UTF_8));
    }

    /** State that no fold knows was not verified, and what it still needs is not known. */
    private static void requireKnown(Event event, Set<String> operations) {
        event.operation().filter(name -> !operations.contains(name)).ifPresent(unknown -> {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "event " + event.seq() + " is of " + unknown + ", of which nothing is known here: archive by the"
                            + " runtime that has it",
                    Map.of("operation", unknown, "seq", String.valueOf(event.seq())));
        });
    }
}
