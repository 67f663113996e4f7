package io.zentra.webhooks.delivery;

import io.zentra.core.journal.Event;
import java.util.Optional;

/**
 * Decides which events of a journal leave, and what of them. Pure: the same event gives the same answer. What it throws
 * keeps the tenant's events from leaving until it is mended; none is lost.
 */
@FunctionalInterface
public interface EventMapping {
    /** The public form of an event; empty for one that stays inside. */
    Optional<PublicEvent> map(Event event);

    /** The usual one: {@link StandardMapping}. */
    static EventMapping standard() {
        return new StandardMapping();
    }
}
