package io.zentra.runtime.internal;

import io.zentra.core.commit.Command.Keyed.Belonging;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.time.DueWork;
import io.zentra.ledger.Entry;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.TransferTables.AttemptRow;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What final news of a rail does to a transfer, however it came: by the call, by a query or by a callback. Facts are
 * recorded first by the caller; here the state follows from them.
 */
final class News {
    private static final Duration RETRY = Duration.ofHours(1);
    private static final int SERVER_ERROR = 500;
    private static final long NO_SOURCE = 0;

    private final UnitOfWork work;
    private final FlowAccounts flow;
    private final TransferRow transfer;
    private final AttemptRow attempt;
    private final long source;

    private News(UnitOfWork work, FlowAccounts flow, TransferRow transfer, AttemptRow attempt, long source) {
        this.work = work;
        this.flow = flow;
        this.transfer = transfer;
        this.attempt = attempt;
        this.source = source;
    }

    /** Names the rows that news of an attempt may touch; answers its transfer when it is there. */
    static @Nullable TransferRow need(Reads reads, String attemptId, FlowAccounts flow) {
        EntityId id = EntityId.parse("at", attemptId).orElse(null);
        return id == null ? null : need(reads, id.seq(), flow);
    }

    /** The same by the attempt's number. */
    static @Nullable TransferRow need(Reads reads, long attemptNo, FlowAccounts flow) {
        AttemptRow attempt = reads.need(TransferTables.ATTEMPT, attemptNo);
        TransferRow transfer = attempt == null ? null : reads.need(TransferTables.TRANSFER, attempt.transfer());
        if (attempt != null && transfer != null) {
            Asset asset = transfer.amount().asset();
            reads.needCorrelation(transfer.id());
            DueWork.need(reads, AttemptHandler.KIND, attempt.id());
            LedgerWork.needReversal(reads, transfer.reservePosting());
            LedgerWork.needAccount(reads, transfer.destination());
            LedgerWork.needAccount(reads, flow.settlement(asset));
        }
        return transfer;
    }

    /**
     * The news of an attempt.
     *
     * @throws ZentraException {@code unknown_reference}
     */
    static News of(UnitOfWork work, String attemptId, FlowAccounts flow) {
        AttemptRow attempt = find(work, attemptId).orElseThrow(() -> unknown(attemptId));
        return new News(work, flow, transferOf(work, attempt), attempt, NO_SOURCE);
    }

    /** The same news, as an event tells it: what follows names the event as its source. */
    News because(long event) {
        return new News(work, flow, transfer, attempt, event);
    }

    /** Where refused news of an attempt belongs: to its transfer, whoever sent it. */
    static Belonging belonging(UnitOfWork work, String attemptId) {
        return find(work, attemptId)
                .map(attempt ->
                        new Belonging(attempt.id(), transferOf(work, attempt).id()))
                .orElse(Belonging.NONE);
    }

    private static Optional<AttemptRow> find(UnitOfWork work, String attemptId) {
        return EntityId.parse("at", attemptId)
                .filter(id -> id.tenantNo() == work.access().tenant().no())
                .map(id -> work.get(TransferTables.ATTEMPT, id.seq()))
                .filter(attempt -> attempt.id().equals(attemptId));
    }

    private static TransferRow transferOf(UnitOfWork work, AttemptRow attempt) {
        return Objects.requireNonNull(work.get(TransferTables.TRANSFER, attempt.transfer()));
    }

    static ZentraException unknown(String attemptId) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_REFERENCE,
                "no attempt \"" + attemptId + "\" was made: the reference is the one that was submitted",
                Map.of("reference", attemptId));
    }

    TransferRow transfer() {
        return transfer;
    }

    AttemptRow attempt() {
        return attempt;
    }

    /** What the money arriving would do; a wrong amount contradicts the request. */
    Effect effectOfSuccess(@Nullable Money amount) {
        if (isWrong(amount) || isKnownToHaveFailed()) {
            return Effect.CONTRADICTED;
        }
        return transfer.status() == TransferStatus.SETTLED ? Effect.DUPLICATE : notContradicted();
    }

    /** What a failure would do. */
    Effect effectOfFailure(@Nullable Money amount) {
        if (isWrong(amount) || attempt.outcome() == AttemptOutcome.SUCCEEDED) {
            return Effect.CONTRADICTED;
        }
        return transfer.status() == TransferStatus.FAILED ? Effect.DUPLICATE : notContradicted();
    }

    /**
     * Moves the reserve over settlement to the destination; a refusal of the ledger makes it wait for a person. So does a
     * reserve that was reversed by hand, in part too: what lies in its account now is that of other transfers.
     */
    void succeeded(@Nullable String providerReference) {
        known(AttemptOutcome.SUCCEEDED, providerReference, null);
        try {
            LedgerWork.requireUnreversed(work, transfer.reservePosting());
            Posting posting = LedgerWork.post(work, settlement());
            ended(TransferEvents.SETTLED, TransferStatus.SETTLED, null, posting.id());
        } catch (ZentraException refused) {
            waits("settlement_refused: ", refused);
        }
    }

    /** Gives back what is left of the reserve; when that is nothing, a person has to look. */
    void failed(AttemptOutcome outcome, String reason) {
        known(outcome, null, reason);
        try {
            Posting posting = LedgerWork.reverse(work, transfer.reservePosting());
            ended(TransferEvents.FAILED, TransferStatus.FAILED, reason, posting.id());
        } catch (ZentraException refused) {
            waits("release_refused: ", refused);
        }
    }

    /** Keeps the money where it is until a person decides. */
    void contradicted(String reason) {
        if (transfer.status() != TransferStatus.CONTRADICTED) {
            ended(TransferEvents.CONTRADICTED, TransferStatus.CONTRADICTED, reason, null);
        }
    }

    /** Nothing is known for so long that a person should look; later news still counts. */
    void unknownForLong(String reason) {
        if (transfer.status() == TransferStatus.PROCESSING) {
            changed(TransferEvents.IN_REVIEW, TransferStatus.IN_REVIEW, reason, null);
        }
    }

    private void known(AttemptOutcome outcome, @Nullable String providerReference, @Nullable String reason) {
        work.put(TransferTables.ATTEMPT, attempt.with(outcome, providerReference, reason));
    }

    /** Tries again what the ledger refused; records nothing when it refuses again. */
    void again() {
        switch (attempt.outcome()) {
            case SUCCEEDED -> succeeded(null);
            case DECLINED, NOT_SENT ->
                failed(attempt.outcome(), Objects.requireNonNullElse(attempt.reason(), "declined"));
            case NEW, ACCEPTED, UNKNOWN -> throw new IllegalStateException(attempt.id() + " has no final news");
        }
    }

    private boolean isWrong(@Nullable Money amount) {
        return amount != null && !amount.equals(transfer.amount());
    }

    private boolean isKnownToHaveFailed() {
        return attempt.outcome() == AttemptOutcome.DECLINED || attempt.outcome() == AttemptOutcome.NOT_SENT;
    }

    private Effect notContradicted() {
        return transfer.status() == TransferStatus.CONTRADICTED ? Effect.CONTRADICTED : Effect.APPLIED;
    }

    /** One posting of four lines, so that the money cannot stop half-way. */
    private LedgerWork.Draft settlement() {
        Money amount = transfer.amount();
        String settlement = flow.settlement(amount.asset());
        return LedgerWork.Draft.of(
                List.of(
                        new EntryRequest(reservedAccount(), Side.DEBIT, amount),
                        new EntryRequest(settlement, Side.CREDIT, amount),
                        new EntryRequest(settlement, Side.DEBIT, amount),
                        new EntryRequest(transfer.destination(), Side.CREDIT, amount)),
                transfer.id());
    }

    /** Where the money waits by the posting that reserved it, whatever the runtime is configured to use now. */
    private String reservedAccount() {
        long seq = EntityId.parse("po", transfer.reservePosting())
                .map(EntityId::seq)
                .orElseThrow();
        Event reserve = Objects.requireNonNull(work.event(seq), "a transfer has its reserve");
        return LedgerWork.posting(reserve).entries().stream()
                .filter(entry -> entry.side() == Side.CREDIT)
                .map(Entry::account)
                .findFirst()
                .orElseThrow();
    }

    private void ended(String event, TransferStatus status, @Nullable String reason, @Nullable String posting) {
        changed(event, status, reason, posting);
        DueWork.finish(work, AttemptHandler.KIND, attempt.id());
    }

    private void waits(String what, ZentraException refused) {
        if (refused.code().httpStatus() >= SERVER_ERROR) {
            throw refused; // not the ledger's word on this transfer
        }
        String reason = what + refused.code();
        if (transfer.status() != TransferStatus.IN_REVIEW || !reason.equals(transfer.reason())) {
            changed(TransferEvents.IN_REVIEW, TransferStatus.IN_REVIEW, reason, null);
        }
        DueWork.schedule(work, AttemptHandler.KIND, attempt.id(), work.now().plus(RETRY));
    }

    private void changed(String event, TransferStatus status, @Nullable String reason, @Nullable String posting) {
        work.record(new UnitOfWork.Draft(event, transfer.id(), transfer.id(), json -> {
            json.beginObject().optionalMember("posting", posting).optionalMember("reason", reason);
            if (source != NO_SOURCE) {
                json.member("source", source);
            }
            json.member("status", status.code()).endObject();
        }));
        work.put(TransferTables.TRANSFER, transfer.with(status, reason));
    }
}
