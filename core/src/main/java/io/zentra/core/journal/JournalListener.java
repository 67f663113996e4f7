package io.zentra.core.journal;

import java.util.List;

/**
 * What a host does with the events of all tenants, such as keeping a view of its own. It is told of each event at least once
 * and in the order of its tenant's journal, after the commit, by one node at a time; what it has taken is remembered under its
 * name, over restarts. It is called by threads of due work, for several tenants at once.
 *
 * <pre>{@code
 * ZentraRuntime.builder().listener("search_index", (tenant, events) -> events.forEach(event -> index.put(tenant, event)));
 * }</pre>
 */
@FunctionalInterface
public interface JournalListener {
    /** The most events that it is told of at once. */
    int MAX_EVENTS = 100;

    /**
     * Takes events. When it throws it has taken none of them: after a pause, which grows from a second to a quarter of an
     * hour, it is told of them again, and of none of that tenant after them before.
     *
     * @param tenantId whose journal
     * @param events one to {@value #MAX_EVENTS}, in order, without gaps
     */
    void take(String tenantId, List<Event> events);
}
