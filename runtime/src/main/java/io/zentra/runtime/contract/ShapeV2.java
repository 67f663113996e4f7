package io.zentra.runtime.contract;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.policy.Corridor;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentAction;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is known, in the words of the code. A member without a value is left out. */
final class ShapeV2 implements Shape {
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
        TransferRequest movement = intent.request().movement().orElse(null);
        AboutAccount account = AboutAccount.of(intent.request().action());
        json.beginObject().member("accepted_at", intent.acceptedAt()).optionalMember("account", account.id());
        if (movement != null) {
            json.member("amount_minor", movement.amount().minor());
        }
        json.member("audit_packet", intent.auditPacket().code())
                .optionalMember("case_id", intent.caseId())
                .optionalMember("change", account.change())
                .member(Members.VERSION, ContractVersion.V2.code())
                .member("correlation", intent.id())
                .optionalMember("countries", movement == null ? null : countries(movement))
                .optionalMember("destination", movement == null ? null : movement.destination())
                .member("event_stream", intent.eventStream().code())
                .member("intent_id", intent.intentId())
                .member("ledger_state", intent.ledgerState().code())
                .optionalMember("metadata", movement == null ? Map.of() : movement.metadata())
                .member("money_model", Requests.MINOR_UNITS + intent.request().moneyModel())
                .optionalMember("outcome", told.outcome());
        primitives(json, intent)
                .optionalMember("rail", movement == null ? null : movement.rail())
                .optionalMember("reason", intent.reason());
        replays(json, told)
                .member("scope", intent.request().scope())
                .optionalMember("side", account.side())
                .optionalMember("source", movement == null ? null : movement.source())
                .member("status", intent.status().code())
                .endObject();
    }

    /** What an intent does to an account; nothing of one that moves money. */
    private record AboutAccount(
            @Nullable String id,
            @Nullable String change,
            @Nullable String side) {
        static AboutAccount of(IntentAction action) {
            if (action instanceof IntentAction.OpenAccount open) {
                return new AboutAccount(open.account().id(), "open", null);
            }
            if (action instanceof IntentAction.ChangeAccount asked) {
                Side side = asked.side();
                return new AboutAccount(asked.account(), asked.change().code(), side == null ? null : side.code());
            }
            return new AboutAccount(null, null, null);
        }
    }

    private static @Nullable String countries(TransferRequest movement) {
        Corridor countries = movement.countries();
        return countries == null ? null : countries.toString();
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

    private static CanonicalJson replays(CanonicalJson json, Told told) {
        return told.count() == 0 ? json : json.member("replay_count", told.count());
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

    private static CanonicalJson primitives(CanonicalJson json, Intent intent) {
        json.name("primitives").beginArray();
        EnumSet.copyOf(intent.request().primitives()).forEach(each -> json.value(each.code()));
        return json.endArray();
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
            if (crossing.balance() != null) {
                json.member("balance_minor", crossing.balance().minor());
            }
            json.member("kind", crossing.kind().code());
            if (crossing.limit() != null) {
                json.member("limit_minor", crossing.limit().minor());
            }
            json.endObject();
        }
        return json.endArray();
    }

    private static String currency(Money amount) {
        return amount.asset().toString();
    }
}
