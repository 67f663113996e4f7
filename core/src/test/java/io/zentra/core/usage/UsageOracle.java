package io.zentra.core.usage;

import io.zentra.core.usage.Reading.Tally;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What meters must show: a plain list of all that was ever let through, looked through from its beginning each time. */
final class UsageOracle {
    private final ZoneId zone;
    private final List<Used> all = new ArrayList<>();
    private final Map<Window.Calendar, NaivePeriods> periods = new HashMap<>();

    UsageOracle(ZoneId zone) {
        this.zone = zone;
    }

    /** Something that was let through: how much of its whole was undone may change. */
    private static final class Used {
        private final String decision;
        private final Charge charge;
        private final Instant at;
        private final BigInteger whole;
        private BigInteger undone = BigInteger.ZERO;

        Used(String decision, Charge charge, Instant at, long whole) {
            this.decision = decision;
            this.charge = charge;
            this.at = at;
            this.whole = BigInteger.valueOf(whole);
        }

        boolean isUndone() {
            return undone.equals(whole);
        }

        BigInteger left() {
            BigInteger exact = BigInteger.valueOf(charge.amountMinor()).multiply(whole.subtract(undone));
            return exact.add(whole).subtract(BigInteger.ONE).divide(whole);
        }
    }

    void let(String decision, List<Charge> charges, Instant at, long whole) {
        charges.forEach(charge -> all.add(new Used(decision, charge, at, whole)));
    }

    void undo(String decision, long undone) {
        all.stream()
                .filter(used -> used.decision.equals(decision))
                .forEach(used -> used.undone = used.undone.add(BigInteger.valueOf(undone)));
    }

    /** What a charge would find and make; null when the sum would not fit. */
    @Nullable
    Reading reading(Charge charge, Instant now) {
        BigInteger sum = BigInteger.ZERO;
        long uses = 0;
        Set<String> values = new HashSet<>();
        Instant first = first(charge.window(), now);
        for (Used used : all) {
            if (used.charge.meter().equals(charge.meter()) && !used.at.isBefore(first)) {
                sum = sum.add(used.left());
                uses += used.isUndone() ? 0 : 1;
                if (used.charge.value() != null && !used.isUndone()) {
                    values.add(used.charge.value());
                }
            }
        }
        Tally before = new Tally(sum.longValueExact(), uses, values.size());
        if (charge.value() != null) {
            values.add(charge.value());
        }
        BigInteger after = sum.add(BigInteger.valueOf(charge.amountMinor()));
        return after.bitLength() < Long.SIZE
                ? new Reading(before, new Tally(after.longValueExact(), uses + 1, values.size()))
                : null;
    }

    /** The first time at which an operation may have been let through to count now. */
    private Instant first(Window window, Instant now) {
        return window instanceof Window.Rolling rolling
                ? now.minus(rolling.length()).plusNanos(1_000)
                : periods.computeIfAbsent((Window.Calendar) window, of -> new NaivePeriods(of, zone))
                        .startOf(now);
    }
}
