package io.zentra.runtime.internal.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.journal.Event;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.intent.IntentStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IntentStoryTest {
    /** These follow from deliveries and checkpoints, which are no events of an intent. */
    private static final Set<IntentStatus> BEYOND = EnumSet.of(IntentStatus.SYNCHRONIZED, IntentStatus.EVIDENCED);

    @Test
    void isPrintedInTheGuide() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "runtime.md"));
        String printed = String.join("\n", IntentStory.printed());

        assertThat(guide).contains("| event | from | to |\n|---|---|---|\n" + printed + "\n\n");
    }

    @Test
    void leadsToEveryStateThatEventsTell() {
        Set<String> reached = Stream.of("accepted").collect(Collectors.toSet());
        for (int before = 0; before < reached.size(); ) {
            before = reached.size();
            ways().filter(way -> way.from().stream().anyMatch(reached::contains))
                    .forEach(way -> reached.addAll(way.to()));
        }

        assertThat(reached)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.copyOf(BEYOND)).stream()
                        .map(IntentStatus::code)
                        .toList());
    }

    /** An intent that was just accepted, and every event that does not come next, whatever state it tells. */
    @Test
    void refusesWhatNoWayLeadsTo() {
        List<Way> wrong = ways().filter(way -> !way.from().contains("accepted")).toList();
        assertThat(wrong).hasSizeGreaterThan(10);
        for (Way way : wrong) {
            for (TransferStatus told : TransferStatus.values()) {
                IntentStory story = new IntentStory();
                story.apply(event(1, IntentText.ACCEPTED, "{}"));
                assertThatThrownBy(() -> story.apply(event(2, way.event(), "{\"status\":\"" + told.code() + "\"}")))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith(way.event() + " leads no intent from ACCEPTED to ");
            }
        }
    }

    private record Way(String event, Set<String> from, Set<String> to) {}

    private static Stream<Way> ways() {
        return IntentStory.printed().stream().map(line -> {
            String[] cells = line.substring(1).replace("`", "").split("\\|", -1);
            return new Way(cells[0].strip(), words(cells[1]), words(cells[2]));
        });
    }

    private static Set<String> words(String cell) {
        return Set.of(cell.strip().split(", ", -1));
    }

    private static Event event(long seq, String type, String body) {
        String text = "{\"actor\":\"service:svc\",\"at\":\"2026-11-21T09:00:00.000000Z\",\"body\":" + body
                + ",\"correlation\":\"in_1\",\"seq\":" + seq + ",\"tenant\":\"acme\",\"type\":\"" + type
                + "\",\"v\":1}";
        return Event.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
