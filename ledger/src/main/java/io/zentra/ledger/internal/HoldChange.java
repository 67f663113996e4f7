package io.zentra.ledger.internal;

import io.zentra.core.commit.Command.Keyed.Belonging;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.money.Money;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.core.usage.Usage;
import io.zentra.ledger.Hold;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Part;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import io.zentra.ledger.internal.LedgerTables.OpenHold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A hold inside a decision: found, changed leg by leg, then kept and told. */
final class HoldChange {
    /** The kind of the work that a hold's expiry is; its subject is the hold's id. */
    static final String EXPIRY = "ledger.hold.expiry";

    private final UnitOfWork work;
    private final HoldRow before;
    private final List<HoldLeg> legs;

    private HoldChange(UnitOfWork work, HoldRow before) {
        this.work = work;
        this.before = before;
        this.legs = new ArrayList<>(before.legs());
    }

    /** Names the rows of a hold. */
    static void need(Reads reads, String holdId) {
        EntityId.parse("ho", holdId).ifPresent(id -> {
            HoldRow hold = reads.need(LedgerTables.HOLD, id.seq());
            if (hold != null) {
                hold.legs().forEach(leg -> need(reads, leg.account(), hold.no()));
                if (hold.correlation() != null) {
                    reads.needCorrelation(hold.correlation());
                }
                if (hold.expiresAtMicros() != null) {
                    DueWork.need(reads, EXPIRY, holdId);
                }
                if (hold.decision() != null) {
                    Usage.needReturn(reads, hold.decision());
                }
            }
        });
    }

    private static void need(Reads reads, String account, long hold) {
        LedgerWork.needAccount(reads, account);
        AccountRow row = reads.need(LedgerTables.ACCOUNT, account);
        if (row != null) {
            reads.need(LedgerTables.OPEN_HOLD, new OpenHold(row.no(), hold));
        }
    }

    /** A hold of the tenant; null when there is none. */
    static @Nullable HoldRow find(UnitOfWork work, String holdId) {
        return EntityId.parse("ho", holdId)
                .filter(id -> id.tenantNo() == work.access().tenant().no())
                .map(id -> work.get(LedgerTables.HOLD, id.seq()))
                .filter(hold -> hold.id().equals(holdId))
                .orElse(null);
    }

    /** Where a refused change of a hold belongs; nowhere when there is no such hold. */
    static Belonging belonging(UnitOfWork work, String holdId) {
        HoldRow hold = find(work, holdId);
        return hold == null ? Belonging.NONE : new Belonging(hold.id(), hold.correlation());
    }

    /** A change of a hold with something left, whose time may be over. */
    static HoldChange ofOpen(UnitOfWork work, String holdId) {
        HoldRow hold = find(work, holdId);
        if (hold == null) {
            throw unknown(holdId);
        }
        if (hold.status() == Hold.Status.EXPIRED) {
            throw expired(hold);
        }
        if (!hold.isOpen()) {
            throw ZentraException.of(
                    ErrorCode.HOLD_CLOSED,
                    "the hold " + holdId + " has nothing left: it was "
                            + hold.status().code(),
                    Map.of("hold", holdId, "status", hold.status().code()));
        }
        return new HoldChange(work, hold);
    }

    /** What is told of an id that no hold of the tenant has. */
    static ZentraException unknown(String holdId) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_HOLD,
                "no hold \"" + holdId + "\" is known: use the id that placing it gave",
                Map.of("hold", holdId));
    }

    /** A change of a hold whose time is not over. Whether its expiry has been worked off by now makes no difference. */
    static HoldChange ofLive(UnitOfWork work, String holdId) {
        HoldChange change = ofOpen(work, holdId);
        if (change.isOver()) {
            throw expired(change.before);
        }
        return change;
    }

    /** A change of this open hold. */
    static HoldChange of(UnitOfWork work, HoldRow hold) {
        return new HoldChange(work, hold);
    }

    private static ZentraException expired(HoldRow hold) {
        Instant at = Micros.instant(Objects.requireNonNull(hold.expiresAtMicros()));
        return ZentraException.of(
                ErrorCode.HOLD_EXPIRED,
                "the hold " + hold.id() + " expired at " + at + ": place a new one",
                Map.of("hold", hold.id(), "expires_at", at.toString()));
    }

    /** Whether its time is over. */
    boolean isOver() {
        Long expiresAt = before.expiresAtMicros();
        return expiresAt != null && expiresAt <= Micros.of(work.now());
    }

    HoldRow before() {
        return before;
    }

    /** What a part means of each leg. */
    List<Money> taken(Part part) {
        return parts().taken(part);
    }

    /** What a part adds to each leg. */
    List<Money> added(Part part) {
        return parts().added(part);
    }

    private Parts parts() {
        List<Parts.Line> lines = legs.stream()
                .map(leg -> new Parts.Line(leg.account(), leg.side(), leg.remaining()))
                .toList();
        return new Parts("the hold " + before.id(), lines, ErrorCode.HOLD_EXCEEDED);
    }

    /** Takes off what a posting took. */
    void capture(List<Money> taken) {
        for (int i = 0; i < taken.size(); i++) {
            HoldLeg leg = legs.get(i);
            Money took = taken.get(i);
            legs.set(
                    i,
                    new HoldLeg(
                            leg.account(),
                            leg.side(),
                            leg.amount(),
                            leg.captured().plus(took),
                            leg.remaining().minus(took)));
        }
    }

    /** Lets go of what each leg has to give. */
    void release(Books books, List<Money> taken) {
        for (int i = 0; i < taken.size(); i++) {
            HoldLeg leg = legs.get(i);
            Money took = taken.get(i);
            if (took.isPositive()) {
                books.hold(leg.account(), leg.side(), -took.minor());
                Money left = leg.remaining().minus(took);
                legs.set(i, new HoldLeg(leg.account(), leg.side(), leg.amount(), leg.captured(), left));
            }
        }
    }

    /** Lets go of all that is left. */
    void releaseRest(Books books) {
        release(books, taken(Part.all()));
    }

    /** Holds more. */
    void increase(Books books, List<Money> added) {
        List<HoldLeg> grown = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            HoldLeg leg = legs.get(i);
            Money more = added.get(i);
            grown.add(new HoldLeg(
                    leg.account(),
                    leg.side(),
                    leg.amount().plus(more),
                    leg.captured(),
                    leg.remaining().plus(more)));
        }
        for (int i = 0; i < added.size(); i++) {
            HoldLeg leg = legs.get(i);
            Money more = added.get(i);
            if (more.isPositive()) {
                books.requireOpen(leg.account(), leg.side(), more);
                books.hold(leg.account(), leg.side(), more.minor());
            }
            legs.set(i, grown.get(i));
        }
    }

    /**
     * Keeps the hold and records the event that tells it.
     *
     * @param closing the status that it gets when nothing is left
     * @param posting the id of the posting that captured; null for none
     */
    Hold record(Books books, String type, Hold.Status closing, @Nullable String posting) {
        boolean empty = legs.stream().allMatch(leg -> leg.remaining().isZero());
        HoldRow after = before.with(empty ? closing : Hold.Status.OPEN, legs, work.nextSeq());
        Hold hold = told(after, books);
        work.put(LedgerTables.HOLD, after);
        if (empty) {
            accounts(work, after).forEach(no -> work.delete(LedgerTables.OPEN_HOLD, new OpenHold(no, after.no())));
            if (after.expiresAtMicros() != null) {
                DueWork.finish(work, EXPIRY, after.id());
            }
        }
        work.record(new UnitOfWork.Draft(
                type, after.id(), after.correlation(), json -> HoldText.write(json, hold, posting)));
        Decisions.giveBack(work, before, after);
        return hold;
    }

    /** The numbers of the accounts of a hold. */
    static Set<Long> accounts(UnitOfWork work, HoldRow hold) {
        Set<Long> accounts = new LinkedHashSet<>();
        hold.legs()
                .forEach(leg -> accounts.add(Objects.requireNonNull(work.get(LedgerTables.ACCOUNT, leg.account()))
                        .no()));
        return accounts;
    }

    /** The hold as the host sees it. */
    static Hold told(HoldRow row, Books books) {
        List<Hold.Leg> legs = row.legs().stream()
                .map(leg -> new Hold.Leg(
                        leg.account(),
                        leg.side(),
                        leg.amount(),
                        leg.captured(),
                        leg.remaining(),
                        books.balances(leg.account())))
                .toList();
        Long expiresAt = row.expiresAtMicros();
        return new Hold(
                row.id(),
                row.lastEvent(),
                row.status(),
                legs,
                expiresAt == null ? null : Micros.instant(expiresAt),
                row.correlation(),
                row.decision(),
                row.metadata());
    }
}
