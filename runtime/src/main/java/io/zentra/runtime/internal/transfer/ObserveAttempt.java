package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.References;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records what a rail said when it was called or asked, and what follows from it. */
record ObserveAttempt(String attemptId, RailOutcome outcome, String source, DueWork.Item item, Flow flow)
        implements Command<TransferStatus> {
    /** The source of what a rail said when it was called to send. */
    static final String SUBMIT = "submit";

    /** The source of what a rail said when it was asked. */
    static final String QUERY = "query";

    @Override
    public Operation operation() {
        return Operations.OBSERVE;
    }

    @Override
    public void reads(Reads reads) {
        AttemptRow attempt = News.need(reads, attemptId, flow, reach());
        if (attempt != null) {
            References.needToLearn(reads, attempt, providerReference(), flow);
        }
    }

    private News.Reach reach() {
        if (outcome instanceof RailOutcome.Accepted || outcome instanceof RailOutcome.Unknown) {
            return News.Reach.NOWHERE;
        }
        return outcome instanceof RailOutcome.Succeeded ? News.Reach.ONWARD : News.Reach.ANYWHERE;
    }

    @Override
    public TransferStatus decide(UnitOfWork work) {
        News found = News.of(work, attemptId, flow);
        Effect effect = effect(work, found);
        long seq = work.record(new UnitOfWork.Draft(
                TransferEvents.OBSERVED, attemptId, found.transfer().id(), json -> write(json, effect)));
        News news = found.because(seq);
        switch (effect) {
            case APPLIED -> applied(news);
            case CONTRADICTED -> news.course().contradicted(contradiction(news), approval());
            case OPEN -> open(work, news);
            case DUPLICATE, PARKED -> {} // the fact is recorded; nothing follows
        }
        if (effect != Effect.CONTRADICTED) {
            References.learn(work, news.attempt(), providerReference(), flow);
        }
        TransferRow after = work.get(TransferTables.TRANSFER, news.transfer().no());
        return after == null ? news.transfer().status() : after.status();
    }

    private Effect effect(UnitOfWork work, News news) {
        if (outcome instanceof RailOutcome.Succeeded) {
            return news.effectOfSuccess(null);
        }
        if (outcome instanceof RailOutcome.Declined
                || (outcome instanceof RailOutcome.NotSent && isProof(work, news))) {
            return news.effectOfFailure(null);
        }
        AttemptRow attempt = news.attempt();
        if (!attempt.isFinal()) {
            return Effect.OPEN;
        }
        // that the rail accepted what it then declined is the usual order, told late
        boolean accepted = outcome instanceof RailOutcome.Accepted;
        return accepted && attempt.outcome() == AttemptOutcome.NOT_SENT ? Effect.CONTRADICTED : Effect.DUPLICATE;
    }

    private void applied(News news) {
        if (outcome instanceof RailOutcome.Succeeded succeeded) {
            news.succeeded(succeeded.providerReference());
        } else if (outcome instanceof RailOutcome.Declined declined) {
            news.failed(AttemptOutcome.DECLINED, declined.reason());
        } else if (outcome instanceof RailOutcome.NotSent notSent) {
            news.failed(AttemptOutcome.NOT_SENT, notSent.reason());
        }
    }

    private String approval() {
        if (outcome instanceof RailOutcome.Succeeded) {
            return TransferCases.SETTLE;
        }
        return outcome instanceof RailOutcome.Accepted ? TransferCases.ASK_ON : TransferCases.GIVE_BACK;
    }

    private String contradiction(News news) {
        if (outcome instanceof RailOutcome.Succeeded) {
            return news.unexpected("success", "the rail reports success after a failure");
        }
        return outcome instanceof RailOutcome.Accepted
                ? "the rail accepted what never reached it"
                : "the rail reports a failure after success";
    }

    /**
     * That this call did not send it proves that it never left only when no other call may have: it is the submit of the
     * first lease, which is still held. Otherwise an earlier call may be on its way.
     */
    private boolean isProof(UnitOfWork work, News news) {
        return source.equals(SUBMIT)
                && item.tries() == 1
                && DueWork.isHeld(work, item)
                && news.attempt().outcome() == AttemptOutcome.NEW;
    }

    /** Not final, so it is asked again. */
    private void open(UnitOfWork work, News news) {
        AttemptRow attempt = news.attempt();
        List<Duration> pauses = flow.querySchedule(attempt.rail());
        boolean accepted = outcome instanceof RailOutcome.Accepted;
        work.put(TransferTables.ATTEMPT, attempt.open(accepted, providerReference()));
        boolean denied = outcome instanceof RailOutcome.NotSent && source.equals(QUERY);
        if (denied && attempt.outcome() == AttemptOutcome.ACCEPTED) {
            news.unknownForLong("the rail does not know what it accepted");
        } else if (attempt.queries() >= pauses.size() - 1) {
            news.unknownForLong("no final news from the rail after " + (attempt.queries() + 1) + " answers");
        }
        Duration pause = pauses.get(Math.min(attempt.queries(), pauses.size() - 1));
        DueWork.reschedule(work, item, work.now().plus(pause));
    }

    private @Nullable String providerReference() {
        if (outcome instanceof RailOutcome.Accepted accepted) {
            return accepted.providerReference();
        }
        return outcome instanceof RailOutcome.Succeeded succeeded ? succeeded.providerReference() : null;
    }

    private void write(CanonicalJson json, Effect effect) {
        String reason = null;
        if (outcome instanceof RailOutcome.Declined declined) {
            reason = declined.reason();
        } else if (outcome instanceof RailOutcome.NotSent notSent) {
            reason = notSent.reason();
        } else if (outcome instanceof RailOutcome.Unknown unknown) {
            reason = unknown.reason();
        }
        json.beginObject()
                .member("effect", effect.code())
                .member("outcome", name())
                .optionalMember("provider_reference", providerReference())
                .optionalMember("reason", reason)
                .member("source", source)
                .member("try", item.tries())
                .endObject();
    }

    private String name() {
        if (outcome instanceof RailOutcome.Accepted) {
            return "accepted";
        }
        if (outcome instanceof RailOutcome.Succeeded) {
            return "succeeded";
        }
        if (outcome instanceof RailOutcome.Declined) {
            return "declined";
        }
        return outcome instanceof RailOutcome.NotSent ? "not_sent" : "unknown";
    }
}
