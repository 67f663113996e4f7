package io.zentra.ledger;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account as it stands. Immutable.
 *
 * @param id the host's id
 * @param asset what it holds
 * @param kind what it is in the books
 * @param normalSide the side on which it grows
 * @param floor the lowest available balance, in the sign of the normal side; null for none
 * @param ceiling the highest balance, posted with what is held for it, in the same sign; null for none
 * @param status whether it takes part in postings
 * @param metadata the host's own words
 */
public record Account(
        String id,
        Asset asset,
        AccountKind kind,
        Side normalSide,
        @Nullable Money floor,
        @Nullable Money ceiling,
        AccountStatus status,
        Map<String, String> metadata) {
    /** Copies the metadata. */
    public Account {
        metadata = Map.copyOf(metadata);
    }
}
