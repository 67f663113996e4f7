package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.Tenant;
import io.zentra.runtime.internal.Effect;
import io.zentra.runtime.internal.RawBody;
import io.zentra.runtime.internal.ReceiveCallback;
import io.zentra.runtime.internal.ReceiveCallback.Received;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackScheme;
import io.zentra.webhooks.CallbackVerdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the callbacks of one rail. A callback is verified by its raw bytes before anything in it is read; the tenant is
 * found by the reference of our attempt. Thread-safe.
 */
public final class Callbacks {
    /** The most bytes of a callback. */
    public static final int MAX_BYTES = 65_536;

    private final String railName;
    private final Rail rail;
    private final CallbackScheme scheme;
    private final ZentraCore core;
    private final FlowAccounts flow;

    Callbacks(String railName, Rail rail, CallbackScheme scheme, ZentraCore core, FlowAccounts flow) {
        this.railName = railName;
        this.rail = rail;
        this.scheme = scheme;
        this.core = core;
        this.flow = flow;
    }

    /** Takes a callback of a scheme that signs neither method nor target; see {@link #accept(CallbackMessage)}. */
    public CallbackOutcome accept(Map<String, String> headers, byte[] body) {
        return accept(CallbackMessage.of(headers, body));
    }

    /**
     * Takes a callback. Whatever a provider may send is answered, not thrown.
     *
     * @param message as it came
     * @throws ZentraException only when Zentra itself could not do its work: {@code storage_failed} when nothing changed,
     *     {@code outcome_unknown} when the callback may have been taken. Answer the provider with an error of the 500s, so
     *     that it sends again
     */
    public CallbackOutcome accept(CallbackMessage message) {
        byte[] body = message.body();
        if (body.length > MAX_BYTES) {
            return new CallbackOutcome.Rejected(
                    ErrorCode.CALLBACK_TOO_LARGE, "the body has " + body.length + " bytes: send at most " + MAX_BYTES);
        }
        CallbackVerdict verdict = scheme.judge(message, core.settings().clock().instant());
        if (verdict instanceof CallbackVerdict.Refused refused) {
            return new CallbackOutcome.Rejected(refused.code(), refused.message());
        }
        try {
            return verified((CallbackVerdict.Verified) verdict, body);
        } catch (ZentraException e) {
            if (e.code().httpStatus() >= 500) {
                throw e;
            }
            ErrorCode code = e.code() == ErrorCode.IDEMPOTENCY_CONFLICT ? ErrorCode.CALLBACK_CONFLICT : e.code();
            return new CallbackOutcome.Rejected(code, e.reason());
        }
    }

    private CallbackOutcome verified(CallbackVerdict.Verified message, byte[] body) {
        CallbackStatement statement = read(body);
        Handle handle = handle(statement.reference());
        requireAttempt(handle, statement.reference());
        Outcome<Received> outcome = handle.commits()
                .run(
                        handle.access(),
                        new ReceiveCallback(railName, scheme.name(), message, statement, new RawBody(body), flow));
        Received received = outcome.orElseThrow();
        Transfer transfer = transfer(handle, received.transferId());
        if (outcome.isReplay() || received.effect() == Effect.DUPLICATE) {
            return new CallbackOutcome.Duplicate(transfer, received.seq());
        }
        return received.effect() == Effect.CONTRADICTED
                ? new CallbackOutcome.Contradicted(transfer, received.seq())
                : new CallbackOutcome.Applied(transfer, received.seq());
    }

    /** The callback is durable by now, so a failure to read must not say that nothing changed. */
    private Transfer transfer(Handle handle, String id) {
        try {
            return new Transfers(handle, Set.of(), flow).get(id);
        } catch (ZentraException unread) {
            throw ZentraException.of(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "the callback was taken, but its transfer " + id + " could not be read: send the callback again",
                    unread);
        }
    }

    /** The host's reader may stumble over what a provider sends; the provider is told so. */
    private CallbackStatement read(byte[] body) {
        try {
            return rail.read(body);
        } catch (ZentraException unreadable) {
            throw unreadable;
        } catch (RuntimeException unreadable) {
            throw ZentraException.of(ErrorCode.CALLBACK_MALFORMED, "the rail cannot read the callback", unreadable);
        }
    }

    /** Attempts are there before anything is sent, so an unknown one is refused before its message id is used up. */
    private void requireAttempt(Handle handle, String reference) {
        long no = EntityId.parse("at", reference).map(EntityId::seq).orElse(0L);
        String attemptRail = handle
                .queries()
                .select(
                        "select t.rail from zentra_attempt a join zentra_transfer t on t.tenant = a.tenant"
                                + " and t.no = a.transfer where a.tenant = :tenant and a.no = :no and a.id = :id",
                        handle.tenantNo(),
                        Map.of("no", no, "id", reference),
                        1,
                        (results, context) -> results.getString(1))
                .stream()
                .findFirst()
                .orElse("");
        if (!attemptRail.equals(railName)) {
            throw unknownReference(reference);
        }
    }

    private ZentraException unknownReference(String reference) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_REFERENCE,
                "the callback's reference \"" + Shown.of(reference) + "\" is of no attempt over the rail " + railName
                        + ": send the one that was submitted back",
                Map.of("rail", railName, "reference", Shown.of(reference)));
    }

    private Handle handle(String reference) {
        Optional<Tenant> tenant =
                EntityId.parse("at", reference).flatMap(id -> core.tenants().byNo(id.tenantNo()));
        Actor provider = new Actor(Actor.Kind.PROVIDER, railName, Set.of(Permission.ALL));
        return core.handle(new Access(tenant.orElseThrow(() -> unknownReference(reference)), provider));
    }
}
