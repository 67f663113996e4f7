package io.zentra.core.journal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.PROOF_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record of a verification says what made it: a verification that would keep something else does not go on from it. */
class RecordedFoldsTest {
    private static final JournalFold NEW_NODE = new Knowing(1, List.of(new Operation(9_002, "probe.once")));
    private static final JournalFold OLD_NODE = new Knowing(1, List.of());
    private static final JournalFold NEW_FOLD = new Knowing(2, List.of(new Operation(9_002, "probe.once")));

    @TempDir
    Path folder;

    private ZentraCore core;
    private Access acme;

    @BeforeEach
    void keepAJournal() {
        ZentraCore.Settings settings = ZentraCore.Settings.of(Storage.inMemory())
                .withCheckpoints(SigningKey.generate("acme-ledger"), CheckpointSink.none());
        core = ZentraCore.open(settings, List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
        write(0, 3);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void goesOnFromWhatTheSameFoldsHaveKept() {
        verify(NEW_NODE);
        write(3, 5);

        assertThat(verify(NEW_NODE).read()).isEqualTo(2);
    }

    /**
     * While nodes are upgraded one after the other, an old one verifies past keys of an operation that it does not know: it
     * does not count them, and a new one that went on from there would find keys that come from no event.
     */
    @Test
    void beginsAgainAfterANodeThatKnewFewerOperations() {
        verify(NEW_NODE);
        write(3, 5);
        assertThat(verify(OLD_NODE).read()).isEqualTo(5);
        write(5, 6);

        assertThat(verify(NEW_NODE).read()).isEqualTo(6);
        assertThat(verify(NEW_NODE).read()).isZero();
    }

    @Test
    void beginsAgainAfterAnotherVersionOfAFold() {
        verify(NEW_NODE);

        assertThat(verify(NEW_FOLD).read()).isEqualTo(3);
        assertThat(verify(NEW_FOLD).read()).isZero();
    }

    /** It is read twice, for its seal and then for what is in it: a vault that gives another one then is not believed. */
    @Test
    void refusesARecordThatIsAnotherOneTheSecondTime() throws IOException {
        verify(NEW_NODE);
        byte[] old = Files.readAllBytes(record());
        write(3, 5);
        verify(NEW_NODE);
        List<byte[]> files = new ArrayList<>(List.of(old, Files.readAllBytes(record())));

        assertRefused(PROOF_INVALID, () -> verify(NEW_NODE, giving(files)));
        assertThat(files).isEmpty();
    }

    @Test
    void readsNothingOfARecordWhoseSealIsNotGenuine() throws IOException {
        verify(NEW_NODE);
        byte[] forged = Files.readAllBytes(record());
        forged[20] ^= 1;
        List<byte[]> files = new ArrayList<>(List.of(forged, forged));

        assertRefused(PROOF_INVALID, () -> verify(NEW_NODE, giving(files)));
        assertThat(files).hasSize(1);
    }

    private Path record() {
        return folder.resolve("tenant-" + acme.tenant().no() + ".verified");
    }

    /** One file after the other, whatever is asked for. */
    private static Vault giving(List<byte[]> files) {
        return new Vault() {
            @Override
            public void keep(String name, Content content) {
                throw new AssertionError(name);
            }

            @Override
            public Optional<InputStream> open(String name) {
                return Optional.of(new ByteArrayInputStream(files.remove(0)));
            }
        };
    }

    private Verification verify(JournalFold fold) {
        return verify(fold, Vault.inFolder(folder));
    }

    private Verification verify(JournalFold fold, Vault vault) {
        VerificationPlan plan = VerificationPlan.full().goingOnFrom(vault);
        return core.journal(acme).verify(plan, List.of(fold)).requireSound();
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            core.commits().run(acme, Probe.add(Probe.KEPT, "key-" + i, "row", 1));
        }
    }

    /** What a node knows. */
    private record Knowing(int version, List<Operation> operations) implements JournalFold {
        @Override
        public List<FoldTable<?, ?>> tables() {
            return List.of();
        }

        @Override
        public void apply(Event event, StateComparison stored) {}

        @Override
        public void compare(StateComparison stored) {}
    }
}
