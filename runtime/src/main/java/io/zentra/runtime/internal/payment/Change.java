package io.zentra.runtime.internal.payment;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.runtime.internal.payment.PaymentTables.Order;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.payment.PaymentTables.Standing;
import io.zentra.runtime.internal.payment.PaymentTables.Transfers;
import io.zentra.runtime.payment.Payment.Amounts;
import io.zentra.runtime.payment.PaymentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a payment, as an event tells it. What is stored is computed from the step by the same method when it is taken
 * and when it is read again.
 *
 * @param step which
 * @param sum how much
 * @param told what else the event tells
 */
record Change(Step step, Sum sum, Told told) {
    private static final String HELD = "held_minor";
    private static final String SENT = "sent_minor";

    /**
     * How much a step moves.
     *
     * @param amount what it is about; zero for what moves nothing
     * @param taken what it takes, or lets go of, of what is held or was on its way, where that is not the amount
     */
    record Sum(Money amount, Money taken) {
        static Sum of(Money amount) {
            return new Sum(amount, amount);
        }
    }

    /**
     * What an event tells besides.
     *
     * @param reason why; null for none
     * @param caseId the case that waits, or by which it was decided; null for none
     * @param hold the hold that was placed; null for none
     * @param postings the postings that the ledger made
     * @param carried what goes over a rail for it; null for nothing
     */
    record Told(
            @Nullable String reason,
            @Nullable String caseId,
            @Nullable String hold,
            List<String> postings,
            @Nullable Carriage carried) {
        static final Told NOTHING = new Told(null, null, null, List.of(), null);

        Told because(@Nullable String why) {
            return new Told(why, caseId, hold, postings, carried);
        }

        Told inCase(@Nullable String id) {
            return new Told(reason, id, hold, postings, carried);
        }

        Told holding(String id) {
            return new Told(reason, caseId, id, postings, carried);
        }

        Told by(List<String> ids) {
            return new Told(reason, caseId, hold, ids, carried);
        }

        Told carriedBy(Carriage transfer) {
            return new Told(reason, caseId, hold, postings, transfer);
        }
    }

    /**
     * What carries a step over rails.
     *
     * @param transfer the transfer
     * @param rail the rail that it went over; null where that is not known yet
     */
    record Carriage(String transfer, @Nullable String rail) {}

    /** A step about an amount. */
    static Change of(Step step, Money amount, Told told) {
        return new Change(step, Sum.of(amount), told);
    }

    /** The same, told to be carried over rails. */
    Change carriedBy(Carriage transfer) {
        return new Change(step, sum, told.carriedBy(transfer));
    }

    /** Records it about a payment, whose row it changes; a case that nothing waits for any more is taken back. */
    PaymentRow record(UnitOfWork work, PaymentRow before) {
        boolean begins = before.standing().status() == null;
        if (begins && work.nextSeq() != before.no()) {
            throw new IllegalStateException(before.id() + " was not made for event " + work.nextSeq());
        }
        PaymentRow after = in(before);
        work.record(new UnitOfWork.Draft(step.event(), after.id(), after.id(), json -> write(json, after, begins)));
        if (begins) {
            work.insert(PaymentTables.PAYMENT, after);
        } else {
            work.put(PaymentTables.PAYMENT, after);
        }
        plan(work, before, after);
        withdraw(work, before, after);
        return after;
    }

    /** What is held is let go of when its time is over, as long as something is. */
    private static void plan(UnitOfWork work, PaymentRow before, PaymentRow after) {
        Long expiresAt = after.order().expiresAtMicros();
        boolean isHeld = after.amounts().held().isPositive();
        if (expiresAt == null || isHeld == before.amounts().held().isPositive()) {
            return;
        }
        if (!isHeld) {
            DueWork.finish(work, ExpirePayment.KIND, after.id());
        } else if (before.standing().status() == null) {
            DueWork.scheduleNew(work, ExpirePayment.KIND, after.id(), Micros.instant(expiresAt));
        } else {
            DueWork.schedule(work, ExpirePayment.KIND, after.id(), Micros.instant(expiresAt));
        }
    }

    private static void withdraw(UnitOfWork work, PaymentRow before, PaymentRow after) {
        String id = before.caseId();
        ReviewCase waiting = id == null || id.equals(after.caseId()) ? null : ReviewWork.find(work, id);
        if (waiting != null && !waiting.status().isFinal()) {
            ReviewWork.withdraw(work, waiting.id());
        }
    }

    /**
     * A payment after it.
     *
     * @throws IllegalStateException when no way leads from the payment's state and amounts to these
     */
    PaymentRow in(PaymentRow before) {
        Amounts amounts = step.after(before.amounts(), sum);
        PaymentStatus status = step.status(before.standing().status(), amounts);
        before.ways().require(step, before.standing().status(), status);
        if (amounts.arrived().isNegative() && !before.order().isOverRails()) {
            throw new IllegalStateException("no payment comes to " + amounts.arrived() + " with its destination");
        }
        boolean arrives = step == Step.CAPTURE || step == Step.FORCE || step == Step.REVERSE_CHARGEBACK;
        return new PaymentRow(
                before.no(),
                before.id(),
                before.order(),
                standing(before.standing(), status),
                amounts,
                before.trail()
                        .with(told.hold(), arrives ? told.postings() : List.of())
                        .with(transfers(before.trail().transfers())),
                before.createdAtMicros());
    }

    private Transfers transfers(Transfers before) {
        Carriage carried = told.carried();
        if (carried == null) {
            return before;
        }
        return switch (step) {
            case SEND_CAPTURE, RESEND_CAPTURE, SEND_REFUND, RESEND_REFUND -> before.sending(carried.transfer());
            default -> before.ended(carried.transfer());
        };
    }

    private Standing standing(Standing before, PaymentStatus status) {
        return switch (step) {
            case REVIEW, REVIEW_INCREMENT -> new Standing(status, told.reason(), told.caseId(), sum.amount());
            case AUTHORIZE, INCREMENT, DENY, FAIL, REFUSE_INCREMENT -> new Standing(status, told.reason(), null, null);
            default ->
                status == PaymentStatus.AUTHORIZED || status == PaymentStatus.PARTLY_CAPTURED
                        ? new Standing(status, told.reason(), before.caseId(), before.waiting())
                        : new Standing(status, told.reason(), null, null);
        };
    }

    private void write(CanonicalJson json, PaymentRow after, boolean begins) {
        Order order = after.order();
        json.beginObject()
                .member("amount_minor", sum.amount().minor())
                .optionalMember("case", told.caseId())
                .member("currency", after.asset().toString());
        if (begins) {
            json.member("destination", order.destination());
            if (order.expiresAtMicros() != null) {
                json.member("expires_at", Micros.instant(order.expiresAtMicros()));
            }
        }
        json.member("flow", order.flow().code());
        boolean isOther = !sum.taken().equals(sum.amount());
        if (isOther && !step.takesOfSent()) {
            json.member(HELD, sum.taken().minor());
        }
        json.optionalMember("hold", told.hold());
        if (begins && order.isOverRails()) {
            json.member("over_rails", true);
        }
        writePostings(json);
        Carriage carried = told.carried();
        json.optionalMember("rail", carried == null ? null : carried.rail()).optionalMember("reason", told.reason());
        if (begins) {
            json.member("request", order.request());
        }
        if (isOther && step.takesOfSent()) {
            json.member(SENT, sum.taken().minor());
        }
        if (begins) {
            json.member("source", order.source());
        }
        json.member("status", after.status().code())
                .optionalMember("transfer", carried == null ? null : carried.transfer())
                .endObject();
    }

    private void writePostings(CanonicalJson json) {
        if (!told.postings().isEmpty()) {
            json.name("postings").beginArray();
            told.postings().forEach(json::value);
            json.endArray();
        }
    }

    /**
     * A payment after an event of it.
     *
     * @param before the payment; null when the event is its first
     * @throws IllegalStateException when no way leads there, or the event tells another state
     */
    static PaymentRow after(@Nullable PaymentRow before, Event event, Step step) {
        PaymentRow row = before == null ? begun(event) : before;
        PaymentRow after = read(event, step, row.asset()).in(row);
        String told = event.body().path("status").asText();
        if (!after.status().code().equals(told)) {
            throw new IllegalStateException("event " + event.seq() + " tells that " + row.id() + " is " + told
                    + ", and it comes to " + after.status().code());
        }
        return after;
    }

    private static PaymentRow begun(Event event) {
        JsonNode body = event.body();
        String expiresAt = body.path("expires_at").textValue();
        Order order = new Order(
                PaymentFlow.of(body.path("flow").asText()),
                body.path("source").asText(),
                body.path("destination").asText(),
                Money.ofMinor(
                        body.path("amount_minor").longValue(),
                        body.path("currency").asText()),
                expiresAt == null ? null : Long.valueOf(Micros.of(Instant.parse(expiresAt))),
                body.path("request").longValue(),
                body.path("over_rails").booleanValue());
        return PaymentRow.begun(event.seq(), event.subject().orElseThrow(), order, Micros.of(event.at()));
    }

    private static Change read(Event event, Step step, Asset asset) {
        JsonNode body = event.body();
        Money amount = Money.ofMinor(body.path("amount_minor").longValue(), asset);
        String taken = step.takesOfSent() ? SENT : HELD;
        List<String> postings = new ArrayList<>();
        body.path("postings").forEach(posting -> postings.add(posting.asText()));
        String transfer = body.path("transfer").textValue();
        return new Change(
                step,
                new Sum(amount, body.has(taken) ? Money.ofMinor(body.path(taken).longValue(), asset) : amount),
                new Told(
                        body.path("reason").textValue(),
                        body.path("case").textValue(),
                        body.path("hold").textValue(),
                        postings,
                        transfer == null
                                ? null
                                : new Carriage(transfer, body.path("rail").textValue())));
    }
}
