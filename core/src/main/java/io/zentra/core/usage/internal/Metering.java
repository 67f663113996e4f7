package io.zentra.core.usage.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.time.Micros;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.Reading;
import io.zentra.core.usage.Reading.Tally;
import io.zentra.core.usage.Usage;
import io.zentra.core.usage.Window;
import io.zentra.core.usage.internal.Reservation.Charged;
import io.zentra.core.usage.internal.UsageTables.Gone;
import io.zentra.core.usage.internal.UsageTables.MeterRow;
import io.zentra.core.usage.internal.UsageTables.UsageKey;
import io.zentra.core.usage.internal.UsageTables.UsageRow;
import io.zentra.core.usage.internal.UsageTables.ValueKey;
import io.zentra.core.usage.internal.UsageTables.ValueRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A meter at a decision. What has left its window is taken off first: usage by usage while these are few, and all the rest
 * in one look-up. Within a commit time stands still, so only the first decision on a meter finds any that has left.
 */
public final class Metering {
    /** How many usages are looked at one by one. */
    static final int PROBED = 4;

    private Metering() {}

    /** Names the rows of a charge. */
    public static void need(Reads reads, Charge charge) {
        MeterRow meter = reads.need(UsageTables.METER, charge.meter().text());
        ValueRow last = charge.value() == null
                ? null
                : reads.need(UsageTables.VALUE, new ValueKey(charge.meter().text(), charge.value()));
        if (meter != null) {
            needUsages(reads, charge, meter, last);
        }
    }

    private static void needUsages(Reads reads, Charge charge, MeterRow meter, @Nullable ValueRow value) {
        if (value != null && value.last() >= meter.head()) {
            reads.need(UsageTables.USAGE, new UsageKey(meter.no(), value.last()));
        }
        long now = Micros.of(reads.now());
        if (charge.window() instanceof Window.Rolling && meter.noOf(now, charge.value()) < meter.tail()) {
            reads.need(UsageTables.USAGE, new UsageKey(meter.no(), meter.tail() - 1));
        }
        long cut = cut(charge.window(), now);
        if (meter.isEmpty() || meter.headAt() > cut) {
            return;
        }
        UsageRow last = needProbed(reads, meter);
        if (last != null && last.at() <= cut && meter.tail() - meter.head() > PROBED) {
            needGone(reads, meter, cut);
        }
    }

    /** The last of the first usages, once they are all there. */
    private static @Nullable UsageRow needProbed(Reads reads, MeterRow meter) {
        boolean all = true;
        UsageRow last = null;
        for (long no = meter.head(); no < Math.min(meter.head() + PROBED, meter.tail()); no++) {
            last = reads.need(UsageTables.USAGE, new UsageKey(meter.no(), no));
            all &= last != null;
        }
        return all ? last : null;
    }

    private static void needGone(Reads reads, MeterRow meter, long cut) {
        long from = meter.head() + PROBED;
        List<Gone> gone = reads.needAll(UsageTables.gone(meter.no(), from, meter.tail(), cut));
        if (gone != null) {
            long next = Math.max(gone.get(0).last() + 1, from);
            if (next < meter.tail()) {
                reads.need(UsageTables.USAGE, new UsageKey(meter.no(), next));
            }
        }
    }

    /**
     * What the meter of a charge shows.
     *
     * @throws ZentraException {@code amount_overflow}
     */
    public static Reading read(UnitOfWork work, Charge charge) {
        MeterRow meter = current(work, charge);
        if (meter == null) {
            return new Reading(new Tally(0, 0, 0), new Tally(charge.amountMinor(), 1, charge.value() == null ? 0 : 1));
        }
        boolean different = charge.value() != null && lastOf(work, meter, charge.value()) == null;
        return new Reading(tally(meter), tally(plus(meter, charge, different ? 1 : 0)));
    }

    /**
     * Adds a charge to its meter.
     *
     * @param place its place among the charges of the decision, from 0
     * @throws ZentraException {@code amount_overflow}
     */
    public static Charged add(UnitOfWork work, Charge charge, int place) {
        long now = Micros.of(work.now());
        Long begins = charge.window() instanceof Window.Calendar calendar ? (Long) begins(work, calendar) : null;
        MeterRow found = current(work, charge);
        MeterRow meter = found != null
                ? found
                : MeterRow.begun(charge.meter().text(), work.nextSeq() * Usage.MAX_CHARGES + place, begins);
        Long before = charge.value() == null ? null : lastOf(work, meter, charge.value());
        MeterRow more = plus(meter, charge, charge.value() != null && before == null ? 1 : 0);
        boolean hasRow = begins == null || charge.value() != null;
        long no = meter.noOf(now, charge.value());
        boolean isNew = hasRow && no == meter.tail();
        if (isNew) {
            append(work, meter, charge, now, before);
        } else if (hasRow) {
            UsageRow row = usage(work, meter, no);
            work.put(UsageTables.USAGE, row.plus(charge.amountMinor()));
        }
        if (charge.value() != null) {
            work.put(UsageTables.VALUE, new ValueRow(new ValueKey(meter.meter(), charge.value()), meter.tail()));
        }
        work.put(UsageTables.METER, isNew ? more.appended(now, charge.value()) : more);
        return new Charged(
                charge.meter().text(),
                charge.amountMinor(),
                charge.window() instanceof Window.Rolling rolling ? micros(rolling) : null,
                more.beginsAt(),
                hasRow ? (Long) no : null,
                charge.value());
    }

    private static void append(UnitOfWork work, MeterRow meter, Charge charge, long now, @Nullable Long before) {
        UsageKey key = new UsageKey(meter.no(), meter.tail());
        UsageRow row = new UsageRow(key, now, charge.amountMinor(), 1, charge.value(), before, null);
        work.insert(UsageTables.USAGE, row); // the next usage changes it, perhaps in this commit
        if (before != null) {
            work.put(UsageTables.USAGE, usage(work, meter, before).beforeIt(meter.tail()));
        }
    }

    /** The meter without what has left its window by now; null when nothing was ever added to it. */
    private static @Nullable MeterRow current(UnitOfWork work, Charge charge) {
        MeterRow meter = work.get(UsageTables.METER, charge.meter().text());
        if (meter == null) {
            return null;
        }
        boolean isCalendar = charge.window() instanceof Window.Calendar;
        if (isCalendar != (meter.beginsAt() != null)) {
            throw ZentraException.of(
                    ErrorCode.INVARIANT_BROKEN,
                    "the meter " + meter.meter() + " has a window of another kind: its key must tell windows apart",
                    Map.of("meter", meter.meter()));
        }
        if (charge.window() instanceof Window.Calendar calendar) {
            long begins = begins(work, calendar);
            return begins > Objects.requireNonNull(meter.beginsAt()) ? meter.begins(begins) : meter;
        }
        return withoutGone(work, meter, cut(charge.window(), Micros.of(work.now())));
    }

    private static MeterRow withoutGone(UnitOfWork work, MeterRow stored, long cut) {
        MeterRow meter = stored;
        for (int i = 0; i < PROBED && !meter.isEmpty() && meter.headAt() <= cut; i++) {
            UsageRow first = usage(work, meter, meter.head());
            if (first.at() > cut) {
                return meter.from(meter.head(), first.at());
            }
            meter = meter.plus(-first.amountMinor(), -first.uses(), -first.takesValue())
                    .from(meter.head() + 1, meter.headAt());
        }
        if (meter.isEmpty()) {
            return meter.from(meter.head(), 0);
        }
        if (meter.headAt() > cut) {
            return meter;
        }
        Gone gone = work.all(UsageTables.gone(meter.no(), meter.head(), meter.tail(), cut))
                .get(0);
        long head = Math.max(gone.last() + 1, meter.head());
        long headAt = head == meter.tail() ? 0 : usage(work, meter, head).at();
        return meter.plus(-gone.sumMinor(), -gone.uses(), -gone.different()).from(head, headAt);
    }

    /** The number of the last usage of a value that counts; null when none does. */
    private static @Nullable Long lastOf(UnitOfWork work, MeterRow meter, String value) {
        ValueRow last = work.get(UsageTables.VALUE, new ValueKey(meter.meter(), value));
        return last == null || last.last() < meter.head() ? null : (Long) last.last();
    }

    private static MeterRow plus(MeterRow meter, Charge charge, long different) {
        try {
            return meter.plus(charge.amountMinor(), 1, different);
        } catch (ArithmeticException tooMuch) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_OVERFLOW,
                    "the sum of a meter would leave the range of a 64-bit integer: " + meter.sumMinor() + " and "
                            + charge.amountMinor() + " more minor units",
                    Map.of("meter", meter.meter()));
        }
    }

    private static UsageRow usage(UnitOfWork work, MeterRow meter, long no) {
        UsageRow row = work.get(UsageTables.USAGE, new UsageKey(meter.no(), no));
        if (row == null) {
            throw ZentraException.of(
                    ErrorCode.INVARIANT_BROKEN,
                    "usage " + no + " of the meter " + meter.meter() + " is missing: run verify()",
                    Map.of("meter", meter.meter(), "usage", String.valueOf(no)));
        }
        return row;
    }

    private static Tally tally(MeterRow meter) {
        return new Tally(meter.sumMinor(), meter.uses(), meter.different());
    }

    private static long begins(UnitOfWork work, Window.Calendar window) {
        return Micros.of(
                window.startOf(work.now(), work.access().tenant().config().timeZone()));
    }

    /** The time up to which usage has left a rolling window, in microseconds; before all for a calendar one. */
    private static long cut(Window window, long now) {
        return window instanceof Window.Rolling rolling ? now - micros(rolling) : Long.MIN_VALUE;
    }

    private static long micros(Window.Rolling window) {
        return window.length().toSeconds() * 1_000_000 + window.length().toNanosPart() / 1_000;
    }
}
