package io.zentra.webhooks.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.TenantId;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.CallbackKey;
import io.zentra.webhooks.StandardWebhooks;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.endpoint.EndpointUrl;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs an endpoint's messages and hands them to the transport. One a turn; thread-safe. */
final class Outgoing {
    private static final String SKIPPED = "zentra-skipped";

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final Dispatch dispatch;
    private final TenantId tenant;
    private final Endpoint endpoint;
    private final StandardWebhooks scheme;
    private final Map<String, String> ownHeaders;

    private Outgoing(
            Dispatch dispatch,
            TenantId tenant,
            Endpoint endpoint,
            StandardWebhooks scheme,
            Map<String, String> ownHeaders) {
        this.dispatch = dispatch;
        this.tenant = tenant;
        this.endpoint = endpoint;
        this.scheme = scheme;
        this.ownHeaders = ownHeaders;
    }

    /**
     * What is to be sent.
     *
     * @param at when the event happened, in microseconds
     * @param skipped the event before it that was given up
     * @param trace the trace in which the event was asked for
     */
    record Parcel(
            long event,
            long at,
            String body,
            @Nullable Long skipped,
            @Nullable String trace) {}

    static Outgoing of(Dispatch dispatch, TenantId tenant, int tenantNo, EndpointRow row) {
        List<KeyRow> sealed = new EndpointReading(dispatch.queries(), tenantNo).sealed(row.no());
        long now = Micros.of(dispatch.clock().instant());
        List<CallbackKey> keys = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        for (KeyRow key : sealed) {
            if (key.kind().equals(Sealing.HEADERS)) {
                headers.putAll(dispatch.sealing().headers(tenant, key));
            } else if (key.isValidAt(now)) {
                keys.add(dispatch.key(tenant, key));
            }
        }
        StandardWebhooks scheme = StandardWebhooks.of(keys.toArray(new CallbackKey[0]));
        return new Outgoing(dispatch, tenant, EndpointText.endpoint(row), scheme, headers);
    }

    /** Sends one, outside any transaction. */
    Tried send(Parcel parcel) {
        Instant at = dispatch.clock().instant();
        byte[] body = parcel.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = headers(parcel, at, body);
        long begun = System.nanoTime();
        Transport.Reply reply = reply(headers, body);
        long latency = (System.nanoTime() - begun) / 1_000;
        long random = dispatch.random().nextLong();
        Tried tried = new Tried(parcel.event(), Micros.of(at), latency, reply, redacted(headers), random);
        tell(tried);
        return tried;
    }

    /** Meters are the host's; what they do must not undo what was sent. */
    private void tell(Tried tried) {
        try {
            Duration latency = Duration.ofNanos(tried.latency() * 1_000);
            dispatch.settings().metrics().attempted(tenant, endpoint.id(), tried.outcome(), latency);
        } catch (RuntimeException defect) {
            LOG.warn("an attempt could not be told to the host's metrics", defect);
        }
    }

    private Transport.Reply reply(Map<String, String> headers, byte[] body) {
        try {
            EndpointUrl url = dispatch.settings().url(endpoint.url()); // the rules may be others than at registration
            return dispatch.transport()
                    .send(new Transport.Message(
                            url, headers, body, dispatch.settings().deadline()));
        } catch (ZentraException refused) {
            return new Transport.Reply.Failed(Transport.Reason.FORBIDDEN, refused.getMessage());
        } catch (RuntimeException defect) { // a transport of the host's must not keep the others from being recorded
            return new Transport.Reply.Failed(
                    Transport.Reason.BROKEN,
                    "the transport threw " + defect.getClass().getSimpleName());
        }
    }

    private Map<String, String> headers(Parcel parcel, Instant at, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(ownHeaders);
        headers.put("content-type", "application/json");
        headers.put("user-agent", "zentra-webhooks");
        if (parcel.trace() != null) {
            headers.put(TraceContext.HEADER, parcel.trace());
        }
        if (parcel.skipped() != null) {
            headers.put(SKIPPED, MessageText.id(endpoint.id(), parcel.skipped()));
        }
        headers.putAll(scheme.sign(MessageText.id(endpoint.id(), parcel.event()), at, body));
        return headers;
    }

    private String redacted(Map<String, String> headers) {
        StringJoiner lines = new StringJoiner("\n");
        headers.forEach((name, value) -> lines.add(name + ": " + (ownHeaders.containsKey(name) ? "***" : value)));
        return lines.toString();
    }
}
