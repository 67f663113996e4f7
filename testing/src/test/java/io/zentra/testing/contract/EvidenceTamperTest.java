package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.Transfer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is changed in a packet or an export is named, and damaged ones do not keep to the schema. */
class EvidenceTamperTest extends EvidenceDesk {
    private Transfer transfer;
    private String packet;

    @Override
    protected Storage storage() {
        return Storage.inMemory();
    }

    @BeforeEach
    void write() {
        transfer = told();
        packet = text(packet(transfer));
    }

    /** A flipped bit is named by the section in which it is, wherever a text or a number is changed. */
    @Test
    void namesTheSectionOfEveryChangedByte() {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        Map<String, Integer> named = new TreeMap<>();
        for (int i = 0; i < bytes.length; i += 11) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            PacketVerdict verdict = verifier().verify(changed);
            assertThat(verdict.isVerified()).as("byte %d", i).isFalse();
            named.merge(verdict.faults().get(0).replaceAll("[0-9]+", "N").split(" ", -1)[0], 1, Integer::sum);
        }

        assertThat(named).containsKeys("event", "the", "it");
    }

    @Test
    void namesWhatIsChangedInEachSection() {
        long callback = seq(transfer, "callback.received");
        long note = seq(transfer, "review.noted");
        long settled = seq(transfer, "transfer.settled");
        String delivery = "the delivery of event " + settled + " to ";

        finds(
                "the callback of event " + callback + " is not the one",
                it -> at(it, "callbacks", 0).put("body", "e30="));
        finds(
                "the callback of event " + callback + " is left out",
                it -> array(it, "callbacks").removeAll());
        finds(
                "the note of event " + note + " is not the one",
                it -> at(it, "notes", 0).put("text", "Did not call."));
        finds("the note of event " + note + " is not the one", it -> shift(at(it, "notes", 0)));
        finds(
                "the note of event " + note + " is left out",
                it -> array(it, "notes").removeAll());
        finds("the note of event " + note + " is not the one", it -> erase(at(it, "notes", 0)));
        finds("the callback of event " + callback + " is not the one", it -> erase(at(it, "callbacks", 0)));
        finds("the body of " + delivery, it -> delivery(it).put("body", "{}"));
        finds("the deliveries are not those", it -> delivery(it).put("state", "parked"));
        finds("the deliveries are not those", it -> attempt(it, 1).put("at", "2026-11-21T09:00:00Z"));
        finds("the deliveries are not those", it -> attempt(it, 0).put("status", 200));
        finds(
                "the deliveries are not those",
                it -> array(it.path("deliveries"), "list").removeAll());
        finds(
                "the deliveries are not those",
                it -> array(delivery(it), "attempts").remove(0));
        finds("attempt 1 of " + delivery, it -> ((ObjectNode) attempt(it, 0).path("transcript")).put("response", ""));
        finds(
                "attempt 1 of " + delivery,
                it -> array(delivery(it), "attempts")
                        .add(array(delivery(it), "attempts").remove(0)));
        finds("the delivery of event 1 to ", it -> delivery(it).put("event", 1));
        finds("the summary is not", it -> ((ObjectNode) it.path("transfer")).put("status", "failed"));
        finds("the summary is not", it -> ((ObjectNode) it).remove("transfer"));
        finds("event number 3: ", it -> ((ArrayNode) at(it, "events", 2).path("path")).remove(0));
        finds(
                "event number 14: event " + settled + " is not in the log",
                it -> array(it, "events")
                        .forEach(each -> ((ObjectNode) each)
                                .put(
                                        "event",
                                        each.path("event")
                                                .asText()
                                                .replace("\"status\":\"settled\"", "\"status\":\"x\""))));
        finds("the packet holds no event", it -> array(it, "events").removeAll());
        finds("event ", it -> ((ObjectNode) it).put("correlation", "tr_other"));
        finds("the packet names another key", it -> ((ObjectNode) it).put("public_key", "acme+00000000+AAAA"));
    }

    /** A zero byte parts envelope and body in what is hashed; the begin of a body must not pass as envelope. */
    @Test
    void takesNoLetterOfOneTextForAnother() {
        finds("the callback of event ", it -> at(it, "callbacks", 0).put("envelope", "AAAA"));
    }

    /** Sealed deliveries belong to one packet. */
    @Test
    void deliveriesOfAnotherCheckpointAreNone() {
        clock().advance(Duration.ofMinutes(1));
        acme().ledgers().post(BANK, OTHER, usd(1), newKey()).orElseThrow();
        JsonNode later = SealedPacket.parse(text(packet(transfer))).packet();
        finds("the deliveries are not those", it -> ((ObjectNode) it).set("deliveries", later.path("deliveries")));
    }

    @Test
    void damagedPacketsDoNotKeepToTheSchema() {
        assertThat(ServiceLoader.load(PacketRule.class)).hasAtLeastOneElementOfType(SchemaRule.class);
        List<Consumer<ObjectNode>> damages = List.of(
                it -> it.put("note", "x"),
                it -> it.put("v", 2),
                it -> it.put("v", "1"),
                it -> it.put("format", "zentra.export"),
                it -> it.put("checkpoint", "none"),
                it -> it.put("seal", it.path("checkpoint").asText()),
                it -> it.put("public_key", "acme"),
                it -> array(it, "events").removeAll(),
                it -> at(it, "events", 0).put("path", "x"),
                it -> ((ArrayNode) at(it, "events", 0).path("path")).add("AA=="),
                it -> at(it, "events", 0).put("event", "{}"),
                it -> at(it, "events", 0)
                        .put("event", at(it, "events", 0).path("event").asText().replace("\"actor\":", "\"who\":")),
                it -> at(it, "callbacks", 0).put("redacted", true),
                it -> at(it, "callbacks", 0).put("body", "?"),
                it -> at(it, "notes", 0).put("salt", "00"),
                it -> erase(at(it, "notes", 0)).put("erased", false),
                it -> delivery(it).put("state", "lost"),
                it -> delivery(it).remove("body_sha256"),
                it -> attempt(it, 0).put("number", 0),
                it -> attempt(it, 0).put("outcome", "fine"),
                it -> ((ObjectNode) it.path("transfer")).put("amount_minor", "125000"),
                it -> ((ObjectNode) it.path("deliveries")).remove("seal"));
        for (int i = 0; i < damages.size(); i++) {
            ObjectNode damaged = SealedPacket.parse(packet).packet();
            damages.get(i).accept(damaged);
            assertThat(SchemaRule.faults("packet", damaged)).as("damage %d", i).isNotEmpty();
        }
        for (String name : List.copyOf(new TreeMap<>(names(packet)).keySet())) {
            ObjectNode damaged = SealedPacket.parse(packet).packet();
            damaged.remove(name);
            assertThat(SchemaRule.faults("packet", damaged).isEmpty())
                    .as("without %s", name)
                    .isEqualTo(name.equals("transfer"));
        }
    }

    @Test
    void thePublishedSchemaIsTheOneInTheJar() throws Exception {
        Path page = Path.of("..").toAbsolutePath().normalize().resolve("docs/packet.schema.json");

        assertThat(AuditPacket.schema()).isEqualTo(Files.readString(page));
    }

    @Test
    void everyLineOfAnExportKeepsToTheSchema() {
        List<String> lines = export(Instant.EPOCH, clock().instant()).lines();

        assertThat(lines)
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(SchemaRule.faults(
                                "export_line", SchemaRule.tree(line.getBytes(StandardCharsets.UTF_8))))
                        .isEmpty());
        assertThat(SchemaRule.faults("export_line", SchemaRule.tree("{\"end\":{}}".getBytes(StandardCharsets.UTF_8))))
                .isNotEmpty();
    }

    @Test
    void namesTheLineThatIsLeftOutRepeatedOrMoved() {
        clock().advance(Duration.ofMinutes(1));
        List<String> lines = export(Instant.EPOCH, clock().instant()).lines();
        for (int i = 1; i < lines.size() - 1; i++) {
            List<String> without = new ArrayList<>(lines);
            String line = without.remove(i);
            assertThat(verdict(without).faults().get(0)).startsWith("line ").contains("is left out");
            List<String> twice = new ArrayList<>(lines);
            twice.add(i, line);
            assertThat(verdict(twice).faults().get(0)).contains("is told twice");
            List<String> moved = new ArrayList<>(without);
            moved.add(i + (i < lines.size() - 2 ? 1 : -1), line);
            assertThat(verdict(moved).faults().get(0)).contains("is left out");
        }
    }

    @Test
    void seesThatAnExportIsCutOffOrGoesOn() {
        clock().advance(Duration.ofMinutes(1));
        List<String> lines = export(Instant.EPOCH, clock().instant()).lines();
        byte[] whole = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        for (int length : new int[] {0, 10, 500, whole.length / 2, whole.length - 1}) {
            assertThat(verdict(java.util.Arrays.copyOf(whole, length)).isVerified())
                    .as("the first %d bytes", length)
                    .isFalse();
        }
        assertThat(verdict(lines.subList(0, lines.size() - 1)).faults())
                .anyMatch(fault -> fault.endsWith("the end is missing: the export was cut off"));
        List<String> more = new ArrayList<>(lines);
        more.add(lines.get(1));
        assertThat(verdict(more).faults().get(0)).contains("there is something behind the end");
    }

    @Test
    void namesTheLineOfEveryChangedByteOfAnExport() {
        clock().advance(Duration.ofMinutes(1));
        byte[] whole = export(Instant.EPOCH, clock().instant()).bytes();
        for (int i = 0; i < whole.length; i += 211) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            assertThat(verdict(changed).faults()).as("byte %d", i).isNotEmpty();
            assertThat(verdict(changed).faults().get(0)).startsWith("line ");
        }
    }

    @Test
    void namesWhatIsChangedInHeaderAndEnd() {
        clock().advance(Duration.ofMinutes(1));
        List<String> lines = export(Instant.EPOCH, clock().instant()).lines();
        findsInExport(lines, 0, "\"from\":\"1970", "\"from\":\"1971", "the end is not what the lines tell");
        findsInExport(lines, 0, "\"first\":1,", "\"first\":2,", "line ");
        findsInExport(lines, 0, "\"tenant\":\"acme\"", "\"tenant\":\"other\"", "line 1: the checkpoint is of ");
        findsInExport(lines, 0, "\"v\":1", "\"v\":2", "line 1: it is no header");
        int end = lines.size() - 1;
        findsInExport(lines, end, "\"packets\":", "\"packets\":1", "the end is not what the lines tell");
        findsInExport(lines, end, "\"seal\":\"zentra", "\"seal\":\"zentrb", "line " + lines.size() + ": ");
    }

    private void findsInExport(List<String> lines, int index, String text, String other, String fault) {
        List<String> changed = new ArrayList<>(lines);
        assertThat(lines.get(index)).contains(text);
        changed.set(index, lines.get(index).replace(text, other));
        assertThat(verdict(changed).faults()).anyMatch(each -> each.contains(fault));
    }

    /** The first fault names the change, or the first that is not about a seal over it. */
    private void finds(String fault, Consumer<JsonNode> change) {
        ObjectNode changed = SealedPacket.parse(packet).packet();
        change.accept(changed);
        List<String> faults = verifier()
                .verify(SealedPacket.text(changed).getBytes(StandardCharsets.UTF_8))
                .faults();
        assertThat(faults).as(fault).isNotEmpty();
        assertThat(faults.get(0)).startsWith(fault);
    }

    private static Map<String, JsonNode> names(String packet) {
        Map<String, JsonNode> names = new TreeMap<>();
        SealedPacket.parse(packet).packet().properties().forEach(each -> names.put(each.getKey(), each.getValue()));
        return names;
    }

    private static ArrayNode array(JsonNode of, String name) {
        return (ArrayNode) of.path(name);
    }

    private static ObjectNode at(JsonNode packet, String array, int index) {
        return (ObjectNode) packet.path(array).get(index);
    }

    private static ObjectNode delivery(JsonNode packet) {
        return (ObjectNode) packet.path("deliveries").path("list").get(0);
    }

    private static ObjectNode attempt(JsonNode packet, int index) {
        return (ObjectNode) delivery(packet).path("attempts").get(index);
    }

    private static ObjectNode erase(ObjectNode shown) {
        shown.retain("seq");
        return shown.put("erased", true);
    }

    /** The first letter of a note becomes the last of its salt. */
    private static void shift(ObjectNode note) {
        String text = note.path("text").asText();
        note.put("salt", note.path("salt").asText() + text.charAt(0)).put("text", text.substring(1));
    }
}
