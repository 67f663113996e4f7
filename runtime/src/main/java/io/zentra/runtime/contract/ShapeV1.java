package io.zentra.runtime.contract;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.payment.Payment;
import io.zentra.webhooks.delivery.StreamState;

/**
 * What the product's pages show. States that came later are told in the words of then: what persons must decide is {@code
 * review}, what will not arrive is {@code failed}. The switches name every state, so a new one has to be given its word.
 */
final class ShapeV1 implements Shape {
    private static final String REVIEW = "review";
    private static final String FAILED = "failed";
    private static final String REVERSED = "reversed";

    @Override
    public void transfer(CanonicalJson json, Transfer transfer, Told told) {
        json.beginObject().member(Members.VERSION, ContractVersion.V1.code()).member("event", transfer.event());
        json.name("evidence").beginObject().member("transfer_id", transfer.id()).endObject();
        json.member("status", word(transfer.status())).endObject();
    }

    @Override
    public void posting(CanonicalJson json, Posting posting, Told told) {
        json.beginObject().member(Members.VERSION, ContractVersion.V1.code()).member("event", LedgerWork.eventType());
        json.name("evidence")
                .beginObject()
                .member("credit_account", first(posting, Side.CREDIT))
                .member("debit_account", first(posting, Side.DEBIT))
                .member("posting_id", posting.id())
                .endObject();
        json.member("status", "posted").endObject();
    }

    @Override
    public void intent(CanonicalJson json, Intent intent, Told told) {
        json.beginObject()
                .member("audit_packet", intent.auditPacket().code())
                .member(Members.VERSION, ContractVersion.V1.code())
                .member("event_stream", word(intent.eventStream()))
                .member("ledger_state", intent.ledgerState().code())
                .member("status", word(intent.status()))
                .endObject();
    }

    /** Requests of it are refused when they are read, so this is one that the host looked up. */
    @Override
    public void payment(CanonicalJson json, Payment payment, Told told) {
        Members.requireLater(ContractVersion.V1, Contract.PAYMENTS);
    }

    @Override
    public void error(CanonicalJson json, Refusal refusal, Told told) {
        json.beginObject().member("code", refusal.code().code()).member(Members.VERSION, ContractVersion.V1.code());
        refusal.writeDetails(json.name("details"))
                .member("message", refusal.message())
                .endObject();
    }

    /** The account of the first line of a side; a request of this version makes one of each. */
    private static String first(Posting posting, Side side) {
        return posting.entries().stream()
                .filter(entry -> entry.side() == side)
                .map(Entry::account)
                .findFirst()
                .orElseThrow();
    }

    private static String word(TransferStatus status) {
        return switch (status) {
            case IN_REVIEW, CONTRADICTED -> REVIEW;
            case DENIED, CANCELLED, FAILED -> FAILED;
            case RETURNED -> REVERSED;
            case PENDING, PROCESSING, POSTED, SETTLED, REVERSED -> status.code();
        };
    }

    private static String word(IntentStatus status) {
        return switch (status) {
            case IN_REVIEW, CONTRADICTED -> REVIEW;
            case DENIED, CANCELLED, FAILED -> FAILED;
            case RETURNED -> REVERSED;
            case ACCEPTED, CONTROLLED, LEDGERED, ROUTED, SYNCHRONIZED, EVIDENCED, REVERSED -> status.code();
        };
    }

    private static String word(StreamState state) {
        return switch (state) {
            case HEALTHY -> "synchronized";
            case BEHIND, FAILING -> state.code();
        };
    }
}
