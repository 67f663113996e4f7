package io.zentra.runtime.operations;

import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.UnicodeText;
import io.zentra.runtime.internal.intent.IntentCorrelation;
import java.util.List;
import java.util.Optional;

/** Finds the events of a story, and tells it. */
final class Telling {
    /** The most events of a command whose story is its own. */
    private static final int MAX_OF_A_COMMAND = 1_000;

    private final Journal journal;
    private final int tenantNo;

    Telling(Journal journal, int tenantNo) {
        this.journal = journal;
        this.tenantNo = tenantNo;
    }

    Optional<Story> of(String id) {
        if (!UnicodeText.isValid(id)) {
            return Optional.empty(); // nothing can be kept under it
        }
        List<Event> events = journal.timeline(id);
        return events.isEmpty() ? ofThing(id).or(() -> ofIntent(id)) : Optional.of(story(id, events));
    }

    /** By the id that the host gave an intent, which is its key. */
    private Optional<Story> ofIntent(String id) {
        return IntentCorrelation.of(journal, id).map(correlation -> story(correlation, journal.timeline(correlation)));
    }

    /** By the event that made it, which the id leads to. */
    private Optional<Story> ofThing(String id) {
        Event made = EntityId.parse(id)
                .filter(parsed -> parsed.tenantNo() == tenantNo)
                .flatMap(parsed -> journal.event(parsed.seq()))
                .filter(event -> event.subject().filter(id::equals).isPresent())
                .orElse(null);
        if (made == null) {
            return Optional.empty();
        }
        String correlation = made.correlation().orElse(null);
        return Optional.of(
                correlation == null
                        ? story(id, ofCommand(made.first().orElse(made.seq())))
                        : story(correlation, journal.timeline(correlation)));
    }

    /** A command's events stand side by side, and each but the first names that. */
    private List<Event> ofCommand(long first) {
        return journal.after(first - 1, MAX_OF_A_COMMAND).stream()
                .takeWhile(event -> event.seq() == first || event.first().orElse(0) == first)
                .toList();
    }

    private Story story(String id, List<Event> events) {
        return new Story(
                id,
                new Milestones(id, events, journal).reached(),
                events.stream().map(Telling::moment).toList(),
                events.size() < Journal.MAX_PAGE);
    }

    private static Moment moment(Event event) {
        return new Moment(
                event.seq(),
                event.at(),
                event.type(),
                event.actor(),
                event.subject().orElse(null),
                Sentences.of(event));
    }
}
