package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.CallbackNews;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Objects;

/**
 * Does what persons decided about a transfer: about a contradiction, a long silence of its rail, or a refusal of the ledger.
 *
 * @param caseId the case
 * @param flow how the runtime's transfers go
 */
record DecideTransfer(String caseId, Flow flow) implements Command<Resumption> {
    @Override
    public Operation operation() {
        return Operations.DECIDE;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, TransferCases.KIND, caseId);
        ReviewCase decided = ReviewWork.need(reads, caseId);
        TransferRow transfer = decided == null ? null : reads.need(TransferTables.TRANSFER, no(decided));
        if (transfer != null && transfer.trail().attempt() != null) {
            News.need(reads, transfer.trail().attempt(), flow);
            Long news = transfer.standing().news();
            Event said = news == null ? null : reads.needEvent(news);
            if (said != null) {
                News.need(reads, said.subject().orElseThrow(), flow);
            }
        }
    }

    @Override
    public Resumption decide(UnitOfWork work) {
        DueWork.finish(work, TransferCases.KIND, caseId);
        ReviewCase decided = Objects.requireNonNull(ReviewWork.find(work, caseId), "the case was opened");
        TransferRow transfer = Objects.requireNonNull(work.get(TransferTables.TRANSFER, no(decided)));
        if (!caseId.equals(transfer.standing().caseId())) {
            return Resumption.USED; // what it was about has changed
        }
        String basis = TransferCases.basis(transfer, transfer.standing());
        Resumption resumption = ReviewWork.resume(work, caseId, basis, transfer.amount());
        News news = News.of(work, attempt(work, transfer), flow);
        switch (resumption) {
            case GRANTED -> approved(work, transfer, news);
            case REFUSED ->
                denied(work, transfer, news, basis.equals(decided.proposal().basis()));
            case CHANGED -> told(work, transfer);
            case WAITING, USED -> {} // the case is open again, or was used before
        }
        return resumption;
    }

    /** The attempt that the case is about: that of the news; else the one that the transfer waits for. */
    private static String attempt(UnitOfWork work, TransferRow transfer) {
        Long news = transfer.standing().news();
        return news == null
                ? Objects.requireNonNull(transfer.trail().attempt())
                : Objects.requireNonNull(work.event(news)).subject().orElseThrow();
    }

    /** The case is open again, for news that came after it was decided: those who decide are told what it would do now. */
    private static void told(UnitOfWork work, TransferRow transfer) {
        Long news = transfer.standing().news();
        if (news != null && transfer.status() == TransferStatus.CONTRADICTED) {
            Event said = Objects.requireNonNull(work.event(news));
            TransferCases.renew(
                    work,
                    transfer,
                    TransferCases.approval(said.body().path("outcome").asText()));
        }
    }

    private void approved(UnitOfWork work, TransferRow transfer, News news) {
        if (transfer.status() == TransferStatus.CONTRADICTED) {
            Event said = Objects.requireNonNull(
                    work.event(Objects.requireNonNull(transfer.standing().news())));
            follow(work, transfer, news.because(said.seq()), said);
        } else if (news.attempt().isFinal()) {
            news.asBefore().decided(caseId).again();
        } else {
            news.decided(caseId, AttemptOutcome.NOT_SENT).failed(AttemptOutcome.NOT_SENT, "given up by persons");
        }
    }

    /** What the provider said last is taken for true. */
    private void follow(UnitOfWork work, TransferRow transfer, News news, Event said) {
        switch (said.body().path("outcome").asText()) {
            case "succeeded" -> news.decided(caseId, AttemptOutcome.SUCCEEDED).succeeded(null);
            case "settled" -> news.decided(caseId, AttemptOutcome.SETTLED).settled(null);
            case "returned" -> returned(work, transfer, news, said);
            case "accepted" -> underWay(work, transfer, news);
            case "not_sent" -> failed(work, transfer, news, AttemptOutcome.NOT_SENT, said);
            default -> failed(work, transfer, news, AttemptOutcome.DECLINED, said);
        }
    }

    /** What is with its source already cannot come back a second time, and of another attempt nothing has left. */
    private void returned(UnitOfWork work, TransferRow transfer, News news, Event said) {
        boolean isOut = !transfer.trail().postings().isEmpty();
        if (isOut && news.attempt().id().equals(transfer.trail().attempt())) {
            String reason =
                    Objects.requireNonNullElse(said.body().path("reason").textValue(), CallbackNews.CAME_BACK);
            news.decided(caseId, AttemptOutcome.RETURNED).returned(null, reason);
        } else {
            current(work, transfer).course().upheld(caseId);
        }
    }

    /** Only the attempt that the transfer waits for, or by which its money moved, can take that back. */
    private void failed(UnitOfWork work, TransferRow transfer, News news, AttemptOutcome outcome, Event said) {
        if (news.attempt().id().equals(transfer.trail().attempt())) {
            news.decided(caseId, outcome).failed(outcome, reason(said));
        } else {
            current(work, transfer).course().upheld(caseId);
        }
    }

    /** What had failed is reserved again and asked about on; what is on another way, or at its end, is as it was. */
    private void underWay(UnitOfWork work, TransferRow transfer, News news) {
        if (transfer.standing().before() == TransferStatus.FAILED) {
            news.decided(caseId, AttemptOutcome.ACCEPTED).course().underWay();
        } else {
            current(work, transfer).course().upheld(caseId);
        }
    }

    private News current(UnitOfWork work, TransferRow transfer) {
        return News.of(work, Objects.requireNonNull(transfer.trail().attempt()), flow);
    }

    private static String reason(Event said) {
        return Objects.requireNonNullElse(said.body().path("reason").textValue(), CallbackNews.NO_REASON);
    }

    private void denied(UnitOfWork work, TransferRow transfer, News news, boolean hasSeenAll) {
        if (transfer.status() == TransferStatus.CONTRADICTED && !hasSeenAll) {
            Event said = Objects.requireNonNull(
                    work.event(Objects.requireNonNull(transfer.standing().news())));
            String approval = TransferCases.approval(said.body().path("outcome").asText());
            current(work, transfer).course().contradictedOnceMore(approval);
        } else if (transfer.status() == TransferStatus.CONTRADICTED) {
            current(work, transfer).course().upheld(caseId);
        } else if (news.attempt().isFinal()) {
            news.course().left();
        } else {
            news.course().resumed(caseId);
        }
    }

    private static long no(ReviewCase decided) {
        return EntityId.parse("tr", decided.origin().subject())
                .map(EntityId::seq)
                .orElseThrow(() -> new IllegalStateException("the case is about a transfer"));
    }
}
