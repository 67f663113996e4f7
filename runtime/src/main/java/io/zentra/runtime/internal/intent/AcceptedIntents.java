package io.zentra.runtime.internal.intent;

import io.zentra.core.Handle;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.search.StoredEvents;
import io.zentra.runtime.internal.transfer.TransferEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events that accepted intents, by the numbers that the intents' ids hold: that of the event itself, or of the next one,
 * which created the transfer that the intent goes as. Immutable.
 */
final class AcceptedIntents {
    private final StoredEvents stored;
    private final List<Long> numbers;

    private AcceptedIntents(StoredEvents stored, List<Long> candidates) {
        this.stored = stored;
        this.numbers = candidates.stream().filter(this::isIntent).toList();
    }

    /** Those of some candidates, in their order; a candidate may be any event. */
    static AcceptedIntents at(Handle handle, List<Long> candidates) {
        List<Long> read = new ArrayList<>(candidates);
        candidates.stream().filter(no -> no > 1).forEach(no -> read.add(no - 1));
        return new AcceptedIntents(
                StoredEvents.of(handle, read.stream().distinct().toList()), candidates);
    }

    /** The numbers of intents. */
    List<Long> numbers() {
        return numbers;
    }

    /** Whether the event that accepted one lies in an archive. */
    boolean isArchived(long no) {
        return Event.isArchived(bytes(no));
    }

    /**
     * The event that accepted one.
     *
     * @throws io.zentra.core.error.ZentraException {@code event_archived}
     */
    Event event(long no) {
        return Event.parse(bytes(no));
    }

    private byte[] bytes(long no) {
        return stored.bytes(isAccepted(no) ? no : no - 1);
    }

    /** What is left of an archived one tells its type only, which must do. */
    private boolean isIntent(long no) {
        Event event = Event.remains(stored.bytes(no));
        if (event.type().equals(IntentText.ACCEPTED)) {
            return Event.isArchived(stored.bytes(no)) || number(event).equals(Optional.of(no));
        }
        return event.type().equals(TransferEvents.CREATED) && no > 1 && isAccepted(no - 1) && isOfOneCommand(event);
    }

    private static Optional<Long> number(Event accepted) {
        return accepted.correlation().flatMap(EntityId::parse).map(EntityId::seq);
    }

    private static boolean isOfOneCommand(Event created) {
        return Event.isArchived(created.bytes()) || created.first().orElse(0) == created.seq() - 1;
    }

    private boolean isAccepted(long no) {
        return Event.remains(stored.bytes(no)).type().equals(IntentText.ACCEPTED);
    }
}
