package io.zentra.core.review.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;

/** Opens a case for the host, in a lane that was set. */
public record OpenCase(ReviewDraft draft, IdempotencyKey key) implements Command.Keyed<ReviewCase> {
    @Override
    public Operation operation() {
        return Operations.OPEN;
    }

    @Override
    public void request(CanonicalJson json) {
        Money amount = draft.amount();
        json.beginObject();
        if (amount != null) {
            json.member("amount_minor", amount.minor())
                    .member("asset", amount.asset().toString());
        }
        json.member("basis", draft.basis())
                .optionalMember("correlation", draft.correlation())
                .optionalMember("details", draft.details())
                .member("kind", draft.kind())
                .member("lane", draft.lane());
        LaneText.texts(json.name("makers"), draft.makers());
        json.member("subject", draft.subject()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        LaneState.need(reads, draft.lane());
        if (draft.correlation() != null) {
            reads.needCorrelation(draft.correlation());
        }
    }

    @Override
    public ReviewCase decide(UnitOfWork work) {
        if (LaneState.find(work, draft.lane()) == null) {
            throw LaneState.unknown(draft.lane());
        }
        return Cases.open(work, draft, null);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return new Belonging(null, draft.correlation());
    }

    @Override
    public ReviewCase replayed(Event first) {
        return CaseText.read(first);
    }
}
