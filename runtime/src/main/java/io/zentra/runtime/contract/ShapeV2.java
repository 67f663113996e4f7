package io.zentra.runtime.contract;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.payment.Payment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is known, in the words of the code. A member without a value is left out. */
final class ShapeV2 implements Shape {
    static final String REPLAY_COUNT = "replay_count";

    @Override
    public void transfer(CanonicalJson json, Transfer transfer, Told told) {
        json.beginObject()
                .member("amount_minor", transfer.amount().minor())
                .optionalMember("case_id", transfer.caseId())
                .member(Members.VERSION, ContractVersion.V2.code())
                .member("created_at", transfer.createdAt())
                .member("currency", currency(transfer.amount()))
                .member("destination", transfer.destination())
                .member("event", transfer.event())
                .member("event_seq", transfer.eventSeq())
                .optionalMember("outcome", told.outcome())
                .optionalMember("reason", transfer.reason());
        replays(json, told)
                .optionalMember("reserve_posting_id", transfer.reservePostingId())
                .member("reversed_minor", transfer.reversed().minor());
        route(json, transfer.route())
                .member("source", transfer.source())
                .member("status", transfer.status().code())
                .member("transfer_id", transfer.id())
                .endObject();
    }

    @Override
    public void posting(CanonicalJson json, Posting posting, Told told) {
        json.beginObject()
                .member(Members.VERSION, ContractVersion.V2.code())
                .optionalMember("corrects", posting.corrects())
                .optionalMember("correlation", posting.correlation());
        crossings(json, posting.crossings())
                .optionalMember("decision", posting.decision())
                .member("effective_at", posting.effectiveAt());
        entries(json, posting.entries())
                .member("event", LedgerWork.eventType())
                .member("event_seq", posting.seq())
                .optionalMember("hold", posting.hold())
                .optionalMember("metadata", posting.metadata())
                .optionalMember("outcome", told.outcome())
                .member("posted_at", posting.postedAt())
                .member("posting_id", posting.id());
        replays(json, told)
                .optionalMember("reverses", posting.reverses())
                .member("status", "posted")
                .endObject();
    }

    @Override
    public void intent(CanonicalJson json, Intent intent, Told told) {
        IntentV2.write(json, intent, told);
    }

    @Override
    public void payment(CanonicalJson json, Payment payment, Told told) {
        json.beginObject().member("amount_minor", payment.amount().minor());
        amounts(json, payment)
                .optionalMember("case_id", payment.caseId())
                .member(Members.VERSION, ContractVersion.V2.code())
                .member("created_at", payment.createdAt())
                .member("currency", currency(payment.amount()))
                .member("destination", payment.destination())
                .member("event_seq", payment.eventSeq());
        if (payment.expiresAt() != null) {
            json.member("expires_at", payment.expiresAt());
        }
        json.optionalMember("outcome", told.outcome());
        if (payment.isOverRails()) {
            json.member("over_rails", true);
        }
        json.member("payment_id", payment.id());
        json.name("posting_ids").beginArray();
        payment.postingIds().forEach(json::value);
        json.endArray().optionalMember("reason", payment.reason());
        replays(json, told)
                .member("source", payment.source())
                .member("status", payment.status().code());
        if (payment.isOverRails()) {
            json.name("transfer_ids").beginArray();
            payment.transferIds().forEach(json::value);
            json.endArray();
        }
        json.endObject();
    }

    private static CanonicalJson amounts(CanonicalJson json, Payment payment) {
        Payment.Amounts amounts = payment.amounts();
        json.name("amounts")
                .beginObject()
                .member("authorized_minor", amounts.authorized().minor())
                .member("captured_minor", amounts.captured().minor())
                .member("charged_back_minor", amounts.chargedBack().minor())
                .member("held_minor", amounts.held().minor())
                .member("refunded_minor", amounts.refunded().minor());
        if (payment.isOverRails()) {
            json.member("returning_minor", amounts.returning().minor())
                    .member("sent_minor", amounts.sent().minor());
        }
        return json.endObject();
    }

    @Override
    public void error(CanonicalJson json, Refusal refusal, Told told) {
        json.beginObject().member("code", refusal.code().code()).member(Members.VERSION, ContractVersion.V2.code());
        refusal.writeDetails(json.name("details"));
        if (refusal.eventSeq() != null) {
            json.member("event_seq", refusal.eventSeq());
        }
        json.member("message", refusal.message()).optionalMember("outcome", told.outcome());
        replays(json, told).endObject();
    }

    private static CanonicalJson minor(CanonicalJson json, String name, @Nullable Money amount) {
        return amount == null ? json : json.member(name, amount.minor());
    }

    private static CanonicalJson replays(CanonicalJson json, Told told) {
        return told.count() == 0 ? json : json.member(REPLAY_COUNT, told.count());
    }

    private static CanonicalJson route(CanonicalJson json, Transfer.@Nullable Route route) {
        return route == null
                ? json
                : json.name("route")
                        .beginObject()
                        .member("attempt_id", route.attemptId())
                        .member("rail", route.rail())
                        .endObject();
    }

    private static CanonicalJson entries(CanonicalJson json, List<Entry> entries) {
        json.name("entries").beginArray();
        for (Entry entry : entries) {
            json.beginObject()
                    .member("account", entry.account())
                    .member("amount_minor", entry.amount().minor())
                    .member("available_minor", entry.balances().available().minor())
                    .member("currency", currency(entry.amount()))
                    .member("entry_id", entry.id())
                    .member("pending_minor", entry.balances().pending().minor())
                    .member("posted_minor", entry.balances().posted().minor())
                    .member("side", entry.side().code())
                    .member("version", entry.balances().version())
                    .endObject();
        }
        return json.endArray();
    }

    private static CanonicalJson crossings(CanonicalJson json, List<Crossing> crossings) {
        if (crossings.isEmpty()) {
            return json;
        }
        json.name("crossings").beginArray();
        for (Crossing crossing : crossings) {
            json.beginObject().member("account", crossing.account()).member("at", crossing.at());
            minor(json, "balance_minor", crossing.balance())
                    .member("kind", crossing.kind().code());
            minor(json, "limit_minor", crossing.limit()).endObject();
        }
        return json.endArray();
    }

    private static String currency(Money amount) {
        return amount.asset().toString();
    }
}
