package io.zentra.core.review.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;

/** Changes a case once for each key. */
public record ChangeCase(String id, Change change, IdempotencyKey key) implements Command.Keyed<ReviewCase> {
    @Override
    public Operation operation() {
        return change.operation();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("case", id);
        change.write(json);
        json.endObject();
    }

    @Override
    public void reads(Reads reads) {
        Cases.need(reads, id);
    }

    @Override
    public ReviewCase decide(UnitOfWork work) {
        return Cases.change(work, Cases.require(work, id), change);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return Cases.belonging(work, id);
    }

    @Override
    public ReviewCase replayed(Event first) {
        return CaseText.read(first);
    }
}
