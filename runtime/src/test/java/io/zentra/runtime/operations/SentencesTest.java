package io.zentra.runtime.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every event that can be part of the story of money has a sentence of its own. */
class SentencesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z_.`, ]+`) \\|");
    private static final Pattern WORD = Pattern.compile("`([a-z_]+(?:\\.[a-z_]+)+)`");

    /** What is about how a tenant is set up: charts, lanes, versions of policies, endpoints. */
    private static final Pattern SET_UP =
            Pattern.compile("(chart|period|backdating|import|journal|tenant|callbacks|webhook|evidence)\\..*"
                    + "|review\\.lane\\.set|policy\\.(drafted|analysed|version_approved|published|rolled_back|tried)");

    @Test
    void everyTypeOfAStoryHasOne() throws IOException {
        Set<String> without = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("..", "docs", "events.md")));
        int types = 0;
        while (rows.find()) {
            Matcher words = WORD.matcher(rows.group(1));
            while (words.find()) {
                String type = words.group(1);
                types++;
                if (!SET_UP.matcher(type).matches() && !Sentences.has(type)) {
                    without.add(type);
                }
            }
        }
        assertThat(types).isGreaterThan(60);
        assertThat(without).isEmpty();
    }
}
