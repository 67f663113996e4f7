package io.zentra.runtime.operations;

import io.zentra.core.money.Asset;
import io.zentra.runtime.TransferStatus;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The transfers of one state. Immutable.
 *
 * @param status the state
 * @param transfers how many there are
 * @param minor the sums of their amounts in minor units, by asset; a sum has no limit, so it is no {@code long}. A transfer
 *     that was reversed in part counts with its whole amount
 * @param oldest the id of the one that was created first; null when there is none
 * @param oldestAt when that was; null when there is none
 */
public record StateVolume(
        TransferStatus status,
        long transfers,
        Map<Asset, BigInteger> minor,
        @Nullable String oldest,
        @Nullable Instant oldestAt) {
    /** Copies the sums, in the order of their assets. */
    public StateVolume {
        Map<Asset, BigInteger> sorted = new TreeMap<>(Comparator.comparing(Asset::toString));
        sorted.putAll(minor);
        minor = Collections.unmodifiableMap(sorted);
    }

    /** The sum of an asset in minor units; zero when there is none. */
    public BigInteger minor(Asset asset) {
        return minor.getOrDefault(asset, BigInteger.ZERO);
    }
}
