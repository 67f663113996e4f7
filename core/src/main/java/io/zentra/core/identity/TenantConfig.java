package io.zentra.core.identity;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * What is configured per tenant. Immutable.
 *
 * <pre>{@code
 * TenantConfig.standard().withTimeZone(ZoneId.of("Europe/Berlin")).withDefaultAsset(Asset.iso("EUR"));
 * }</pre>
 *
 * @param timeZone where the tenant's days begin
 * @param defaultAsset the asset of accounts that state none
 * @param maxEntriesPerPosting the most entries of one posting, 2 to {@value #ENTRIES_LIMIT}
 * @param maxQueuedCommands how many commands of the tenant may wait at once in one process, 1 to {@value #QUEUE_LIMIT}
 */
public record TenantConfig(ZoneId timeZone, Asset defaultAsset, int maxEntriesPerPosting, int maxQueuedCommands) {
    /** The upper limit of {@link #maxEntriesPerPosting()}: entry numbers keep ten bits for the line. */
    public static final int ENTRIES_LIMIT = 1_000;

    /** The upper limit of {@link #maxQueuedCommands()}. */
    public static final int QUEUE_LIMIT = 65_536;

    /**
     * Checks the limits.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public TenantConfig {
        requireBetween("maxEntriesPerPosting", maxEntriesPerPosting, 2, ENTRIES_LIMIT);
        requireBetween("maxQueuedCommands", maxQueuedCommands, 1, QUEUE_LIMIT);
    }

    /** UTC, US dollars, 100 entries a posting, 16,384 waiting commands. */
    public static TenantConfig standard() {
        return new TenantConfig(ZoneOffset.UTC, Asset.iso("USD"), 100, 16_384);
    }

    /** The same with another time zone. */
    public TenantConfig withTimeZone(ZoneId zone) {
        return new TenantConfig(zone, defaultAsset, maxEntriesPerPosting, maxQueuedCommands);
    }

    /** The same with another default asset. */
    public TenantConfig withDefaultAsset(Asset asset) {
        return new TenantConfig(timeZone, asset, maxEntriesPerPosting, maxQueuedCommands);
    }

    /** The same with another limit of entries. */
    public TenantConfig withMaxEntriesPerPosting(int max) {
        return new TenantConfig(timeZone, defaultAsset, max, maxQueuedCommands);
    }

    /** The same with another limit of waiting commands. */
    public TenantConfig withMaxQueuedCommands(int max) {
        return new TenantConfig(timeZone, defaultAsset, maxEntriesPerPosting, max);
    }

    private static void requireBetween(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    name + " must be between " + min + " and " + max + ", not " + value,
                    Map.of("setting", name, "value", String.valueOf(value)));
        }
    }
}
