package io.zentra.core.usage;

import io.zentra.core.Handle;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.core.usage.internal.Metering;
import io.zentra.core.usage.internal.Reservation;
import io.zentra.core.usage.internal.Reservation.Charged;
import io.zentra.core.usage.internal.Returning;
import io.zentra.core.usage.internal.UsageTables;
import io.zentra.core.usage.internal.UsageTables.ReservationRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counting what was let through against windows of time, inside the command that lets it through: what a meter shows is
 * exact at that decision, and what is added to it becomes part of the same commit. Usage counts from the time of its
 * decision, whether the operation is pending or posted; given back it counts as if it had never been. It is called
 * by the thread of the command.
 *
 * <pre>{@code
 * Usage.need(reads, charge); // in reads()
 *
 * Reading shown = Usage.read(work, charge); // in decide()
 * if (shown.after().sumMinor() <= cap) {
 *     String id = work.newId("de");
 *     Reserved reserved = Usage.reserve(work, amount, List.of(charge));
 *     work.record(new UnitOfWork.Draft("payout.allowed", id, null, json -> {
 *         json.beginObject();
 *         reserved.write(json);
 *         json.endObject();
 *     }));
 * }
 * }</pre>
 */
public final class Usage {
    /** The most charges of one decision. */
    public static final int MAX_CHARGES = 64;

    /** The type of the event that tells that usage was given back. */
    public static final String RETURNED = "usage.returned";

    private Usage() {}

    /**
     * How much of what a decision reserved still counts, as long as its windows last.
     *
     * @param whole the amount of the operation that it let through
     * @param undone what of it was undone, and so was given back
     */
    public record Left(Money whole, Money undone) {
        /** What still counts: all that the operation added in this proportion, rounded up. */
        public Money counting() {
            return whole.minus(undone);
        }
    }

    /** Names the rows of a charge, for reading and for reserving it. */
    public static void need(Reads reads, Charge charge) {
        Metering.need(reads, charge);
    }

    /**
     * What the meter of a charge shows, once its rows were named; changes nothing.
     *
     * @throws ZentraException {@code amount_overflow}
     */
    public static Reading read(UnitOfWork work, Charge charge) {
        return Metering.read(work, charge);
    }

    /**
     * Adds to meters, once the rows of the charges were named. The next event that is recorded must be that of the decision,
     * with what is returned in its body; its sequence is that of the decision's id, as {@code work.newId("de")} makes it.
     *
     * @param whole the amount of the operation that is let through, above zero: what is undone of it later is measured
     *     against it
     * @param charges of different meters, up to {@value #MAX_CHARGES}
     * @throws ZentraException {@code amount_overflow}, {@code amount_not_positive}, or {@code invalid_charge} for too many
     *     or two of one meter
     */
    public static Reserved reserve(UnitOfWork work, Money whole, List<Charge> charges) {
        requireSound(whole, charges);
        List<Charged> charged = new ArrayList<>();
        for (int i = 0; i < charges.size(); i++) {
            charged.add(Metering.add(work, charges.get(i), i));
        }
        return new Reserved(new Reservation(whole, charged));
    }

    /** Names the rows of giving back what a decision reserved. */
    public static void needReturn(Reads reads, String decisionId) {
        Returning.need(reads, decisionId);
    }

    /**
     * Gives back what a decision reserved, in proportion to what is undone of its whole, and records the event
     * {@code usage.returned}. Sums are given back in parts, what is left of them rounded up; a use and a value are when all
     * is undone. What has left its window stays as it is. Nothing when the decision reserved nothing, or not for an
     * operation of this asset.
     *
     * @param undone what is undone now, zero or more
     * @throws ZentraException {@code invariant_broken} when more than the whole would be undone
     */
    public static void giveBack(UnitOfWork work, String decisionId, Money undone) {
        Returning.giveBack(work, decisionId, undone);
    }

    /** The amount of the operation whose usage the event of a decision reserved; empty when it reserved nothing. */
    public static Optional<Money> whole(Event decision) {
        return Reservation.of(decision).map(Reservation::whole);
    }

    /** The sequence of the event of a decision; empty when the text is no id of one. */
    public static Optional<Long> decisionSeq(String decisionId) {
        return Returning.seq(decisionId);
    }

    /** How much of what a decision reserved still counts; empty when it reserved nothing or is not known. */
    public static Optional<Left> left(Handle handle, String decisionId) {
        return Returning.seq(decisionId).flatMap(seq -> left(handle, seq));
    }

    private static Optional<Left> left(Handle handle, long seq) {
        Queries queries = handle.queries();
        int tenant = handle.tenantNo();
        Money whole = queries.first(JournalTables.JOURNAL, tenant, "seq = :seq", Map.of("seq", seq))
                .flatMap(stored -> Reservation.of(Event.remains(stored.event())))
                .map(Reservation::whole)
                .orElse(null);
        if (whole == null) {
            return Optional.empty();
        }
        long undone = queries.first(UsageTables.RESERVATION, tenant, "decision = :decision", Map.of("decision", seq))
                .map(ReservationRow::undoneMinor)
                .orElse(0L);
        return Optional.of(new Left(whole, Money.ofMinor(undone, whole.asset())));
    }

    private static void requireSound(Money whole, List<Charge> charges) {
        if (!whole.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE, "an operation that is counted moves more than " + whole);
        }
        if (charges.size() > MAX_CHARGES) {
            throw Charge.invalid(
                    "a decision adds to " + MAX_CHARGES + " meters at most, not " + charges.size(),
                    "charges",
                    charges.size());
        }
        Set<MeterKey> meters = new HashSet<>();
        for (Charge charge : charges) {
            if (!meters.add(charge.meter())) {
                throw Charge.invalid("a decision adds to a meter once", "meter", charge.meter());
            }
        }
    }
}
