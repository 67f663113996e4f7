package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.Reviews;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Transfers that do not go on. What a policy sent to review goes its usual way, and is told of with its case. */
final class TransferDoctor {
    private static final Pattern REFUSED = Pattern.compile("(settlement|release|reserve|return)_refused: .*");
    private static final Pattern MISSING = Pattern.compile("rail_missing: .*");

    private final Handle of;
    private final Findings found;

    TransferDoctor(Handle of, Findings found) {
        this.of = of;
        this.found = found;
    }

    void look() {
        for (TransferStatus status : new TransferStatus[] {TransferStatus.CONTRADICTED, TransferStatus.IN_REVIEW}) {
            found.looked(Open.transfers(of, status, Diagnosis.MAX_LOOKED_AT)).forEach(this::finding);
        }
    }

    private void finding(Transfer transfer) {
        String reason = Objects.requireNonNullElse(transfer.reason(), "");
        if (transfer.status() == TransferStatus.CONTRADICTED) {
            add(transfer, FindingCode.TRANSFER_CONTRADICTED, decide(transfer));
        } else if (REFUSED.matcher(reason).matches()) {
            add(
                    transfer,
                    FindingCode.LEDGER_REFUSED,
                    "remove what the ledger refuses it for (unfreeze or reopen the account, change its limit, post"
                            + " what is missing), then approve the case" + named(transfer)
                            + " to have it tried at once; it is tried every hour");
        } else if (MISSING.matcher(reason).matches()) {
            add(
                    transfer,
                    FindingCode.RAIL_MISSING,
                    "build a runtime on this database with rail(\"" + rail(transfer)
                            + "\", …): it goes on by itself within" + " ten minutes");
        } else if (transfer.route() != null) {
            add(
                    transfer,
                    FindingCode.RAIL_SILENT,
                    "ask the provider of " + rail(transfer) + " about " + transfer.attemptId()
                            + "; if the money arrived," + " transfers().settle, else " + decide(transfer));
        }
    }

    private void add(Transfer transfer, FindingCode code, String advice) {
        found.add(
                code,
                transfer.id(),
                transfer.amount() + " from " + transfer.source() + " to " + transfer.destination() + " is "
                        + transfer.status().code() + ": " + transfer.reason(),
                since(transfer),
                advice);
    }

    private static String decide(Transfer transfer) {
        return "have the case" + named(transfer)
                + " decided by reviews().approve or deny; its details say what each does";
    }

    private static String named(Transfer transfer) {
        return transfer.caseId() == null ? "" : " " + transfer.caseId();
    }

    private static String rail(Transfer transfer) {
        Transfer.Route route = transfer.route();
        return route == null ? "" : route.rail();
    }

    private Instant since(Transfer transfer) {
        return Optional.ofNullable(transfer.caseId())
                .flatMap(new Reviews(of)::find)
                .map(ReviewCase::origin)
                .map(ReviewCase.Origin::openedAt)
                .orElse(transfer.createdAt());
    }
}
