package io.zentra.core.journal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.INVALID_CONFIGURATION;
import static io.zentra.core.error.ErrorCode.JOURNAL_DAMAGED;
import static io.zentra.core.error.ErrorCode.PERMISSION_DENIED;
import static io.zentra.core.error.ErrorCode.PROOF_INVALID;
import static io.zentra.core.error.ErrorCode.SIGNING_KEY_MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Permission;
import io.zentra.core.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    private final SigningKey key = SigningKey.generate("acme-ledger");
    private final List<Checkpoint> elsewhere = new ArrayList<>();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void provesItsEventsByCheckpointsAlone(Databases database) {
        try (ZentraCore core = open(database.create(folder))) {
            Access acme = Probe.tenant(core, "acme");
            Journal journal = core.journal(acme);
            write(core, acme, 0, 300);
            Checkpoint old = journal.checkpoint();
            write(core, acme, 300, 700);
            Checkpoint now = journal.checkpoint();

            assertThat(elsewhere).containsExactly(old, now);
            assertThat(journal.checkpoint()).isEqualTo(now);
            assertThat(now.origin()).isEqualTo("acme-ledger/acme");
            MerkleProof.requireConsistent(300, old.rootHash(), 700, now.rootHash(), journal.consistencyPath(300, 700));
            for (long seq : new long[] {1, 256, 257, 300, 512, 513, 700}) {
                byte[] event = journal.event(seq).orElseThrow().bytes();
                MerkleProof.requireIncluded(event, seq, 700, journal.inclusionPath(seq, 700), now.rootHash());
            }
            journal.verify(elsewhere, List.of()).requireSound();
        }
    }

    /** What is written meanwhile is not seen, and the root is that of a checkpoint of the same size. */
    @ParameterizedTest
    @EnumSource
    void readsOneMoment(Databases database) {
        try (ZentraCore core = open(database.create(folder))) {
            Access acme = Probe.tenant(core, "acme");
            Journal journal = core.journal(acme);
            write(core, acme, 0, 300);
            Checkpoint checkpoint = journal.checkpoint();

            journal.snapshot(moment -> {
                write(core, acme, 300, 310);
                assertThat(moment.size()).isEqualTo(300);
                assertThat(moment.after(298, 10)).extracting(Event::seq).containsExactly(299L, 300L);
                assertThat(moment.root()).isEqualTo(checkpoint.rootHash());
                assertThat(moment.queries()).isNotNull();
                return true;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update zentra_journal set event = (select event from zentra_journal where tenant = 1 and seq = 2)"
                        + " where tenant = 1 and seq = 3",
                "delete from zentra_journal where tenant = 1 and seq = 3",
                "delete from zentra_journal where tenant = 1 and seq = 5",
                "update zentra_journal set hash = zeroblob(32) where tenant = 1 and seq = 5",
                "update zentra_journal_head set seq = 4 where tenant = 1",
                "update zentra_journal_head set hash = zeroblob(32) where tenant = 1",
                "delete from zentra_journal_head where tenant = 1",
                "update zentra_journal set event = x'00' where tenant = 1 and seq = 1",
                "update zentra_checkpoint set note = replace(note, 'acme-ledger/acme', 'acme-ledger/evil')"
            })
    void findsWhatAnIntruderDid(String statement) {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 5);
            core.journal(acme).checkpoint();
            core.journal(acme).verify(List.of(), List.of()).requireSound();
            assertThat(Databases.execute(storage, statement)).isEqualTo(1);

            assertRefused(
                    JOURNAL_DAMAGED,
                    () -> core.journal(acme).verify(List.of(), List.of()).requireSound());
        }
    }

    /** Whoever owns the database can make all of it fit; only a checkpoint outside shows what was. */
    @Test
    void findsARewrittenHistoryByACheckpointFromElsewhere() {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 5);
            core.journal(acme).checkpoint();
            rewriteLastEvent(storage, core.journal(acme).event(5).orElseThrow());
            Databases.execute(storage, "delete from zentra_checkpoint");

            assertThat(core.journal(acme).verify(List.of(), List.of()).isSound())
                    .isTrue();
            assertThat(core.journal(acme).verify(elsewhere, List.of()).faults())
                    .singleElement()
                    .asString()
                    .contains("rewritten");
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnUnderANewKey(Databases database) {
        Storage storage = database.create(folder);
        SigningKey next = SigningKey.generate("acme-ledger-2027");
        Checkpoint old;
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 300);
            old = core.journal(acme).checkpoint();
        }
        try (ZentraCore core = open(storage, next, key.verifier())) {
            Access acme = Probe.tenant(core, "acme");
            Journal journal = core.journal(acme);
            journal.verify(List.of(old), List.of()).requireSound();
            Checkpoint same = journal.checkpoint();

            assertThat(same.size()).isEqualTo(old.size());
            assertThat(same.root()).isEqualTo(old.root());
            assertThat(same.origin()).isEqualTo("acme-ledger-2027/acme");
            assertThat(Checkpoint.verified(same.note(), next.verifier())).isEqualTo(same);
            assertThat(journal.checkpoint()).isEqualTo(same);
            write(core, acme, 300, 700);
            Checkpoint now = journal.checkpoint();
            MerkleProof.requireConsistent(300, old.rootHash(), 700, now.rootHash(), journal.consistencyPath(300, 700));
            journal.verify(List.of(old, same, now), List.of()).requireSound();
        }
    }

    /** Nodes change their keys one after the other; meanwhile both sign the same journal. */
    @Test
    void signsUnderTwoKeysInTurn() {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        SigningKey next = SigningKey.generate("acme-ledger");
        try (ZentraCore old = open(storage, key, next.verifier());
                ZentraCore changed = open(storage, next, key.verifier())) {
            Access acme = Probe.tenant(old, "acme");
            write(old, acme, 0, 5);
            Checkpoint first = old.journal(acme).checkpoint();
            Checkpoint second = changed.journal(acme).checkpoint();

            assertThat(second.note()).isNotEqualTo(first.note());
            assertThat(old.journal(acme).checkpoint()).isEqualTo(first);
            assertThat(changed.journal(acme).checkpoint()).isEqualTo(second);
            old.journal(acme).verify(List.of(first, second), List.of()).requireSound();
            changed.journal(acme).verify(List.of(first, second), List.of()).requireSound();
        }
    }

    @Test
    void trustsNoKeyThatItWasNotGiven() {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 5);
            core.journal(acme).checkpoint();
        }
        try (ZentraCore core = open(storage, SigningKey.generate("acme-ledger"))) {
            Journal journal = core.journal(Probe.tenant(core, "acme"));
            assertThat(journal.checkpoint().size()).isEqualTo(5);
            assertThat(journal.verify(List.of(), List.of()).faults())
                    .singleElement()
                    .asString()
                    .startsWith("the checkpoint of size 5 does not verify: the checkpoint names no trusted key");
        }
    }

    @Test
    void findsACheckpointFiledUnderAnotherKey() {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 5);
            core.journal(acme).checkpoint();
            Databases.execute(storage, "update zentra_checkpoint set key_id = '00000000'");

            assertThat(core.journal(acme).verify(List.of(), List.of()).faults())
                    .containsExactly("the checkpoint of size 5 is signed by another key than 00000000");
        }
    }

    /** An older note under a newer size would be handed out as news. */
    @Test
    void handsOutNoCheckpointThatSpeaksOfAnotherSize() {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 5);
            core.journal(acme).checkpoint();
            write(core, acme, 5, 6);
            Databases.execute(storage, "update zentra_checkpoint set size = 6");

            assertRefused(PROOF_INVALID, () -> core.journal(acme).checkpoint());
        }
    }

    /** A checkpoint from elsewhere counts by its signature: anybody can write down a size and a root. */
    @Test
    void takesNoCheckpointFromElsewhereUnchecked() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            Access other = Probe.tenant(core, "other");
            write(core, acme, 0, 5);
            write(core, other, 0, 5);
            Journal journal = core.journal(acme);
            Checkpoint true5 = journal.checkpoint();
            Checkpoint foreign = core.journal(other).checkpoint();
            byte[] root = true5.rootHash();

            assertUntrusted(
                    journal, new Checkpoint(true5.origin(), 4, true5.root(), true5.note()), "says something else");
            assertUntrusted(journal, new Checkpoint(true5.origin(), 5, true5.root(), ""), "does not verify");
            assertUntrusted(
                    journal,
                    new Checkpoint(true5.origin(), 5, true5.root(), true5.note().replace("\n5\n", "\n4\n")),
                    "does not verify");
            assertUntrusted(
                    journal, foreign, "does not verify: the checkpoint is of acme-ledger/other, not of tenant acme");
            assertUntrusted(
                    journal,
                    Checkpoint.signed(true5.origin(), 5, root, SigningKey.generate("acme-ledger")),
                    "does not verify: the checkpoint names no trusted key");
            journal.verify(List.of(true5), List.of()).requireSound();
        }
    }

    private static void assertUntrusted(Journal journal, Checkpoint checkpoint, String why) {
        assertThat(journal.verify(List.of(checkpoint), List.of()).faults())
                .singleElement()
                .asString()
                .startsWith("a checkpoint kept elsewhere")
                .contains(why);
    }

    @Test
    void needsAKeyToCheckACheckpointFromElsewhere() {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        Checkpoint kept;
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 5);
            kept = core.journal(acme).checkpoint();
        }
        ZentraCore.Settings settings = ZentraCore.Settings.of(storage);
        try (ZentraCore core = ZentraCore.open(settings, List.of(Probe.MODULE))) {
            Journal journal = core.journal(Probe.tenant(core, "acme"));
            assertRefused(SIGNING_KEY_MISSING, () -> journal.verify(List.of(kept), List.of()));
        }
        try (ZentraCore auditor =
                ZentraCore.open(settings.withFormerKeys(List.of(key.verifier())), List.of(Probe.MODULE))) {
            Journal journal = auditor.journal(Probe.tenant(auditor, "acme"));
            journal.verify(List.of(kept), List.of()).requireSound();
            assertRefused(SIGNING_KEY_MISSING, journal::checkpoint);
        }
    }

    @Test
    void refusesWhatItCannotProve() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 5);
            Journal journal = core.journal(acme);

            assertRefused(PROOF_INVALID, () -> journal.inclusionPath(0, 5));
            assertRefused(PROOF_INVALID, () -> journal.inclusionPath(6, 5));
            assertRefused(PROOF_INVALID, () -> journal.inclusionPath(1, 6));
            assertRefused(PROOF_INVALID, () -> journal.consistencyPath(0, 5));
            assertRefused(INVALID_CONFIGURATION, () -> journal.after(0, 0));
            assertRefused(INVALID_CONFIGURATION, () -> journal.after(0, Journal.MAX_PAGE + 1));
            assertThat(journal.event(0)).isEmpty();
            assertThat(journal.event(6)).isEmpty();
        }
    }

    /** Who may read could have a checkpoint signed and handed out. */
    @Test
    void signsForThoseWhoMayExportEvidence() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            write(core, acme, 0, 5);
            Journal reader = core.journal(new Access(acme.tenant(), acme.actor().allowedOnly(Permission.READ)));
            Journal auditor =
                    core.journal(new Access(acme.tenant(), acme.actor().allowedOnly(Permission.EXPORT_EVIDENCE)));

            assertRefused(PERMISSION_DENIED, reader::checkpoint);
            assertRefused(PERMISSION_DENIED, () -> reader.seal("tr_1", new byte[] {1}));
            assertThat(elsewhere).isEmpty();
            assertThat(auditor.checkpoint().size()).isEqualTo(5);
            assertThat(auditor.seal("tr_1", new byte[] {1}).covers(new byte[] {1}))
                    .isTrue();
            assertRefused(PERMISSION_DENIED, auditor::size);
        }
    }

    @Test
    void needsAKeyForCheckpoints() {
        try (ZentraCore core = ZentraCore.open(ZentraCore.Settings.of(Storage.inMemory()), List.of(Probe.MODULE))) {
            Journal journal = core.journal(Probe.tenant(core, "acme"));

            assertRefused(SIGNING_KEY_MISSING, journal::checkpoint);
            assertRefused(SIGNING_KEY_MISSING, journal::verifyingKey);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "[]",
                "null",
                "{\"v\":2,\"seq\":1}",
                "{\"v\":1}",
                "{\"v\":1,\"seq\":\"1\"}",
                "{\"v\":1,\"seq\":1.5}"
            })
    void readsNothingThatIsNoEventOfAKnownVersion(String text) {
        assertRefused(JOURNAL_DAMAGED, () -> Event.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whoever changed the tree that he was given changed the event for all who held it. */
    @Test
    void givesAwayCopiesOfWhatAnEventSays() {
        Event event = Event.parse("{\"body\":{\"a\":{\"b\":1}},\"request\":{\"c\":2},\"seq\":1,\"v\":1}"
                .getBytes(StandardCharsets.UTF_8));
        ((ObjectNode) event.body().path("a")).put("b", 9);
        ((ObjectNode) event.request()).removeAll();
        event.bytes()[0] = 'x';

        assertThat(event.body().toString()).isEqualTo("{\"a\":{\"b\":1}}");
        assertThat(event.request().toString()).isEqualTo("{\"c\":2}");
        assertThat(event.toString()).startsWith("{");
    }

    private static void rewriteLastEvent(Storage storage, Event event) {
        String forged = event.toString().replace("probe.added", "probe.forge");
        String hex = HexFormat.of().formatHex(forged.getBytes(StandardCharsets.UTF_8));
        byte[] before = Databases.on(storage, connection -> {
            try (var statement = connection.createStatement();
                    var results =
                            statement.executeQuery("select hash from zentra_journal where tenant = 1 and seq = 4")) {
                results.next();
                return results.getBytes(1);
            }
        });
        String hash = HexFormat.of().formatHex(new HashChain().next(before, forged.getBytes(StandardCharsets.UTF_8)));
        Databases.execute(
                storage,
                "update zentra_journal set event = x'" + hex + "', hash = x'" + hash
                        + "' where tenant = 1 and seq = 5");
        Databases.execute(storage, "update zentra_journal_head set hash = x'" + hash + "' where tenant = 1");
    }

    private static void write(ZentraCore core, Access access, int from, int to) {
        List<Probe.Once> commands = new ArrayList<>();
        for (int i = from; i < to; i++) {
            commands.add(Probe.add(Probe.KEPT, "k" + i, "row", 1));
        }
        core.commits().runAll(access, commands);
    }

    private ZentraCore open(Storage storage) {
        return open(storage, key);
    }

    private ZentraCore open(Storage storage, SigningKey signer, VerifyingKey... former) {
        return ZentraCore.open(
                ZentraCore.Settings.of(storage)
                        .withFormerKeys(List.of(former))
                        .withCheckpoints(signer, (tenant, checkpoint) -> elsewhere.add(checkpoint)),
                List.of(Probe.MODULE));
    }
}
