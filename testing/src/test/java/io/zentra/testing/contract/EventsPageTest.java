package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Storage;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/events.md tells of every type of event, and of every member of its body. */
class EventsPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES =
            List.of("core", "ledger", "policy", "webhooks", "reconciliation", "runtime");
    private static final Pattern SECTION = Pattern.compile("(?m)^## ");
    private static final Pattern SHARED = Pattern.compile("(?s)^Members: (.*?)\n\n", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z_.`, ]+`) \\|([^|\n]*)\\|(?:([^|\n]*)\\|)?$");
    private static final Pattern WORD = Pattern.compile("`([a-z_.0-9]+)`");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern OPERATION = Pattern.compile("new Operation\\(\\s*[\\d_]+,\\s*\"([^\"]+)\"");
    private static final Pattern DOTTED = Pattern.compile("\"([a-z_]+(?:\\.[a-z_]+)+)\"");

    /** Texts with a dot that name something else. */
    private static final Set<String> NO_EVENTS = Set.of(
            "actor.kind",
            "callback.close",
            "country.from",
            "country.to",
            "currency.from",
            "currency.to",
            "data.amount_minor",
            "data.currency",
            "home.arpa",
            "ledger.hold.expiry",
            "m.no",
            "packet.schema.json",
            "payment.expire",
            "payment.resume",
            "s.balance",
            "transfer.attempt",
            "transfer.decide",
            "transfer.resume",
            "transfer.reverse",
            "transfer.route",
            "transfer.succeeded",
            "webhooks.deliver",
            "zentra.archive",
            "zentra.callbacks.parked",
            "zentra.commit",
            "zentra.commit.commands",
            "zentra.commit.wait",
            "zentra.events",
            "zentra.events.checkpointed",
            "zentra.deliveries",
            "zentra.export",
            "zentra.ledger",
            "zentra.packet",
            "zentra.rail.calls",
            "zentra.reviews.open",
            "zentra.state",
            "zentra.transfers",
            "zentra.webhook.ailing",
            "zentra.webhook.attempts",
            "zentra.webhook.backlog",
            "zentra.webhook.untaken",
            "zentra.work.late");

    /** The members that the page tells of each type: those of the row, and those of its section. */
    static Map<String, Set<String>> told() throws IOException {
        Map<String, Set<String>> told = new TreeMap<>();
        String page = Files.readString(ROOT.resolve("docs/events.md"));
        for (String section : SECTION.splitAsStream(page).toList()) {
            Matcher shared = SHARED.matcher(section);
            Set<String> ofAll = shared.find() ? words(shared.group(1)) : Set.of();
            ROW.matcher(section).results().forEach(row -> {
                Set<String> members = new HashSet<>(ofAll);
                members.addAll(words(row.group(3) == null ? "" : row.group(3)));
                words(row.group(1)).forEach(type -> told.put(type, members));
            });
        }
        return told;
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    @Test
    void tellsOfEveryTypeThatTheCodeNames() throws IOException {
        StringBuilder code = new StringBuilder();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    code.append(COMMENT.matcher(Files.readString(file)).replaceAll(""));
                }
            }
        }
        Set<String> types = matches(DOTTED, code);
        types.removeAll(matches(OPERATION, code));
        types.removeAll(permissions());
        types.removeAll(NO_EVENTS);

        assertThat(told().keySet()).containsExactlyInAnyOrderElementsOf(types);
    }

    private static Set<String> matches(Pattern pattern, CharSequence text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> permissions() {
        return Arrays.stream(Permission.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(field -> {
                    try {
                        return ((Permission) field.get(null)).name();
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.toSet());
    }

    /** Of a tenant to which everything has happened. */
    @Test
    void tellsOfEveryMember() throws IOException {
        Map<String, Set<String>> seen = new TreeMap<>();
        try (TamperStage stage = new TamperStage(Storage.inMemory())) {
            stage.goOn();
            see(stage, 0, seen);
            long size = stage.acme().journal().size();
            stage.archive();
            see(stage, size, seen);
        }
        seen.keySet()
                .removeIf(type -> type.startsWith("probe.") || type.startsWith("test.")); // of the tests' own commands
        Map<String, Set<String>> told = told();

        assertThat(seen).hasSizeGreaterThan(35);
        seen.forEach((type, members) ->
                assertThat(told.getOrDefault(type, Set.of())).as(type).containsAll(members));
    }

    private static void see(TamperStage stage, long from, Map<String, Set<String>> seen) {
        long seq = from;
        List<Event> events = stage.acme().journal().after(seq, 1_000);
        while (!events.isEmpty()) {
            for (Event event : events) {
                event.body()
                        .fieldNames()
                        .forEachRemaining(member -> seen.computeIfAbsent(event.type(), type -> new TreeSet<>())
                                .add(member));
                seq = event.seq();
            }
            events = stage.acme().journal().after(seq, 1_000);
        }
    }
}
