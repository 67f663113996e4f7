package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Command.Keyed.Belonging;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.money.Money;
import io.zentra.core.time.DueWork;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.PolicyWork;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The payment that somebody names by its id, to take a step. */
public final class NamedPayment {
    /** What ids of payments begin with. */
    public static final String PREFIX = "pm";

    private NamedPayment() {}

    /** Names all rows that a step may touch, but for what was posted. Answers the payment when it is there. */
    static @Nullable PaymentRow need(Reads reads, String id) {
        PaymentRow payment = EntityId.parse(PREFIX, id)
                .map(parsed -> reads.need(PaymentTables.PAYMENT, parsed.seq()))
                .orElse(null);
        if (payment == null) {
            return null;
        }
        reads.needCorrelation(payment.id());
        DueWork.need(reads, ExpirePayment.KIND, payment.id());
        LedgerWork.needAccount(reads, payment.order().source());
        LedgerWork.needAccount(reads, payment.order().destination());
        if (payment.amounts().held().isPositive()) {
            payment.trail().holds().forEach(hold -> LedgerWork.needHold(reads, hold));
        }
        if (payment.caseId() != null) {
            PolicyWork.needCase(reads, payment.caseId());
        }
        return payment;
    }

    /**
     * The payment of a flow; one whose time is over has expired, whether that was worked off or not.
     *
     * @throws ZentraException {@code unknown_payment}
     */
    static PaymentRow require(UnitOfWork work, PaymentFlow flow, String id) {
        PaymentRow found =
                find(work, id).filter(payment -> payment.flow() == flow).orElseThrow(() -> unknown(flow, id));
        return ExpirePayment.ifOver(work, found);
    }

    /** The refusal of an id that is none of the tenant's in this flow. */
    public static ZentraException unknown(PaymentFlow flow, String id) {
        return unknown(flow.code(), id);
    }

    /** The refusal of an id that is none of the tenant's. */
    public static ZentraException unknown(String id) {
        return unknown("payment or card", id);
    }

    private static ZentraException unknown(String what, String id) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_PAYMENT,
                "no " + what + " \"" + Shown.of(id) + "\" is known: use the id that authorizing it gave",
                Map.of("payment", Shown.of(id)));
    }

    /** The refusal of a step in the state that a payment is in. */
    static ZentraException inState(PaymentRow payment, Step step) {
        return ZentraException.of(
                ErrorCode.PAYMENT_STATE,
                "the " + payment.flow().code() + " " + payment.id() + " is "
                        + payment.status().code() + ", from which no " + step.event() + " leads: it is for what is "
                        + String.join(", ", payment.ways().before(step)),
                Map.of("payment", payment.id(), "status", payment.status().code(), "step", step.event()));
    }

    /** The refusal of more than there is. */
    static ZentraException exceeded(PaymentRow payment, Money wanted, Money there, String what) {
        Money left = there.isNegative() ? Money.zero(there.asset()) : there;
        return ZentraException.of(
                ErrorCode.PAYMENT_EXCEEDED,
                "of the " + payment.flow().code() + " " + payment.id() + " " + left + " is " + what + ", not " + wanted
                        + ": ask for that at most",
                Map.of(
                        "payment",
                        payment.id(),
                        "asset",
                        payment.asset().toString(),
                        "left_minor",
                        String.valueOf(left.minor())));
    }

    /** Checks that an amount is of the payment's asset. */
    static Money requireAsset(PaymentRow payment, Money amount) {
        if (!amount.asset().equals(payment.asset())) {
            throw ZentraException.of(
                    ErrorCode.ASSET_MISMATCH,
                    "the " + payment.flow().code() + " " + payment.id() + " is in " + payment.asset() + ", not "
                            + amount.asset() + ": give an amount in that asset",
                    Map.of("payment", payment.id(), "asset", amount.asset().toString()));
        }
        return amount;
    }

    /** Where the record of a refusal is found. */
    static Belonging belonging(UnitOfWork work, String id) {
        return find(work, id).map(row -> new Belonging(row.id(), row.id())).orElse(Belonging.NONE);
    }

    private static Optional<PaymentRow> find(UnitOfWork work, String id) {
        return EntityId.parse(PREFIX, id)
                .filter(parsed -> parsed.tenantNo() == work.access().tenant().no())
                .map(parsed -> work.get(PaymentTables.PAYMENT, parsed.seq()))
                .filter(found -> found.id().equals(id));
    }
}
