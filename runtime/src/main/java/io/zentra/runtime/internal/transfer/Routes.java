package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.Corridor;
import io.zentra.policy.Decision;
import io.zentra.policy.PolicyWork;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.rail.RouteDecision;
import io.zentra.runtime.rail.RouteDecision.Exclusion;
import io.zentra.runtime.rail.RoutePolicy;
import io.zentra.runtime.rail.RouteRequest;
import io.zentra.runtime.rail.Routing;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which rail a transfer takes, first and when that has certainly not sent it. */
final class Routes {
    private static final String NOT_RECORDED = "";

    private Routes() {}

    /**
     * The route of a transfer that was sent nowhere yet.
     *
     * @param decision the policy's, which has yet to be recorded; null when none was asked
     */
    static RouteDecision first(TransferRequest request, Flow flow, Instant at, @Nullable Decision decision) {
        RouteRequest asked = asked(request, flow, at);
        return Routing.decide(decision == null ? asked : asked.under(RoutePolicy.of(NOT_RECORDED, decision)));
    }

    /** The same once the policy's decision has an id. */
    static RouteDecision decidedBy(RouteDecision route, @Nullable String decision) {
        return route.policy() == null
                ? route
                : new RouteDecision(route.candidates(), decision, route.policy(), route.lookAgainAt());
    }

    /** Names what is asked again when a rail is looked for after the first time. */
    static void need(Reads reads, TransferRow transfer) {
        TransferRequestText.need(reads, transfer);
        String decision = reserve(transfer, reads::needEvent);
        if (decision != null) {
            reads.needEvent(seq("de", decision));
        }
    }

    /** The route after some rails were tried, among those that the policy left when it let the transfer go on. */
    static RouteDecision next(UnitOfWork work, TransferRow transfer, Flow flow, Set<String> tried) {
        TransferRequest request = TransferRequestText.find(work, transfer);
        RouteRequest asked = asked(request, flow, work.now()).after(tried);
        String decision = reserve(transfer, work::event);
        return decide(asked, decision == null ? null : Objects.requireNonNull(work.event(seq("de", decision))));
    }

    /**
     * The route of what was let go on before it was to be sent.
     *
     * @param decision the event of the decision that let it; null for none
     */
    static RouteDecision of(TransferRequest request, Flow flow, Instant at, @Nullable Event decision) {
        return decide(asked(request, flow, at), decision);
    }

    private static RouteDecision decide(RouteRequest asked, @Nullable Event decision) {
        return Routing.decide(decision == null ? asked : asked.under(RoutePolicy.of(PolicyWork.read(decision))));
    }

    /** The id of the decision that let a transfer be reserved; null for none, or when it is not loaded yet. */
    private static @Nullable String reserve(TransferRow transfer, LongFunction<@Nullable Event> events) {
        Event reserve = transfer.trail().postings().isEmpty()
                ? null
                : events.apply(seq("po", transfer.trail().postings().get(0)));
        return reserve == null ? null : LedgerWork.posting(reserve).decision();
    }

    private static long seq(String prefix, String id) {
        return EntityId.parse(prefix, id).map(EntityId::seq).orElseThrow();
    }

    private static RouteRequest asked(TransferRequest request, Flow flow, Instant at) {
        Asset asset = request.amount().asset();
        RouteRequest asked =
                RouteRequest.of(request.amount(), flow.rails(), at).exchanging(Corridor.of(asset.code(), asset.code()));
        Corridor countries = request.countries();
        if (countries != null) {
            asked = asked.between(countries);
        }
        return request.rail() == null ? asked : asked.over(request.rail());
    }

    /**
     * The refusal of a transfer that no rail can take, now or later.
     *
     * @throws ZentraException {@code no_route}, unless one can or may
     */
    static void requireSome(RouteDecision route) {
        if (route.chosen().isEmpty() && route.lookAgainAt() == null) {
            String why = route.candidates().stream()
                    .map(candidate -> candidate.rail() + ": "
                            + candidate.exclusions().stream()
                                    .map(Exclusion::reason)
                                    .collect(Collectors.joining(", ")))
                    .collect(Collectors.joining("; "));
            throw ZentraException.of(
                    ErrorCode.NO_ROUTE,
                    "no rail can take it (" + why + "): give the runtime one that can, and ask again under a new key",
                    Map.of("rails", why));
        }
    }
}
