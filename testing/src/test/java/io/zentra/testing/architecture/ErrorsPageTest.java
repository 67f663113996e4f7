package io.zentra.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/errors.md says of every code what its source says. */
class ErrorsPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCE = ROOT.resolve("core/src/main/java/io/zentra/core/error/ErrorCode.java");
    private static final Pattern PART =
            Pattern.compile("(?m)^ {4}// (.+)$|^ {4}/\\*\\* (.+?)\\.? \\*/\n {4}([A-Z_]+)\\((\\d+)\\)");

    @Test
    void saysWhatTheCodeSays() throws IOException {
        StringBuilder tables = new StringBuilder();
        PART.matcher(Files.readString(SOURCE)).results().forEach(part -> tables.append(line(part)));
        String page = Files.readString(ROOT.resolve("docs/errors.md"));

        assertThat(tables.toString().lines().filter(line -> line.startsWith("| `")))
                .as("each code has its meaning in one line before it")
                .hasSize(ErrorCode.values().length);
        assertThat(page.substring(page.indexOf("\n## ")))
                .as("the tables of docs/errors.md; where they differ, put these in their place:\n%s", tables)
                .isEqualTo(tables.toString());
    }

    private static String line(MatchResult part) {
        return part.group(1) == null
                ? "| `" + part.group(3).toLowerCase(Locale.ROOT) + "` | " + part.group(4) + " | " + part.group(2)
                        + " |\n"
                : "\n## " + part.group(1) + "\n\n| code | HTTP | when |\n|---|---|---|\n";
    }
}
