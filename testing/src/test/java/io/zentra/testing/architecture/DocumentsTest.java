package io.zentra.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages lead to where they say. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    @Test
    void leadsToFilesThatExist() throws IOException {
        List<Path> pages = pages();
        List<String> broken = new ArrayList<>();
        for (Path page : pages) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                String target = links.group(1);
                if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
                    broken.add(ROOT.relativize(page) + " leads to " + target);
                }
            }
        }

        assertThat(pages).hasSizeGreaterThan(12);
        assertThat(broken).isEmpty();
    }

    @Test
    void listsEveryPageInTheIndex() throws IOException {
        Path index = ROOT.resolve("docs/README.md");
        String text = Files.readString(index);

        assertThat(pages().stream().filter(page -> page.startsWith(ROOT.resolve("docs")) && !page.equals(index)))
                .allSatisfy(page -> assertThat(text)
                        .contains("("
                                + index.getParent().relativize(page).toString().replace('\\', '/') + ")"));
    }

    /** What the README says is not published stays behind when the rest is. */
    @Test
    void publishesNothingThatIsOnlyToBeRun() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("| `examples`, `benchmarks` | runnable, not published |");
        for (String module : List.of("examples", "benchmarks")) {
            assertThat(Files.readString(ROOT.resolve(module + "/pom.xml")))
                    .as(module)
                    .contains("<maven.deploy.skip>true</maven.deploy.skip>");
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }
}
