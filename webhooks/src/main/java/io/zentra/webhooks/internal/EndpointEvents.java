package io.zentra.webhooks.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.EndpointTables.KeyName;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events about endpoints, and how commands find and change them. */
public final class EndpointEvents {
    /** An endpoint was registered. */
    public static final String REGISTERED = "webhook.endpoint.registered";

    static final String CHANGED = "webhook.endpoint.changed";
    static final String ROTATED = "webhook.endpoint.rotated";
    static final String DIGEST_KEY = "webhook.digest_key.made";
    static final String MOVED = "webhook.endpoint.";

    /** The prefix of ids. */
    public static final String PREFIX = "ep";

    private static final Set<String> ALL = Set.of(
            REGISTERED,
            CHANGED,
            ROTATED,
            type(EndpointStatus.ACTIVE),
            type(EndpointStatus.PAUSED),
            type(EndpointStatus.DISABLED),
            type(EndpointStatus.DELETED));

    private EndpointEvents() {}

    static boolean isOne(String type) {
        return ALL.contains(type);
    }

    /** The event that tells that an endpoint has another status now. */
    static String type(EndpointStatus status) {
        return status == EndpointStatus.ACTIVE ? MOVED + "resumed" : MOVED + status.code();
    }

    /** The number in an id, or 0. */
    public static long number(String id) {
        return EntityId.parse(PREFIX, id).map(EntityId::seq).orElse(0L);
    }

    /** Names an endpoint and what is sealed for it. */
    static void need(Reads reads, String id) {
        EndpointRow row = reads.need(EndpointTables.ENDPOINT, number(id));
        if (row != null) {
            row.keyIds().forEach(key -> reads.need(EndpointTables.KEY, new KeyName(row.no(), key)));
        }
    }

    static Optional<EndpointRow> find(UnitOfWork work, String id) {
        return Optional.ofNullable(work.get(EndpointTables.ENDPOINT, number(id)))
                .filter(row -> row.id().equals(id));
    }

    /**
     * An endpoint that is not deleted.
     *
     * @throws ZentraException {@code unknown_endpoint} or {@code endpoint_state}
     */
    static EndpointRow require(UnitOfWork work, String id) {
        EndpointRow row = find(work, id).orElseThrow(() -> unknown(id));
        if (row.status() == EndpointStatus.DELETED) {
            throw state(row, "is deleted: register another one");
        }
        return row;
    }

    static List<KeyRow> keys(UnitOfWork work, EndpointRow row) {
        List<KeyRow> keys = new ArrayList<>();
        row.keyIds()
                .forEach(id ->
                        keys.add(Objects.requireNonNull(work.get(EndpointTables.KEY, new KeyName(row.no(), id)))));
        return keys;
    }

    /** Keeps an endpoint with its keys as they are after the next event, and records that. */
    static Endpoint record(UnitOfWork work, String type, EndpointRow changed, List<KeyRow> keys) {
        EndpointRow row = new EndpointRow(
                changed.no(),
                changed.id(),
                changed.status(),
                changed.reason(),
                changed.config(),
                keys.stream().map(key -> key.name().id()).toList(),
                work.nextSeq());
        work.put(EndpointTables.ENDPOINT, row);
        work.record(new UnitOfWork.Draft(type, row.id(), null, json -> EndpointText.write(json, row, keys)));
        return EndpointText.endpoint(row);
    }

    /** Disables an endpoint that cannot be sent to. */
    static void disable(UnitOfWork work, EndpointRow row, String reason) {
        EndpointRow disabled = new EndpointRow(
                row.no(), row.id(), EndpointStatus.DISABLED, reason, row.config(), row.keyIds(), row.lastEvent());
        record(work, type(EndpointStatus.DISABLED), disabled, keys(work, row));
    }

    /** What is told of an endpoint that the tenant does not have. */
    public static ZentraException unknown(@Nullable String id) {
        String shown = Shown.of(String.valueOf(id));
        return ZentraException.of(
                ErrorCode.UNKNOWN_ENDPOINT,
                "no endpoint \"" + shown + "\" is registered: use the id that registering gave",
                Map.of("endpoint", shown));
    }

    static ZentraException state(EndpointRow row, String what) {
        return ZentraException.of(
                ErrorCode.ENDPOINT_STATE,
                "the endpoint " + row.id() + " " + what,
                Map.of("endpoint", row.id(), "status", row.status().code()));
    }
}
