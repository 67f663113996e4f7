package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.TransferTables;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.List;
import java.util.Map;

/** Transfers of a state, the oldest first, by the index of states. */
final class Open {
    private Open() {}

    static List<Transfer> transfers(Handle of, TransferStatus status, int limit) {
        return of
                .queries()
                .list(
                        TransferTables.TRANSFER,
                        of.tenantNo(),
                        "status = :status and no > 0 order by no",
                        Map.of("status", status.code()),
                        limit)
                .stream()
                .map(TransferRow::transfer)
                .toList();
    }
}
