package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Side;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.Carried;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
import io.zentra.runtime.internal.transfer.TransferTables.Order;
import io.zentra.runtime.internal.transfer.TransferTables.Standing;
import io.zentra.runtime.internal.transfer.TransferTables.Trail;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.rail.RouteDecision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that carries a step of a payment. No policy is asked about it: what it moves was held under a decision, or
 * arrived under one. From its creation on it is a transfer as any other.
 *
 * @param id made for the event that creates it
 * @param order what it is to do
 * @param request the event that keeps the payment's request
 * @param decision the event of the decision that let the payment be held; null for none
 */
public record PaymentTransfer(
        String id, Order order, Event request, @Nullable Event decision) {
    /** Names the rows of the accounts that it passes through, and of what is counted of transfers. */
    public static void need(Reads reads, Flow flow, Asset asset) {
        Volumes.need(reads, asset);
        flow.stops(asset, null).forEach(account -> LedgerWork.needAccount(reads, account));
    }

    /**
     * Checks, before it is held, that the money could come to its destination over one of the rails.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_rail} without any rail, {@code invalid_id} when an end is an account that transfers pass
     *     through, {@code unknown_account}, {@code asset_mismatch}, {@code account_frozen} or {@code account_closed}
     */
    public static void requireOpen(UnitOfWork work, Flow flow, Order asked) {
        Money amount = asked.amount();
        flow.requireRail(null);
        flow.requireOutside(amount.asset(), List.of(asked.source(), asked.destination()));
        List<Way> ways = flow.ways(null);
        if (ways.size() == 1) {
            ways.get(0).requireOpen(work, asked.destination(), amount);
        }
    }

    /** Sends what a posting has put to where it waits for the rail. */
    public void send(UnitOfWork work, Means means, String reserve) {
        RouteDecision route = route(work, means.flow());
        TransferRow row = record(work, reserve);
        Sending.sendOn(work, new Sending.On(means.flow(), means.start()), row, route, Told.NOTHING);
    }

    /** Puts what it moves to where it waits for the rail, and sends it. */
    public void reserveAndSend(UnitOfWork work, Means means) {
        RouteDecision route = route(work, means.flow());
        String reserve = work.newId("po", 1);
        TransferRow row = record(work, reserve);
        LedgerWork.post(
                work, new Legs(work, means.flow(), row).reserve(route.chosen().orElse(null), null), reserve);
        Sending.sendOn(work, new Sending.On(means.flow(), means.start()), row, route, Told.NOTHING);
    }

    private RouteDecision route(UnitOfWork work, Flow flow) {
        LedgerWork.requireOpen(work, order.destination(), Side.CREDIT, order.amount());
        RouteDecision route = Routes.of(TransferRequestText.ofPayment(request, order), flow, work.now(), decision);
        Routes.requireSome(route);
        route.chosen().ifPresent(rail -> way(flow, rail).requireOpen(work, order.destination(), order.amount()));
        return route;
    }

    private Way way(Flow flow, String rail) {
        boolean stays = Objects.requireNonNull(order.payment()).step() == Carried.REFUND;
        return stays ? flow.way(rail).staying() : flow.way(rail);
    }

    private TransferRow record(UnitOfWork work, String reserve) {
        long no = work.nextSeq();
        if (EntityId.parse("tr", id).map(EntityId::seq).orElse(0L) != no) {
            throw new IllegalStateException(id + " was not made for event " + no);
        }
        Standing pending = Standing.of(TransferStatus.PENDING, null);
        TransferRow row = new TransferRow(no, id, order, pending, Trail.of(reserve), Micros.of(work.now()));
        DueWork.noneYet(work, Sending.LOOK, id);
        return CreateTransfer.record(work, row);
    }

    /** Names what taking a capture back touches. */
    public static void needToTakeBack(Reads reads, String transferId, Flow flow) {
        NamedTransfer.need(reads, transferId, flow);
    }

    /** Names what is looked at to find the rail of a refund. */
    public static void needToRefund(Reads reads, String transferId) {
        reads.need(
                TransferTables.TRANSFER,
                EntityId.parse("tr", transferId).map(EntityId::seq).orElseThrow());
    }

    /**
     * What a transfer whose outcome is known brought over its rail and is still there: of a refund less than nothing.
     *
     * @param rail the rail
     * @param minor in minor units; 0 for what was brought once and went back
     */
    public record Brought(String rail, long minor) {}

    /** What one did; empty when it never came to a rail, and for a capture that its rail never brought. */
    public static Optional<Brought> brought(UnitOfWork work, String transferId) {
        TransferRow transfer = NamedTransfer.require(work, transferId);
        OfPayment payment = Objects.requireNonNull(transfer.order().payment());
        boolean isCapture = payment.step() == Carried.CAPTURE;
        String rail = isCapture ? transfer.trail().rail() : payment.rail();
        boolean isThere = !transfer.trail().postings().isEmpty();
        long left = isThere ? Reversal.left(transfer).minor() : 0;
        boolean isKnown = !isCapture || isThere || transfer.trail().reversedMinor() > 0;
        return Optional.ofNullable(isKnown ? rail : null).map(name -> new Brought(name, isCapture ? left : -left));
    }

    /** What of a capture can be taken back; nothing of a refund, and of what is not settled. */
    public static Money left(UnitOfWork work, String transferId) {
        TransferRow transfer = NamedTransfer.require(work, transferId);
        boolean isCapture = Objects.requireNonNull(transfer.order().payment()).step() == Carried.CAPTURE;
        boolean isThere = transfer.status() == TransferStatus.SETTLED
                && transfer.standing().caseId() == null;
        return isCapture && isThere
                ? Reversal.left(transfer)
                : Money.zero(transfer.amount().asset());
    }

    /** Takes a part of what is left of a capture back, on the way that it came; the payment, which does it, is not told. */
    public static void takeBack(UnitOfWork work, Flow flow, Part part, @Nullable String reason) {
        TransferRow transfer = NamedTransfer.require(work, part.transfer());
        Reversal.of(transfer, part.amount()).carryOutAlone(work, flow, Told.NOTHING.because(reason));
    }

    /** How much of which transfer. */
    public record Part(String transfer, Money amount) {}
}
