package io.zentra.core.usage.internal;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.core.usage.internal.Reservation.Charged;
import io.zentra.core.usage.internal.UsageTables.MeterRow;
import io.zentra.core.usage.internal.UsageTables.UsageKey;
import io.zentra.core.usage.internal.UsageTables.UsageRow;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A meter recomputed from events, usage by usage. Usages that it has taken off its window never change again: of these only
 * a digest is kept, so memory holds no more than what counts.
 */
final class FoldedMeter {
    private final TreeMap<Long, UsageRow> counting = new TreeMap<>();
    private final Map<String, Long> last = new HashMap<>();
    private MeterRow row;
    private byte[] gone = new byte[32];

    FoldedMeter(MeterRow row) {
        this.row = row;
    }

    MeterRow row() {
        return row;
    }

    /** The last usage of each value that was ever counted and not given back since. */
    Map<String, Long> last() {
        return last;
    }

    /** The usages that count. */
    Map<Long, UsageRow> counting() {
        return counting;
    }

    /** What stands for the usages before them. */
    byte[] gone() {
        return gone;
    }

    /** What stands for usages, with one more. */
    static byte[] with(byte[] digest, UsageRow usage) {
        MessageDigest sum = Sha256.begin();
        sum.update(digest);
        return sum.digest(CanonicalJson.bytes(json -> json.value(usage.toString())));
    }

    /** Takes off what counts no longer when this charge is made. */
    void advance(Charged charge, long now) {
        if (charge.startMicros() != null) {
            if (charge.startMicros() > Objects.requireNonNull(row.beginsAt())) {
                while (!counting.isEmpty()) {
                    drop(counting.firstEntry().getValue());
                }
                row = row.begins(charge.startMicros());
            }
            return;
        }
        while (!counting.isEmpty()
                && charge.hasLeft(counting.firstEntry().getValue().at(), now)) {
            UsageRow first = counting.firstEntry().getValue();
            row = row.plus(-first.amountMinor(), -first.uses(), -first.takesValue());
            drop(first);
        }
        row = row.from(
                counting.isEmpty() ? row.tail() : counting.firstKey(),
                counting.isEmpty() ? 0 : counting.firstEntry().getValue().at());
    }

    private void drop(UsageRow usage) {
        counting.remove(usage.key().no());
        gone = with(gone, usage);
    }

    /** Adds a charge. */
    void add(Charged charge, long now) {
        Long before = charge.value() == null ? null : last.get(charge.value());
        if (before != null && before < row.head()) {
            before = null;
        }
        long no = row.tail();
        row = row.plus(charge.amountMinor(), 1, charge.value() != null && before == null ? 1 : 0);
        if (charge.usage() == null) {
            return;
        }
        if (charge.usage() < no) {
            counting.computeIfPresent(charge.usage(), (n, usage) -> usage.plus(charge.amountMinor()));
            return;
        }
        UsageKey key = new UsageKey(row.no(), no);
        counting.put(no, new UsageRow(key, now, charge.amountMinor(), 1, charge.value(), before, null));
        row = row.appended(now, charge.value());
        if (charge.value() != null) {
            last.put(charge.value(), no);
        }
        if (before != null) {
            counting.computeIfPresent(before, (n, usage) -> usage.beforeIt(no));
        }
    }

    /** Takes back some of a charge of some time, or all of it; false when it counts no longer. */
    boolean giveBack(Charged charge, long at, long now, long goneMinor, boolean isWhole) {
        if (charge.startMicros() != null
                ? !charge.startMicros().equals(row.beginsAt())
                : charge.usage() == null || charge.usage() < row.head() || charge.hasLeft(at, now)) {
            return false;
        }
        row = row.plus(-goneMinor, isWhole ? -1 : 0, 0);
        UsageRow usage = charge.usage() == null ? null : counting.get(charge.usage());
        if (usage == null) {
            return true;
        }
        counting.put(usage.key().no(), usage.less(goneMinor, isWhole));
        if (isWhole && usage.value() != null) {
            unlink(usage, charge, now);
        }
        return true;
    }

    private void unlink(UsageRow usage, Charged charge, long now) {
        UsageRow before = counting(usage.before());
        boolean remains = before != null && !charge.hasLeft(before.at(), now);
        if (remains) {
            counting.put(Objects.requireNonNull(before).key().no(), before.beforeIt(usage.after()));
        }
        UsageRow after = counting(usage.after());
        String value = Objects.requireNonNull(usage.value());
        if (after != null) {
            counting.put(after.key().no(), after.behind(usage.before()));
        } else if (remains) {
            last.put(value, Objects.requireNonNull(usage.before()));
        } else {
            last.remove(value);
            row = row.plus(0, 0, -1);
        }
    }

    private @Nullable UsageRow counting(@Nullable Long no) {
        return no == null ? null : counting.get(no);
    }
}
