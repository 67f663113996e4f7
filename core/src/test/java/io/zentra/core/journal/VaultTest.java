package io.zentra.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
    @TempDir
    Path folder;

    private Vault vault;

    @BeforeEach
    void open() {
        vault = Vault.inFolder(folder.resolve("a/b"));
    }

    @Test
    void hasNothingBeforeSomethingIsKept() throws IOException {
        assertThat(vault.open("record")).isEmpty();
    }

    @Test
    void givesWhatItKeepsAndTheLastOfOneName() throws IOException {
        keep("record", "first, and longer");
        keep("record", "second");
        keep("another", "third");

        assertThat(text("record")).isEqualTo("second");
        assertThat(text("another")).isEqualTo("third");
    }

    /** Whoever is cut off in the middle of a file has the one of before. */
    @Test
    void keepsAFileWholeOrNotAtAll() throws IOException {
        keep("record", "first");
        assertThatThrownBy(() -> vault.keep("record", out -> {
                    out.write('h');
                    throw new IOException("cut off");
                }))
                .hasMessage("cut off");

        assertThat(text("record")).isEqualTo("first");
        try (Stream<Path> files = Files.list(folder.resolve("a/b"))) {
            assertThat(files).containsExactly(folder.resolve("a/b/record"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../record", "a/b", "Record", "a b", ".hidden"})
    void refusesNamesThatCouldLeadElsewhere(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> keep(name, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> vault.open(name));
    }

    private void keep(String name, String text) throws IOException {
        vault.keep(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String text(String name) throws IOException {
        try (InputStream in = vault.open(name).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
