package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.PacketPart;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One packet explains a transfer or an order, and what of it is withheld or erased breaks no proof. */
public abstract class EvidenceContract extends EvidenceDesk {
    private static final String ORDER = "order:17";

    /** For subclasses. */
    protected EvidenceContract() {}

    @Test
    void aPacketTellsOfAllThatHappenedToATransfer() {
        Transfer transfer = told();
        AuditPacket packet = packet(transfer);
        PacketVerdict verdict = verified(packet).orElseThrow();

        assertThat(verdict.correlation()).isEqualTo(transfer.id());
        assertThat(verdict.status()).isEqualTo("settled");
        assertThat(verdict.withheld()).isEmpty();
        assertThat(events(transfer))
                .containsSubsequence(
                        "transfer.created",
                        "policy.review",
                        "review.opened",
                        "review.noted",
                        "review.approved",
                        "review.closed",
                        "ledger.entry.created",
                        "provider.routed",
                        "provider.observed",
                        "callback.received",
                        "transfer.settled");
        assertThat(text(packet))
                .contains("\\\"request\\\":{\\\"amount_minor\\\":125000", "\\\"actor\\\":\\\"service:svc_edge\\\"")
                .contains("\\\"candidates\\\":", "\\\"type\\\":\\\"ledger.entry.created\\\"", "\\\"v\\\":1}")
                .contains("\"text\":\"" + NOTE + "\"", "\"envelope\":\"", "\"path\":[\"")
                .contains("\"outcome\":\"throttled\",\"status\":503", "\"outcome\":\"delivered\",\"status\":200")
                .contains(
                        "\"response\":\"" + ANSWER + "\"", "\"state\":\"delivered\"", "\"checkpoint\":\"acme-ledger/");
    }

    /** What was asked for twice with nothing in between is the same to the last byte. */
    @Test
    void theSameHistoryGivesTheSameBytes() {
        Transfer transfer = told();

        assertThat(packet(transfer).json()).isEqualTo(packet(transfer).json());
    }

    @Test
    void whatIsWithheldIsGoneAndTheRestIsProvenAsBefore() {
        Transfer transfer = told();
        AuditPacket whole = packet(transfer);
        AuditPacket outside = whole.redacted(PacketPart.values());
        PacketVerdict verdict = verified(outside).orElseThrow();

        assertThat(text(outside)).doesNotContain(NOTE, ANSWER, "\"body\":\"", "\"envelope\":", "\"transcript\":");
        assertThat(text(outside)).contains("\"outcome\":\"throttled\"", "review.noted");
        assertThat(verdict.withheld())
                .contains("the callback of event " + seq(transfer, "callback.received"))
                .contains("the note of event " + seq(transfer, "review.noted"))
                .anyMatch(each -> each.startsWith("attempt 1 of the delivery of event "))
                .hasSize(5);
        assertThat(verdict.events()).isEqualTo(verified(whole).events());
        assertThat(outside.redacted(PacketPart.values()).json()).isEqualTo(outside.json());
        AuditPacket withoutNotes = whole.redacted(PacketPart.NOTES);
        assertThat(verified(withoutNotes).orElseThrow().withheld()).hasSize(1);
        assertThat(text(withoutNotes)).contains(ANSWER).doesNotContain(NOTE);
        refuses(ErrorCode.UNKNOWN_FORMAT, () -> new AuditPacket("x", new byte[] {'{', '}'}).redacted(PacketPart.NOTES));
    }

    @Test
    void anErasedNoteIsShownAsErasedAndAnEventProvesIt() {
        Transfer transfer = told();
        long note = seq(transfer, "review.noted");
        by(Actor.operator("dpo", Permission.ERASE_NOTES)).reviews().eraseNote(note);
        AuditPacket packet = packet(transfer);

        assertThat(text(packet)).contains("\"notes\":[{\"erased\":true,\"seq\":" + note + "}]");
        assertThat(text(packet)).doesNotContain(NOTE).contains("review.note.erased");
        assertThat(verified(packet).orElseThrow().withheld()).isEmpty();
        requireSound(packet);
    }

    @Test
    void anOrderOfTheHostHasAPacketToo() {
        Posting first = order(10, "a");
        order(20, "b");
        acme().ledgers().reverse(first.id(), "c").orElseThrow();
        AuditPacket packet = by(AUDITOR).evidence().packet(ORDER);
        PacketVerdict verdict = verified(packet).orElseThrow();

        assertThat(verdict.correlation()).isEqualTo(ORDER);
        assertThat(verdict.status()).isEmpty();
        assertThat(verdict.events()).isEqualTo(3);
        requireSound(packet);
        assertThat(by(AUDITOR).evidence().packet(first.id()).json()).isEqualTo(packet.json());
        assertThat(by(AUDITOR).evidence().timeline(first.id()))
                .extracting(Event::type)
                .containsExactly("ledger.entry.created", "ledger.entry.created", "ledger.entry.created");
    }

    @Test
    void aControlledPostingHasItsDecisionAndItsReviewBesideIt() {
        publish(Policy.named(PAYOUT)
                .review("treasury", Condition.amountOver(usd(1)))
                .build());
        acme().controlled()
                .post(
                        proposal(CUSTOMER, 500),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(500), newKey())
                                .correlation(ORDER))
                .orElseThrow();
        String caseId = acme().reviews().list("", 1).get(0).id();
        approve(TREASURER, acme().reviews().find(caseId).orElseThrow());
        AuditPacket packet = by(AUDITOR).evidence().packet(caseId);

        assertThat(packet.correlation()).isEqualTo(ORDER);
        assertThat(verified(packet).orElseThrow().events()).isEqualTo(6);
        assertThat(acme().evidence().timeline(ORDER))
                .extracting(Event::type)
                .containsExactly(
                        "policy.review",
                        "review.opened",
                        "review.approved",
                        "review.closed",
                        "policy.review",
                        "ledger.entry.created");
        requireSound(packet);
    }

    @Test
    void findsAnIntentByTheIdThatTheHostGaveIt() {
        Intent intent = acme().intents()
                .create(IntentRequest.builder("intent_042")
                        .scope("workspace_scope")
                        .moneyModel(USD)
                        .primitives(Primitive.LEDGER, Primitive.ROUTES)
                        .from(CUSTOMER)
                        .to(MERCHANT)
                        .amountMinor(AMOUNT)
                        .build())
                .orElseThrow();

        AuditPacket packet = by(AUDITOR).evidence().packet("intent_042");
        assertThat(packet.correlation()).isEqualTo(intent.id());
        requireSound(packet);
        assertThat(by(AUDITOR).evidence().timeline("intent_042"))
                .extracting(Event::seq)
                .isEqualTo(by(AUDITOR).evidence().timeline(intent.id()).stream()
                        .map(Event::seq)
                        .toList())
                .isNotEmpty();
    }

    @Test
    void tellsWhatIsUnknown() {
        String transfer = created().id();
        String without = acme().ledgers()
                .post(BANK, OTHER, usd(1), newKey())
                .orElseThrow()
                .id();

        for (String id : List.of("", "order:18", "intent 1", "po_nothing", without, "x".repeat(500), "\ud800")) {
            refuses(ErrorCode.UNKNOWN_CORRELATION, () -> by(AUDITOR).evidence().packet(id));
            refuses(ErrorCode.UNKNOWN_CORRELATION, () -> by(AUDITOR).evidence().timeline(id));
        }
        refuses(ErrorCode.UNKNOWN_TRANSFER, () -> by(AUDITOR).evidence().packet("tr_x"));
        refuses(ErrorCode.UNKNOWN_TRANSFER, () -> by(AUDITOR).evidence().packet(transfer.replace("tr_", "tr_z")));
    }

    private Posting order(long minor, String key) {
        return acme().ledgers()
                .post(PostingRequest.of(BANK, OTHER, usd(minor), key).correlation(ORDER))
                .orElseThrow();
    }

    static void refuses(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
