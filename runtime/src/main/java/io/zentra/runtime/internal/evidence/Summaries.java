package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.payment.PaymentStory;
import io.zentra.runtime.internal.transfer.TransferStory;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the events of a packet come to: the state of a transfer, of a payment, or of neither. Not thread-safe. */
final class Summaries {
    private static final String TRANSFER = "transfer";
    private static final String PAYMENT = "payment";

    /** The members of a packet that tell it. */
    static final Set<String> MEMBERS = Set.of(TRANSFER, PAYMENT);

    private final TransferStory transfer = new TransferStory();
    private final PaymentStory payment = new PaymentStory();

    /** Takes the next event. */
    void apply(Event event) {
        transfer.apply(event);
        payment.apply(event);
    }

    /** The state; empty when the events tell of none. */
    String status() {
        TransferRow row = transfer.row();
        return row == null ? payment.status().orElse("") : row.status().code();
    }

    /** By the packet's members, in canonical JSON; what the events do not tell of is missing. */
    Map<String, byte[]> byMember() {
        Map<String, byte[]> told = new TreeMap<>();
        payment.summary().ifPresent(summary -> told.put(PAYMENT, summary));
        Optional.ofNullable(transfer.row()).ifPresent(row -> told.put(TRANSFER, summary(row)));
        return told;
    }

    /** Compares those of a packet with what its events tell. */
    void check(JsonNode packet, Consumer<String> faults) {
        Map<String, byte[]> told = byMember();
        for (String member : List.of(PAYMENT, TRANSFER)) {
            byte[] summary = told.get(member);
            if (summary == null) {
                if (packet.has(member)) {
                    faults.accept("no event tells of a " + member);
                }
            } else {
                String text = new String(summary, StandardCharsets.UTF_8);
                if (!packet.path(member).toString().equals(text)) {
                    faults.accept("the summary is not what the events tell: they tell " + text);
                }
            }
        }
    }

    private static byte[] summary(TransferRow row) {
        OfPayment payment = row.order().payment();
        return CanonicalJson.bytes(out -> out.beginObject()
                .member("amount_minor", row.amount().minor())
                .optionalMember("attempt", row.trail().attempt())
                .optionalMember("case", row.standing().caseId())
                .member("currency", row.amount().asset().toString())
                .member("destination", row.order().destination())
                .member("id", row.id())
                .optionalMember("payment", payment == null ? null : payment.id())
                .optionalMember(
                        "payment_step", payment == null ? null : payment.step().code())
                .optionalMember("rail", row.trail().rail())
                .optionalMember("reason", row.standing().reason())
                .member("reversed_minor", row.trail().reversedMinor())
                .member("source", row.order().source())
                .member("status", row.status().code())
                .endObject());
    }
}
