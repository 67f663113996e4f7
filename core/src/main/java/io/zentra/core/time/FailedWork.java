package io.zentra.core.time;

import io.zentra.core.error.Shown;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.internal.DueWorkTable;
import io.zentra.core.time.internal.DueWorkTable.DueRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What this process tried in vain, until it is done: the first so many pieces. Thread-safe. */
final class FailedWork {
    /** The most pieces that are remembered. */
    static final int MAX = 1_000;

    private static final int MAX_ERROR = 300;

    private final Map<Piece, Failure> failures = new ConcurrentHashMap<>();

    private record Piece(int tenantNo, DueWorkTable.Name name) {}

    private record Failure(DueWork.Item item, Instant since, String error) {}

    /** A piece failed. */
    void failed(int tenantNo, DueWork.Item item, Instant at, Throwable error) {
        Piece piece = piece(tenantNo, item);
        Failure before = failures.get(piece);
        if (before != null || failures.size() < MAX) {
            Instant since = before == null ? at : before.since();
            failures.put(piece, new Failure(item, since, Shown.of(error.toString(), MAX_ERROR)));
        }
    }

    /** A piece ran to its end. */
    void ran(int tenantNo, DueWork.Item item) {
        if (!failures.isEmpty()) {
            failures.remove(piece(tenantNo, item));
        }
    }

    /** Those of a tenant that nobody has taken since, in the order of kinds and subjects. */
    List<FailingWork> of(Queries queries, int tenantNo) {
        List<FailingWork> failing = new ArrayList<>();
        failures.forEach((piece, failure) -> {
            if (piece.tenantNo() == tenantNo && isWhereItFailed(queries, piece, failure.item())) {
                failing.add(new FailingWork(
                        piece.name().kind(),
                        piece.name().subject(),
                        failure.item().tries(),
                        failure.since(),
                        failure.error()));
            }
        });
        failing.sort((a, b) -> (a.kind() + " " + a.subject()).compareTo(b.kind() + " " + b.subject()));
        return List.copyOf(failing);
    }

    /** Whoever takes a piece moves its token: then this process knows no more of it. */
    private static boolean isWhereItFailed(Queries queries, Piece piece, DueWork.Item item) {
        Optional<DueRow> row = queries.first(
                DueWorkTable.DUE_WORK,
                piece.tenantNo(),
                "kind = :kind and subject = :subject",
                Map.of("kind", piece.name().kind(), "subject", piece.name().subject()));
        return row.filter(found -> found.token() == item.token()).isPresent();
    }

    private static Piece piece(int tenantNo, DueWork.Item item) {
        return new Piece(tenantNo, new DueWorkTable.Name(item.kind(), item.subject()));
    }
}
