package io.zentra.core.journal.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StoredJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How far a verification came, with the rows of every fold there: lines of canonical JSON, the first with the place, what
 * the folds were, and how many rows of each of their tables follow.
 */
final class StateText {
    private static final String FORMAT = "zentra.state";
    private static final int VERSION = 1;
    private static final HexFormat HEX = HexFormat.of();

    private StateText() {}

    static void write(DigestLines.Writer lines, Tenant tenant, Verified verified, Folds folds) throws IOException {
        lines.line(CanonicalJson.bytes(json -> header(json, tenant, verified, folds)));
        for (FoldTable<?, ?> table : folds.tables()) {
            writeRows(lines, table);
        }
    }

    private static <K, R> void writeRows(DigestLines.Writer lines, FoldTable<K, R> table) throws IOException {
        for (R row : table.rows().values()) {
            lines.line(FoldText.write(table.type(), row));
        }
    }

    private static void header(CanonicalJson json, Tenant tenant, Verified verified, Folds folds) {
        json.beginObject().member("at", verified.atMicros()).name("edge");
        hashes(json, verified.tree().edge());
        json.name("folds").beginArray();
        folds.names().forEach(json::value);
        json.endArray().member("format", FORMAT).member("hash", HEX.formatHex(verified.hash()));
        json.name("rows").beginArray();
        folds.tables().forEach(table -> json.value(table.rows().size()));
        json.endArray()
                .member("seq", verified.seq())
                .member("tenant", tenant.id().value());
        json.name("tiles").beginArray();
        verified.tree().openTiles().forEach(tile -> hashes(json, tile));
        json.endArray().member("v", VERSION).endObject();
    }

    private static void hashes(CanonicalJson json, List<byte[]> hashes) {
        json.beginArray();
        hashes.forEach(hash -> json.value(HEX.formatHex(hash)));
        json.endArray();
    }

    /**
     * Reads it, and fills the tables of the folds; empty when other folds have made it, or another version of this text.
     *
     * @throws IllegalArgumentException when it is malformed or of another tenant
     */
    static Optional<Verified> read(DigestLines.Reader lines, Tenant tenant, Folds folds) throws IOException {
        JsonNode header = json(lines);
        require(header.path("format").asText().equals(FORMAT), "it is no state of a verification");
        if (header.path("v").asInt() != VERSION || !texts(header.path("folds")).equals(folds.names())) {
            return Optional.empty();
        }
        require(
                header.path("tenant").asText().equals(tenant.id().value()),
                "it is of tenant " + header.path("tenant").asText());
        List<FoldTable<?, ?>> tables = folds.tables();
        for (int i = 0; i < tables.size(); i++) {
            read(lines, tables.get(i), header.path("rows").path(i).longValue());
        }
        return Optional.of(verified(header));
    }

    private static <K, R> void read(DigestLines.Reader lines, FoldTable<K, R> table, long rows) throws IOException {
        for (long i = 0; i < rows; i++) {
            R row = FoldText.read(table.type(), json(lines));
            table.rows().put(table.type().keyOf(row), row);
        }
    }

    private static JsonNode json(DigestLines.Reader lines) throws IOException {
        byte[] line = lines.next();
        if (line == null) {
            throw new IllegalArgumentException("it ends too early");
        }
        lines.add(line);
        try {
            return StoredJson.tree(line);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("a line is no JSON", malformed);
        }
    }

    private static Verified verified(JsonNode header) {
        List<List<byte[]>> tiles = new ArrayList<>();
        header.path("tiles").forEach(tile -> tiles.add(hashes(tile)));
        long seq = header.path("seq").longValue();
        return new Verified(
                seq,
                HEX.parseHex(header.path("hash").asText()),
                header.path("at").longValue(),
                new MerkleFrontier.State(seq, hashes(header.path("edge")), tiles));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<byte[]> hashes(JsonNode array) {
        List<byte[]> hashes = new ArrayList<>();
        array.forEach(hash -> hashes.add(HEX.parseHex(hash.asText())));
        return hashes;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
