package io.zentra.webhooks.delivery;

import io.zentra.core.ZentraCore;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWorker;
import io.zentra.webhooks.internal.DeliveryReading;
import io.zentra.webhooks.internal.DeliveryTables;
import io.zentra.webhooks.internal.Dispatch;
import io.zentra.webhooks.internal.Feed;
import io.zentra.webhooks.internal.Pruning;
import io.zentra.webhooks.internal.Pump;
import io.zentra.webhooks.internal.Pumps;
import io.zentra.webhooks.internal.Sealing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from the journals and sends them, by hand or on threads of its own; any number of nodes share it. One a
 * runtime; thread-safe. Without a transport or keys that seal secrets it does nothing, and what is to be sent waits.
 */
public final class DeliveryWork implements AutoCloseable {
    private final @Nullable Transport transport;
    private final @Nullable Parts parts;
    private boolean isStarted;
    private boolean isClosed;

    private record Parts(Feed feed, Pumps pumps, DueWorker worker) {}

    /** The work over what a storage keeps. */
    public DeliveryWork(ZentraCore core, DeliverySettings settings) {
        this.transport = settings.transport();
        this.parts = parts(core, settings);
    }

    private static @Nullable Parts parts(ZentraCore core, DeliverySettings settings) {
        Transport transport = settings.transport();
        Sealing sealing = settings.sealing();
        if (transport == null || sealing == null) {
            return null;
        }
        ZentraCore.Settings of = core.settings();
        Dispatch.Settings with = new Dispatch.Settings(of.clock(), of.random(), sealing, transport);
        Pumps pumps = new Pumps(
                senders -> Dispatch.of(core.commits(), core.queries(), with, settings, senders), settings.threads());
        Pruning pruning = new Pruning(core.commits(), core.queries(), of.clock(), settings.keptFor());
        Map<String, DueWork.Handler> handlers =
                Map.of(Pump.KIND, DueWork.Handler.waiting(pumps::run), Pruning.KIND, pruning);
        DueWorker worker = new DueWorker(core.commits(), core.queries(), core.tenants(), of.clock(), handlers);
        Feed feed = new Feed(core.commits(), core.queries(), core.tenants(), settings.mapping(), worker::wake);
        return new Parts(feed, pumps, worker);
    }

    /** What it keeps in the database, for a facade that opens several modules. */
    public static Module module() {
        return DeliveryTables.MODULE;
    }

    /**
     * Whether events of a tenant are at all endpoints that want them, for a facade that has checked who asks.
     *
     * @param events their sequences in order, at least one
     */
    public static StreamState state(Queries queries, int tenantNo, List<Long> events) {
        return new DeliveryReading(queries, tenantNo).state(events);
    }

    /** Takes and sends all that is due now, on this thread, and returns how many commits of events and turns it took. */
    public int runDue() {
        if (parts == null) {
            return 0;
        }
        int ran = 0;
        int last;
        do {
            last = parts.feed().take() + parts.worker().runDue();
            ran += last;
        } while (last > 0);
        return ran;
    }

    /** Goes on by itself until it is closed; the second time it does nothing. */
    public synchronized void start() {
        if (parts != null && !isStarted && !isClosed) {
            isStarted = true;
            parts.pumps().start();
            parts.worker().start(1);
            parts.feed().start();
        }
    }

    /** Waits for attempts under way, and ends; the second time it does nothing. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (parts != null) {
            parts.feed().close();
            parts.worker().close();
            parts.pumps().close();
        }
        if (transport != null) {
            transport.close();
        }
    }
}
