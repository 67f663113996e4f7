package io.zentra.ledger;

import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Money set aside: it counts against what is available until it is captured, released or expired. Immutable.
 *
 * @param id its id, {@code ho_…}
 * @param seq the sequence of its last event
 * @param status whether anything is left, and if not, what took the last of it
 * @param legs its lines with what became of each
 * @param expiresAt from when on it can only be released, which then happens by itself; null for never
 * @param correlation the id of what it belongs to; null for none
 * @param decision the id of the decision that let it through, {@code de_…}, which its captures inherit; null when none
 *     was asked for
 * @param metadata the host's own words, which its captures inherit
 */
public record Hold(
        String id,
        long seq,
        Status status,
        List<Leg> legs,
        @Nullable Instant expiresAt,
        @Nullable String correlation,
        @Nullable String decision,
        Map<String, String> metadata) {
    /** Whether anything is left of a hold; when nothing is, the status names what closed it. */
    public enum Status {
        /** Something is left. */
        OPEN,
        /** A capture took all that was left, or was the final one and let go of the rest. */
        CAPTURED,
        /** A release let go of all that was left. */
        RELEASED,
        /** Its time was over, and all that was left was let go. */
        EXPIRED;

        /** {@code open}, {@code captured}, {@code released} or {@code expired}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The status of a {@link #code()}. */
        public static Status of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A line of a hold.
     *
     * @param account the account's id
     * @param side which side
     * @param amount what was held in all: at first, and by increases
     * @param captured what was posted of it
     * @param remaining what is still held
     * @param balances the account's balances after the hold's last event
     */
    public record Leg(String account, Side side, Money amount, Money captured, Money remaining, Balances balances) {
        /** What was let go of, by releases, a final capture or expiry. */
        public Money released() {
            return amount.minus(captured).minus(remaining);
        }
    }

    /** Copies the lists. */
    public Hold {
        legs = List.copyOf(legs);
        metadata = Map.copyOf(metadata);
    }

    /** Whether something is left. */
    public boolean isOpen() {
        return status == Status.OPEN;
    }
}
