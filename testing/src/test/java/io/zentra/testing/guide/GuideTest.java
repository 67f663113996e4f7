package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every example of the ledger's guide stands in a test of this package, word by word; only line breaks may differ. */
class GuideTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TESTS = ROOT.resolve("testing/src/test/java/io/zentra/testing/guide");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("\\s+");

    @Test
    void examplesAreCompiledAndRun() throws IOException {
        String tests = "";
        for (Path file : javaFiles()) {
            tests += packed(Files.readString(file));
        }
        List<String> examples = EXAMPLE.matcher(Files.readString(ROOT.resolve("docs/ledger.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(examples).hasSizeGreaterThan(3);
        for (String example : examples) {
            assertThat(tests.contains(packed(example)))
                    .as("a test of this package has:\n%s", example)
                    .isTrue();
        }
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String packed(String code) {
        return SPACE.matcher(code).replaceAll("");
    }
}
