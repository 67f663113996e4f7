package io.zentra.webhooks.internal;

import io.zentra.core.storage.InList;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.DeliveryRecord;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.EndpointHealth;
import io.zentra.webhooks.delivery.EndpointHealth.Circuit;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.ReplayFilter;
import io.zentra.webhooks.delivery.StreamState;
import io.zentra.webhooks.delivery.WebhookHealth;
import io.zentra.webhooks.internal.DeliveryTables.AttemptRow;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.HealthTable.HealthRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Reads what became of a tenant's events. */
public record DeliveryReading(Queries queries, int tenantNo) {
    private static final int PAGE = 1_000;

    /** The most events that one statement asks of. */
    private static final int EVENTS = 128;

    private static final int CHUNK = 500;

    private static final String COLUMNS = """
            select d.endpoint, d.event, m.type, m.at, d.state, d.tries, d.due_at, d.settled_at, e.id, m.body
            from zentra_delivery d
            join zentra_webhook_message m on m.tenant = d.tenant and m.event = d.event
            join zentra_endpoint e on e.tenant = d.tenant and e.no = d.endpoint
            where d.tenant = :tenant and\s""";

    /** Deliveries of an event: asked endpoint by endpoint, so that no index by events has to be kept. */
    public List<Delivery> ofEvent(long event) {
        List<Delivery> found = new ArrayList<>();
        for (long no : queries.list(EndpointTables.NUMBERS, tenantNo)) {
            found.addAll(queries.select(
                    COLUMNS + "d.endpoint = :endpoint and d.event = :event",
                    tenantNo,
                    Map.of("endpoint", no, "event", event),
                    1,
                    (results, context) -> delivery(results)));
        }
        return found;
    }

    /**
     * Whether events are at all endpoints that want them.
     *
     * @param events at least one, in their order
     */
    public StreamState state(List<Long> events) {
        List<EndpointRow> wanting = endpoints().stream()
                .filter(endpoint -> endpoint.status() != EndpointStatus.DELETED)
                .toList();
        Set<DeliveryState> found = EnumSet.noneOf(DeliveryState.class);
        for (EndpointRow endpoint : wanting) {
            for (int i = 0; i < events.size(); i += CHUNK) {
                found.addAll(states(endpoint.no(), events.subList(i, Math.min(events.size(), i + CHUNK))));
            }
        }
        if (found.stream().anyMatch(state -> state.isEnd() && state != DeliveryState.DELIVERED)) {
            return StreamState.FAILING;
        }
        boolean isTaken = wanting.isEmpty() || isTaken(events.get(events.size() - 1));
        return isTaken && found.stream().allMatch(DeliveryState::isEnd) ? StreamState.HEALTHY : StreamState.BEHIND;
    }

    private boolean isTaken(long event) {
        return FanOut.FOLLOWER
                .behindOf(queries, tenantNo)
                .map(behind -> behind.position() >= event)
                .orElse(true);
    }

    private List<DeliveryState> states(long endpoint, List<Long> events) {
        Map<String, Object> values = new HashMap<>(Map.of("endpoint", endpoint));
        StringJoiner names = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < events.size(); i++) {
            names.add(":event" + i);
            values.put("event" + i, events.get(i));
        }
        return queries.select(
                "select distinct state from zentra_delivery where tenant = :tenant and endpoint = :endpoint and event in "
                        + names,
                tenantNo,
                values,
                DeliveryState.values().length,
                (results, context) -> DeliveryState.of(Objects.requireNonNull(results.getString(1))));
    }

    /** Whether the tenant has had any endpoint. */
    public boolean hasEndpoints() {
        return !queries.list(EndpointTables.NUMBERS, tenantNo).isEmpty();
    }

    /** All that is kept of the deliveries of events, in the order of events and endpoints. */
    public List<DeliveryRecord> records(Collection<Long> events) {
        List<Long> all = events.stream().sorted().distinct().toList();
        List<DeliveryRecord> records = new ArrayList<>();
        List<Long> endpoints = queries.list(EndpointTables.NUMBERS, tenantNo);
        for (int from = 0; from < all.size(); from += EVENTS) {
            List<Long> some = all.subList(from, Math.min(all.size(), from + EVENTS));
            List<DeliveryRecord> found = new ArrayList<>();
            endpoints.forEach(no -> found.addAll(records(no, some)));
            found.sort(
                    Comparator.comparingLong(record -> record.delivery().event())); // stable: endpoints stay in order
            records.addAll(found);
        }
        return records;
    }

    private List<DeliveryRecord> records(long endpoint, List<Long> events) {
        InList in = InList.of(events, Map.of("endpoint", endpoint));
        String condition = "endpoint = :endpoint and event in (" + in.names() + ")";
        Map<Long, List<DeliveryAttempt>> attempts = new HashMap<>();
        queries.list(
                        DeliveryTables.ATTEMPT,
                        tenantNo,
                        condition + " order by event, attempt",
                        in.values(),
                        Queries.MAX_ROWS)
                .forEach(row -> attempts.computeIfAbsent(row.key().event(), none -> new ArrayList<>())
                        .add(attempt(row)));
        return queries.select(
                COLUMNS + "d.endpoint = :endpoint and d.event in (" + in.names() + ") order by d.event",
                tenantNo,
                in.values(),
                EVENTS,
                (results, context) -> new DeliveryRecord(
                        delivery(results),
                        Objects.requireNonNull(results.getString(10)),
                        attempts.getOrDefault(results.getLong(2), List.of())));
    }

    /** Deliveries of an endpoint after an event. */
    public List<Delivery> ofEndpoint(String endpoint, long afterEvent, int limit) {
        return queries.select(
                COLUMNS + "d.endpoint = :endpoint and d.event > :event order by d.event",
                tenantNo,
                Map.of("endpoint", require(endpoint).no(), "event", afterEvent),
                limit,
                (results, context) -> delivery(results));
    }

    /** Attempts of a delivery. */
    public List<DeliveryAttempt> attempts(String endpoint, long event, int limit) {
        return queries
                .list(
                        DeliveryTables.ATTEMPT,
                        tenantNo,
                        "endpoint = :endpoint and event = :event order by attempt",
                        Map.of("endpoint", require(endpoint).no(), "event", event),
                        limit)
                .stream()
                .map(DeliveryReading::attempt)
                .toList();
    }

    /** Events that a replay would send again, the earliest first. */
    public List<Long> matching(String endpoint, ReplayFilter filter, int limit) {
        long no = require(endpoint).no();
        List<Long> events = new ArrayList<>();
        long after = 0;
        List<Candidate> page;
        do {
            page = candidates(no, after, filter);
            for (Candidate candidate : page) {
                after = candidate.event();
                if (events.size() < limit && EventPatterns.match(filter.events(), candidate.type())) {
                    events.add(after);
                }
            }
        } while (page.size() == PAGE && events.size() < limit);
        return events;
    }

    private record Candidate(long event, String type) {}

    private List<Candidate> candidates(long no, long after, ReplayFilter filter) {
        return queries.select(
                """
                select d.event, m.type
                from zentra_delivery d
                join zentra_webhook_message m on m.tenant = d.tenant and m.event = d.event
                where d.tenant = :tenant and d.endpoint = :endpoint and d.event > :after
                  and m.at >= :from and m.at < :to
                  and (d.state = 'parked' or d.state = 'skipped' or d.state = 'missed' or (d.state = 'pending' and d.tries > 0)
                       or (d.state = 'delivered' and :forced = 1))
                order by d.event""",
                tenantNo,
                Map.of(
                        "endpoint",
                        no,
                        "after",
                        after,
                        "from",
                        Micros.of(filter.from()),
                        "to",
                        Micros.of(filter.to()),
                        "forced",
                        filter.isForced() ? 1L : 0L),
                PAGE,
                (results, context) -> new Candidate(results.getLong(1), Objects.requireNonNull(results.getString(2))));
    }

    /** How an endpoint fares. */
    public EndpointHealth health(String endpoint, Instant now) {
        return health(require(endpoint), now);
    }

    private EndpointHealth health(EndpointRow row, Instant now) {
        HealthRow health = queries.first(
                        HealthTable.HEALTH, tenantNo, "endpoint = :endpoint", Map.of("endpoint", row.no()))
                .orElseGet(() -> HealthRow.healthy(row.no()));
        Long stopped = health.circuit().stoppedUntil();
        Circuit circuit =
                stopped == null ? Circuit.CLOSED : stopped > Micros.of(now) ? Circuit.OPEN : Circuit.HALF_OPEN;
        return new EndpointHealth(
                row.id(),
                row.status(),
                circuit,
                health.circuit().failures(),
                instant(health.circuit().failingSince()),
                instant(stopped),
                health.tally().backlog(),
                health.tally().parked(),
                health.tally().backlog() == 0 ? null : oldest(row.no()),
                instant(health.tally().deliveredAt()),
                micros(health.circuit().latency()),
                health.tally().attempts());
    }

    /** How all endpoints fare. */
    public WebhookHealth health(Instant now) {
        Map<EndpointStatus, Long> endpoints = new EnumMap<>(EndpointStatus.class);
        Map<AttemptOutcome, Long> attempts = new EnumMap<>(AttemptOutcome.class);
        long backlog = 0;
        long parked = 0;
        long ailing = 0;
        Instant oldest = null;
        for (EndpointRow row : endpoints()) {
            EndpointHealth one = health(row, now);
            endpoints.merge(one.status(), 1L, Long::sum);
            one.attempts().forEach((outcome, count) -> attempts.merge(outcome, count, Long::sum));
            if (one.status() == EndpointStatus.DELETED) {
                continue;
            }
            backlog += one.backlog();
            parked += one.parked();
            ailing += one.status() == EndpointStatus.ACTIVE && one.circuit() != Circuit.CLOSED ? 1 : 0;
            Instant of = one.oldestUndelivered();
            oldest = oldest == null || (of != null && of.isBefore(oldest)) ? of : oldest;
        }
        return new WebhookHealth(now, untaken(), backlog, parked, oldest, endpoints, ailing, attempts);
    }

    private List<EndpointRow> endpoints() {
        return queries.list(
                EndpointTables.ENDPOINT,
                tenantNo,
                "no > :no order by no",
                Map.of("no", 0L),
                EndpointTables.MAX_ENDPOINTS);
    }

    private long untaken() {
        return FanOut.FOLLOWER
                .behindOf(queries, tenantNo)
                .map(behind -> behind.last() - behind.position())
                .orElse(0L);
    }

    /** Of those that wait behind others none is older than the one it waits for. */
    private @Nullable Instant oldest(long no) {
        return queries
                .select(
                        """
                        select m.at from zentra_webhook_message m
                        where m.tenant = :tenant and m.event = (
                          select min(d.event) from zentra_delivery d
                          where d.tenant = :tenant and d.endpoint = :endpoint and d.due_at >= :none)""",
                        tenantNo,
                        Map.of("endpoint", no, "none", Long.MIN_VALUE),
                        1,
                        (results, context) -> Micros.instant(results.getLong(1)))
                .stream()
                .findFirst()
                .orElse(null);
    }

    private EndpointRow require(String id) {
        return new EndpointReading(queries, tenantNo).row(id).orElseThrow(() -> EndpointEvents.unknown(id));
    }

    private static Delivery delivery(ResultSet results) throws SQLException {
        String endpoint = Objects.requireNonNull(results.getString(9));
        return new Delivery(
                endpoint,
                MessageText.id(endpoint, results.getLong(2)),
                results.getLong(2),
                Objects.requireNonNull(results.getString(3)),
                Micros.instant(results.getLong(4)),
                DeliveryState.of(Objects.requireNonNull(results.getString(5))),
                results.getLong(6),
                results.getObject(7) == null ? null : Micros.instant(results.getLong(7)),
                results.getObject(8) == null ? null : Micros.instant(results.getLong(8)));
    }

    private static DeliveryAttempt attempt(AttemptRow row) {
        return new DeliveryAttempt(
                row.key().attempt(),
                Micros.instant(row.at()),
                micros(row.latency()),
                AttemptOutcome.of(row.outcome()),
                row.status() == null ? null : (Integer) Math.toIntExact(row.status()),
                row.request(),
                row.response(),
                row.error());
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    private static @Nullable Instant instant(@Nullable Long micros) {
        return micros == null ? null : Micros.instant(micros);
    }
}
