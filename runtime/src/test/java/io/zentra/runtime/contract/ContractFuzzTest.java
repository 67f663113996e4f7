package io.zentra.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Generated requests come back as they were written, and whatever else is sent is refused by a code. */
class ContractFuzzTest {
    private static final int ROUNDS = 5_000;
    private static final List<Primitive> ALL = List.of(Primitive.values());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHARDS = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e3",
            "0.5",
            "9223372036854775808",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "{}",
            "[]",
            "[[[[[[[[[[[[[[[[",
            "{\"source\":",
            "\"amount_minor\":",
            "\"metadata\":{\"\\udfff\":\"x\"},",
            "\"countries\":\">\",",
            "\"effective_at\":\"+1000000000-12-31T23:59:59Z\",",
            "\uFEFF",
            "/* */",
            "é",
            "9".repeat(300));

    private final Contract second = Contract.of(ContractVersion.V2);

    @Test
    void generatedTransfersComeBack() {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            TransferRequest request = request(random, false);

            assertThat(second.readTransfer(bytes(members(request, "idempotency_key"), random)))
                    .isEqualTo(request);
        }
    }

    @Test
    void generatedIntentsComeBack() {
        Random random = new Random(43);
        for (int round = 0; round < ROUNDS; round++) {
            Set<Primitive> primitives = EnumSet.of(Primitive.LEDGER, Primitive.ROUTES);
            primitives.add(ALL.get(random.nextInt(ALL.size())));
            IntentRequest request = IntentRequest.moving(primitives, request(random, true));
            Map<String, Object> members = members(request.movement().orElseThrow(), "intent_id");
            members.remove("currency");
            members.put("money_model", "minor_units + " + request.moneyModel());
            members.put("primitives", primitives.stream().map(Primitive::code).toList());

            assertThat(second.readIntent(bytes(members, random))).isEqualTo(request);
        }
    }

    @Test
    void whateverIsSentIsReadOrRefused() throws IOException {
        Random random = new Random(44);
        int refused = 0;
        for (ContractVersion version : ContractVersion.values()) {
            Contract contract = Contract.of(version);
            for (Map.Entry<String, Function<byte[], ?>> kind : readers(contract).entrySet()) {
                byte[] right = Samples.file("v" + version.code() + "/" + kind.getKey() + "-request");
                for (int round = 0; round < ROUNDS; round++) {
                    refused += isRefused(contract, kind.getValue(), damaged(right, random)) ? 1 : 0;
                }
            }
        }
        assertThat(refused).isGreaterThan(2 * ROUNDS);
    }

    private static Map<String, Function<byte[], ?>> readers(Contract contract) {
        Map<String, Function<byte[], ?>> readers = new TreeMap<>(Map.of(
                "transfer", contract::readTransfer,
                "posting", contract::readPosting,
                "intent", contract::readIntent));
        if (contract.version() == ContractVersion.V2) {
            readers.putAll(ChangeReadingTest.readers(contract));
        }
        return readers;
    }

    /** Anything but a refusal that can be answered fails the test. */
    private static boolean isRefused(Contract contract, Function<byte[], ?> reader, byte[] body) throws IOException {
        try {
            Object read = reader.apply(body);
            assertThat(read).isNotNull();
            return false;
        } catch (ZentraException refusal) {
            Answer answer = contract.error(refusal);
            JsonNode told = JSON.readTree(answer.body());
            assertThat(answer.httpStatus()).isIn(400, 422);
            assertThat(told.path("code").textValue()).isEqualTo(refusal.code().code());
            assertThat(told.path("message").textValue()).isNotBlank();
            return true;
        }
    }

    /** Bytes changed, cut out, doubled, or in the place of a value. */
    private static byte[] damaged(byte[] right, Random random) {
        byte[] shard = SHARDS.get(random.nextInt(SHARDS.size())).getBytes(StandardCharsets.UTF_8);
        int from = random.nextInt(right.length);
        int to = Math.min(right.length, from + random.nextInt(24));
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] changed = right.clone();
                changed[from] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 -> joined(Arrays.copyOf(right, from), shard, Arrays.copyOfRange(right, to, right.length));
            case 2 ->
                joined(
                        Arrays.copyOf(right, to),
                        Arrays.copyOfRange(right, from, to),
                        Arrays.copyOfRange(right, to, right.length));
            default -> valueReplaced(right, shard, random);
        };
    }

    private static byte[] valueReplaced(byte[] right, byte[] shard, Random random) {
        String text = new String(right, StandardCharsets.UTF_8);
        List<Integer> colons = new ArrayList<>();
        for (int at = text.indexOf(": "); at >= 0; at = text.indexOf(": ", at + 1)) {
            colons.add(at + 2);
        }
        int from = colons.get(random.nextInt(colons.size()));
        int end = text.indexOf('\n', from);
        String comma = text.charAt(end - 1) == ',' ? "," : "";
        return (text.substring(0, from) + new String(shard, StandardCharsets.UTF_8) + comma + text.substring(end))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] before, byte[] between, byte[] after) {
        byte[] all = Arrays.copyOf(before, before.length + between.length + after.length);
        System.arraycopy(between, 0, all, before.length, between.length);
        System.arraycopy(after, 0, all, before.length + between.length, after.length);
        return all;
    }

    private static TransferRequest request(Random random, boolean isIntent) {
        Asset asset = Asset.parse(List.of("USD", "JPY", "BHD", "USDC/6").get(random.nextInt(4)));
        long minor = (random.nextLong() >>> (1 + random.nextInt(62))) | 1;
        Map<String, String> metadata = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            metadata.put("word-" + random.nextInt(99), "\"\\\n\u0001é\uD83D\uDCB6".substring(random.nextInt(5)));
        }
        return new TransferRequest(
                "customer:" + random.nextInt(100),
                "merchant:" + random.nextInt(100),
                Money.ofMinor(minor, asset),
                random.nextBoolean() ? "rail_" + random.nextInt(3) : null,
                random.nextBoolean() ? Corridor.of("US", "DE") : null,
                isIntent || random.nextBoolean() ? "scope-" + random.nextInt(3) : null,
                metadata,
                IdempotencyKey.of("k" + random.nextLong()));
    }

    private static Map<String, Object> members(TransferRequest request, String key) {
        Map<String, Object> members = new HashMap<>();
        members.put(key, request.key().value());
        members.put("source", request.source());
        members.put("destination", request.destination());
        members.put("amount_minor", request.amount().minor());
        members.put("currency", request.amount().asset().toString());
        Corridor countries = request.countries();
        putUnlessNull(members, "rail", request.rail());
        putUnlessNull(members, "countries", countries == null ? null : countries.toString());
        putUnlessNull(members, "scope", request.scope());
        if (!request.metadata().isEmpty()) {
            members.put("metadata", request.metadata());
        }
        return members;
    }

    private static void putUnlessNull(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** In any order. */
    private static byte[] bytes(Map<String, Object> members, Random random) {
        List<String> names = new ArrayList<>(members.keySet());
        Collections.shuffle(names, random);
        ObjectNode object = JSON.createObjectNode();
        names.forEach(name -> object.set(name, JSON.valueToTree(members.get(name))));
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }
}
