package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Hold;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Moves the expiry of a hold to a later time; what is held stays as it is. */
public record ExtendHold(String holdId, Instant expiresAt, List<Condition> conditions, IdempotencyKey key)
        implements Command.Keyed<Hold> {
    /** Copies the conditions. */
    public ExtendHold {
        conditions = List.copyOf(conditions);
    }

    @Override
    public Operation operation() {
        return Operations.EXTEND;
    }

    @Override
    public void request(CanonicalJson json) {
        Conditions.write(json.beginObject(), conditions);
        json.member("expires_at", expiresAt.toString()).member("hold", holdId).endObject();
    }

    @Override
    public void reads(Reads reads) {
        HoldChange.need(reads, holdId);
        Conditions.need(reads, conditions);
    }

    @Override
    public Hold decide(UnitOfWork work) {
        Conditions.require(work, conditions);
        Hold extended = extend(work, HoldChange.ofLive(work, holdId).before(), expiresAt);
        DueWork.schedule(work, HoldChange.EXPIRY, holdId, expiresAt);
        return extended;
    }

    /** Extends inside another decision, which sees to it that the hold expires. */
    static Hold extend(UnitOfWork work, HoldRow hold, Instant expiresAt) {
        requireLater(hold, expiresAt);
        HoldChange change = HoldChange.of(work, hold.until(Micros.of(expiresAt)));
        return change.record(new Books(work), HoldText.EXTENDED, Hold.Status.OPEN, null);
    }

    private static void requireLater(HoldRow hold, Instant expiresAt) {
        Long expires = hold.expiresAtMicros();
        if (expires == null || expires >= Micros.of(expiresAt)) {
            String now = expires == null ? "never" : Micros.instant(expires).toString();
            throw ZentraException.of(
                    ErrorCode.EXPIRY_NOT_LATER,
                    "the hold " + hold.id() + " expires " + (expires == null ? "" : "at ") + now + ", and " + expiresAt
                            + " is no later time: give one, or release what is to be let go earlier",
                    Map.of("hold", hold.id(), "expires_at", now));
        }
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return HoldChange.belonging(work, holdId);
    }

    @Override
    public Hold replayed(Event first) {
        return HoldText.read(first);
    }
}
