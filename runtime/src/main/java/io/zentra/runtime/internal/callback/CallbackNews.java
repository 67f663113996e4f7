package io.zentra.runtime.internal.callback;

import io.zentra.runtime.CallbackStatement;
import io.zentra.runtime.internal.transfer.Effect;
import io.zentra.runtime.internal.transfer.News;
import io.zentra.runtime.internal.transfer.TransferCases;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import java.util.Objects;

/** What a callback does to the transfer that it speaks of, whenever that is there. */
public final class CallbackNews {
    /** The reason of a failure that a callback gives no reason for. */
    public static final String NO_REASON = "declined by the rail";

    /** The reason of a return that a callback gives no reason for. */
    public static final String CAME_BACK = "returned by the rail";

    private CallbackNews() {}

    /** What it would do. A message id that was used for something else takes no effect a second time. */
    static Effect effect(News news, CallbackFacts facts) {
        CallbackStatement statement = facts.statement();
        Effect effect = switch (statement.outcome()) {
            case SUCCEEDED -> news.effectOfSuccess(statement.amount());
            case SETTLED -> news.effectOfSettlement(statement.amount());
            case FAILED -> news.effectOfFailure(statement.amount());
            case RETURNED -> news.effectOfReturn(statement.amount());
        };
        return facts.isIdReused() && effect == Effect.APPLIED ? Effect.CONTRADICTED : effect;
    }

    /** Does it, after the event that records it. */
    static void follow(News news, CallbackFacts facts, Effect effect) {
        switch (effect) {
            case APPLIED -> applied(news, facts.statement());
            case CONTRADICTED ->
                news.course()
                        .contradicted(
                                contradiction(news, facts),
                                TransferCases.approval(
                                        facts.statement().outcome().code()));
            case DUPLICATE, OPEN, PARKED -> {} // the callback is recorded; nothing follows
        }
    }

    private static void applied(News news, CallbackStatement statement) {
        switch (statement.outcome()) {
            case SUCCEEDED -> news.succeeded(statement.providerReference());
            case SETTLED -> news.settled(statement.providerReference());
            case FAILED ->
                news.failed(AttemptOutcome.DECLINED, Objects.requireNonNullElse(statement.reason(), NO_REASON));
            case RETURNED ->
                news.returned(statement.providerReference(), Objects.requireNonNullElse(statement.reason(), CAME_BACK));
        }
    }

    private static String contradiction(News news, CallbackFacts facts) {
        if (!facts.statement().amount().equals(news.transfer().amount())) {
            return "the rail reports " + facts.statement().amount() + " for a transfer of "
                    + news.transfer().amount();
        }
        if (facts.isIdReused()) {
            return "the rail tells two things by one name";
        }
        return switch (facts.statement().outcome()) {
            case SUCCEEDED -> news.unexpected("success", "the rail reports success after a failure");
            case SETTLED ->
                news.unexpected("a settlement", "the rail reports a settlement of what was given back, or has failed");
            case FAILED -> "the rail reports a failure after success";
            case RETURNED -> "the rail reports the return of what is not paid, or was given back";
        };
    }
}
