package io.zentra.ledger;

import io.zentra.core.money.Money;
import java.util.List;
import java.util.Map;

/**
 * Money set aside: it counts against what is available until it is captured or released. Immutable.
 *
 * @param id its id, {@code ho_…}
 * @param seq the sequence of its last event
 * @param status whether anything is left
 * @param legs its lines with what is left of each
 * @param metadata the host's own words, which its captures carry too
 */
public record Hold(String id, long seq, Status status, List<Leg> legs, Map<String, String> metadata) {
    /** Whether anything is left of a hold. */
    public enum Status {
        /** Something is. */
        OPEN,
        /** Everything was captured or released. */
        CLOSED
    }

    /**
     * A line of a hold.
     *
     * @param account the account's id
     * @param side which side
     * @param amount what was held at first
     * @param remaining what is neither captured nor released
     * @param balances the account's balances after the event
     */
    public record Leg(String account, Side side, Money amount, Money remaining, Balances balances) {}

    /** Copies the legs and the metadata. */
    public Hold {
        legs = List.copyOf(legs);
        metadata = Map.copyOf(metadata);
    }
}
