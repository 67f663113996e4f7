package io.zentra.runtime.internal.transfer;

import static io.zentra.core.storage.Column.text;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.core.storage.RowType;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * How many transfers there are of each state, and their amounts: a row an asset, changed in the commit that changes a
 * transfer. The commands of a tenant are decided one after the other and written together, so the row is written once a
 * commit however many transfers it moves.
 */
public final class Volumes {
    /** The most assets of a tenant whose volumes are read. */
    public static final int MAX_ASSETS = 10_000;

    /** Volumes by asset. */
    public static final RowType<String, VolumeRow> VOLUME = RowType.of(
                    "zentra_transfer_volume", (VolumeRow row) -> row.asset().toString())
            .key(List.of(text("asset")), (key, out) -> out.text(key))
            .values(List.of(text("volumes")), (row, out) -> out.text(row.written()))
            .read(in -> VolumeRow.read(Asset.parse(in.text()), in.text()))
            .kept();

    private Volumes() {}

    /** Transfers and the sum of their amounts, in minor units; it has no limit, for a sum that is told must not refuse one. */
    public record Volume(long transfers, BigInteger minor) {
        private static final Volume NONE = new Volume(0, BigInteger.ZERO);

        private Volume plus(long count, Money amount) {
            BigInteger more = BigInteger.valueOf(amount.minor()).multiply(BigInteger.valueOf(count));
            return new Volume(transfers + count, minor.add(more));
        }
    }

    /**
     * The volumes of an asset.
     *
     * @param asset the asset
     * @param volumes by the states in which there are any
     */
    public record VolumeRow(Asset asset, Map<TransferStatus, Volume> volumes) {
        /** Copies the map. */
        public VolumeRow {
            volumes = volumes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(volumes));
        }

        /** The volume of a state. */
        public Volume of(TransferStatus status) {
            return volumes.getOrDefault(status, Volume.NONE);
        }

        private VolumeRow with(TransferStatus status, long count, Money amount) {
            Map<TransferStatus, Volume> changed = new EnumMap<>(TransferStatus.class);
            changed.putAll(volumes);
            Volume volume = of(status).plus(count, amount);
            if (volume.transfers() == 0) {
                changed.remove(status);
            } else {
                changed.put(status, volume);
            }
            return new VolumeRow(asset, changed);
        }

        /** As {@code processing 2 250000,settled 1 125000}, in the order of the states. */
        private String written() {
            StringJoiner text = new StringJoiner(",");
            volumes.forEach(
                    (status, volume) -> text.add(status.code() + " " + volume.transfers() + " " + volume.minor()));
            return text.toString();
        }

        private static VolumeRow read(Asset asset, String text) {
            Map<TransferStatus, Volume> volumes = new EnumMap<>(TransferStatus.class);
            for (String part : text.split(",", -1)) {
                String[] words = part.split(" ", -1);
                volumes.put(
                        TransferStatus.of(words[0]), new Volume(Long.parseLong(words[1]), new BigInteger(words[2])));
            }
            return new VolumeRow(asset, volumes);
        }
    }

    /** Names the row that a transfer of an asset changes. */
    static void need(Reads reads, Asset asset) {
        reads.need(VOLUME, asset.toString());
    }

    /** Counts a transfer in the state that it came to. */
    static void moved(UnitOfWork work, @Nullable TransferRow before, TransferRow after) {
        if (before != null && before.status() == after.status()) {
            return;
        }
        Asset asset = after.amount().asset();
        VolumeRow known = work.get(VOLUME, asset.toString());
        VolumeRow row = known == null ? new VolumeRow(asset, Map.of()) : known;
        if (before != null) {
            row = row.with(before.status(), -1, before.amount());
        }
        work.put(VOLUME, row.with(after.status(), 1, after.amount()));
    }

    /** The volumes of a tenant, in the order of their assets. */
    public static List<VolumeRow> of(Queries queries, int tenantNo) {
        return queries.list(VOLUME, tenantNo, "asset >= '' order by asset", Map.of(), MAX_ASSETS);
    }

    /** The volumes that transfers have, by asset. */
    static Map<String, VolumeRow> of(Collection<TransferRow> transfers) {
        Map<String, VolumeRow> rows = new HashMap<>();
        for (TransferRow transfer : transfers) {
            Asset asset = transfer.amount().asset();
            VolumeRow row = rows.getOrDefault(asset.toString(), new VolumeRow(asset, Map.of()));
            rows.put(asset.toString(), row.with(transfer.status(), 1, transfer.amount()));
        }
        return rows;
    }
}
