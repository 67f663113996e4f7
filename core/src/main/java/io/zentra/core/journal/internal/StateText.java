package io.zentra.core.journal.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.storage.RowType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * How far a verification came, with the rows of every fold there: lines of canonical JSON, the first with the place and how
 * many rows of which table follow.
 */
final class StateText {
    private static final String FORMAT = "zentra.state";
    private static final int VERSION = 1;
    private static final HexFormat HEX = HexFormat.of();
    private static final ObjectMapper JSON = new ObjectMapper();

    private StateText() {}

    static void write(DigestLines.Writer lines, Tenant tenant, Verified verified, List<FoldTable<?, ?>> tables)
            throws IOException {
        lines.line(CanonicalJson.bytes(json -> header(json, tenant, verified, tables)));
        for (FoldTable<?, ?> table : tables) {
            writeRows(lines, table);
        }
    }

    private static <K, R> void writeRows(DigestLines.Writer lines, FoldTable<K, R> table) throws IOException {
        for (R row : table.rows().values()) {
            lines.line(FoldText.write(table.type(), row));
        }
    }

    private static void header(CanonicalJson json, Tenant tenant, Verified verified, List<FoldTable<?, ?>> tables) {
        json.beginObject().member("at", verified.atMicros()).name("edge");
        hashes(json, verified.tree().edge());
        json.member("format", FORMAT).member("hash", HEX.formatHex(verified.hash()));
        json.member("seq", verified.seq());
        json.name("tables").beginArray();
        for (FoldTable<?, ?> table : tables) {
            json.beginObject()
                    .member("columns", FoldText.columns(table.type()))
                    .member("name", table.type().table())
                    .member("rows", table.rows().size())
                    .endObject();
        }
        json.endArray().member("tenant", tenant.id().value()).name("tiles").beginArray();
        verified.tree().openTiles().forEach(tile -> hashes(json, tile));
        json.endArray().member("v", VERSION).endObject();
    }

    private static void hashes(CanonicalJson json, List<byte[]> hashes) {
        json.beginArray();
        hashes.forEach(hash -> json.value(HEX.formatHex(hash)));
        json.endArray();
    }

    /**
     * Reads it, and fills the tables.
     *
     * @throws IllegalArgumentException when it is malformed, of another tenant, or has not these tables
     */
    static Verified read(DigestLines.Reader lines, Tenant tenant, List<FoldTable<?, ?>> tables) throws IOException {
        JsonNode header = json(lines);
        require(
                header.path("format").asText().equals(FORMAT)
                        && header.path("v").asInt() == VERSION,
                "it is no state of version " + VERSION);
        require(
                header.path("tenant").asText().equals(tenant.id().value()),
                "it is of tenant " + header.path("tenant").asText());
        require(header.path("tables").size() == tables.size(), "it has other tables than are verified now");
        for (int i = 0; i < tables.size(); i++) {
            JsonNode kept = header.path("tables").path(i);
            RowType<?, ?> type = tables.get(i).type();
            require(
                    kept.path("name").asText().equals(type.table())
                            && kept.path("columns").asText().equals(FoldText.columns(type)),
                    "it has other tables than are verified now");
            read(lines, tables.get(i), kept.path("rows").longValue());
        }
        return verified(header);
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
            return JSON.readTree(line);
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
