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
import io.zentra.core.money.Money;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.internal.TimeTables.TimeRuleRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what becomes of limits that are broken in between; the same again changes nothing, but is recorded under its key.
 *
 * @param backdating what becomes of them
 * @param key makes it take effect once
 */
public record ChangeBackdating(Backdating backdating, IdempotencyKey key) implements Command.Keyed<Backdating> {
    static final String CHANGED = "backdating.changed";
    private static final String RULE = "backdating";

    @Override
    public Operation operation() {
        return Operations.BACKDATING;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member(RULE, backdating.code()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        reads.need(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
    }

    @Override
    public Backdating decide(UnitOfWork work) {
        work.record(new UnitOfWork.Draft(CHANGED, null, null, this::request));
        work.put(TimeTables.TIME_RULE, rule(work).with(backdating));
        return backdating;
    }

    @Override
    public Backdating replayed(Event first) {
        return told(first);
    }

    /** What an event says becomes of them. */
    static Backdating told(Event event) {
        return Backdating.of(event.body().path(RULE).asText());
    }

    /**
     * Lets limits be broken in between, or not be looked at, where the tenant has such postings flagged.
     *
     * @throws ZentraException {@code floor_crossed_between}, {@code ceiling_crossed_between} or {@code backdated_too_far}
     */
    static void requireFlagged(UnitOfWork work, List<Crossing> crossings) {
        if (!crossings.isEmpty() && rule(work).backdating() == Backdating.REJECT) {
            throw refusal(crossings.get(0));
        }
    }

    private static ZentraException refusal(Crossing crossing) {
        return crossing.kind() == Crossing.Kind.NOT_LOOKED_AT ? tooFar(crossing) : broken(crossing);
    }

    private static ZentraException tooFar(Crossing crossing) {
        return ZentraException.of(
                ErrorCode.BACKDATED_TOO_FAR,
                "account " + crossing.account() + " has too many entries after " + crossing.at()
                        + " to look for a broken limit in between: post with a later effective time, or have such"
                        + " postings flagged",
                Map.of("account", crossing.account(), "at", crossing.at().toString()));
    }

    private static ZentraException broken(Crossing crossing) {
        boolean floor = crossing.kind() == Crossing.Kind.FLOOR;
        return ZentraException.of(
                floor ? ErrorCode.FLOOR_CROSSED_BETWEEN : ErrorCode.CEILING_CROSSED_BETWEEN,
                "account " + crossing.account() + " would have had " + crossing.balance() + " at " + crossing.at()
                        + (floor ? ", below its floor of " : ", above its ceiling of ") + crossing.limit()
                        + ": post with a later effective time, or have such postings flagged",
                Map.of(
                        "account",
                        crossing.account(),
                        "asset",
                        Objects.requireNonNull(crossing.limit()).asset().toString(),
                        "at",
                        crossing.at().toString(),
                        "balance_minor",
                        minor(crossing.balance()),
                        "limit_minor",
                        minor(crossing.limit())));
    }

    private static String minor(@Nullable Money money) {
        return String.valueOf(Objects.requireNonNull(money).minor());
    }

    /** The tenant's rule. */
    static TimeRuleRow rule(UnitOfWork work) {
        TimeRuleRow rule = work.get(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
        return rule == null ? TimeRuleRow.FIRST : rule;
    }
}
