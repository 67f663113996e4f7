package io.zentra.runtime.contract;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Corridor;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentAction;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of an intent in version 2: some are there for money that moves, others for an account, so they are collected
 * before they are written in order.
 */
final class IntentV2 {
    private final Map<String, CanonicalJson.Value> members = new TreeMap<>();

    private IntentV2() {}

    static void write(CanonicalJson json, Intent intent, Told told) {
        IntentV2 all = new IntentV2();
        all.state(intent);
        all.call(told);
        all.request(intent);
        all.action(intent.request().action());
        json.beginObject();
        all.members.forEach((name, value) -> value.write(json.name(name)));
        json.endObject();
    }

    private void state(Intent intent) {
        members.put("accepted_at", json -> json.value(intent.acceptedAt()));
        text("audit_packet", intent.auditPacket().code());
        text("case_id", intent.caseId());
        text("correlation", intent.id());
        text("event_stream", intent.eventStream().code());
        text("ledger_state", intent.ledgerState().code());
        text("reason", intent.reason());
        text("status", intent.status().code());
    }

    private void call(Told told) {
        text(Members.VERSION, ContractVersion.V2.code());
        text("outcome", told.outcome());
        if (told.count() > 0) {
            members.put(ShapeV2.REPLAY_COUNT, json -> json.value(told.count()));
        }
    }

    private void request(Intent intent) {
        text("intent_id", intent.intentId());
        text("money_model", Requests.MINOR_UNITS + intent.request().moneyModel());
        text("scope", intent.request().scope());
        members.put("primitives", json -> {
            json.beginArray();
            EnumSet.copyOf(intent.request().primitives()).forEach(each -> json.value(each.code()));
            json.endArray();
        });
    }

    private void action(IntentAction action) {
        if (action instanceof IntentAction.Move move) {
            moved(move.movement());
        } else if (action instanceof IntentAction.OpenAccount open) {
            opened(open.account());
        } else if (action instanceof IntentAction.ChangeAccount asked) {
            text("account", asked.account());
            text("change", asked.change().code());
            text("side", asked.side() == null ? null : asked.side().code());
        }
    }

    private void moved(TransferRequest movement) {
        Corridor countries = movement.countries();
        minor("amount_minor", movement.amount());
        text("countries", countries == null ? null : countries.toString());
        text("destination", movement.destination());
        text("rail", movement.rail());
        text("source", movement.source());
        metadata(movement.metadata());
    }

    private void opened(NewAccount account) {
        text("account", account.id());
        text("change", AccountActions.OPEN);
        text("kind", account.kind().code());
        text("normal_side", account.normalSide().code());
        minor("ceiling_minor", account.ceiling());
        minor("floor_minor", account.floor());
        metadata(account.metadata());
    }

    private void metadata(Map<String, String> words) {
        if (!words.isEmpty()) {
            members.put("metadata", json -> {
                json.beginObject();
                new TreeMap<>(words).forEach(json::member);
                json.endObject();
            });
        }
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            members.put(name, json -> json.value(value));
        }
    }

    private void minor(String name, @Nullable Money amount) {
        if (amount != null) {
            members.put(name, json -> json.value(amount.minor()));
        }
    }
}
