package io.zentra.ledger.internal.file;

import io.zentra.core.money.Money;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.file.Form.Head;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** What every form of plain-text accounting tells of a posting, and on which days. Debits are positive. */
final class Transactions {
    /** Effective times begin with this day, in UTC; the programs know no earlier one in any zone. */
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);

    private final ZoneId zone;
    private LocalDate earliest = LocalDate.MAX;
    private LocalDate latest = FIRST;

    Transactions(Head head) {
        zone = head.tenant().config().timeZone();
    }

    /** The day in the tenant's time zone on which a posting took effect. */
    LocalDate day(Posting posting) {
        LocalDate day = day(posting.effectiveAt());
        earliest = day.isBefore(earliest) ? day : earliest;
        latest = day.isAfter(latest) ? day : latest;
        return day;
    }

    private LocalDate day(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        return day.isBefore(FIRST) ? FIRST : day;
    }

    /** The earliest of these days; the latest when there was none. */
    LocalDate earliest() {
        return earliest.isAfter(latest) ? latest : earliest;
    }

    /** The latest of these days. */
    LocalDate latest() {
        return latest;
    }

    static String description(Posting posting) {
        if (posting.reverses() != null) {
            return "reversal of " + posting.reverses();
        } else if (posting.corrects() != null) {
            return "correction of " + posting.corrects();
        }
        return posting.hold() != null ? "capture of " + posting.hold() : "posting";
    }

    static Money signed(Entry entry) {
        return entry.side() == Side.DEBIT ? entry.amount() : entry.amount().negated();
    }
}
