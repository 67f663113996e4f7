package io.zentra.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.TestClock;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library, the published vectors and the page that shows them say the same. */
class FormatVectorsTest {
    private static final JsonNode VECTORS = vectors();
    private static final Path PAGE = Path.of("..", "docs", "journal-format.md");

    private final HashChain hashes = new HashChain();

    @TempDir
    Path folder;

    @Test
    void writesCanonicalJson() {
        for (JsonNode vector : VECTORS.path("canonical_json")) {
            byte[] written = CanonicalJson.bytes(json -> write(json, vector.path("value")));

            assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(text(vector, "text"));
            assertThat(hex(written)).isEqualTo(text(vector, "hex"));
        }
    }

    /** The events are recorded by the write path itself, with a clock that is set for each. */
    @Test
    void recordsTheEventsByteForByte() {
        TestClock clock = new TestClock();
        try (ZentraCore core =
                ZentraCore.open(ZentraCore.Settings.of(Storage.inMemory()).withClock(clock), List.of())) {
            Actor edge = Actor.service("svc_edge");
            Tenant acme = core.tenants().create(TenantId.of("acme"), TenantConfig.standard(), edge);
            Access access = new Access(acme, edge);
            for (JsonNode vector : VECTORS.path("events")) {
                JsonNode event = parsed(text(vector, "text"));
                clock.set(Instant.parse(text(event, "at")));
                if (event.has("key")) {
                    core.commits().run(access, new Recorded(event));
                } else {
                    core.commits().run(access, new RecordedPlainly(event));
                }

                assertThat(core.journal(access)
                                .event(event.path("seq").longValue())
                                .orElseThrow())
                        .hasToString(text(vector, "text"));
            }
            core.journal(access).verify(List.of(), List.of()).requireSound();
        }
    }

    @Test
    void hashesEventsIntoChainAndLeaves() {
        byte[] chain = HashChain.genesis();
        for (JsonNode vector : VECTORS.path("events")) {
            byte[] event = text(vector, "text").getBytes(StandardCharsets.UTF_8);
            chain = hashes.next(chain, event);

            assertThat(hex(chain)).isEqualTo(text(vector, "chain"));
            assertThat(hex(hashes.leaf(event))).isEqualTo(text(vector, "leaf"));
        }
        JsonNode node = VECTORS.path("node");
        assertThat(hex(hashes.node(bytes(node.path("left")), bytes(node.path("right")))))
                .isEqualTo(text(node, "hash"));
    }

    @Test
    void acceptsThePaths() {
        for (JsonNode vector : VECTORS.path("inclusion")) {
            int seq = vector.path("seq").intValue();
            int size = vector.path("size").intValue();
            byte[] event = text(VECTORS.path("events").path(seq - 1), "text").getBytes(StandardCharsets.UTF_8);

            MerkleProof.requireIncluded(event, seq, size, path(vector), root(size));
        }
        for (JsonNode vector : VECTORS.path("consistency")) {
            int old = vector.path("old").intValue();
            int size = vector.path("size").intValue();

            MerkleProof.requireConsistent(old, root(old), size, root(size), path(vector));
        }
    }

    @Test
    void signsTheCheckpoint() throws IOException {
        JsonNode vector = VECTORS.path("checkpoint");
        Path file = folder.resolve("vectors.key");
        Files.writeString(file, text(vector, "signing_key"));
        SigningKey key = SigningKey.inFile("vectors.example", file);
        Checkpoint signed =
                Checkpoint.signed(text(vector, "origin"), vector.path("size").longValue(), root(7), key);

        assertThat(signed.note()).isEqualTo(text(vector, "note"));
        assertThat(signed.root()).isEqualTo(text(vector, "root"));
        assertThat(key.verifier()).hasToString(text(vector, "verifying_key"));
        assertThat(Checkpoint.verified(text(vector, "note"), VerifyingKey.parse(text(vector, "verifying_key"))))
                .isEqualTo(signed);
    }

    @Test
    void writesAndReadsTheIds() {
        for (JsonNode vector : VECTORS.path("ids")) {
            EntityId id = new EntityId(
                    text(vector, "prefix"),
                    vector.path("tenant_no").intValue(),
                    vector.path("seq").longValue(),
                    Long.parseLong(text(vector, "random"), 16));

            assertThat(id).hasToString(text(vector, "text"));
            assertThat(EntityId.parse(text(vector, "prefix"), text(vector, "text")))
                    .contains(id);
        }
    }

    @Test
    void showsEveryValueOnThePageAndNoOther() throws IOException {
        String page = Files.readString(PAGE);
        List<String> shown = new ArrayList<>();
        collect(VECTORS, shown);

        assertThat(shown)
                .hasSizeGreaterThan(60)
                .allSatisfy(value -> assertThat(page).contains(value));
        assertThat(Pattern.compile("[0-9a-f]{64}|(po|tr)_[0-9a-z]{26}")
                        .matcher(page)
                        .results())
                .hasSizeGreaterThan(40)
                .allSatisfy(match -> assertThat(VECTORS.toString()).contains(match.group()));
    }

    /** What a page can show: hashes, bytes, notes, keys, ids, and the events' own text. */
    private static void collect(JsonNode node, List<String> values) {
        node.properties().forEach(member -> {
            boolean event = member.getKey().equals("text") && node.has("chain");
            boolean value = List.of("hex", "chain", "leaf", "hash", "root", "note", "verifying_key")
                    .contains(member.getKey());
            if (event || value || (member.getKey().equals("text") && node.has("prefix"))) {
                values.add(member.getValue().asText());
            } else if (member.getKey().equals("path")) {
                member.getValue().forEach(hash -> values.add(hash.asText()));
            }
        });
        node.forEach(child -> collect(child, values));
    }

    /** Records an event as a keyed command's first. */
    private record Recorded(JsonNode event) implements Command.Keyed<Long> {
        @Override
        public Operation operation() {
            return new Operation(9_003, text(event, "operation"));
        }

        @Override
        public IdempotencyKey key() {
            return IdempotencyKey.of(text(event, "key"));
        }

        @Override
        public void request(CanonicalJson json) {
            write(json, event.path("request"));
        }

        @Override
        public void reads(Reads reads) {
            need(reads, event);
        }

        @Override
        public Long decide(UnitOfWork work) {
            return record(work, event);
        }

        @Override
        public Long replayed(Event first) {
            return first.seq();
        }
    }

    /** Records an event as a plain command does. */
    private record RecordedPlainly(JsonNode event) implements Command<Long> {
        @Override
        public Operation operation() {
            return new Operation(9_004, "test.record");
        }

        @Override
        public void reads(Reads reads) {
            need(reads, event);
        }

        @Override
        public Long decide(UnitOfWork work) {
            return record(work, event);
        }
    }

    private static void need(Reads reads, JsonNode event) {
        String correlation = optional(event, "correlation");
        if (correlation != null) {
            reads.needCorrelation(correlation);
        }
    }

    private static long record(UnitOfWork work, JsonNode event) {
        return work.record(new UnitOfWork.Draft(
                text(event, "type"),
                optional(event, "subject"),
                optional(event, "correlation"),
                json -> write(json, event.path("body"))));
    }

    private static void write(CanonicalJson json, JsonNode node) {
        if (node.isObject()) {
            json.beginObject();
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
            sorted.forEach((name, value) -> write(json.name(name), value));
            json.endObject();
        } else if (node.isArray()) {
            json.beginArray();
            node.forEach(element -> write(json, element));
            json.endArray();
        } else if (node.isBoolean()) {
            json.value(node.booleanValue());
        } else if (node.isIntegralNumber()) {
            json.value(node.longValue());
        } else {
            json.value(node.textValue());
        }
    }

    private static byte[] root(int size) {
        return bytes(VECTORS.path("roots").path(size).path("root"));
    }

    private static List<byte[]> path(JsonNode vector) {
        List<byte[]> path = new ArrayList<>();
        vector.path("path").forEach(hash -> path.add(bytes(hash)));
        return path;
    }

    private static String text(JsonNode node, String name) {
        return Objects.requireNonNull(optional(node, name));
    }

    private static @Nullable String optional(JsonNode node, String name) {
        return node.path(name).textValue();
    }

    private static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.textValue());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static JsonNode parsed(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode vectors() {
        try (InputStream in = FormatVectorsTest.class.getResourceAsStream("vectors-v1.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
