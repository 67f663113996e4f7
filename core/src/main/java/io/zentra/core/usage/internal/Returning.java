package io.zentra.core.usage.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.time.Micros;
import io.zentra.core.usage.Usage;
import io.zentra.core.usage.internal.Reservation.Charged;
import io.zentra.core.usage.internal.UsageTables.MeterRow;
import io.zentra.core.usage.internal.UsageTables.ReservationRow;
import io.zentra.core.usage.internal.UsageTables.UsageKey;
import io.zentra.core.usage.internal.UsageTables.UsageRow;
import io.zentra.core.usage.internal.UsageTables.ValueKey;
import io.zentra.core.usage.internal.UsageTables.ValueRow;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Giving usage back. Usages that have left their window by now are not touched, whether or not a later use of the meter has
 * found that out yet: so what a commit has listed of them stays true while it decides.
 */
public final class Returning {
    private Returning() {}

    /** The sequence of the event of a decision; empty when the text is no id of one. */
    public static Optional<Long> seq(String decision) {
        return EntityId.parse("de", decision).map(EntityId::seq);
    }

    /** Names the rows of giving back what a decision reserved. */
    public static void need(Reads reads, String decision) {
        Long seq = seq(decision).orElse(null);
        Event event = seq == null ? null : reads.needRemains(seq);
        if (seq == null || event == null) {
            return;
        }
        Reservation.of(event).ifPresent(reservation -> {
            event.correlation().ifPresent(reads::needCorrelation);
            reads.need(UsageTables.RESERVATION, seq);
            long at = Micros.of(event.at());
            reservation.charges().forEach(charge -> need(reads, charge, at));
        });
    }

    private static void need(Reads reads, Charged charge, long at) {
        MeterRow meter = reads.need(UsageTables.METER, charge.meter());
        if (meter == null || !counts(charge, meter, at, Micros.of(reads.now())) || charge.usage() == null) {
            return;
        }
        if (charge.value() != null) {
            reads.need(UsageTables.VALUE, new ValueKey(charge.meter(), charge.value()));
        }
        UsageRow row = reads.need(UsageTables.USAGE, new UsageKey(meter.no(), charge.usage()));
        if (row != null && row.before() != null) {
            reads.need(UsageTables.USAGE, new UsageKey(meter.no(), row.before()));
        }
        if (row != null && row.after() != null) {
            reads.need(UsageTables.USAGE, new UsageKey(meter.no(), row.after()));
        }
    }

    /** Gives back, once its rows were named, and records it; nothing when the decision reserved nothing of the asset. */
    public static void giveBack(UnitOfWork work, String decision, Money undone) {
        Long seq = seq(decision).orElse(null);
        Event event = seq == null || !undone.isPositive() ? null : work.remains(seq);
        Reservation reservation = event == null ? null : Reservation.of(event).orElse(null);
        if (seq == null
                || event == null
                || reservation == null
                || !reservation.whole().asset().equals(undone.asset())) {
            return;
        }
        ReservationRow before = work.get(UsageTables.RESERVATION, seq);
        long undoneBefore = before == null ? 0 : before.undoneMinor();
        if (undone.minor() > reservation.whole().minor() - undoneBefore) {
            throw moreThanWhole(decision, reservation.whole(), undoneBefore, undone);
        }
        long undoneAfter = undoneBefore + undone.minor();
        work.put(UsageTables.RESERVATION, new ReservationRow(seq, undoneAfter));
        long at = Micros.of(event.at());
        for (Charged charge : reservation.charges()) {
            giveBack(work, new Part(charge, at, reservation, undoneBefore, undoneAfter));
        }
        work.record(new UnitOfWork.Draft(
                Usage.RETURNED,
                decision,
                event.correlation().orElse(null),
                json -> json.beginObject()
                        .member("decision", decision)
                        .member("undone_minor", undone.minor())
                        .endObject()));
    }

    /** What is given back of a charge. */
    private record Part(Charged charge, long at, Reservation of, long undoneBefore, long undoneAfter) {
        long goneMinor() {
            return of.left(charge.amountMinor(), undoneBefore) - of.left(charge.amountMinor(), undoneAfter);
        }

        boolean isWhole() {
            return undoneAfter == of.whole().minor();
        }
    }

    private static void giveBack(UnitOfWork work, Part part) {
        Charged charge = part.charge();
        long now = Micros.of(work.now());
        MeterRow meter = Objects.requireNonNull(work.get(UsageTables.METER, charge.meter()), charge.meter());
        if (!counts(charge, meter, part.at(), now)) {
            return;
        }
        long values = charge.usage() == null ? 0 : takeFromRow(work, meter, part, now);
        work.put(UsageTables.METER, meter.plus(-part.goneMinor(), part.isWhole() ? -1 : 0, -values));
    }

    /** Whether the usage of a charge still counts. */
    private static boolean counts(Charged charge, MeterRow meter, long at, long now) {
        return charge.startMicros() != null
                ? charge.startMicros().equals(meter.beginsAt())
                : charge.usage() != null && charge.usage() >= meter.head() && !charge.hasLeft(at, now);
    }

    /** One when the value has left the window with it. */
    private static long takeFromRow(UnitOfWork work, MeterRow meter, Part part, long now) {
        UsageKey key =
                new UsageKey(meter.no(), Objects.requireNonNull(part.charge().usage()));
        UsageRow row = Objects.requireNonNull(work.get(UsageTables.USAGE, key), key.toString());
        work.put(UsageTables.USAGE, row.less(part.goneMinor(), part.isWhole()));
        return row.value() == null || !part.isWhole() ? 0 : unlink(work, meter, row, part.charge(), now);
    }

    private static long unlink(UnitOfWork work, MeterRow meter, UsageRow row, Charged charge, long now) {
        UsageRow before = neighbour(work, meter, row.before());
        boolean remains = before != null
                && before.key().no() >= meter.head()
                && !charge.hasLeft(before.at(), now); // one that has left is not touched
        if (remains) {
            work.put(UsageTables.USAGE, Objects.requireNonNull(before).beforeIt(row.after()));
        }
        UsageRow after = neighbour(work, meter, row.after());
        if (after != null) {
            work.put(UsageTables.USAGE, after.behind(row.before()));
            return 0;
        }
        ValueKey value = new ValueKey(meter.meter(), Objects.requireNonNull(row.value()));
        if (remains) {
            work.put(UsageTables.VALUE, new ValueRow(value, Objects.requireNonNull(row.before())));
            return 0;
        }
        work.delete(UsageTables.VALUE, value);
        return 1;
    }

    private static @Nullable UsageRow neighbour(UnitOfWork work, MeterRow meter, @Nullable Long no) {
        return no == null ? null : work.get(UsageTables.USAGE, new UsageKey(meter.no(), no));
    }

    private static ZentraException moreThanWhole(String decision, Money whole, long undoneBefore, Money undone) {
        return ZentraException.of(
                ErrorCode.INVARIANT_BROKEN,
                "of " + whole + " that the decision " + decision + " let through, " + undoneBefore
                        + " minor units were undone, and " + undone + " more cannot be",
                Map.of("decision", decision));
    }
}
