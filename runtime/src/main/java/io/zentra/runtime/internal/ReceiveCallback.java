package io.zentra.runtime.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.runtime.CallbackStatement;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.internal.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.TransferTables.CallbackRow;
import io.zentra.webhooks.CallbackVerdict;
import java.time.Instant;
import java.util.Objects;

/** Records a verified callback and what follows from it, once for each message of a rail. */
public record ReceiveCallback(
        String rail,
        String scheme,
        CallbackVerdict.Verified message,
        CallbackStatement statement,
        RawBody raw,
        FlowAccounts flow)
        implements Command.Keyed<ReceiveCallback.Received> {
    /** The reason of a failure that a callback gives no reason for. */
    static final String NO_REASON = "declined by the rail";

    /**
     * What a callback did.
     *
     * @param transferId the transfer it speaks of
     * @param effect applied, duplicate or contradicted
     * @param seq the event that records it
     */
    public record Received(String transferId, Effect effect, long seq) {}

    @Override
    public Operation operation() {
        return Operations.CALLBACK;
    }

    @Override
    public IdempotencyKey key() {
        return IdempotencyKey.of(rail + "|" + messageId());
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject()
                .member("body_sha256", raw.sha256())
                .member("rail", rail)
                .endObject();
    }

    @Override
    public void reads(Reads reads) {
        News.need(reads, statement.reference(), flow);
    }

    @Override
    public Received decide(UnitOfWork work) {
        News news = News.of(work, statement.reference(), flow);
        if (!news.transfer().rail().equals(rail)) {
            throw News.unknown(statement.reference());
        }
        Effect effect = statement.succeeded()
                ? news.effectOfSuccess(statement.amount())
                : news.effectOfFailure(statement.amount());
        long seq = work.record(new UnitOfWork.Draft(
                TransferEvents.CALLED_BACK, news.attempt().id(), news.transfer().id(), json -> write(json, effect)));
        work.append(TransferTables.CALLBACK, new CallbackRow(seq, raw.bytes()));
        switch (effect) {
            case APPLIED -> applied(news);
            case CONTRADICTED -> news.contradicted(contradiction(news));
            case DUPLICATE, OPEN -> {} // the callback is recorded; nothing follows
        }
        return new Received(news.transfer().id(), effect, seq);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return News.belonging(work, statement.reference());
    }

    @Override
    public Received replayed(Event first) {
        return new Received(
                first.correlation().orElseThrow(),
                Effect.of(first.body().path("effect").asText()),
                first.seq());
    }

    /** An id that anybody could change says nothing, so without a signed one a message is known by its content. */
    private String messageId() {
        return message.messageId().filter(id -> message.isIdSigned()).orElseGet(() -> "sha256:" + raw.sha256());
    }

    private void applied(News news) {
        if (statement.succeeded()) {
            news.succeeded(statement.providerReference());
        } else {
            news.failed(AttemptOutcome.DECLINED, Objects.requireNonNullElse(statement.reason(), NO_REASON));
        }
    }

    private String contradiction(News news) {
        if (!statement.amount().equals(news.transfer().amount())) {
            return "the rail reports " + statement.amount() + " for a transfer of "
                    + news.transfer().amount();
        }
        return statement.succeeded()
                ? "the rail reports success after a failure"
                : "the rail reports a failure after success";
    }

    private void write(CanonicalJson json, Effect effect) {
        json.beginObject()
                .member("amount_minor", statement.amount().minor())
                .member("body_sha256", raw.sha256())
                .member("currency", statement.amount().asset().toString())
                .member("effect", effect.code())
                .member("key", message.keyId())
                .member("message", messageId())
                .member("outcome", statement.succeeded() ? "succeeded" : "failed")
                .optionalMember("provider_reference", statement.providerReference())
                .member("rail", rail)
                .optionalMember("reason", statement.reason())
                .member("scheme", scheme)
                .optionalMember(
                        "sent_at", message.sentAt().map(Instant::toString).orElse(null));
        message.skew().ifPresent(skew -> json.member("skew_seconds", skew.toSeconds()));
        json.endObject();
    }
}
