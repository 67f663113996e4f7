package io.zentra.core.journal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.INVALID_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    @TempDir
    Path folder;

    @Test
    void saysWhichFileCanBeNeitherReadNorMade() throws IOException {
        Path blocked = Files.writeString(folder.resolve("no-folder"), "a file").resolve("zentra.key");

        assertThatThrownBy(() -> SigningKey.inFile("acme-ledger", blocked))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.FILE_FAILED);
                    assertThat(e.details()).containsEntry("file", blocked.toString());
                    assertThat(e.reason()).contains(blocked.toString(), ": see to its folder");
                });
    }

    @Test
    void isMadeOnceAndReadAgain() {
        Path file = folder.resolve("keys/new/checkpoint.key");
        SigningKey made = SigningKey.inFile("acme-ledger", file);
        SigningKey read = SigningKey.inFile("acme-ledger", file);

        assertThat(read.verifier()).hasToString(made.verifier().toString());
        Checkpoint signed = Checkpoint.signed("o", 1, HashChain.genesis(), read);
        assertThat(Checkpoint.verified(signed.note(), made.verifier())).isEqualTo(signed);
    }

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path file = folder.resolve("checkpoint.key");
        SigningKey.inFile("acme-ledger", file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesNothingElseInTheFolder() throws IOException {
        SigningKey.inFile("acme-ledger", folder.resolve("checkpoint.key"));

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("checkpoint.key"));
        }
    }

    /** Several nodes that started at once over one folder used to find each other's file still empty, and failed. */
    @Test
    void isOneKeyForAllWhoStartAtOnce() throws Exception {
        int nodes = 8;
        ExecutorService pool = Executors.newFixedThreadPool(nodes);
        try {
            for (int round = 0; round < 25; round++) {
                Path file = folder.resolve("checkpoint-" + round + ".key");
                CyclicBarrier start = new CyclicBarrier(nodes);
                Callable<String> node = () -> {
                    start.await();
                    return SigningKey.inFile("acme-ledger", file).verifier().toString();
                };
                List<String> keys = new ArrayList<>();
                for (Future<String> key : pool.invokeAll(java.util.Collections.nCopies(nodes, node))) {
                    keys.add(key.get());
                }

                assertThat(keys).containsOnly(keys.get(0));
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void isRefusedUnderAnotherName() {
        Path file = folder.resolve("checkpoint.key");
        SigningKey.inFile("acme-ledger", file);

        assertRefused(INVALID_SECRET, () -> SigningKey.inFile("other", file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\n", "-a", "ä"})
    void refusesNamesThatANoteCannotCarry(String name) {
        assertRefused(INVALID_SECRET, () -> SigningKey.generate(name));
        assertRefused(INVALID_SECRET, () -> SigningKey.inFile(name, folder.resolve("never.key")));
        assertThat(folder.resolve("never.key")).doesNotExist();
    }

    @Test
    void refusesADamagedFileAndDoesNotReplaceIt() throws IOException {
        Path file = folder.resolve("checkpoint.key");
        SigningKey.inFile("acme-ledger", file);
        String text = Files.readString(file);
        for (int i = 0; i < text.length() - 1; i += 3) {
            String damaged = text.substring(0, i) + (text.charAt(i) == 'A' ? 'B' : 'A') + text.substring(i + 1);
            Files.writeString(file, damaged);

            assertRefused(INVALID_SECRET, () -> SigningKey.inFile("acme-ledger", file));
            assertThat(file).hasContent(damaged);
        }
        Files.writeString(file, "");
        assertRefused(INVALID_SECRET, () -> SigningKey.inFile("acme-ledger", file));
    }

    /** A host has several files, and learns which of them is meant. */
    @Test
    void saysWhichFileHoldsNoKey() throws IOException {
        Path file = Files.writeString(folder.resolve("other.txt"), "hello");

        assertThatThrownBy(() -> SigningKey.inFile("acme-ledger", file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("no signing key");
    }

    @Test
    void refusesHalvesOfTwoKeys() throws IOException {
        Path one = folder.resolve("one.key");
        Path other = folder.resolve("other.key");
        SigningKey.inFile("acme-ledger", one);
        SigningKey.inFile("acme-ledger", other);
        String[] halves = Files.readString(one).split(":", 3);
        Files.writeString(
                one, halves[0] + ":" + halves[1] + ":" + Files.readString(other).split(":", 3)[2]);

        assertRefused(INVALID_SECRET, () -> SigningKey.inFile("acme-ledger", one));
    }

    @Test
    void isNeverPrinted() throws IOException {
        Path file = folder.resolve("checkpoint.key");
        SigningKey key = SigningKey.inFile("acme-ledger", file);
        String secret = Files.readString(file).split(":", 3)[1];

        assertThat(key).hasToString("SigningKey[acme-ledger]");
        assertThat(key.verifier().toString()).doesNotContain(secret.substring(0, 40));
        Files.writeString(file, Files.readString(file).replace("acme-ledger+", "acme-ledgeR+"));
        assertThatThrownBy(() -> SigningKey.inFile("acme-ledger", file))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret.substring(20, 40)));
    }

    @Test
    void givesAPublicKeyThatOtherToolsRead() {
        // The verifier key that the Go implementation of signed notes shows in its documentation.
        String known = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

        assertThat(VerifyingKey.parse(known)).hasToString(known);
        assertThat(VerifyingKey.parse(known).name()).isEqualTo("PeterNeumann");
    }

    @Test
    void refusesPublicKeysThatAreNotWrittenAsItWritesThem() {
        String text = SigningKey.generate("acme-ledger").verifier().toString();
        String[] parts = text.split("\\+", 3);

        assertThat(VerifyingKey.parse(text)).hasToString(text);
        for (String malformed : List.of(
                "",
                "acme-ledger",
                parts[0] + "+" + parts[1],
                text + "A",
                text + "\n",
                " " + text,
                parts[0] + "+00000000+" + parts[2],
                "other+" + parts[1] + "+" + parts[2],
                parts[0] + "+" + parts[1].toUpperCase(java.util.Locale.ROOT) + "x+" + parts[2],
                parts[0] + "+" + parts[1] + "+Ag" + parts[2].substring(2),
                parts[0] + "+" + parts[1] + "+" + parts[2].substring(0, 20))) {
            assertRefused(INVALID_SECRET, () -> VerifyingKey.parse(malformed));
        }
    }
}
