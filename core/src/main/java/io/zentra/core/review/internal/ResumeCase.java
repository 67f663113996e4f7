package io.zentra.core.review.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewStatus;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks for the host whether what waits for a case may go on, once for each key. */
public record ResumeCase(String id, String basis, @Nullable Money amount, IdempotencyKey key)
        implements Command.Keyed<Resumption> {
    @Override
    public Operation operation() {
        return Operations.RESUME;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject();
        if (amount != null) {
            json.member("amount_minor", amount.minor())
                    .member("asset", amount.asset().toString());
        }
        json.member("basis", basis).member("case", id).endObject();
    }

    @Override
    public void reads(Reads reads) {
        Cases.need(reads, id);
    }

    @Override
    public Resumption decide(UnitOfWork work) {
        long next = work.nextSeq();
        Resumption result = resume(work, id, basis, amount);
        if (work.nextSeq() == next) {
            throw nothing(work, result);
        }
        return result;
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return Cases.belonging(work, id);
    }

    @Override
    public Resumption replayed(Event first) {
        if (first.type().equals(CaseText.REDECIDED)) {
            return Resumption.CHANGED;
        }
        return switch (CaseText.read(first).status()) {
            case RESUMED -> Resumption.GRANTED;
            case REFUSED -> Resumption.REFUSED;
            default -> Resumption.WAITING;
        };
    }

    /** Asks inside any command, once the case was named. */
    public static Resumption resume(UnitOfWork work, String id, String basis, @Nullable Money amount) {
        ReviewCase state = Cases.require(work, id);
        return switch (state.status()) {
            case RESUMED -> Resumption.USED;
            case REFUSED, WITHDRAWN -> Resumption.REFUSED;
            case DENIED -> {
                Cases.change(work, state, new Passing.Close());
                yield Resumption.REFUSED;
            }
            case OPEN, APPROVED -> undenied(work, state, basis, amount);
        };
    }

    private static Resumption undenied(UnitOfWork work, ReviewCase state, String basis, @Nullable Money amount) {
        boolean same = basis.equals(state.proposal().basis())
                && Objects.equals(amount, state.proposal().amount());
        if (!same) {
            Cases.change(work, state, new Proposing.Redecide(basis, amount));
            return Resumption.CHANGED;
        }
        if (state.status() == ReviewStatus.OPEN) {
            return Resumption.WAITING;
        }
        if (!Cases.situation(work, state).isEnough(state.approvals())) {
            Cases.change(work, state, new Passing.Lapse());
            return Resumption.WAITING;
        }
        Cases.change(work, state, new Passing.Close());
        return Resumption.GRANTED;
    }

    private ZentraException nothing(UnitOfWork work, Resumption result) {
        String status = Cases.require(work, id).status().code();
        Map<String, String> details = Map.of("case", id, "status", status);
        return result == Resumption.WAITING
                ? ZentraException.of(
                        ErrorCode.APPROVALS_MISSING,
                        "the case " + id + " is open: ask again, with a new key, when it is decided",
                        details)
                : ZentraException.of(
                        ErrorCode.CASE_NOT_OPEN,
                        "the case " + id + " is " + status + " already: nothing can go on by it any more",
                        details);
    }
}
