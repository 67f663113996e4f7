package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Sha256;
import io.zentra.runtime.CallbackStatement;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.CallbackTables.BusinessKeyRow;
import io.zentra.runtime.internal.callback.CallbackTables.CallbackRow;
import io.zentra.runtime.internal.callback.CallbackTables.Reference;
import io.zentra.runtime.internal.transfer.Effect;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.runtime.internal.transfer.News;
import io.zentra.runtime.internal.transfer.TransferEvents;
import io.zentra.runtime.internal.transfer.TransferTables;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records a verified callback and what follows from it, once for each message of a rail: the message's id counts for ever,
 * in the commit of what the message did.
 *
 * @param facts what is known of it
 * @param message what is kept of it
 * @param parkedFor how long it may wait for what it speaks of before a person looks
 * @param flow the accounts that money passes through
 */
public record ReceiveCallback(CallbackFacts facts, KeptMessage message, Duration parkedFor, Flow flow)
        implements Command.Keyed<ReceiveCallback.Received> {
    /**
     * What a callback did.
     *
     * @param subject the attempt it speaks of, or the id under which it waits for that
     * @param transferId the attempt's transfer; null when it waits
     * @param transfer the transfer as the callback left it; null when it waits, and when the message came before
     * @param effect applied, duplicate, contradicted or parked
     * @param seq the event that records it
     */
    public record Received(
            String subject,
            @Nullable String transferId,
            @Nullable Transfer transfer,
            Effect effect,
            long seq) {}

    /** The same message, told by an id that a callback with something else to say has used. */
    public ReceiveCallback reusingItsId() {
        return new ReceiveCallback(facts.reusingItsId(), message, parkedFor, flow);
    }

    @Override
    public Operation operation() {
        return Operations.CALLBACK;
    }

    @Override
    public IdempotencyKey key() {
        String id = facts.proof().messageId();
        return IdempotencyKey.of(
                facts.rail() + "|" + (facts.isIdReused() ? "reused:" + digest(id + facts.statementSha256()) : id));
    }

    @Override
    public void request(CanonicalJson json) {
        CallbackFacts.writeStatement(json, facts.statement());
    }

    private Reference reference() {
        return new Reference(facts.rail(), facts.statement().reference());
    }

    private @Nullable Reference businessKey() {
        String key = facts.statement().businessKey();
        return key == null ? null : new Reference(facts.rail(), key);
    }

    @Override
    public void reads(Reads reads) {
        CallbackStatement statement = facts.statement();
        News.Reach reach = switch (statement.outcome()) {
            case SUCCEEDED, SETTLED -> News.Reach.ONWARD;
            case FAILED, RETURNED -> News.Reach.ANYWHERE;
        };
        AttemptRow attempt = References.need(reads, reference(), flow, reach);
        if (attempt == null) {
            Parking.need(reads, reference());
        } else {
            References.needToLearn(reads, attempt, statement.providerReference(), flow);
        }
        if (businessKey() != null) {
            reads.need(CallbackTables.BUSINESS_KEY, businessKey());
        }
    }

    @Override
    public Received decide(UnitOfWork work) {
        BusinessKeyRow told = businessKey() == null ? null : work.get(CallbackTables.BUSINESS_KEY, businessKey());
        if (businessKey() != null && told == null) {
            work.put(
                    CallbackTables.BUSINESS_KEY,
                    new BusinessKeyRow(businessKey(), work.nextSeq(), facts.statementSha256()));
        }
        boolean isToldAgain = told != null && told.statementSha256().equals(facts.statementSha256());
        CallbackFacts judged = told == null || isToldAgain ? facts : facts.reusingItsId();
        AttemptRow attempt = References.find(work, reference()).orElse(null);
        return attempt == null ? parked(work, judged, isToldAgain) : known(work, judged, isToldAgain, attempt);
    }

    private Received known(UnitOfWork work, CallbackFacts judged, boolean isToldAgain, AttemptRow attempt) {
        News news = News.of(work, attempt.id(), flow);
        Effect effect = isToldAgain ? Effect.DUPLICATE : CallbackNews.effect(news, judged);
        long seq = record(work, judged, effect, attempt.id(), news.transfer().id());
        work.append(CallbackTables.CALLBACK, row(seq));
        CallbackNews.follow(news.because(seq), judged, effect);
        if (effect != Effect.CONTRADICTED) {
            References.learn(work, attempt, facts.statement().providerReference(), flow);
        }
        TransferRow after = Objects.requireNonNull(
                work.get(TransferTables.TRANSFER, news.transfer().no()));
        return new Received(attempt.id(), after.id(), after.transfer(), effect, seq);
    }

    private Received parked(UnitOfWork work, CallbackFacts judged, boolean isToldAgain) {
        Effect effect = isToldAgain ? Effect.DUPLICATE : Effect.PARKED;
        String id = isToldAgain
                ? work.newId("cb")
                : Parking.park(work, reference(), work.now().plus(parkedFor));
        long seq = record(work, judged, effect, id, id);
        work.insert(CallbackTables.CALLBACK, row(seq)); // what it waits for may come in this commit
        return new Received(id, null, null, effect, seq);
    }

    private long record(UnitOfWork work, CallbackFacts judged, Effect effect, String subject, String correlation) {
        return work.record(new UnitOfWork.Draft(
                TransferEvents.CALLED_BACK, subject, correlation, json -> judged.write(json, effect, null, false)));
    }

    private CallbackRow row(long seq) {
        return new CallbackRow(seq, null, message.envelope(), message.body());
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return References.named(work, reference())
                .map(attempt -> News.belonging(work, attempt.id()))
                .orElse(Belonging.NONE);
    }

    @Override
    public Received replayed(Event first) {
        Effect effect = Effect.of(first.body().path("effect").asText());
        String subject = first.subject().orElseThrow();
        String correlation = first.correlation().orElseThrow();
        return new Received(subject, subject.equals(correlation) ? null : correlation, null, effect, first.seq());
    }

    private static String digest(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
