package io.zentra.runtime.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is changed in the packet of a payment or left out of it is a fault. */
class PaymentPacketTest {
    private static final Asset USD = Asset.iso("USD");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectNode packet;
    private List<Event> events;

    @BeforeEach
    void writeThePacketOfARefundedCard() throws IOException {
        packet = (ObjectNode) JSON.readTree(refunded());
        events = new ArrayList<>();
        packet.path("events")
                .forEach(each ->
                        events.add(Event.parse(each.path("event").asText().getBytes(StandardCharsets.UTF_8))));
        assertThat(events.stream().map(Event::type))
                .containsExactly(
                        "hold.placed",
                        "payment.authorized",
                        "ledger.entry.created",
                        "hold.captured",
                        "payment.captured",
                        "ledger.entry.created",
                        "payment.refunded");
        assertThat(faults()).isEmpty();
        assertThat(new PacketContent(packet, events).status()).isEqualTo("partly_captured");
    }

    @ParameterizedTest
    @CsvSource({"0, hold.placed, ho_", "2, ledger.entry.created, po_", "5, ledger.entry.created, po_"})
    void findsThatWhatTheLedgerDidIsLeftOut(int place, String type, String prefix) {
        events.remove(place);
        finds("the event " + type + " of " + prefix);
    }

    @Test
    void findsPostingsThatComeToAnotherAmount() {
        plant(4, "\"amount_minor\":60", "\"amount_minor\":59");
        finds("the postings of event " + events.get(4).seq() + " do not come to its amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount_minor",
                "authorized_minor",
                "captured_minor",
                "charged_back_minor",
                "held_minor",
                "refunded_minor",
                "status",
                "source",
                "destination"
            })
    void findsASummaryThatTellsOtherwise(String member) {
        ((ObjectNode) packet.path("payment")).put(member, "other");
        finds("the summary is not what the events tell: they tell {\"amount_minor\":100,");
    }

    @Test
    void findsASummaryThatIsLeftOutOrOfNothing() {
        packet.set("transfer", packet.remove("payment"));
        finds("the summary is not what the events tell");
        finds("no event tells of a transfer");
    }

    /** More was given back than came, or a step was taken that no card takes. */
    @ParameterizedTest
    @CsvSource({
        "6, '\"amount_minor\":7', '\"amount_minor\":70'",
        "6, payment.refunded, payment.expired",
        "6, '\"status\":\"partly_captured\"', '\"status\":\"captured\"'",
        "1, '\"flow\":\"card\"', '\"flow\":\"loan\"'"
    })
    void findsThatItCannotReadWhatNoPaymentDoes(int place, String text, String other) {
        plant(place, text, other);
        finds("the events cannot be read by this version: ");
    }

    private void finds(String fault) {
        assertThat(faults()).anySatisfy(each -> assertThat(each).startsWith(fault));
    }

    private List<String> faults() {
        return new PacketContent(packet, events).faults();
    }

    private void plant(int index, String text, String other) {
        String before = events.get(index).toString();
        assertThat(before).contains(text);
        String after = before.replace(text, other);
        events.set(index, Event.parse(after.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] refunded() {
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z")))
                .random(RandomSource.seeded(7))
                .signingKey(SigningKey.generate("acme-ledger"))
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("merchant:7", USD));
            Payment card = acme.cards()
                    .authorize(PaymentRequest.of("customer:42", "merchant:7", usd(100), "auth"))
                    .orElseThrow();
            acme.cards().clear(card.id(), usd(60), "clear").orElseThrow();
            acme.cards().refund(card.id(), usd(7), "damaged", "refund").orElseThrow();
            return acme.evidence().packet(card.id()).json();
        }
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
