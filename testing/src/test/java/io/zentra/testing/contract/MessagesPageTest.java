package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Event;
import io.zentra.webhooks.delivery.EventMapping;
import io.zentra.webhooks.delivery.PublicEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/webhooks.md tells which events leave by the standard mapping, and which members of each. */
class MessagesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "webhooks.md");
    private static final Pattern SECTION = Pattern.compile("(?s)### Messages\n(.*?)\n### ");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z_.]+\\.[a-z_.`, ]+`) \\|([^|\n]*)\\|$");
    private static final Pattern WORD = Pattern.compile("`([a-z_.]+)`");

    @Test
    void tellsWhatLeavesAndNothingElse() throws IOException {
        Map<String, Set<String>> leaves = new TreeMap<>();
        for (Map.Entry<String, Set<String>> told : EventsPageTest.told().entrySet()) {
            leaving(told.getKey(), told.getValue()).ifPresent(members -> leaves.put(told.getKey(), members));
        }

        assertThat(onThePage()).hasSizeGreaterThan(20).isEqualTo(leaves);
    }

    /** The members that leave of an event that has all members which its type may have. */
    private static Optional<Set<String>> leaving(String type, Set<String> members) throws IOException {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("type", type).put("subject", "it").put("seq", 1).put("v", Event.VERSION);
        ObjectNode body = event.putObject("body");
        members.forEach(member -> body.put(member, "x"));
        Optional<PublicEvent> told =
                EventMapping.standard().map(Event.parse(event.toString().getBytes(StandardCharsets.UTF_8)));
        if (told.isEmpty()) {
            return Optional.empty();
        }
        assertThat(told.get().type()).isEqualTo(type);
        JsonNode data = new ObjectMapper().readTree(told.get().data());
        Set<String> names = new TreeSet<>();
        data.fieldNames().forEachRemaining(names::add);
        assertThat(names.remove("subject")).isTrue();
        return Optional.of(names);
    }

    private static Map<String, Set<String>> onThePage() throws IOException {
        Map<String, Set<String>> told = new TreeMap<>();
        String section = SECTION.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElseThrow();
        ROW.matcher(section)
                .results()
                .forEach(row -> words(row.group(1)).forEach(type -> told.put(type, words(row.group(2)))));
        return told;
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
