package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guides show and tell stands in the tests of this package. */
class GuideTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TESTS = ROOT.resolve("testing/src/test/java/io/zentra/testing/guide");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern AMOUNT = Pattern.compile("-?\\d+\\.\\d{2,}");
    private static final Pattern HEADING = Pattern.compile("^## (.+)$", Pattern.MULTILINE);

    /** Word by word; only line breaks may differ. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/ledger.md",
                "docs/ledger-examples.md",
                "docs/reviews.md",
                "docs/limits.md",
                "docs/policy.md",
                "docs/runtime.md",
                "docs/contract.md",
                "docs/transfers.md",
                "docs/rails.md",
                "docs/payments.md",
                "docs/embedding.md",
                "docs/events.md",
                "docs/operations.md",
                "docs/evidence.md",
                "docs/testing.md",
                "docs/verification.md",
                "docs/retention.md",
                "docs/webhooks.md"
            })
    void examplesAreCompiledAndRun(String page) throws IOException {
        String tests = SPACE.matcher(tests()).replaceAll("");
        List<String> examples = all(EXAMPLE, read(page));

        assertThat(examples).hasSizeGreaterThan(1);
        for (String example : examples) {
            assertThat(tests.contains(SPACE.matcher(example).replaceAll("")))
                    .as("a test of this package has:\n%s", example)
                    .isTrue();
        }
    }

    /** An amount that is told beside the examples is one that a test compares. */
    @Test
    void amountsInTheWorkedCasesAreCompared() throws IOException {
        String tests = tests();
        List<String> amounts = AMOUNT.matcher(
                        EXAMPLE.matcher(read("docs/ledger-examples.md")).replaceAll(""))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(amounts)
                .hasSizeGreaterThan(20)
                .allSatisfy(amount -> assertThat(tests)
                        .containsPattern("\"[^\"]*(?<![0-9.-])" + Pattern.quote(amount) + "(?![0-9])"));
    }

    @Test
    void contentsNameEverySection() throws IOException {
        String page = read("docs/ledger.md");
        List<String> contents = all(HEADING, page).stream()
                .map(heading -> "[" + heading + "](#"
                        + heading.toLowerCase(Locale.ROOT).replace(' ', '-').replaceAll("[^a-z0-9-]", "") + ")")
                .toList();

        assertThat(contents)
                .hasSizeGreaterThan(8)
                .allSatisfy(line -> assertThat(page).contains(line));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String read(String page) throws IOException {
        return Files.readString(ROOT.resolve(page));
    }

    private static String tests() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(TESTS)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
