package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.review.ReviewWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.TransferTables.Standing;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The cases in which persons decide about a transfer: at most one is open at a time. */
public final class TransferCases {
    /** The kind of the work that does what was decided; its subject is the case's id. */
    static final String KIND = "transfer.decide";

    /** The kind of the cases. */
    static final String CASE = "transfer";

    /** What approving news of success does. */
    static final String SETTLE = "it arrived: settle it";

    /** What approving news of a failure does. */
    static final String GIVE_BACK = "it did not arrive: give the money back";

    /** What approving that it came back does. */
    static final String TAKE_BACK = "it came back: give what is not back yet to its source";

    /** What approving that it is under way does. */
    static final String ASK_ON = "it is under way: reserve it again and ask on";

    private TransferCases() {}

    /** Names the rows of the case that a transfer has, and of the lane in which it may get one. */
    static void need(Reads reads, Flow flow, TransferRow transfer) {
        ReviewWork.needLane(reads, flow.lane());
        if (transfer.standing().caseId() != null) {
            ReviewWork.need(reads, transfer.standing().caseId());
        }
    }

    /**
     * Opens the case of a state that comes next.
     *
     * @param next the state without its case
     * @param choice what approving and denying would do
     */
    static String open(UnitOfWork work, Flow flow, TransferRow transfer, Standing next, Map<String, String> choice) {
        ReviewDraft draft = new ReviewDraft(
                flow.lane(),
                CASE,
                transfer.id(),
                basis(transfer, next),
                transfer.amount(),
                details(next, choice),
                List.of(),
                transfer.id());
        return ReviewWork.open(work, draft, KIND).id();
    }

    private static Map<String, String> details(Standing standing, Map<String, String> choice) {
        Map<String, String> details = new HashMap<>(choice);
        details.put("status", standing.status().code());
        return details;
    }

    /**
     * Tells those who decide about a contradiction of later news: what was approved before counts no longer. A case that was
     * decided and not carried out yet is told when that is tried.
     */
    static void renew(UnitOfWork work, TransferRow transfer, String approval) {
        Standing standing = transfer.standing();
        ReviewCase waiting = ReviewWork.find(work, Objects.requireNonNull(standing.caseId()));
        if (waiting != null && waiting.status() == ReviewStatus.OPEN) {
            ReviewWork.edit(
                    work,
                    waiting.id(),
                    basis(transfer, standing),
                    transfer.amount(),
                    details(standing, ofContradiction(standing, approval)));
        }
    }

    /** What persons can do about a contradiction. */
    static Map<String, String> ofContradiction(Standing standing, String approval) {
        TransferStatus before = Objects.requireNonNull(standing.before());
        return Map.of("approve", approval, "deny", "it stays " + before.code());
    }

    /** What approving news does, by the outcome that it tells. */
    public static String approval(String outcome) {
        return switch (outcome) {
            case "succeeded", "settled" -> SETTLE;
            case "returned" -> TAKE_BACK;
            case "accepted" -> ASK_ON;
            default -> GIVE_BACK;
        };
    }

    /** What approvals count for: the transfer in its state, and the news that it is about. */
    static String basis(TransferRow transfer, Standing standing) {
        TransferStatus before = standing.before();
        return Sha256.hex(CanonicalJson.bytes(json -> {
            json.beginObject().optionalMember("before", before == null ? null : before.code());
            if (standing.news() != null) {
                json.member("news", standing.news());
            }
            json.optionalMember("reason", standing.reason())
                    .member("status", standing.status().code())
                    .member("transfer", transfer.id())
                    .endObject();
        }));
    }

    /** Takes the transfer's case back, if it has one that is not closed: what it was about has changed. */
    static void withdraw(UnitOfWork work, TransferRow transfer) {
        String id = transfer.standing().caseId();
        ReviewCase waiting = id == null ? null : ReviewWork.find(work, id);
        if (waiting != null && !waiting.status().isFinal()) {
            ReviewWork.withdraw(work, waiting.id());
        }
    }

    /** What persons can do about a transfer of which nothing is known for too long. */
    static Map<String, String> ofSilence() {
        return Map.of("approve", GIVE_BACK, "deny", "the rail is asked on");
    }

    /** What persons can do about money that the ledger did not let move. */
    static Map<String, String> ofRefusal() {
        return Map.of("approve", "try again now", "deny", "leave it: it is tried every hour");
    }
}
