package io.zentra.policy.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.time.Micros;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.MeterKey;
import io.zentra.core.usage.Reading;
import io.zentra.policy.Facts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Meters in memory, by the same rules as those of {@code core.usage}: what is added counts from the time of its decision
 * until it has left its window, and given back it counts as if it had never been. Not thread-safe.
 */
final class SimulatedMeters {
    /** The most usages that are kept at one time: those that count, and those of later decisions. */
    static final int MAX_USAGES = 500_000;

    private static final int SWEPT_AT = 10_000;

    private final Map<MeterKey, SimulatedMeter> meters = new HashMap<>();
    private final Map<String, Held> held = new LinkedHashMap<>();
    private int sweepAt = SWEPT_AT;
    private int usages;

    /** What a decision added, and how much of it was undone. */
    private static final class Held {
        private final long wholeMinor;
        private final List<SimulatedMeter.Use> uses;
        private long undoneMinor;

        Held(long wholeMinor, List<SimulatedMeter.Use> uses) {
            this.wholeMinor = wholeMinor;
            this.uses = uses;
        }
    }

    /** What the meter of a charge shows at the time of the facts. */
    Reading read(Charge charge, Facts facts) {
        return meter(charge).read(charge, facts.at(), facts.zone());
    }

    /**
     * Adds what a decision lets through.
     *
     * @throws ZentraException {@code list_too_long} when too much would count at one time
     */
    void add(String decision, Facts facts, List<Charge> charges) {
        long now = Micros.of(facts.at());
        List<SimulatedMeter.Use> uses =
                charges.stream().map(charge -> meter(charge).add(charge, now)).toList();
        if (!uses.isEmpty()) {
            held.put(decision, new Held(facts.proposal().amount().minor(), uses));
            usages += uses.size();
        }
        forget(facts.at(), facts.zone());
        if (usages > MAX_USAGES) {
            throw ZentraException.of(
                    ErrorCode.LIST_TOO_LONG,
                    "more than " + MAX_USAGES + " usages count at " + facts.at()
                            + " in the windows of the version: test one with shorter windows or fewer of them",
                    Map.of("usages", String.valueOf(usages)));
        }
    }

    /** What another decision added is that of this one: the operation is the same. */
    void rename(String decision, String other) {
        Held same = held.remove(decision);
        if (same != null) {
            held.put(other, same);
        }
    }

    /** Gives back what is undone of a decision's whole, in proportion; nothing when it added nothing here. */
    void giveBack(String decision, long undoneMinor, Instant at) {
        Held of = held.get(decision);
        if (of == null) {
            return;
        }
        long before = of.undoneMinor;
        of.undoneMinor += undoneMinor;
        of.uses.forEach(use -> use.giveBack(of.wholeMinor, before, of.undoneMinor, Micros.of(at)));
    }

    private SimulatedMeter meter(Charge charge) {
        return meters.computeIfAbsent(charge.meter(), first -> new SimulatedMeter(charge.window()));
    }

    /** Forgets what counts no longer: the oldest at each call, meters once there are twice as many as before. */
    private void forget(Instant now, ZoneId zone) {
        Iterator<Held> oldest = held.values().iterator();
        while (oldest.hasNext()) {
            Held next = oldest.next();
            if (next.uses.stream().anyMatch(use -> use.counts(now, zone))) {
                break;
            }
            next.uses.forEach(use -> use.leave(now, zone));
            usages -= next.uses.size();
            oldest.remove();
        }
        if (meters.size() >= sweepAt) {
            meters.values().removeIf(meter -> meter.isOver(now, zone));
            sweepAt = Math.max(SWEPT_AT, 2 * meters.size());
        }
    }
}
