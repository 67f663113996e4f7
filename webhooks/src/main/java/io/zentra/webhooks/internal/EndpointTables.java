package io.zentra.webhooks.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.webhooks.delivery.EndpointStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of endpoints, which events tell in full. */
public final class EndpointTables {
    /** The most endpoints of a tenant, deleted ones too. */
    public static final int MAX_ENDPOINTS = 1_000;

    /** Endpoints by the sequence of their first event. */
    public static final RowType<Long, EndpointRow> ENDPOINT = RowType.of("zentra_endpoint", EndpointRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(
                            text("id"),
                            text("status"),
                            text("reason"),
                            text("config"),
                            text("key_ids"),
                            integer("last_event")),
                    (row, out) -> out.text(row.id())
                            .text(row.status().code())
                            .text(row.reason())
                            .text(row.config())
                            .text(String.join(" ", row.keyIds()))
                            .integer(row.lastEvent()))
            .read(in -> new EndpointRow(
                    in.integer(),
                    in.text(),
                    EndpointStatus.of(in.text()),
                    in.textOrNull(),
                    in.text(),
                    ids(in.text()),
                    in.integer()))
            .kept();

    /** What is sealed: keys that sign, values of headers, and under 0 the tenant's key of digests. Not kept in memory: wrapped anew without event. */
    public static final RowType<KeyName, KeyRow> KEY = RowType.of("zentra_endpoint_key", KeyRow::name)
            .key(
                    List.of(integer("endpoint"), text("id")),
                    (key, out) -> out.integer(key.endpoint()).text(key.id()))
            .values(
                    List.of(
                            text("kind"),
                            integer("not_before"),
                            integer("not_after"),
                            text("commitment"),
                            text("public_key"),
                            text("sealed")),
                    (row, out) -> out.text(row.kind())
                            .integer(row.notBefore())
                            .integerOrNull(row.notAfter())
                            .text(row.commitment())
                            .text(row.publicKey())
                            .text(row.sealed()))
            .read(in -> new KeyRow(
                    new KeyName(in.integer(), in.text()),
                    in.text(),
                    in.integer(),
                    in.integerOrNull(),
                    in.text(),
                    in.textOrNull(),
                    in.text()));

    /** The numbers of all endpoints of a tenant; none is ever taken away. */
    static final Listing<Long> NUMBERS = new Listing<>(
            "select no from zentra_endpoint where tenant = :tenant order by no",
            Map.of(),
            MAX_ENDPOINTS,
            RowReader::integer);

    private EndpointTables() {}

    private static List<String> ids(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }

    /**
     * An endpoint.
     *
     * @param config canonical JSON of what may be changed
     * @param keyIds what is sealed for it
     */
    public record EndpointRow(
            long no,
            String id,
            EndpointStatus status,
            @Nullable String reason,
            String config,
            List<String> keyIds,
            long lastEvent) {
        /** Copies the list. */
        public EndpointRow {
            keyIds = List.copyOf(keyIds);
        }
    }

    /** The name of a key. */
    public record KeyName(long endpoint, String id) implements Comparable<KeyName> {
        @Override
        public int compareTo(KeyName other) {
            int byEndpoint = Long.compare(endpoint, other.endpoint);
            return byEndpoint != 0 ? byEndpoint : id.compareTo(other.id);
        }
    }

    /**
     * Something sealed.
     *
     * @param kind {@code v1}, {@code v1a}, {@code headers} or {@code digest}
     * @param notBefore from when on it is used, in microseconds
     * @param notAfter until when; null for no end
     * @param commitment SHA-256 of what is sealed, whose first bytes are random
     * @param publicKey the public half of a pair
     * @param sealed the envelope, in base 64
     */
    public record KeyRow(
            KeyName name,
            String kind,
            long notBefore,
            @Nullable Long notAfter,
            String commitment,
            @Nullable String publicKey,
            String sealed) {
        /** The same without the envelope, which no event tells. */
        KeyRow withSealed(String other) {
            return new KeyRow(name, kind, notBefore, notAfter, commitment, publicKey, other);
        }

        KeyRow until(long end) {
            return new KeyRow(name, kind, notBefore, end, commitment, publicKey, sealed);
        }

        boolean isValidAt(long micros) {
            return notBefore <= micros && (notAfter == null || micros <= notAfter);
        }

        /** Nothing of what is sealed. */
        @Override
        public String toString() {
            return "KeyRow[" + name + ", " + kind + ", " + notBefore + " to " + notAfter + ", " + commitment + ", "
                    + publicKey + "]";
        }
    }
}
