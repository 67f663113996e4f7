package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.FailingWork;
import io.zentra.core.time.LateWork;
import java.time.Duration;
import java.time.Instant;

/** Work that is late or fails, and callbacks that will soon be cases. */
final class WorkDoctor {
    private static final Duration SOON = Duration.ofHours(1);

    private final Handle of;
    private final Surroundings around;
    private final Instant now;
    private final Findings found;

    WorkDoctor(Handle of, Surroundings around, Instant now, Findings found) {
        this.of = of;
        this.around = around;
        this.now = now;
        this.found = found;
    }

    void look() {
        LateWork.of(of.queries(), of.tenantNo(), now.minus(Looking.LATE_AFTER)).forEach(this::late);
        around.failing().apply(of.queries(), of.tenantNo()).forEach(this::failing);
        found.looked(DueWork.planned(
                        of.queries(), of.tenantNo(), Looking.OVERDUE, now.plus(SOON), Diagnosis.MAX_LOOKED_AT))
                .forEach(this::waiting);
    }

    private void late(LateWork late) {
        found.add(
                FindingCode.WORK_LATE,
                late.kind(),
                late.pieces() + " pieces of work of the kind " + late.kind() + " are late, the oldest about "
                        + late.subject(),
                late.dueAt(),
                "let a runtime run on this database that knows this kind, with dueWorkThreads above 0, or call"
                        + " runDueWork(); if one runs, see its log, and give it more threads");
    }

    private void failing(FailingWork failing) {
        found.add(
                FindingCode.WORK_FAILING,
                failing.subject(),
                "work of the kind " + failing.kind() + " has failed, tried " + failing.tries() + " times: "
                        + failing.error(),
                failing.since(),
                "remove what the error names; it is tried again by itself, after pauses of up to 17 minutes");
    }

    private void waiting(DueWork.Planned parked) {
        if (parked.dueAt().isAfter(now)) { // else it is late
            found.add(
                    FindingCode.CALLBACK_WAITING,
                    parked.subject(),
                    "a callback waits for what it speaks of, until " + parked.dueAt(),
                    null,
                    "look at timeline(\"" + parked.subject()
                            + "\") for its rail and reference: the callback is applied as soon"
                            + " as a transfer has that reference, and is a case after that time");
        }
    }
}
