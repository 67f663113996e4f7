package io.zentra.runtime.internal.intent;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.PacketState;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.internal.Operations;
import io.zentra.webhooks.delivery.DeliveryWork;
import io.zentra.webhooks.delivery.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads intents: their events, what became of these at the endpoints, and which checkpoint covers them. */
public final class IntentReading {
    private final Handle handle;
    private final Journal journal;

    /** Of the handle's tenant. */
    public IntentReading(Handle handle) {
        this.handle = handle;
        this.journal = handle.journal();
    }

    /** The intent that was accepted under a key; empty for none. */
    public Optional<Intent> find(IdempotencyKey key) {
        return journal.first(Operations.CREATE_INTENT, key)
                .filter(event -> event.type().equals(IntentText.ACCEPTED))
                .map(this::read);
    }

    /** The intent that an event accepted. */
    Intent read(Event accepted) {
        String id = accepted.correlation().orElseThrow();
        List<Event> events = events(id);
        IntentStory story = new IntentStory();
        events.forEach(story::apply);
        IntentRequest request = IntentText.read(accepted);
        StreamState stream = DeliveryWork.state(
                handle.queries(),
                handle.tenantNo(),
                events.stream().map(Event::seq).toList());
        PacketState packet = journal.checkpointedSize() >= story.lastSeq() ? PacketState.READY : PacketState.PENDING;
        return new Intent(
                id,
                request,
                status(story, request, stream, packet),
                story.ledger(),
                stream,
                packet,
                story.reason(),
                story.caseId(),
                accepted.at());
    }

    private List<Event> events(String id) {
        List<Event> events = new ArrayList<>(journal.timeline(id));
        for (int before = 0; events.size() - before == Journal.MAX_PAGE; ) {
            before = events.size();
            events.addAll(journal.timeline(id, events.get(before - 1).seq()));
        }
        return events;
    }

    /** The last two stages follow from what happens outside the intent's events, once the money has arrived. */
    private static IntentStatus status(
            IntentStory story, IntentRequest request, StreamState stream, PacketState packet) {
        IntentStatus reached = story.status();
        if (!story.hasArrived()) {
            return reached;
        }
        if (request.primitives().contains(Primitive.EVENTS)) {
            if (stream != StreamState.HEALTHY) {
                return reached;
            }
            reached = IntentStatus.SYNCHRONIZED;
        }
        boolean isEvidenced = request.primitives().contains(Primitive.EVIDENCE) && packet == PacketState.READY;
        return isEvidenced ? IntentStatus.EVIDENCED : reached;
    }
}
