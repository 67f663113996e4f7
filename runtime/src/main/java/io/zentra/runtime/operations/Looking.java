package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.money.Asset;
import io.zentra.core.review.Reviews;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.LateWork;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.Volumes;
import io.zentra.runtime.internal.transfer.Volumes.VolumeRow;
import io.zentra.webhooks.delivery.Deliveries;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a tenant at one moment. */
final class Looking {
    /** From when on work is late: a lease has ended by then, so nobody is at it. */
    static final Duration LATE_AFTER = Duration.ofMinutes(1);

    /** The kind of the work by which callbacks that wait become cases. */
    static final String OVERDUE = "callback.overdue";

    private static final Instant FAR = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000);

    private static final String PARKED = "select count(*) from (select reference from zentra_callback_parked"
            + " where tenant = :tenant and rail >= '' limit " + ParkedCallbacks.MAX_COUNTED + ") waiting";

    private final Handle of;
    private final Surroundings around;
    private final Instant now;

    Looking(Handle of, Surroundings around, Instant now) {
        this.of = of;
        this.around = around;
        this.now = now;
    }

    OperationsSnapshot snapshot() {
        return new OperationsSnapshot(
                now,
                of.journal().size(),
                of.journal().checkpointedSize(),
                states(),
                new Reviews(of).loads(),
                new Deliveries(of, around.clock()).health(),
                stuck(),
                parked(),
                around.rails().get());
    }

    private List<StateVolume> states() {
        List<VolumeRow> rows = Volumes.of(of.queries(), of.tenantNo());
        List<StateVolume> states = new ArrayList<>();
        for (TransferStatus status : TransferStatus.values()) {
            Map<Asset, BigInteger> minor = new HashMap<>();
            long transfers = 0;
            for (VolumeRow row : rows) {
                Volumes.Volume volume = row.of(status);
                transfers += volume.transfers();
                if (volume.transfers() > 0) {
                    minor.put(row.asset(), volume.minor());
                }
            }
            Optional<Transfer> oldest = transfers == 0
                    ? Optional.empty()
                    : Open.transfers(of, status, 1).stream().findFirst();
            states.add(new StateVolume(
                    status,
                    transfers,
                    minor,
                    oldest.map(Transfer::id).orElse(null),
                    oldest.map(Transfer::createdAt).orElse(null)));
        }
        return states;
    }

    private List<StuckWork> stuck() {
        return LateWork.of(of.queries(), of.tenantNo(), now.minus(LATE_AFTER)).stream()
                .map(late -> new StuckWork(Stage.ofWork(late.kind()), late))
                .toList();
    }

    private ParkedCallbacks parked() {
        Queries queries = of.queries();
        long references = queries.select(PARKED, of.tenantNo(), Map.of(), 1, (results, context) -> results.getLong(1))
                .get(0);
        return new ParkedCallbacks(
                references,
                DueWork.planned(queries, of.tenantNo(), OVERDUE, FAR, 1).stream()
                        .findFirst()
                        .map(DueWork.Planned::dueAt)
                        .orElse(null));
    }
}
