package io.zentra.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** docs/known-pains.md names tests that there are, and leaves out none that was written for it. */
class KnownPainsTest {
    private static final Path PAGE = Path.of("..").toAbsolutePath().normalize().resolve("docs/known-pains.md");
    private static final String TESTS = "io.zentra.testing.contract.";
    /** Tests of the module of webhooks, which are on no class path here; their text is. */
    private static final List<Path> WEBHOOKS = Stream.of("", "delivery", "endpoint", "secret")
            .map(
                    Path.of("..").toAbsolutePath().normalize().resolve("webhooks/src/test/java/io/zentra/webhooks")
                            ::resolve)
            .toList();

    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+)\\.([a-z][A-Za-z]+)`");
    private static final List<String> STORIES =
            List.of("KnownFaultsContract", "KnownRaceContract", "OperationContract");

    @Test
    void eachRowNamesATestThatExists() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| pain "))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(30)
                .allSatisfy(row -> assertThat(NAMED.matcher(row).results())
                        .as("tests of: %s", row)
                        .isNotEmpty());
        assertThat(rows)
                .allSatisfy(row ->
                        NAMED.matcher(row).results().forEach(named -> requireTest(named.group(1), named.group(2))));
    }

    @Test
    void eachStoryStandsInTheTable() throws Exception {
        String page = Files.readString(PAGE);
        for (String contract : STORIES) {
            List<Method> stories = Stream.of(Class.forName(TESTS + contract).getDeclaredMethods())
                    .filter(KnownPainsTest::isTest)
                    .toList();

            assertThat(stories)
                    .isNotEmpty()
                    .allSatisfy(story -> assertThat(page).contains("`" + contract + "." + story.getName() + "`"));
        }
    }

    private static void requireTest(String type, String method) {
        Optional<Path> source = WEBHOOKS.stream()
                .map(folder -> folder.resolve(type + ".java"))
                .filter(Files::exists)
                .findFirst();
        if (source.isPresent()) {
            assertThat(isTest(read(source.get()), method))
                    .as("%s.%s is a test", type, method)
                    .isTrue();
            return;
        }
        assertThatCode(() -> assertThat(Class.forName(TESTS + type).getDeclaredMethods())
                        .anyMatch(each -> each.getName().equals(method) && isTest(each)))
                .as("%s.%s is a test", type, method)
                .doesNotThrowAnyException();
    }

    /** Between the end of the method before it and its name there is what makes it one. */
    private static boolean isTest(String source, String method) {
        int at = source.indexOf("    void " + method + "(");
        return at > 0
                && source.substring(Math.max(0, source.lastIndexOf("\n    }\n", at)), at)
                        .contains("Test\n");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class);
    }
}
