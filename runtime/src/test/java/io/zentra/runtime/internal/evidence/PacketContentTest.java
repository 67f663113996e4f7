package io.zentra.runtime.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.webhooks.StandardWebhooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of a packet's content is tripped by a planted fault; the packet without it trips none. */
class PacketContentTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";

    private ObjectNode packet;
    private List<Event> events;

    @BeforeEach
    void writeThePacketOfASettledTransfer() throws IOException {
        packet = (ObjectNode) JSON.readTree(settled());
        events = new ArrayList<>();
        packet.path("events")
                .forEach(each ->
                        events.add(Event.parse(each.path("event").asText().getBytes(StandardCharsets.UTF_8))));
        assertThat(types())
                .containsExactly(
                        "transfer.created",
                        "ledger.entry.created",
                        "provider.routed",
                        "provider.observed",
                        "callback.received",
                        "ledger.entry.created",
                        "transfer.settled");
        assertThat(faults()).isEmpty();
    }

    @Test
    void findsAMemberTooManyInThePacket() {
        packet.put("note", "not checked by anybody");
        finds(
                "the packet has the members [callbacks, checkpoint, correlation, deliveries, events, format, note, notes, public_key, seal, tenant, transfer, v]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "callbacks",
                "checkpoint",
                "correlation",
                "deliveries",
                "events",
                "format",
                "notes",
                "public_key",
                "seal",
                "tenant",
                "v"
            })
    void findsAMemberMissingInThePacket(String name) {
        packet.remove(name);
        finds("the packet has the members ");
    }

    @Test
    void findsAMemberTooManyInAnEvent() {
        first("events").put("note", "x");
        finds("an event has the members [event, note, path], not [event, path]");
    }

    @Test
    void findsAMemberTooManyInACallback() {
        first("callbacks").put("note", "x");
        finds("a callback has the members [body, envelope, note, seq], not [body, envelope, seq]");
    }

    @Test
    void findsAnErasedCallbackThatHasItsBodyAllTheSame() {
        first("callbacks").put("erased", true);
        finds("a callback has the members [body, envelope, erased, seq], not [erased, seq]");
    }

    @Test
    void findsThatTheReserveIsLeftOut() {
        events.remove(1);
        finds("the event ledger.entry.created of po_");
    }

    @Test
    void findsAnotherPostingInThePlaceOfTheReserve() {
        String settlement = event(5).subject().orElseThrow();
        plant(1, "\"subject\":\"" + event(1).subject().orElseThrow(), "\"subject\":\"" + settlement);
        finds("the event ledger.entry.created of po_");
    }

    @Test
    void findsThatTheRouteIsLeftOut() {
        events.remove(2);
        finds("the event provider.routed of at_");
    }

    @Test
    void findsThatThePostingOfTheEndIsLeftOut() {
        String settlement = event(5).subject().orElseThrow();
        events.remove(5);
        finds("the event ledger.entry.created of " + settlement + " is left out");
    }

    @Test
    void findsAFailureWithoutItsReversal() {
        plant(6, "transfer.settled", "transfer.failed");
        plant(6, "\"status\":\"settled\"", "\"status\":\"failed\"");
        transfer().put("status", "failed");
        assertThat(faults()).isEmpty(); // a posting comes before it
        String reversal = event(5).subject().orElseThrow();
        events.remove(5);
        finds("the event ledger.entry.created of " + reversal + " is left out");
    }

    @Test
    void findsAnEndThatNamesNoPosting() {
        plant(6, "\"posting\":\"" + event(5).subject().orElseThrow() + "\",", "");
        finds("event " + event(6).seq() + " names no posting");
    }

    @Test
    void findsAStepThatNoTransferTakes() {
        plant(6, "transfer.settled", "transfer.partly_reversed");
        finds("the events cannot be read by this version: transfer.partly_reversed leads no transfer from PROCESSING");
    }

    @Test
    void findsEventsThatChangedPlaces() {
        events.add(4, events.remove(3));
        finds("event " + event(4).seq() + " is out of order");
    }

    @Test
    void findsAnEventThatStandsTwice() {
        events.add(4, event(3));
        finds("event " + event(3).seq() + " is out of order");
    }

    @Test
    void findsEventsOfAnotherTenant() {
        packet.put("tenant", "other");
        finds("event " + event(0).seq() + " is of tenant acme");
    }

    @Test
    void findsAnEventOfAnotherTransfer() {
        plant(3, "\"correlation\":\"tr_", "\"correlation\":\"tr_other_");
        finds("event " + event(3).seq() + " is not of " + transfer().path("id").asText());
    }

    @Test
    void findsAnEventOfNoTransfer() {
        plant(3, "\"correlation\":", "\"correlative\":");
        finds("event " + event(3).seq() + " is not of tr_");
    }

    @Test
    void findsAPostingThatDoesNotBalance() {
        plant(5, "\"amount_minor\":125000", "\"amount_minor\":125001");
        finds("the posting of event " + event(5).seq() + " does not balance");
    }

    @Test
    void findsAPostingThatBalancesInNoOneAsset() {
        plant(1, "\"asset\":\"USD\"", "\"asset\":\"EUR\"");
        finds("the posting of event " + event(1).seq() + " does not balance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attempt", "currency", "destination", "id", "rail", "reason", "source", "status"})
    void findsASummaryThatTellsOtherwise(String name) {
        transfer().put(name, "other");
        finds("the summary is not what the events tell: they tell {\"amount_minor\":125000,");
    }

    @Test
    void findsASummaryOfAnotherAmount() {
        transfer().put("amount_minor", 125_001);
        finds("the summary is not what the events tell");
    }

    @Test
    void findsThatTheSummaryIsLeftOut() {
        packet.remove("transfer");
        finds("the summary is not what the events tell");
    }

    @Test
    void findsThatNoEventTellsOfATransfer() {
        events.remove(0);
        finds("no event tells of a transfer");
    }

    /** What a signer of a later version may write ended the verification with an exception, though it says it throws none. */
    @ParameterizedTest
    @CsvSource({
        "0, '\"status\":\"processing\"', '\"status\":\"queued\"'",
        "0, '\"currency\":\"USD\"', '\"currency\":\"tokens of 2031\"'",
        "0, '\"subject\":\"tr_', '\"subjects\":\"tr_'",
        "0, '\"at\":\"2026', '\"at\":\"+2026'",
        "1, '\"side\":\"debit\"', '\"side\":\"both\"'",
        "1, '\"asset\":\"USD\"', '\"asset\":7'",
        "5, '\"tenant\":\"acme\"', '\"tenant\":1'"
    })
    void findsThatItCannotReadWhatALaterVersionTells(int place, String found, String replacement) {
        plant(place, found, replacement);
        finds("the events cannot be read by this version: ");
    }

    /** Any value in the place of any other, in the packet and in its events. */
    @Test
    void findsAFaultInEveryRandomChangeAndThrowsNothing() throws IOException {
        Random random = new Random(20_261_121);
        String whole = packet.toString();
        List<Event> sound = List.copyOf(events);
        for (int i = 0; i < 4_000; i++) {
            packet = (ObjectNode) JSON.readTree(whole);
            events = new ArrayList<>(sound);
            int place = random.nextInt(sound.size() + 1);
            boolean ofPacket = place == sound.size();
            JsonNode changed =
                    ofPacket ? packet : JSON.readTree(sound.get(place).bytes());
            String what = RandomJson.change(changed, random);
            if (!ofPacket) {
                events.set(place, RandomJson.event(changed, sound.get(place)));
            }
            assertThatNoException().as("change %s: %s", i, what).isThrownBy(this::faults);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"e30=", "", "no base 64!"})
    void findsACallbackThatIsNotTheOneThatCame(String body) {
        first("callbacks").put("body", body);
        finds("the callback of event " + event(4).seq() + " is not the one that came");
    }

    @Test
    void findsACallbackOfAnotherEvent() {
        first("callbacks").put("seq", 999);
        finds("the callback of event 999 is not the one that came");
        finds("the callback of event " + event(4).seq() + " is left out");
    }

    @Test
    void findsACallbackThatStandsTwice() {
        ArrayNode callbacks = (ArrayNode) packet.path("callbacks");
        callbacks.add(callbacks.get(0).deepCopy());
        finds("the callback of event " + event(4).seq() + " is not the one that came");
    }

    @Test
    void findsThatACallbackIsLeftOut() {
        ((ArrayNode) packet.path("callbacks")).removeAll();
        finds("the callback of event " + event(4).seq() + " is left out");
    }

    @Test
    void believesThatACallbackWasErasedWhenAnEventTellsOfIt() {
        String callback = "the callback of event " + event(4).seq() + " is not the one that came";
        first("callbacks").remove("body");
        first("callbacks").remove("envelope");
        first("callbacks").put("erased", true);
        finds(callback);
        Event last = event(6);
        events.add(Event.parse(last.toString()
                .replace("transfer.settled", "callback.erased")
                .replace("\"body\":{", "\"body\":{\"callback\":" + event(4).seq() + ",")
                .replace("\"seq\":" + last.seq(), "\"seq\":" + (last.seq() + 1))
                .replaceFirst("\"previous\":[0-9]+", "\"previous\":" + last.seq())
                .getBytes(StandardCharsets.UTF_8)));
        assertThat(faults()).isEmpty();
        first("callbacks").put("erased", false);
        finds(callback);
    }

    @Test
    void findsEachEventThatTheNextOneNames() {
        List<Event> all = List.copyOf(events);
        for (int left = 0; left < all.size() - 1; left++) {
            events = new ArrayList<>(all);
            events.remove(left);
            finds("event " + all.get(left).seq() + ", which event "
                    + all.get(left + 1).seq() + " names before it, is left out");
        }
    }

    @Test
    void findsAFirstEventThatNamesOneBeforeIt() {
        plant(0, "\"request\":", "\"previous\":7,\"request\":");
        finds("event 7, which event " + event(0).seq() + " names before it, is left out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":2}",
                "{ \"a\":1}",
                "{\"a\":1.0}",
                "{\"a\":1e3}",
                "{\"a\":null}",
                "{\"a\":12345678901234567890}",
                "{\"a\":\"\\u0041\"}",
                "{\"a\":1}\n"
            })
    void knowsOneFormOfEachContent(String other) throws IOException {
        byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
        assertThat(PacketText.isCanonical(JSON.readTree(bytes), bytes)).isFalse();
        byte[] one = "{\"a\":[true,1,\"A\"]}".getBytes(StandardCharsets.UTF_8);
        assertThat(PacketText.isCanonical(JSON.readTree(one), one)).isTrue();
    }

    private void finds(String fault) {
        assertThat(faults()).anySatisfy(each -> assertThat(each).startsWith(fault));
    }

    private List<String> faults() {
        return new PacketContent(packet, events).faults();
    }

    private List<String> types() {
        return events.stream().map(Event::type).toList();
    }

    private Event event(int index) {
        return events.get(index);
    }

    private ObjectNode first(String array) {
        return (ObjectNode) packet.path(array).get(0);
    }

    private ObjectNode transfer() {
        return (ObjectNode) packet.path("transfer");
    }

    /** Changes the first place of a text in an event. */
    private void plant(int index, String text, String other) {
        String before = event(index).toString();
        assertThat(before).contains(text);
        int at = before.indexOf(text);
        String after = before.substring(0, at) + other + before.substring(at + text.length());
        events.set(index, Event.parse(after.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] settled() {
        StandardWebhooks scheme = StandardWebhooks.generate();
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(InstantSource.fixed(NOW))
                .random(RandomSource.seeded(7))
                .signingKey(SigningKey.generate("acme-ledger"))
                .rail(RAIL, new AcceptingRail())
                .callbacks(RAIL, scheme)
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            acme.transfers().openFlowAccounts(USD);
            acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("merchant:7", USD));
            Transfer transfer = acme.transfers()
                    .create(TransferRequest.builder()
                            .from("customer:42")
                            .to("merchant:7")
                            .amount(Money.ofMinor(125_000, USD))
                            .idempotencyKey("transfer_key_042")
                            .build())
                    .orElseThrow();
            zentra.runDueWork();
            byte[] body = ("{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + transfer.attemptId()
                            + "\",\"amount_minor\":125000,\"currency\":\"USD\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            zentra.callbacks(RAIL).accept(scheme.sign("msg_1", NOW, body), body);
            return acme.evidence().packet(transfer.id()).json();
        }
    }

    private static final class AcceptingRail implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return new RailOutcome.Accepted("prov-1");
        }

        @Override
        public RailOutcome query(String reference) {
            return new RailOutcome.Accepted("prov-1");
        }
    }
}
