package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.time.Micros;
import io.zentra.ledger.internal.TimeTables.TimeRuleRow;
import java.util.Map;

/**
 * Closes all time before an instant, or opens it again from an instant on; what is so already changes nothing.
 *
 * @param reopens which of the two
 * @param micros the instant
 */
public record MovePeriod(boolean reopens, long micros) implements Command<TimeRuleRow> {
    static final String CLOSED = "period.closed";
    static final String REOPENED = "period.reopened";
    static final String BEFORE = "closed_before";

    @Override
    public Operation operation() {
        return Operations.PERIOD;
    }

    @Override
    public void reads(Reads reads) {
        reads.need(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
    }

    @Override
    public TimeRuleRow decide(UnitOfWork work) {
        TimeRuleRow rule = ChangeBackdating.rule(work);
        if (!reopens && micros > Micros.of(work.now())) {
            throw ZentraException.of(
                    ErrorCode.PERIOD_NOT_OVER,
                    "the time before " + Micros.instant(micros) + " is not over at " + work.now()
                            + ": close it when it is",
                    Map.of(BEFORE, Micros.instant(micros).toString()));
        }
        long closed = rule.closedBefore() == null ? Long.MIN_VALUE : rule.closedBefore();
        if (reopens ? micros >= closed : micros <= closed) {
            return rule;
        }
        TimeRuleRow moved = rule.with(Long.valueOf(micros));
        work.record(new UnitOfWork.Draft(
                reopens ? REOPENED : CLOSED,
                null,
                null,
                json -> json.beginObject()
                        .member(BEFORE, Micros.instant(micros).toString())
                        .endObject()));
        work.put(TimeTables.TIME_RULE, moved);
        return moved;
    }
}
