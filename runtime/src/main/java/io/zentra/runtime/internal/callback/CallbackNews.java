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

    private CallbackNews() {}

    /** What it would do. A message id that was used for something else takes no effect a second time. */
    static Effect effect(News news, CallbackFacts facts) {
        CallbackStatement statement = facts.statement();
        Effect effect = statement.succeeded()
                ? news.effectOfSuccess(statement.amount())
                : news.effectOfFailure(statement.amount());
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
                                facts.statement().succeeded() ? TransferCases.SETTLE : TransferCases.GIVE_BACK);
            case DUPLICATE, OPEN, PARKED -> {} // the callback is recorded; nothing follows
        }
    }

    private static void applied(News news, CallbackStatement statement) {
        if (statement.succeeded()) {
            news.succeeded(statement.providerReference());
        } else {
            news.failed(AttemptOutcome.DECLINED, Objects.requireNonNullElse(statement.reason(), NO_REASON));
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
        return facts.statement().succeeded()
                ? "the rail reports success after a failure"
                : "the rail reports a failure after success";
    }
}
