package io.zentra.webhooks.internal;

import io.zentra.core.commit.Commits;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantId;
import io.zentra.core.storage.Queries;
import io.zentra.webhooks.CallbackKey;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What turns work with. Thread-safe.
 *
 * @param senders threads beside those of turns
 * @param opened keys that were opened, by their envelopes
 */
public record Dispatch(
        Commits commits,
        Queries queries,
        InstantSource clock,
        RandomSource random,
        DeliverySettings settings,
        Sealing sealing,
        Transport transport,
        Senders senders,
        Map<String, CallbackKey> opened) {
    private static final int MAX_OPENED = 10_000;

    /** A dispatch that has opened nothing yet. */
    public static Dispatch of(
            Commits commits, Queries queries, Settings core, DeliverySettings settings, Senders senders) {
        return new Dispatch(
                commits,
                queries,
                core.clock(),
                core.random(),
                settings,
                core.sealing(),
                core.transport(),
                senders,
                new ConcurrentHashMap<>());
    }

    /** What must be there to send. */
    public record Settings(InstantSource clock, RandomSource random, Sealing sealing, Transport transport) {}

    Retries retries() {
        return new Retries(settings.schedule(), settings.jitterPercent(), settings.disableAfter());
    }

    /** A key; those that changed their times are opened again. */
    CallbackKey key(TenantId tenant, KeyRow row) {
        if (opened.size() > MAX_OPENED) {
            opened.clear();
        }
        return opened.computeIfAbsent(
                row.sealed() + row.notBefore() + row.notAfter(), envelope -> sealing.key(tenant, row));
    }
}
