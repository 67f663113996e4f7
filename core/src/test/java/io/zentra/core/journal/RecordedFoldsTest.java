package io.zentra.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.util.List;
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

    private Verification verify(JournalFold fold) {
        VerificationPlan plan = VerificationPlan.full().goingOnFrom(Vault.inFolder(folder));
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
