package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.Event;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.Primitive;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.StreamState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An intent that asks for its events is synchronized when they are at the endpoint that wants them, and no sooner. */
public abstract class IntentStreamContract extends DeliveryDesk {
    private static final String ID = "intent_042";

    /** For subclasses. */
    protected IntentStreamContract() {}

    /** An intent within the ledger; its posting is the one event that the endpoint wants. */
    private Intent create(Primitive... primitives) {
        IntentRequest request = IntentRequest.builder(ID)
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(primitives)
                .from("assets:bank")
                .to("customer:42")
                .amountMinor(1_250)
                .build();
        return acme().intents().create(request).orElseThrow();
    }

    private void is(IntentStatus status, StreamState stream) {
        Intent now = acme().intents().get(ID);
        assertThat(now.eventStream()).isEqualTo(stream);
        assertThat(now.status()).isEqualTo(status);
    }

    private long posting(Intent intent) {
        return acme().journal().timeline(intent.id()).stream()
                .filter(event -> event.type().equals(POSTED))
                .mapToLong(Event::seq)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isBehindUntilItsEventsHaveArrived() {
        registered(HOST);
        receiver().next(HOST, SandboxReceiver.status(503));

        create(Primitive.LEDGER, Primitive.EVENTS);
        is(IntentStatus.LEDGERED, StreamState.BEHIND);
        run();
        assertThat(receiver().received(HOST)).as("it was not taken").hasSize(1);
        is(IntentStatus.LEDGERED, StreamState.BEHIND);

        run(Duration.ofMinutes(10));

        is(IntentStatus.SYNCHRONIZED, StreamState.HEALTHY);
    }

    @Test
    void isFailingAsLongAsAnEventIsPutAside() {
        Endpoint endpoint = registered(HOST);
        receiver().always(HOST, SandboxReceiver.status(500));
        Intent intent = create(Primitive.LEDGER, Primitive.EVENTS);
        long posting = posting(intent);
        DeliverySettings.STANDARD_SCHEDULE.forEach(this::run);
        assertThat(delivery(endpoint, posting).state()).isEqualTo(DeliveryState.PARKED);
        is(IntentStatus.LEDGERED, StreamState.FAILING);

        receiver().always(HOST, SandboxReceiver.status(204));
        acme().deliveries().replay(endpoint.id(), posting, false, newKey()).orElseThrow();
        is(IntentStatus.LEDGERED, StreamState.BEHIND);
        run(Duration.ofHours(1));

        is(IntentStatus.SYNCHRONIZED, StreamState.HEALTHY);
    }

    @Test
    void tellsOfItsStreamAlsoWhenItDoesNotWaitForIt() {
        registered(HOST);

        create(Primitive.LEDGER);

        is(IntentStatus.LEDGERED, StreamState.BEHIND);
        run();
        is(IntentStatus.LEDGERED, StreamState.HEALTHY);
    }
}
