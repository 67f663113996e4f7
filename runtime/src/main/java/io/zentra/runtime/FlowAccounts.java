package io.zentra.runtime;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Asset;
import java.util.List;
import java.util.Locale;

/**
 * The accounts that the money of transfers passes through, one of each an asset: {@code reserved:usd},
 * {@code settlement:usd} and {@code payout:usd}, or {@code reserved:pts/2} for an asset that states its scale. Immutable.
 * A runtime has one set, and each of its rails may have one of its own:
 *
 * <pre>{@code
 * RailSettings sepa = RailSettings.builder()
 *         .accounts(new FlowAccounts("sepa:reserved", "sepa:settlement", "sepa:payout"))
 *         .paysOut()
 *         .build();
 * }</pre>
 *
 * @param reserved where money waits for the rail, or for one to be found
 * @param settlement where it passes when the rail has moved it
 * @param payout where what has left is counted, by rails that {@linkplain
 *     io.zentra.runtime.rail.RailSettings.Builder#paysOut pay out}; by the others it gets no entry. It is opened with the
 *     others, so that no host takes its id for something else
 */
public record FlowAccounts(String reserved, String settlement, String payout) {
    /**
     * Checks the ids.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public FlowAccounts {
        List.of(reserved, settlement, payout).forEach(id -> Identifier.require("account", id));
    }

    /** {@code reserved}, {@code settlement}, {@code payout}. */
    public static FlowAccounts standard() {
        return new FlowAccounts("reserved", "settlement", "payout");
    }

    /** The account for reserves of an asset. */
    public String reserved(Asset asset) {
        return reserved + suffix(asset);
    }

    /** The account for settlement of an asset. */
    public String settlement(Asset asset) {
        return settlement + suffix(asset);
    }

    /** The account for payouts of an asset. */
    public String payout(Asset asset) {
        return payout + suffix(asset);
    }

    private static String suffix(Asset asset) {
        return ":" + asset.toString().toLowerCase(Locale.ROOT);
    }
}
