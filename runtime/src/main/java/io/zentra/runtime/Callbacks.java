package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.Tenants;
import io.zentra.core.identity.TraceContext;
import io.zentra.runtime.internal.callback.CallbackFacts;
import io.zentra.runtime.internal.callback.CallbackReading;
import io.zentra.runtime.internal.callback.KeptMessage;
import io.zentra.runtime.internal.callback.ReceiveCallback;
import io.zentra.runtime.internal.callback.ReceiveCallback.Received;
import io.zentra.runtime.internal.callback.Refusals;
import io.zentra.runtime.internal.transfer.Effect;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackVerdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the callbacks of one rail. A callback is verified by its raw bytes before anything in it is read. Whose it is tells
 * the reference of our attempt, or whoever asked for the callbacks of a tenant. Thread-safe, unless it was made on a
 * connection.
 */
public final class Callbacks {
    /** The most bytes of a callback. */
    public static final int MAX_BYTES = 65_536;

    private final Source source;
    private final InstantSource clock;
    private final Optional<Tenant> tenant;
    private final Function<Tenant, Handle> handles;
    private final Function<Integer, Optional<Tenant>> tenants;
    private final Supplier<Flow> flow;

    /**
     * What is the rail's own, for all its callbacks.
     *
     * @param record tells the registry what was refused
     */
    record Source(String name, Rail rail, CallbackRules rules, Refusals refusals, Runnable record) {
        /** The same inside a transaction of the host's, beside which nothing is written. */
        Source withoutRecord() {
            return new Source(name, rail, rules, refusals, () -> {});
        }
    }

    Callbacks(
            Source source,
            InstantSource clock,
            Optional<Tenant> tenant,
            Function<Tenant, Handle> handles,
            Function<Integer, Optional<Tenant>> tenants,
            Supplier<Flow> flow) {
        this.source = source;
        this.clock = clock;
        this.tenant = tenant;
        this.handles = handles;
        this.tenants = tenants;
        this.flow = flow;
    }

    /** The same in a trace: what a callback changes tells the trace in which it was taken. */
    public Callbacks traced(TraceContext trace) {
        return new Callbacks(source, clock, tenant, of -> handles.apply(of).traced(trace), tenants, flow);
    }

    /** Takes a callback of a scheme that signs neither method nor target; see {@link #accept(CallbackMessage)}. */
    public CallbackOutcome accept(Map<String, String> headers, byte[] body) {
        return accept(CallbackMessage.of(headers, body));
    }

    /**
     * Takes a callback. Whatever a provider may send is answered, not thrown.
     *
     * @param message as it came
     * @throws ZentraException only when Zentra itself could not do its work: {@code storage_failed} or {@code
     *     too_many_parked} when nothing changed, {@code outcome_unknown} when the callback may have been taken. Answer the
     *     provider with an error of the 500s, so that it sends again
     */
    public CallbackOutcome accept(CallbackMessage message) {
        Instant now = clock.instant();
        if (source.refusals().isExhausted(now)) {
            return refused(
                    ErrorCode.RATE_LIMITED,
                    "too many callbacks of the rail " + source.name() + " were not verified: send again in a second",
                    message,
                    now);
        }
        if (message.body().length > MAX_BYTES) {
            return refused(
                    ErrorCode.CALLBACK_TOO_LARGE,
                    "the body has " + message.body().length + " bytes: send at most " + MAX_BYTES,
                    message,
                    now);
        }
        CallbackVerdict verdict = source.rules().scheme().judge(message, now);
        if (verdict instanceof CallbackVerdict.Refused refused) {
            return refused(refused.code(), refused.message(), message, now);
        }
        try {
            return verified((CallbackVerdict.Verified) verdict, message, now);
        } catch (ZentraException e) {
            if (!e.code().isRefusal()) {
                throw e;
            }
            return new CallbackOutcome.Rejected(e.code(), e.reason());
        }
    }

    /** What came for the rail and was not verified, as this process has counted it; nothing of it changed anything. */
    public RefusedCallbacks refused() {
        return source.refusals().snapshot();
    }

    private CallbackOutcome refused(ErrorCode code, String message, CallbackMessage came, Instant now) {
        if (source.refusals().count(code, came.body(), now)) {
            source.record().run();
        }
        return new CallbackOutcome.Rejected(code, message);
    }

    private CallbackOutcome verified(CallbackVerdict.Verified verdict, CallbackMessage message, Instant now) {
        CallbackStatement statement = read(message.body());
        Handle handle = handles.apply(tenantOf(statement.reference()));
        KeptMessage kept = KeptMessage.of(message, source.rules().redaction());
        CallbackFacts.Proof proof =
                CallbackFacts.Proof.of(source.rules().scheme().name(), verdict, now, kept);
        ReceiveCallback receive = new ReceiveCallback(
                CallbackFacts.of(source.name(), statement, proof),
                kept,
                source.rules().parkedFor(),
                flow.get());
        Outcome<Received> outcome = receive(handle, receive);
        Received received = outcome.orElseThrow();
        if (outcome.isReplay()) {
            return new CallbackOutcome.Duplicate(again(handle, received), received.seq());
        }
        if (received.effect() == Effect.PARKED) {
            return new CallbackOutcome.Parked(received.subject(), received.seq());
        }
        Transfer transfer = received.transfer();
        if (transfer == null || received.effect() == Effect.DUPLICATE) {
            return new CallbackOutcome.Duplicate(transfer, received.seq());
        }
        return received.effect() == Effect.CONTRADICTED
                ? new CallbackOutcome.Contradicted(transfer, received.seq())
                : new CallbackOutcome.Applied(transfer, received.seq());
    }

    /** An id that was used for something else takes no effect again, but what comes under it is a fact and is kept. */
    private static Outcome<Received> receive(Handle handle, ReceiveCallback receive) {
        try {
            return handle.commits().run(handle.access(), receive);
        } catch (ZentraException e) {
            if (e.code() != ErrorCode.IDEMPOTENCY_CONFLICT) {
                throw e;
            }
            return handle.commits().run(handle.access(), receive.reusingItsId());
        }
    }

    /** The transfer of a message that came before; one that had been parked may have been applied since. */
    private @Nullable Transfer again(Handle handle, Received received) {
        String id = received.transferId();
        if (id == null) {
            id = new CallbackReading(handle).appliedTo(received.seq()).orElse(null);
        }
        return id == null ? null : Transfers.stored(handle, id);
    }

    /** The host's reader may stumble over what a provider sends; the provider is told so. */
    private CallbackStatement read(byte[] body) {
        try {
            return Objects.requireNonNull(source.rail().read(body), "the rail read nothing out of it");
        } catch (ZentraException unreadable) {
            throw unreadable;
        } catch (RuntimeException unreadable) {
            throw ZentraException.of(
                    ErrorCode.CALLBACK_MALFORMED,
                    "the rail " + source.name() + " cannot read the callback",
                    unreadable);
        }
    }

    /** Our own references name their tenant; only who was told the tenant can take others. */
    private Tenant tenantOf(String reference) {
        Optional<Tenant> named = EntityId.parse("at", reference)
                .map(EntityId::tenantNo)
                .filter(no -> no != Tenants.REGISTRY.no())
                .flatMap(tenants);
        if (tenant.isPresent()
                && (named.isEmpty() || named.get().no() == tenant.get().no())) {
            return tenant.get();
        }
        if (tenant.isEmpty() && named.isPresent()) {
            return named.get();
        }
        String shown = Shown.of(reference);
        throw ZentraException.of(
                ErrorCode.UNKNOWN_REFERENCE,
                named.isPresent()
                        ? "the callback's reference \"" + shown + "\" is not of this tenant: send it where it belongs"
                        : "the callback's reference \"" + shown
                                + "\" is none of ours, and does not tell its tenant: give the"
                                + " provider one address a tenant, and take what comes there by"
                                + " tenant(id).callbacks(rail)",
                Map.of("rail", source.name(), "reference", shown));
    }
}
