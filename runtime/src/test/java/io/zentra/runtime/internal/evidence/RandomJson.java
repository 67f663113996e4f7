package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes of JSON by chance: a value in the place of another, or a member gone. */
final class RandomJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RandomJson() {}

    /** Changes one value somewhere inside, and tells what. */
    static String change(JsonNode root, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode of = containers.get(random.nextInt(containers.size()));
        JsonNode value = value(random, 0);
        if (of instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            array.set(index, value);
            return index + " of " + array.size() + " becomes " + value;
        }
        List<String> names = new ArrayList<>();
        of.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(6) == 0) {
            ((ObjectNode) of).remove(name);
            return name + " goes";
        }
        ((ObjectNode) of).set(name, value);
        return name + " becomes " + value;
    }

    /** The event of a changed text, or the one before when the envelope itself is no event any more. */
    static Event event(JsonNode changed, Event before) {
        try {
            return Event.parse(changed.toString().getBytes(StandardCharsets.UTF_8));
        } catch (ZentraException noEvent) {
            return before;
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(each -> collect(each, containers));
        }
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth < 2 ? 12 : 9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(BigInteger.ONE.shiftLeft(70).negate());
            case 4 -> NODES.numberNode(new BigDecimal("1e-9"));
            case 5 -> NODES.textNode("");
            case 6 -> NODES.textNode("\ud800 \u0000");
            case 7 ->
                NODES.textNode(List.of("debit", "USD", "PTS/99", "settled", "tr_", "9999-12-31T00:00:00Z")
                        .get(random.nextInt(6)));
            case 8 -> NODES.textNode("x".repeat(random.nextInt(300)));
            case 9 -> NODES.objectNode();
            case 10 -> NODES.arrayNode().add(value(random, depth + 1)).add(value(random, depth + 1));
            default -> NODES.objectNode().set("entries", value(random, depth + 1));
        };
    }
}
