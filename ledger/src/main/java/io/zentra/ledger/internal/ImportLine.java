package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.time.Micros;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.Line.Brought;
import io.zentra.ledger.internal.Line.Changed;
import io.zentra.ledger.internal.Line.Limited;
import io.zentra.ledger.internal.Line.Opened;
import io.zentra.ledger.internal.Line.Period;
import io.zentra.ledger.internal.Line.Ruled;
import io.zentra.ledger.internal.TimeTables.TimeRuleRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does again what a line tells, once for its key: with the same decisions as when it was done the first time, except that
 * a hold's time may be over meanwhile. Answers whether something changed; nothing does when it was so already.
 *
 * @param line the line, which becomes the request
 * @param key the line's key, of this try
 * @param reference the key, of the right try, of the line that it refers to; null when it refers to none
 */
public record ImportLine(
        Line line, IdempotencyKey key, @Nullable IdempotencyKey reference) implements Command.Keyed<Boolean> {
    /** The type of the event of a line that told what was so already. */
    static final String MATCHED = "import.matched";

    /** The operation in which the keys of lines count. */
    public static Operation operationOfLines() {
        return Operations.IMPORT;
    }

    @Override
    public Operation operation() {
        return Operations.IMPORT;
    }

    @Override
    public void request(CanonicalJson json) {
        LineText.write(json, line);
    }

    @Override
    public void reads(Reads reads) {
        if (line instanceof Opened opened) {
            new OpenAccount(opened.account()).reads(reads);
        } else if (line instanceof Limited limited) {
            LedgerWork.needAccount(reads, limited.account());
        } else if (line instanceof Changed changed) {
            LedgerWork.needAccount(reads, changed.account());
        } else if (line instanceof Brought brought) {
            LedgerWork.needAccount(reads, brought.account());
            LedgerWork.needAccount(reads, brought.against());
            horizon(brought).need(reads);
        } else if (line instanceof Period || line instanceof Ruled) {
            reads.need(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
        } else {
            new ImportMovement(line, reference).need(reads);
        }
    }

    @Override
    public Boolean decide(UnitOfWork work) {
        long first = work.nextSeq();
        if (line instanceof Opened opened) {
            new OpenAccount(opened.account()).decide(work);
        } else if (line instanceof Limited limited) {
            limit(work, limited);
        } else if (line instanceof Changed changed) {
            change(work, changed);
        } else if (line instanceof Brought brought) {
            bring(work, brought);
        } else if (line instanceof Period period) {
            move(work, period);
        } else if (line instanceof Ruled ruled) {
            rule(work, ruled);
        } else {
            new ImportMovement(line, reference).move(work);
        }
        return work.nextSeq() > first || matched(work);
    }

    /** Its key needs an event, so that a line that changed nothing does not change something later. */
    private boolean matched(UnitOfWork work) {
        work.record(new UnitOfWork.Draft(
                MATCHED,
                null,
                null,
                json -> json.beginObject().member("type", LineText.type(line)).endObject()));
        return false;
    }

    @Override
    public Boolean replayed(Event first) {
        return !first.type().equals(MATCHED);
    }

    private static void limit(UnitOfWork work, Limited limited) {
        AccountRow account = ChangeStatus.requireKnown(work, limited.account());
        if (!Objects.equals(account.floorMinor(), limited.floorMinor())
                || !Objects.equals(account.ceilingMinor(), limited.ceilingMinor())) {
            ChangeLimits.change(work, limited.account(), limited.floorMinor(), limited.ceilingMinor());
        }
    }

    private static void move(UnitOfWork work, Period period) {
        if (!ChangeBackdating.rule(work).closed().equals(Optional.of(period.closedBefore()))) {
            new MovePeriod(period.reopens(), Micros.of(period.closedBefore()), period.key()).decide(work);
        }
    }

    private static void rule(UnitOfWork work, Ruled ruled) {
        if (ChangeBackdating.rule(work).backdating() != ruled.backdating()) {
            new ChangeBackdating(ruled.backdating(), ruled.key()).decide(work);
        }
    }

    /** A balance on the side where the account grows, or on the other one when it is below zero; nothing when it is zero. */
    private static void bring(UnitOfWork work, Brought brought) {
        AccountRow account = ChangeStatus.requireKnown(work, brought.account());
        Money balance = brought.balance();
        if (balance.isZero()) {
            return;
        }
        Side side = balance.isPositive()
                ? account.normalSide()
                : account.normalSide().opposite();
        Money amount = balance.isPositive() ? balance : balance.negated();
        List<EntryRequest> entries = List.of(
                new EntryRequest(account.id(), side, amount),
                new EntryRequest(brought.against(), side.opposite(), amount));
        Instant effectiveAt = brought.source().effectiveAt(null);
        LedgerWork.Draft draft = new LedgerWork.Draft(entries, null, null, null, null, null, Map.of(), effectiveAt);
        PostingWriter.post(work, draft, horizon(brought), null);
    }

    private static Horizon horizon(Brought brought) {
        return Horizon.NONE.and(
                Stream.of(brought.account(), brought.against()),
                brought.source().effectiveAt(null));
    }

    /** The verbs that lead from what an account is to what it is to be. */
    private static void change(UnitOfWork work, Changed changed) {
        String id = changed.account();
        AccountStatus wanted = changed.status();
        AccountStatus now = ChangeStatus.requireKnown(work, id).status();
        if (wanted == now) {
            return;
        }
        if (wanted == AccountStatus.CLOSED) {
            new ChangeStatus(id, AccountChange.CLOSE, null, changed.key()).decide(work);
            return;
        }
        if (now == AccountStatus.CLOSED) {
            now = new ChangeStatus(id, AccountChange.REOPEN, null, changed.key())
                    .decide(work)
                    .status();
        }
        for (Side side : Side.values()) {
            if (wanted.isFrozen(side) != now.isFrozen(side)) {
                new ChangeStatus(
                                id,
                                wanted.isFrozen(side) ? AccountChange.FREEZE : AccountChange.UNFREEZE,
                                side,
                                changed.key())
                        .decide(work);
            }
        }
    }
}
