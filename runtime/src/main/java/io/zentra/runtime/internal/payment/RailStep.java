package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.runtime.internal.payment.Change.Carriage;
import io.zentra.runtime.internal.payment.Change.Sum;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.transfer.Means;
import io.zentra.runtime.internal.transfer.PaymentTransfer;
import io.zentra.runtime.internal.transfer.TransferTables.Carried;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
import io.zentra.runtime.internal.transfer.TransferTables.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step of a payment that goes over rails: a transfer carries it. The payment's event is the first of the command, so that
 * its request belongs to the payment, and names the transfer, to which all that follows belongs.
 *
 * @param payment the payment
 * @param means what the transfer is sent with
 */
record RailStep(PaymentRow payment, Means means) {
    /** How many events come before a capture's transfer: the payment's, the posting's and the hold's. */
    private static final int EVENTS_OF_CAPTURE = 3;

    /** How a step is taken that goes over rails. */
    static Step insteadOf(Step step) {
        return switch (step) {
            case CAPTURE -> Step.SEND_CAPTURE;
            case REFUND -> Step.SEND_REFUND;
            default -> step;
        };
    }

    /** Names what a step touches besides the payment. */
    void need(Reads reads, Step step) {
        List<String> transfers = payment.trail().transfers().all();
        switch (step) {
            case CAPTURE -> {
                needToSend(reads);
                payment.trail().holds().forEach(hold -> needDecision(reads, hold));
            }
            case REFUND -> {
                needToSend(reads);
                transfers.forEach(transfer -> PaymentTransfer.needToRefund(reads, transfer));
            }
            case CHARGE_BACK ->
                transfers.forEach(transfer -> PaymentTransfer.needToTakeBack(reads, transfer, means.flow()));
            default -> {} // no rail has to do with it
        }
    }

    private void needToSend(Reads reads) {
        reads.needEvent(payment.order().request());
        PaymentTransfer.need(reads, means.flow(), payment.asset());
    }

    private static void needDecision(Reads reads, String hold) {
        String decision = LedgerWork.decisionOfHold(reads, hold);
        if (decision != null) {
            reads.needEvent(EntityId.parse("de", decision).map(EntityId::seq).orElseThrow());
        }
    }

    /** Sends a capture: it is posted to where it waits for the rail. */
    void sendCapture(UnitOfWork work, Sum sum) {
        Moves moves = new Moves(work, payment);
        String transfer = begin(work, moves, new Change(Step.SEND_CAPTURE, sum, Told.NOTHING), EVENTS_OF_CAPTURE);
        Posting posting = moves.capture(sum.amount(), transfer);
        Order order = new Order(
                payment.order().source(), payment.order().destination(), sum.amount(), step(Carried.CAPTURE, null));
        new PaymentTransfer(transfer, order, request(work), decision(work, posting.decision()))
                .send(work, means, posting.id());
        TakeStep.letGoOfMore(moves, sum.taken(), payment.amounts().held());
    }

    /** Sends a refund over a rail that brought as much and has not been asked for it back: it knows the payment. */
    void sendRefund(UnitOfWork work, Money amount, Told told) {
        OfPayment step = step(Carried.REFUND, railOf(work, amount));
        Change change = Change.of(Step.SEND_REFUND, amount, told);
        String transfer = begin(work, new Moves(work, payment), change, 1);
        String from = payment.order().destination();
        String to = payment.order().source();
        Order order = new Order(from, to, amount, step);
        new PaymentTransfer(transfer, order, request(work), null).reserveAndSend(work, means);
    }

    /** The rail that a refund goes over; what was disputed and won again may go over any that once brought some of it. */
    private String railOf(UnitOfWork work, Money amount) {
        Map<String, Long> byRail = new LinkedHashMap<>();
        List<String> sent = payment.trail().transfers().sent();
        for (String transfer : payment.trail().transfers().all()) {
            PaymentTransfer.brought(work, transfer)
                    .filter(brought -> brought.minor() < 0 || !sent.contains(transfer))
                    .ifPresent(brought -> byRail.merge(brought.rail(), brought.minor(), Math::addExact));
        }
        long carried =
                byRail.values().stream().mapToLong(minor -> Math.max(minor, 0)).sum();
        long wonAgain = Math.max(payment.amounts().arrived().minor() - carried, 0);
        long most = 0;
        for (Map.Entry<String, Long> rail : byRail.entrySet()) {
            long left = Math.max(rail.getValue(), 0) + wonAgain;
            if (left >= amount.minor()) {
                return rail.getKey();
            }
            most = Math.max(most, left);
        }
        throw NamedPayment.exceeded(
                payment, amount, Money.ofMinor(most, amount.asset()), "with the destination over one rail");
    }

    /** Records the step, and answers the id of the transfer that is to be created so many events after it begins. */
    private String begin(UnitOfWork work, Moves moves, Change change, int ahead) {
        moves.requireRoomToSend();
        String transfer = work.newId("tr", ahead);
        change.carriedBy(new Carriage(transfer, null)).record(work, payment);
        return transfer;
    }

    private OfPayment step(Carried step, @Nullable String rail) {
        return new OfPayment(payment.id(), step, payment.order().request(), rail);
    }

    private Event request(UnitOfWork work) {
        return Objects.requireNonNull(work.event(payment.order().request()), "a payment's request");
    }

    private static @Nullable Event decision(UnitOfWork work, @Nullable String id) {
        return id == null
                ? null
                : work.event(EntityId.parse("de", id).map(EntityId::seq).orElseThrow());
    }

    /** Takes back what captures brought, of the first one first, then what the payment's own postings did. */
    void chargeBack(UnitOfWork work, Money amount, Told told) {
        PaymentRow after = payment;
        Money rest = amount;
        for (PaymentTransfer.Part part : parts(work, amount)) {
            Told carried = told.carriedBy(new Carriage(part.transfer(), null));
            after = Change.of(Step.CHARGE_BACK, part.amount(), carried).record(work, after);
            PaymentTransfer.takeBack(work, means.flow(), part, told.reason());
            rest = rest.minus(part.amount());
        }
        if (rest.isPositive()) {
            List<String> reversals = new Moves(work, after).giveBack(rest);
            Change.of(Step.CHARGE_BACK, rest, told.by(reversals)).record(work, after);
        }
    }

    private List<PaymentTransfer.Part> parts(UnitOfWork work, Money amount) {
        List<PaymentTransfer.Part> parts = new ArrayList<>();
        Money rest = amount;
        for (String transfer : payment.trail().transfers().all()) {
            Money part = Moves.least(rest, PaymentTransfer.left(work, transfer));
            if (part.isPositive()) {
                parts.add(new PaymentTransfer.Part(transfer, part));
                rest = rest.minus(part);
            }
        }
        return parts;
    }
}
