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
import io.zentra.core.time.Micros;
import io.zentra.ledger.internal.TimeTables.TimeRuleRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Closes all time before an instant, or opens it again from an instant on; what is so already changes nothing, but is
 * recorded under its key.
 *
 * @param reopens which of the two
 * @param micros the instant
 * @param key makes it take effect once
 */
public record MovePeriod(boolean reopens, long micros, IdempotencyKey key) implements Command.Keyed<Optional<Instant>> {
    static final String CLOSED = "period.closed";
    static final String REOPENED = "period.reopened";
    private static final String BEFORE = "closed_before";

    @Override
    public Operation operation() {
        return Operations.PERIOD;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("at", Micros.instant(micros).toString());
        json.member("change", reopens ? "reopen" : "close").endObject();
    }

    @Override
    public void reads(Reads reads) {
        reads.need(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
    }

    @Override
    public Optional<Instant> decide(UnitOfWork work) {
        TimeRuleRow rule = ChangeBackdating.rule(work);
        if (!reopens && micros > Micros.of(work.now())) {
            throw ZentraException.of(
                    ErrorCode.PERIOD_NOT_OVER,
                    "the time before " + Micros.instant(micros) + " is not over at " + work.now()
                            + ": close it when it is",
                    Map.of(BEFORE, Micros.instant(micros).toString()));
        }
        long closed = rule.closedBefore() == null ? Long.MIN_VALUE : rule.closedBefore();
        boolean isSo = reopens ? micros >= closed : micros <= closed;
        TimeRuleRow moved = isSo ? rule : rule.with(Long.valueOf(micros));
        Optional<Instant> before = moved.closed();
        work.record(new UnitOfWork.Draft(
                reopens ? REOPENED : CLOSED,
                null,
                null,
                json -> json.beginObject()
                        .optionalMember(BEFORE, before.map(Instant::toString).orElse(null))
                        .endObject()));
        work.put(TimeTables.TIME_RULE, moved);
        return before;
    }

    @Override
    public Optional<Instant> replayed(Event first) {
        return closed(first);
    }

    /** Before which instant all is closed after an event. */
    static Optional<Instant> closed(Event event) {
        return Optional.ofNullable(event.body().path(BEFORE).textValue()).map(Instant::parse);
    }
}
