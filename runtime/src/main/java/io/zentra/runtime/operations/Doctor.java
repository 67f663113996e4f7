package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Journal;
import io.zentra.core.money.Asset;
import io.zentra.core.time.DueWork;
import io.zentra.ledger.Accounts;
import io.zentra.runtime.operations.Surroundings.Work;
import io.zentra.runtime.rail.RailHealth;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Looks for what needs attention, each kind in a query or two that an index serves. */
final class Doctor {
    /** What clocks of nodes that are kept in time may differ by. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    private final Handle of;
    private final Surroundings around;
    private final Instant now;
    private final Findings found = new Findings();

    Doctor(Handle of, Surroundings around, Instant now) {
        this.of = of;
        this.around = around;
        this.now = now;
    }

    Diagnosis diagnosis() {
        clock();
        new TransferDoctor(of, found).look();
        around.rails().get().forEach(this::rail);
        new ReviewDoctor(of, now, found).look();
        new WorkDoctor(of, around, now, found).look();
        new EndpointDoctor(of, around, found).look();
        checkpoints();
        flowAccounts();
        return found.diagnosis(now);
    }

    private void clock() {
        Journal journal = of.journal();
        Instant last = recordedAt(journal, journal.size());
        if (last != null && last.minus(CLOCK_TOLERANCE).isAfter(now)) {
            found.add(
                    FindingCode.CLOCK_BEHIND,
                    "clock",
                    "the clock says " + now + ", and the last event is of " + last,
                    null,
                    "set the clock of this machine right; until it has passed the last event, what is recorded gets"
                            + " the time of that, and work that waits for a time comes late");
        }
    }

    /** When an event was recorded; null when it lies in an archive. */
    static @Nullable Instant recordedAt(Journal journal, long seq) {
        try {
            return journal.event(seq).map(event -> event.at()).orElse(null);
        } catch (ZentraException e) {
            if (e.code() == ErrorCode.EVENT_ARCHIVED) {
                return null;
            }
            throw e;
        }
    }

    private void rail(RailHealth rail) {
        if (rail.circuit() != RailHealth.Circuit.CLOSED) {
            Instant until = rail.openUntil();
            found.add(
                    FindingCode.RAIL_LEFT_ALONE,
                    rail.rail(),
                    "the rail " + rail.rail() + " is left alone: too many of its last calls ended unknown",
                    rail.lastFailureAt(),
                    "ask the provider; " + (until == null ? "the next call" : "the first call after " + until)
                            + " tries it, and with an answer all goes on by itself");
        }
    }

    private void checkpoints() {
        Work work = around.checkpoints();
        if (work != null && !DueWork.isPlanned(of.queries(), of.tenantNo(), work.kind(), work.subject())) {
            found.add(
                    FindingCode.CHECKPOINT_UNPLANNED,
                    of.access().tenant().id().value(),
                    "the tenant was created by a runtime without a key, so no checkpoints are made",
                    null,
                    "call createTenant with the same id and configuration by a runtime with a key: it plans them");
        }
    }

    private void flowAccounts() {
        Asset asset = of.access().tenant().config().defaultAsset();
        if (around.rails().get().isEmpty()) {
            return;
        }
        Accounts accounts = new Accounts(of);
        for (String id : around.accounts().apply(asset)) {
            if (accounts.find(id).isEmpty()) {
                found.add(
                        FindingCode.FLOW_ACCOUNTS_MISSING,
                        id,
                        "the account " + id + ", which transfers in " + asset + " pass through, is not open",
                        null,
                        "call transfers().openFlowAccounts for " + asset);
            }
        }
    }
}
