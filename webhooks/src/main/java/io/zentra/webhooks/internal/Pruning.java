package io.zentra.webhooks.internal;

import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes what is old away, once a day and a little at a time: deliveries that arrived, were skipped or missed, their attempts, and
 * messages of which no delivery is left. What was parked waits for a person. Thread-safe.
 */
public final class Pruning implements DueWork.Handler {
    /** The kind of the due work. */
    public static final String KIND = "webhooks.prune";

    private static final String SUBJECT = "deliveries";
    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int PAGE = 64;
    private static final int PAGES = 16;

    private final Commits commits;
    private final Queries queries;
    private final InstantSource clock;
    private final Duration keptFor;

    /** How far each tenant has been gone through, of those that are not through. */
    private final Map<Integer, Long> passed = new ConcurrentHashMap<>();

    /** Pruning of what is older than this. */
    public Pruning(Commits commits, Queries queries, InstantSource clock, Duration keptFor) {
        this.commits = commits;
        this.queries = queries;
        this.clock = clock;
        this.keptFor = keptFor;
    }

    static void need(Reads reads) {
        DueWork.need(reads, KIND, SUBJECT);
    }

    /** Plans it for a tenant, unless it is planned. */
    static void plan(UnitOfWork work) {
        if (!DueWork.isScheduled(work, KIND, SUBJECT)) {
            DueWork.schedule(work, KIND, SUBJECT, work.now().plus(EVERY));
        }
    }

    @Override
    public CompletableFuture<?> run(Access access, DueWork.Item item) {
        int tenantNo = access.tenant().no();
        long before = Micros.of(clock.instant().minus(keptFor));
        long after = passed.getOrDefault(tenantNo, 0L);
        boolean isThrough = false;
        for (int i = 0; i < PAGES && !isThrough; i++) {
            List<Long> events = old(tenantNo, after, before);
            isThrough = events.isEmpty();
            if (!isThrough) {
                prune(access, events);
                after = events.get(events.size() - 1);
            }
        }
        if (isThrough) {
            passed.remove(tenantNo);
        } else {
            passed.put(tenantNo, after);
        }
        Instant next = clock.instant().plus(isThrough ? EVERY : SOON);
        return commits.begin(access, new TurnCommands.Later(item, next));
    }

    /** Messages are in the order of their events, and so of their times. */
    private List<Long> old(int tenantNo, long after, long before) {
        return queries
                .select(
                        "select event, at from zentra_webhook_message where tenant = :tenant and event > :after"
                                + " order by event",
                        tenantNo,
                        Map.of("after", after),
                        PAGE,
                        (results, context) -> new long[] {results.getLong(1), results.getLong(2)})
                .stream()
                .takeWhile(message -> message[1] < before)
                .map(message -> message[0])
                .toList();
    }

    private void prune(Access access, List<Long> events) {
        List<DeliveryKey> deliveries = new ArrayList<>();
        for (long no : queries.list(EndpointTables.NUMBERS, access.tenant().no())) {
            deliveries.addAll(deliveries(access.tenant().no(), no, events));
        }
        Set<Long> left = new TreeSet<>(events);
        for (int from = 0; from < deliveries.size(); from += PruneDeliveries.MAX) {
            List<DeliveryKey> some = deliveries.subList(from, Math.min(deliveries.size(), from + PruneDeliveries.MAX));
            left.removeAll(commits.run(access, new PruneDeliveries(List.copyOf(some), List.of())));
        }
        commits.run(access, new PruneDeliveries(List.of(), List.copyOf(left)));
    }

    private List<DeliveryKey> deliveries(int tenantNo, long no, List<Long> events) {
        return queries.select(
                "select event from zentra_delivery where tenant = :tenant and endpoint = :endpoint"
                        + " and event >= :first and event <= :last order by event",
                tenantNo,
                Map.of("endpoint", no, "first", events.get(0), "last", events.get(events.size() - 1)),
                PAGE,
                (results, context) -> new DeliveryKey(no, results.getLong(1)));
    }
}
