package io.zentra.runtime.payment;

import io.zentra.core.Handle;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.internal.GivenReason;
import io.zentra.runtime.internal.payment.AuthorizePayment;
import io.zentra.runtime.internal.payment.ForcePayment;
import io.zentra.runtime.internal.payment.IncrementPayment;
import io.zentra.runtime.internal.payment.NamedPayment;
import io.zentra.runtime.internal.payment.PaymentFlow;
import io.zentra.runtime.internal.payment.PaymentTables;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.payment.Step;
import io.zentra.runtime.internal.payment.TakeStep;
import io.zentra.runtime.internal.payment.TakeStep.Asked;
import io.zentra.runtime.internal.search.RequestTerms;
import io.zentra.runtime.internal.transfer.Creating;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.runtime.internal.transfer.Means;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The steps of one flow, for the facades that give them the words of payments and of cards. */
final class Steps {
    private final Handle handle;
    private final Creating creating;
    private final PaymentFlow flow;

    Steps(Handle handle, Surroundings of, PaymentFlow flow) {
        this.handle = handle;
        this.creating = new Creating(
                () -> new Flow(of.accounts(), of.lane(), of.rails().get(), of.settings()), of.policies(), of.worker());
        this.flow = flow;
    }

    Outcome<Payment> authorize(PaymentRequest request) {
        handle.require(Permission.PAY);
        requireItsRails(request);
        return creating.runAlone(handle, means -> new AuthorizePayment(flow, request, means));
    }

    Outcome<Payment> increment(String id, Money amount, String key) {
        handle.require(Permission.PAY);
        return handle.commits()
                .run(
                        handle.access(),
                        new IncrementPayment(
                                named(id),
                                positive(amount),
                                IdempotencyKey.of(key),
                                handle.access(),
                                creating.policies()))
                .map(this::stored);
    }

    Outcome<Payment> capture(String id, Money amount, boolean isFinal, String key) {
        handle.require(Permission.PAY);
        return take(Step.CAPTURE, new Asked(named(id), positive(amount), isFinal, null), key);
    }

    Outcome<Payment> letGo(String id, @Nullable Money amount, String reason, String key) {
        handle.require(Permission.PAY);
        return take(Step.VOID, asked(id, amount, reason), key);
    }

    /** What asks for more than to pay: it takes money back, brings it again, or posts what nobody authorized. */
    Outcome<Payment> operate(Step step, String id, @Nullable Money amount, String reason, String key) {
        handle.require(Permission.OPERATE_PAYMENTS);
        return take(step, asked(id, amount, reason), key);
    }

    Outcome<Payment> force(PaymentRequest request, String reason) {
        handle.require(Permission.OPERATE_PAYMENTS);
        requireItsRails(request);
        return handle.commits().run(handle.access(), new ForcePayment(request, GivenReason.require(reason)));
    }

    private void requireItsRails(PaymentRequest request) {
        if (request.isOverRails() && flow == PaymentFlow.CARD) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "a card authorization goes over no rails: its scheme clears it; authorize a payment, or leave"
                            + " overRails() out");
        }
    }

    private static Asked asked(String id, @Nullable Money amount, String reason) {
        return new Asked(named(id), amount == null ? null : positive(amount), false, GivenReason.require(reason));
    }

    private Outcome<Payment> take(Step step, Asked asked, String key) {
        IdempotencyKey once = IdempotencyKey.of(key);
        Function<Means, Command.Keyed<String>> command = means -> new TakeStep(flow, step, asked, once, means);
        boolean maySend = flow == PaymentFlow.PAYMENT && (step == Step.CAPTURE || step == Step.REFUND);
        return (maySend ? creating.run(handle, command) : creating.runAlone(handle, command)).map(this::stored);
    }

    /** A payment that was changed just now; a failure to read it must not say that nothing changed. */
    private Payment stored(String id) {
        try {
            return found(id).orElseThrow();
        } catch (ZentraException unread) {
            throw ZentraException.of(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "the payment " + id + " was changed, but could not be read: ask again with the same key",
                    unread);
        }
    }

    Optional<Payment> find(String id) {
        handle.require(Permission.READ);
        return found(id);
    }

    Payment get(String id) {
        handle.require(Permission.READ);
        return found(named(id)).orElseThrow(() -> NamedPayment.unknown(flow, id));
    }

    List<Payment> list(long afterEventSeq, int limit) {
        handle.require(Permission.READ);
        return handle
                .queries()
                .list(
                        PaymentTables.PAYMENT,
                        handle.tenantNo(),
                        "flow = :flow and no > :after order by no",
                        Map.of("flow", flow.code(), "after", afterEventSeq),
                        Queries.requirePage("payments", limit, Payments.MAX_PAGE))
                .stream()
                .map(PaymentRow::payment)
                .toList();
    }

    PaymentPage search(PaymentSearch search) {
        handle.require(Permission.READ);
        if (new Searching(handle, flow).ends(search).isSaid()) {
            RequestTerms.prepare(handle);
        }
        return handle.snapshot(of -> new Searching(of, flow).page(search));
    }

    Optional<Payment> ofKey(String key) {
        handle.require(Permission.READ);
        return new Searching(handle, flow).ofKey(IdempotencyKey.of(key));
    }

    private Optional<Payment> found(String id) {
        return EntityId.parse(NamedPayment.PREFIX, id)
                .filter(parsed -> parsed.tenantNo() == handle.tenantNo())
                .flatMap(parsed -> handle.queries()
                        .first(
                                PaymentTables.PAYMENT,
                                handle.tenantNo(),
                                "no = :no and id = :id and flow = :flow",
                                Map.of("no", parsed.seq(), "id", id, "flow", flow.code())))
                .map(PaymentRow::payment);
    }

    private static String named(String id) {
        return Identifier.require("payment", id);
    }

    private static Money positive(Money amount) {
        if (!amount.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + amount + " of a step must be above zero: the step tells the direction",
                    Map.of("amount", amount.toString()));
        }
        return amount;
    }
}
