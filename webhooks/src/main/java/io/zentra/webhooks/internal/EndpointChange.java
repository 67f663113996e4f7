package io.zentra.webhooks.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import io.zentra.webhooks.internal.HealthTable.Circuit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may become of an endpoint. */
public sealed interface EndpointChange {
    /** The most keys that sign at one time, those on their way out too. */
    int MAX_KEYS = 6;

    /** The kind of command. */
    Operation operation();

    /** Writes what is asked for; nothing secret. */
    void request(CanonicalJson json);

    /** What is newly sealed. */
    default List<Sealing.Sealed> keys() {
        return List.of();
    }

    /** Does it, and records it. */
    Endpoint apply(UnitOfWork work, EndpointRow row, List<KeyRow> keys);

    /**
     * Other URL, types, headers, order or rates.
     *
     * @param headers the values of its headers; null when it has none
     * @param headerDigest tells them apart; null when it has none
     */
    record Configure(
            NewEndpoint endpoint,
            Sealing.@Nullable Sealed headers,
            @Nullable String headerDigest) implements EndpointChange {
        @Override
        public Operation operation() {
            return Operations.CHANGE;
        }

        @Override
        public void request(CanonicalJson json) {
            json.beginObject().name("config");
            EndpointText.writeConfig(json, endpoint);
            json.optionalMember("header_digest", headerDigest).endObject();
        }

        @Override
        public List<Sealing.Sealed> keys() {
            return headers == null ? List.of() : List.of(headers);
        }

        @Override
        public Endpoint apply(UnitOfWork work, EndpointRow row, List<KeyRow> keys) {
            List<KeyRow> after = new ArrayList<>();
            for (KeyRow key : keys) {
                if (key.kind().equals(Sealing.HEADERS)) {
                    work.delete(EndpointTables.KEY, key.name());
                } else {
                    after.add(key);
                }
            }
            keys().forEach(added -> after.add(added.row(row.no(), Micros.of(work.now()))));
            after.stream()
                    .filter(key -> key.kind().equals(Sealing.HEADERS))
                    .forEach(key -> work.put(EndpointTables.KEY, key));
            String config = EndpointText.config(endpoint);
            EndpointRow changed = new EndpointRow(
                    row.no(), row.id(), row.status(), row.reason(), config, row.keyIds(), row.lastEvent());
            return EndpointEvents.record(work, EndpointEvents.CHANGED, changed, after);
        }
    }

    /** Another status. */
    record Move(EndpointStatus to, @Nullable String reason) implements EndpointChange {
        @Override
        public Operation operation() {
            return Operations.MOVE;
        }

        @Override
        public void request(CanonicalJson json) {
            json.beginObject()
                    .optionalMember("reason", reason)
                    .member("status", to.code())
                    .endObject();
        }

        @Override
        public Endpoint apply(UnitOfWork work, EndpointRow row, List<KeyRow> keys) {
            if (!from().contains(row.status())) {
                throw EndpointEvents.state(row, "is " + row.status().code() + " and cannot be made " + to.code());
            }
            List<KeyRow> after = keys;
            if (to == EndpointStatus.DELETED) {
                keys.forEach(key -> work.delete(EndpointTables.KEY, key.name()));
                after = List.of();
            }
            EndpointRow moved =
                    new EndpointRow(row.no(), row.id(), to, reason, row.config(), row.keyIds(), row.lastEvent());
            if (to == EndpointStatus.ACTIVE) {
                work.put(HealthTable.HEALTH, Pump.health(work, row.no()).with(Circuit.CLOSED));
                Pump.wake(work, row.no(), Micros.of(work.now()));
            }
            return EndpointEvents.record(work, EndpointEvents.type(to), moved, after);
        }

        private Set<EndpointStatus> from() {
            return switch (to) {
                case ACTIVE -> EnumSet.of(EndpointStatus.PAUSED, EndpointStatus.DISABLED);
                case PAUSED -> EnumSet.of(EndpointStatus.ACTIVE);
                case DISABLED -> EnumSet.of(EndpointStatus.ACTIVE, EndpointStatus.PAUSED);
                case DELETED -> EnumSet.of(EndpointStatus.ACTIVE, EndpointStatus.PAUSED, EndpointStatus.DISABLED);
            };
        }
    }

    /**
     * New keys, beside which the present ones sign for a while.
     *
     * @param keys the new ones
     * @param overlap for how long
     */
    record Rotate(List<Sealing.Sealed> keys, Duration overlap) implements EndpointChange {
        @Override
        public Operation operation() {
            return Operations.ROTATE;
        }

        @Override
        public void request(CanonicalJson json) {
            json.beginObject().name("kinds").beginArray();
            keys.forEach(added -> json.value(added.kind()));
            json.endArray().member("overlap", overlap.toString()).endObject();
        }

        @Override
        public Endpoint apply(UnitOfWork work, EndpointRow row, List<KeyRow> before) {
            long now = Micros.of(work.now());
            long end = Micros.of(work.now().plus(overlap));
            List<KeyRow> after = new ArrayList<>();
            for (KeyRow key : before) {
                if (key.notAfter() != null && key.notAfter() < now) {
                    work.delete(EndpointTables.KEY, key.name());
                } else if (key.kind().equals(Sealing.HEADERS) || key.notAfter() != null) {
                    after.add(key);
                } else {
                    KeyRow ending = key.until(end);
                    work.put(EndpointTables.KEY, ending);
                    after.add(ending);
                }
            }
            for (Sealing.Sealed fresh : keys) {
                KeyRow added = fresh.row(row.no(), now);
                work.put(EndpointTables.KEY, added);
                after.add(added);
            }
            long signing = after.stream()
                    .filter(key -> !key.kind().equals(Sealing.HEADERS))
                    .count();
            if (signing > MAX_KEYS) {
                throw EndpointEvents.state(
                        row, "would have " + signing + " keys at one time: let former ones end first");
            }
            return EndpointEvents.record(work, EndpointEvents.ROTATED, row, after);
        }
    }
}
