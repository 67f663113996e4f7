package io.zentra.webhooks.delivery;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.UnicodeText;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.internal.ChangeEndpoint;
import io.zentra.webhooks.internal.EndpointChange;
import io.zentra.webhooks.internal.EndpointEvents;
import io.zentra.webhooks.internal.EndpointFold;
import io.zentra.webhooks.internal.EndpointReading;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import io.zentra.webhooks.internal.MakeDigestKey;
import io.zentra.webhooks.internal.RegisterEndpoint;
import io.zentra.webhooks.internal.RewrapKeys;
import io.zentra.webhooks.internal.Sealing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's endpoints: where its events are sent. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * Endpoint endpoint = acme.endpoints()
 *         .register(NewEndpoint.of("https://hooks.example.com/zentra", "transfer.*"), "endpoint-1")
 *         .orElseThrow();
 * List<String> forTheReceiver = acme.endpoints().secrets(endpoint.id());     // whsec_…
 * }</pre>
 */
public final class Endpoints {
    /** The most endpoints of one answer. */
    public static final int MAX_PAGE = 100;

    /** The longest time for which former keys go on signing. */
    public static final Duration MAX_OVERLAP = Duration.ofDays(30);

    private static final int MAX_REASON = 200;

    private final Handle handle;
    private final DeliverySettings settings;
    private final InstantSource clock;
    private final EndpointReading reading;

    /** The endpoints of a handle. */
    public Endpoints(Handle handle, DeliverySettings settings, InstantSource clock) {
        this.handle = handle;
        this.clock = clock;
        this.settings = settings;
        this.reading = new EndpointReading(handle.queries(), handle.tenantNo());
    }

    /**
     * Registers an endpoint, signed to with a new secret. It gets events from the next one on.
     *
     * @return applied, replayed, or declined with {@code too_many_endpoints}
     * @throws ZentraException {@code invalid_endpoint} or {@code address_forbidden} for its URL; {@code sealing_key_missing};
     *     {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Endpoint> register(NewEndpoint endpoint, String key) {
        return register(endpoint, Signatures.SECRET, key);
    }

    /** The same, signed to in this way. */
    public Outcome<Endpoint> register(NewEndpoint endpoint, Signatures signatures, String key) {
        handle.require(Permission.MANAGE_ENDPOINTS);
        NewEndpoint checked = checked(endpoint);
        List<Sealing.Sealed> sealed = new ArrayList<>(newKeys(signatures));
        Sealing.Sealed headers = sealedHeaders(checked);
        if (headers != null) {
            sealed.add(headers);
        }
        String digest = headerDigest(checked);
        return handle.commits()
                .run(
                        handle.access(),
                        new RegisterEndpoint(checked, digest, signatures, sealed, IdempotencyKey.of(key)));
    }

    /**
     * Changes an endpoint to this; all of its headers are replaced.
     *
     * @return applied, replayed, or declined with {@code unknown_endpoint} or {@code endpoint_state}
     * @throws ZentraException as for {@link #register(NewEndpoint, String)}
     */
    public Outcome<Endpoint> change(String id, NewEndpoint endpoint, String key) {
        handle.require(Permission.MANAGE_ENDPOINTS);
        NewEndpoint checked = checked(endpoint);
        return run(id, new EndpointChange.Configure(checked, sealedHeaders(checked), headerDigest(checked)), key);
    }

    /** Has its events wait; the same outcomes as {@link #change}. */
    public Outcome<Endpoint> pause(String id, String key) {
        return move(id, EndpointStatus.PAUSED, key);
    }

    /** Sends what waited, and what comes; also to one that was disabled, except what it missed. */
    public Outcome<Endpoint> resume(String id, String key) {
        return move(id, EndpointStatus.ACTIVE, key);
    }

    /**
     * Sends it nothing more. What happens meanwhile is kept as missed, for a replay.
     *
     * @param reason up to 200 characters, kept for good
     */
    public Outcome<Endpoint> disable(String id, String reason, String key) {
        handle.require(Permission.MANAGE_ENDPOINTS);
        if (reason.isBlank() || reason.length() > MAX_REASON || !UnicodeText.isValid(reason)) {
            throw invalid("the reason \"" + Shown.of(reason) + "\" must have 1 to " + MAX_REASON
                    + " characters of valid Unicode text without U+0000");
        }
        return run(id, new EndpointChange.Move(EndpointStatus.DISABLED, reason), key);
    }

    /** Takes it away for good, with its secrets; what is known of its past stays. */
    public Outcome<Endpoint> delete(String id, String key) {
        return move(id, EndpointStatus.DELETED, key);
    }

    /**
     * Gives it new keys; the present ones go on signing beside them for a while.
     *
     * @param overlap up to {@link #MAX_OVERLAP}
     * @return applied, replayed, or declined with {@code unknown_endpoint} or {@code endpoint_state}, also when too many
     *     keys would sign at one time
     */
    public Outcome<Endpoint> rotate(String id, Signatures signatures, Duration overlap, String key) {
        handle.require(Permission.MANAGE_ENDPOINTS);
        if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
            throw invalid("the overlap " + overlap + " must be 0 to " + MAX_OVERLAP);
        }
        return run(id, new EndpointChange.Rotate(newKeys(signatures), overlap), key);
    }

    /** An endpoint, also a deleted one. */
    public Optional<Endpoint> find(String id) {
        handle.require(Permission.READ);
        return reading.find(id);
    }

    /**
     * Endpoints in the order of their registration, after the given one; deleted ones too.
     *
     * @param afterId empty for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     */
    public List<Endpoint> list(String afterId, int limit) {
        handle.require(Permission.READ);
        return reading.after(EndpointEvents.number(afterId), Queries.requirePage("endpoints", limit, MAX_PAGE));
    }

    /**
     * The keys that sign its messages; the public halves may be published.
     *
     * @throws ZentraException {@code unknown_endpoint}
     */
    public List<EndpointKey> keys(String id) {
        handle.require(Permission.READ);
        return reading.keys(reading.require(id)).stream()
                .map(row -> new EndpointKey(
                        row.name().id(),
                        row.kind(),
                        Micros.instant(row.notBefore()),
                        row.notAfter() == null ? null : Micros.instant(row.notAfter()),
                        row.publicKey()))
                .toList();
    }

    /**
     * The public halves as a JSON Web Key Set (RFC 7517, of Ed25519 as in RFC 8037), to be published where its receiver looks
     * them up; former keys are in it as long as they sign.
     *
     * @throws ZentraException {@code unknown_endpoint}
     */
    public String keySet(String id) {
        handle.require(Permission.READ);
        return reading.keySet(reading.require(id), Micros.of(clock.instant()));
    }

    /**
     * The shared secrets that its receiver verifies with, {@code whsec_…}, the newest last: never to be logged.
     *
     * @throws ZentraException {@code permission_denied} without {@link Permission#REVEAL_SECRETS}; {@code unknown_endpoint};
     *     {@code secret_unreadable}
     */
    public List<String> secrets(String id) {
        handle.require(Permission.REVEAL_SECRETS);
        TenantId tenant = handle.access().tenant().id();
        return reading.keys(reading.require(id)).stream()
                .filter(row -> row.publicKey() == null)
                .map(row -> sealing().text(tenant, row))
                .toList();
    }

    /**
     * Wraps what is sealed under a former key under the current one; everything goes on meanwhile.
     *
     * @return how many were wrapped anew
     * @throws ZentraException {@code permission_denied} without {@link Permission#MANAGE_ENDPOINTS}; {@code
     *     unknown_sealing_key} or {@code key_provider_failed}
     */
    public int rewrap() {
        handle.require(Permission.MANAGE_ENDPOINTS);
        int wrapped = rewrap(reading.sealed(0));
        String afterId = "";
        List<Endpoint> page;
        do {
            page = reading.after(EndpointEvents.number(afterId), MAX_PAGE);
            for (Endpoint endpoint : page) {
                afterId = endpoint.id();
                wrapped += rewrap(reading.sealed(reading.require(afterId)));
            }
        } while (page.size() == MAX_PAGE);
        return wrapped;
    }

    private int rewrap(List<KeyRow> rows) {
        TenantId tenant = handle.access().tenant().id();
        return handle.ownCommits().run(handle.access(), RewrapKeys.of(rows, sealing(), tenant));
    }

    /** The endpoints' part of a verification that covers more. */
    public JournalFold fold() {
        return new EndpointFold(handle.access().tenant().id(), settings.sealing());
    }

    private Outcome<Endpoint> move(String id, EndpointStatus to, String key) {
        handle.require(Permission.MANAGE_ENDPOINTS);
        return run(id, new EndpointChange.Move(to, null), key);
    }

    private Outcome<Endpoint> run(String id, EndpointChange change, String key) {
        return handle.commits()
                .run(
                        handle.access(),
                        new ChangeEndpoint(Identifier.require("endpoint", id), change, IdempotencyKey.of(key)));
    }

    private NewEndpoint checked(NewEndpoint endpoint) {
        String url = settings.url(endpoint.url()).toString();
        return new NewEndpoint(url, endpoint.events(), endpoint.description(), endpoint.headers(), endpoint.sending());
    }

    private List<Sealing.Sealed> newKeys(Signatures signatures) {
        TenantId tenant = handle.access().tenant().id();
        List<Sealing.Sealed> keys = new ArrayList<>();
        if (signatures.hasSecret()) {
            keys.add(sealing().newKey(tenant, false, handle.random()));
        }
        if (signatures.hasPair()) {
            keys.add(sealing().newKey(tenant, true, handle.random()));
        }
        return keys;
    }

    private Sealing.@Nullable Sealed sealedHeaders(NewEndpoint endpoint) {
        return endpoint.headers().isEmpty()
                ? null
                : sealing().headers(handle.access().tenant().id(), endpoint.headers(), handle.random());
    }

    /** What tells the values of headers apart in a request that comes again; the journal keeps no value. */
    private @Nullable String headerDigest(NewEndpoint endpoint) {
        if (endpoint.headers().isEmpty()) {
            return null;
        }
        TenantId tenant = handle.access().tenant().id();
        KeyRow key = reading.digestKey()
                .orElseGet(() -> handle.ownCommits()
                        .run(handle.access(), new MakeDigestKey(sealing().newDigestKey(tenant))));
        return sealing().digest(tenant, key, endpoint.headers());
    }

    private Sealing sealing() {
        Sealing sealing = settings.sealing();
        if (sealing == null) {
            throw ZentraException.of(
                    ErrorCode.SEALING_KEY_MISSING,
                    "secrets of endpoints need keys that seal them: give the settings of deliveries a key provider");
        }
        return sealing;
    }

    private static ZentraException invalid(String why) {
        return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, why);
    }
}
