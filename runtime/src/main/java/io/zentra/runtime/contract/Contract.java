package io.zentra.runtime.contract;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Transfers;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.payment.Cards;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.Payments;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests out of JSON and answers into it, in one version of the contract. The host chooses the version: by a header, a path
 * or what it knows of the caller. Immutable and thread-safe.
 *
 * <pre>{@code
 * Contract contract = Contract.of(ContractVersion.V2);
 * try {
 *     Workspace asking = acme.askedIn(contract.version()); // so that the journal tells it
 *     return contract.transfer(asking.transfers().create(contract.readTransfer(body)));
 * } catch (ZentraException e) {
 *     return contract.error(e);
 * }
 * }</pre>
 *
 * <p>Reading is strict, for what was misread would move money: an unknown, missing or doubled member, a null, a number
 * with a fraction or an exponent are refused with {@code malformed_request}, whose detail {@code member} is the path of
 * what is wrong. It changes nothing and uses no key up.
 */
public final class Contract {
    /** The longest request, in bytes. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    /** What version 1 has not. */
    static final String PAYMENTS = "payments";

    private static final int OK = 200;

    private final ContractVersion version;
    private final Map<String, String> given;
    private final Shape shape;

    private Contract(ContractVersion version, Map<String, String> given) {
        this.version = version;
        this.given = given;
        this.shape = version == ContractVersion.V1 ? new ShapeV1() : new ShapeV2();
    }

    /** The contract of a version. */
    public static Contract of(ContractVersion version) {
        return new Contract(version, Map.of());
    }

    /**
     * The same, where the host knows a member that requests need not name: the account of the caller as {@code source},
     * its {@code currency}, its {@code scope}, or what the path of a URL names. A request that names another value is
     * refused.
     *
     * @param member the name of a member that is a text
     * @throws ZentraException {@code invalid_configuration} when no request has such a member
     */
    public Contract given(String member, String value) {
        if (!Requests.GIVABLE.contains(member)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "no request has a text \"" + Shown.of(member) + "\" that a host can give: there are "
                            + String.join(", ", Requests.GIVABLE),
                    Map.of("member", Shown.of(member)));
        }
        Map<String, String> more = new TreeMap<>(given);
        more.put(member, value);
        return new Contract(version, Map.copyOf(more));
    }

    /** The version. */
    public ContractVersion version() {
        return version;
    }

    /**
     * The transfer that a body asks for.
     *
     * @param body JSON in UTF-8, at most {@value #MAX_BODY_BYTES} bytes
     * @throws ZentraException {@code malformed_request}; or what a member's value is not fit for: {@code invalid_id}, {@code
     *     invalid_key}, {@code invalid_metadata}, {@code unknown_asset} or {@code amount_not_positive}
     */
    public TransferRequest readTransfer(byte[] body) {
        return Requests.transfer(members(body));
    }

    /**
     * The posting that a body asks for: one debit, one credit.
     *
     * @throws ZentraException as {@link #readTransfer}, or {@code invalid_effective_time}
     */
    public PostingRequest readPosting(byte[] body) {
        return Requests.posting(members(body));
    }

    /**
     * The intent that a body asks for.
     *
     * @throws ZentraException as {@link #readTransfer}, or {@code invalid_configuration} when its primitives do not go
     *     together, or {@code invalid_limits} of an account to open
     */
    public IntentRequest readIntent(byte[] body) {
        return Requests.intent(members(body));
    }

    /**
     * The payment or card authorization that a body asks for; version 1 has none.
     *
     * @throws ZentraException as {@link #readTransfer}, or {@code invalid_expiry}
     */
    public PaymentRequest readPayment(byte[] body) {
        return Requests.payment(later(body, PAYMENTS));
    }

    /**
     * What a scheme cleared without an authorization; version 1 has none.
     *
     * @throws ZentraException as {@link #readPayment}, or {@code invalid_reason}
     */
    public ForcedClearing readForcedClearing(byte[] body) {
        return Requests.forcedClearing(later(body, PAYMENTS));
    }

    /**
     * What a body asks to be done to a transfer: to cancel, settle or reverse it, or that it was returned; version 1 has
     * none.
     *
     * @throws ZentraException {@code malformed_request}, {@code invalid_id}, {@code invalid_key}, {@code invalid_reason} or
     *     {@code unknown_asset}
     */
    public Change<Transfers, Transfer> readTransferChange(byte[] body) {
        return Changes.read(later(body, "changes of transfers"), "transfer", Changes.OF_TRANSFERS);
    }

    /**
     * What a body asks to be done to a payment: to capture, void, refund or dispute it; version 1 has none.
     *
     * @throws ZentraException as {@link #readTransferChange}
     */
    public Change<Payments, Payment> readPaymentChange(byte[] body) {
        return Changes.read(later(body, PAYMENTS), "payment", Changes.OF_PAYMENTS);
    }

    /**
     * What a body asks to be done to a card authorization: to increment, clear, force, reverse, refund or dispute it; version
     * 1 has none.
     *
     * @throws ZentraException as {@link #readTransferChange}
     */
    public Change<Cards, Payment> readCardChange(byte[] body) {
        return Changes.read(later(body, PAYMENTS), "payment", Changes.OF_CARDS);
    }

    /** What became of a transfer: as it is, or why it was declined. */
    public Answer transfer(Outcome<Transfer> outcome) {
        return answer(outcome, shape::transfer);
    }

    /** A transfer that was read. */
    public Answer transfer(Transfer transfer) {
        return written(shape::transfer, transfer, Told.READ);
    }

    /** What became of a posting. */
    public Answer posting(Outcome<Posting> outcome) {
        return answer(outcome, shape::posting);
    }

    /** A posting that was read. */
    public Answer posting(Posting posting) {
        return written(shape::posting, posting, Told.READ);
    }

    /** What became of an intent. */
    public Answer intent(Outcome<Intent> outcome) {
        return answer(outcome, shape::intent);
    }

    /** An intent that was read. */
    public Answer intent(Intent intent) {
        return written(shape::intent, intent, Told.READ);
    }

    /**
     * What became of a payment or card authorization.
     *
     * @throws ZentraException {@code malformed_request} in version 1, which has none and whose requests are refused before
     */
    public Answer payment(Outcome<Payment> outcome) {
        return answer(outcome, shape::payment);
    }

    /**
     * A payment or card authorization that was read.
     *
     * @throws ZentraException {@code malformed_request} in version 1, which has none
     */
    public Answer payment(Payment payment) {
        return written(shape::payment, payment, Told.READ);
    }

    /**
     * Why there is no other answer. Of failures, whose status is 500 or above, the caller is told the code and what to do; what
     * failed is for the host's log.
     */
    public Answer error(ZentraException error) {
        return refused(Refusal.of(error), Told.READ);
    }

    private Members later(byte[] body, String what) {
        Members.requireLater(version, what);
        return members(body);
    }

    private Members members(byte[] body) {
        return Members.of(body, version, given);
    }

    private <R> Answer answer(Outcome<R> outcome, Shape.Writer<R> writer) {
        Told told = Told.of(outcome);
        Outcome<R> first = outcome instanceof Outcome.Replayed<R> again ? again.first() : outcome;
        return first instanceof Outcome.Declined<R> declined
                ? refused(Refusal.of(declined), told)
                : written(writer, first.orElseThrow(), told);
    }

    private Answer refused(Refusal refusal, Told told) {
        return new Answer(refusal.code().httpStatus(), json(json -> shape.error(json, refusal, told)));
    }

    private static <R> Answer written(Shape.Writer<R> writer, R result, Told told) {
        return new Answer(OK, json(json -> writer.write(json, result, told)));
    }

    private static String json(CanonicalJson.Value value) {
        return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
    }
}
