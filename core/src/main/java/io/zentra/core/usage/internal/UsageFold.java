package io.zentra.core.usage.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.time.Micros;
import io.zentra.core.usage.Usage;
import io.zentra.core.usage.internal.Reservation.Charged;
import io.zentra.core.usage.internal.UsageTables.MeterRow;
import io.zentra.core.usage.internal.UsageTables.ReservationRow;
import io.zentra.core.usage.internal.UsageTables.UsageRow;
import io.zentra.core.usage.internal.UsageTables.ValueKey;
import io.zentra.core.usage.internal.UsageTables.ValueRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Meters, their usages and values, and what was given back, recomputed from the events of decisions and returns. */
public final class UsageFold implements JournalFold {
    private static final int PAGE = 1_000;
    private static final int MAX_REMEMBERED = 1_024;

    private final Map<String, FoldedMeter> meters = new TreeMap<>();
    private final MeterLogFold log = new MeterLogFold();
    private final Map<Long, ReservationRow> reservations = new HashMap<>();
    private final Map<Long, Decided> remembered = new LinkedHashMap<>();
    private long usages;

    /** What a decision reserved, and when, in microseconds. */
    private record Decided(long seq, Reservation reservation, long at) {}

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    /** Whether an event tells of usage. */
    public static boolean isToldBy(Event event) {
        return event.type().equals(Usage.RETURNED) || event.tells(Reservation.MEMBER);
    }

    /** Writes all that is needed of the body of an event of usage, to fold it and to give it back. */
    public static void writeTold(CanonicalJson json, Event event) {
        json.beginObject();
        if (event.type().equals(Usage.RETURNED)) {
            json.member("decision", event.body().path("decision").asText())
                    .member("undone_minor", event.body().path("undone_minor").longValue());
        } else {
            Reservation.of(event).ifPresent(reservation -> reservation.write(json));
        }
        json.endObject();
    }

    /** None: its events are taken again where a verification goes on. */
    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of();
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        log.before(event.seq(), stored);
        if (event.type().equals(Usage.RETURNED)) {
            returned(event, stored);
        } else if (event.tells(Reservation.MEMBER)) {
            Reservation.of(event).ifPresent(reservation -> reserved(event, reservation, stored));
        }
    }

    private void reserved(Event event, Reservation reservation, StateComparison stored) {
        long at = Micros.of(event.at());
        remember(new Decided(event.seq(), reservation, at));
        int place = 0;
        for (Charged charge : reservation.charges()) {
            add(event, charge, place++, at, stored);
        }
    }

    private void add(Event event, Charged charge, int place, long at, StateComparison stored) {
        FoldedMeter known = meters.get(charge.meter());
        MeterRow before = known == null ? null : known.row();
        FoldedMeter meter = meters.computeIfAbsent(
                charge.meter(),
                key -> new FoldedMeter(
                        MeterRow.begun(key, event.seq() * Usage.MAX_CHARGES + place, charge.startMicros())));
        if ((charge.lengthMicros() == null) == (charge.startMicros() == null)
                || (charge.startMicros() == null) != (meter.row().beginsAt() == null)) {
            stored.fault("event " + event.seq() + " charges " + name(charge.meter()) + " in a window of another kind");
            return;
        }
        meter.advance(charge, at);
        boolean hasRow = charge.startMicros() == null || charge.value() != null;
        Long expected = hasRow ? (Long) meter.row().noOf(at, charge.value()) : null;
        if (!Objects.equals(charge.usage(), expected)
                || !Objects.equals(charge.startMicros(), meter.row().beginsAt())) {
            stored.fault("event " + event.seq() + " does not say what it added to " + name(charge.meter()));
            return;
        }
        long tail = meter.row().tail();
        meter.add(charge, at);
        log.changed(event.seq(), before, meter.row());
        usages += expected != null && expected == tail ? 1 : 0;
    }

    private void returned(Event event, StateComparison stored) {
        String id = event.body().path("decision").asText();
        Decided decided = decided(id, event, stored);
        if (decided == null) {
            stored.fault("event " + event.seq() + " gives back what " + id + " did not reserve");
            return;
        }
        long undone = event.body().path("undone_minor").longValue();
        ReservationRow before = reservations.getOrDefault(decided.seq(), new ReservationRow(decided.seq(), 0));
        long whole = decided.reservation().whole().minor();
        if (undone <= 0 || undone > whole - before.undoneMinor()) {
            stored.fault("event " + event.seq() + " gives back " + undone + " more of " + id);
            return;
        }
        ReservationRow after = new ReservationRow(decided.seq(), before.undoneMinor() + undone);
        reservations.put(decided.seq(), after);
        long now = Micros.of(event.at());
        for (Charged charge : decided.reservation().charges()) {
            long left = decided.reservation().left(charge.amountMinor(), after.undoneMinor());
            long gone = decided.reservation().left(charge.amountMinor(), before.undoneMinor()) - left;
            FoldedMeter meter = meters.get(charge.meter());
            if (meter != null) {
                MeterRow row = meter.row();
                if (meter.giveBack(charge, decided.at(), now, gone, after.undoneMinor() == whole)) {
                    log.changed(event.seq(), row, meter.row());
                }
            }
        }
    }

    private @Nullable Decided decided(String id, Event by, StateComparison stored) {
        long seq = Returning.seq(id).filter(of -> of < by.seq()).orElse(0L);
        Decided known = remembered.get(seq);
        return known != null || seq == 0 ? known : read(seq, stored);
    }

    /** Read from the journal again: to keep all decisions for those that are given back would need too much memory. */
    private static @Nullable Decided read(long seq, StateComparison stored) {
        return stored.remains(seq)
                .flatMap(event ->
                        Reservation.of(event).map(reservation -> new Decided(seq, reservation, Micros.of(event.at()))))
                .orElse(null);
    }

    private void remember(Decided decided) {
        remembered.put(decided.seq(), decided);
        if (remembered.size() > MAX_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }

    @Override
    public void compare(StateComparison stored) {
        Map<String, MeterRow> rows = new HashMap<>();
        meters.forEach((key, meter) -> rows.put(key, meter.row()));
        log.compare(stored, rows);
        stored.compare(UsageTables.RESERVATION, reservations, seq -> "what was undone of the decision of event " + seq);
        long values = 0;
        for (FoldedMeter meter : meters.values()) {
            compareUsages(meter, stored);
            compareValues(meter, stored);
            values += meter.last().size();
        }
        compareCount("usages", "zentra_usage", usages, stored);
        compareCount("values of meters", "zentra_usage_value", values, stored);
    }

    private static void compareUsages(FoldedMeter meter, StateComparison stored) {
        String name = name(meter.row().meter());
        Map<Long, UsageRow> missing = new HashMap<>(meter.counting());
        byte[] gone = new byte[32];
        List<UsageRow> page = usages(meter, -1, stored);
        while (!page.isEmpty()) {
            for (UsageRow usage : page) {
                long no = usage.key().no();
                if (no < meter.row().head()) {
                    gone = FoldedMeter.with(gone, usage);
                } else {
                    stored.compare("usage " + no + " of " + name, usage, missing.remove(no));
                }
            }
            page = usages(meter, page.get(page.size() - 1).key().no(), stored);
        }
        stored.compareMissing(missing, no -> "usage " + no + " of " + name);
        if (!Arrays.equals(gone, meter.gone())) {
            stored.fault("the usages before " + meter.row().head() + " of " + name + ", of number "
                    + meter.row().no() + ", are not those of its events");
        }
    }

    private static List<UsageRow> usages(FoldedMeter meter, long last, StateComparison stored) {
        Map<String, Long> values = Map.of("meter", meter.row().no(), "last", last);
        return stored.list(UsageTables.USAGE, "meter = :meter and no > :last order by no", values, PAGE);
    }

    private static void compareValues(FoldedMeter meter, StateComparison stored) {
        Map<String, ValueRow> missing = new HashMap<>();
        meter.last().forEach((value, last) -> {
            ValueKey key = new ValueKey(meter.row().meter(), value);
            missing.put(value, new ValueRow(key, last));
        });
        List<ValueRow> page = values(meter, "", stored);
        while (!page.isEmpty()) {
            for (ValueRow row : page) {
                String value = row.key().value();
                stored.compare(name(meter, value), row, missing.remove(value));
            }
            page = values(meter, page.get(page.size() - 1).key().value(), stored);
        }
        stored.compareMissing(missing, value -> name(meter, value));
    }

    private static List<ValueRow> values(FoldedMeter meter, String last, StateComparison stored) {
        Map<String, String> values = Map.of("meter", meter.row().meter(), "last", last);
        return stored.list(UsageTables.VALUE, "meter = :meter and of_value > :last order by of_value", values, PAGE);
    }

    private static void compareCount(String what, String table, long wanted, StateComparison stored) {
        long rows = stored.number("select count(*) from " + table + " where tenant = :tenant");
        if (rows != wanted) {
            stored.fault("there are " + rows + " " + what + ", not " + wanted);
        }
    }

    private static String name(FoldedMeter meter, String value) {
        return "the last usage of \"" + value + "\" of " + name(meter.row().meter());
    }

    private static String name(String meter) {
        return "the meter " + meter;
    }
}
