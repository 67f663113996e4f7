package io.zentra.core.commit.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.journal.internal.JournalTables.FirstUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keyed commands of which all take effect or none, each decided on what those before it left. Each has its own key, which
 * is used up with all the others: by what it did, or by the refusal of one of them.
 *
 * @param <R> the result of each
 */
public final class Group<R> implements Command<Outcome<List<R>>> {
    private final List<? extends Command.Keyed<R>> members;
    private final List<Envelope> envelopes;

    /** A group of at least one command; no two have the same key. */
    public Group(List<? extends Command.Keyed<R>> members) {
        this.members = List.copyOf(members);
        this.envelopes = this.members.stream().map(Envelope::of).toList();
    }

    @Override
    public Operation operation() {
        return members.get(0).operation();
    }

    @Override
    public void reads(Reads reads) {
        for (int i = 0; i < members.size(); i++) {
            Keys.need(reads, members.get(i));
            members.get(i).reads(reads);
        }
    }

    @Override
    public Outcome<List<R>> decide(UnitOfWork work) {
        TenantUnit unit = (TenantUnit) work;
        List<FirstUse> uses = new ArrayList<>();
        for (Envelope envelope : envelopes) {
            FirstUse used = unit.get(JournalTables.IDEMPOTENCY, envelope.key());
            if (used != null) {
                Keys.requireSame(unit, envelope, used);
                uses.add(used);
            }
        }
        if (uses.isEmpty()) {
            return firstTime(unit);
        }
        boolean fewer = uses.size() < members.size();
        if (fewer
                || uses.stream()
                                .map(used -> Keys.wasDeclined(unit, used))
                                .distinct()
                                .count()
                        > 1) {
            throw ofAnotherGroup(unit, uses.get(0));
        }
        return again(unit, uses);
    }

    private Outcome<List<R>> firstTime(TenantUnit unit) {
        List<R> results = new ArrayList<>();
        try {
            for (int i = 0; i < members.size(); i++) {
                long first = begin(unit, i);
                results.add(members.get(i).decide(unit));
                keep(unit, i, first);
            }
            return new Outcome.Applied<>(List.copyOf(results));
        } catch (ZentraException refusal) {
            if (!Keys.isKept(refusal)) {
                throw refusal;
            }
            unit.undo();
            return declined(unit, refusal, results.size());
        }
    }

    /** Every key is used up by a refusal: of its own command, or by that of another. */
    private Outcome<List<R>> declined(TenantUnit unit, ZentraException refusal, int index) {
        Map<String, String> which = new LinkedHashMap<>(refusal.details());
        which.put("request_index", String.valueOf(index));
        which.put("request_key", members.get(index).key().value());
        ZentraException own = ZentraException.of(refusal.code(), refusal.reason(), which);
        ZentraException others = ZentraException.of(
                ErrorCode.BULK_DECLINED,
                "the request \"" + members.get(index).key() + "\" of the same bulk was refused with " + refusal.code()
                        + ": send all again with new keys and without its cause",
                which);
        Outcome<List<R>> outcome = null;
        for (int i = 0; i < members.size(); i++) {
            long first = begin(unit, i);
            Outcome<List<R>> each = Keys.declined(unit, members.get(i), i == index ? own : others);
            keep(unit, i, first);
            outcome = i == index ? each : outcome;
        }
        return Objects.requireNonNull(outcome);
    }

    /** Keys that were used one without the other, or with other fates, were never of this group, whatever they say. */
    private ZentraException ofAnotherGroup(TenantUnit unit, FirstUse used) {
        for (int i = 0; i < members.size(); i++) {
            if (envelopes.get(i).key().equals(used.key())) {
                return Keys.conflict(unit, members.get(i), used, "bulk");
            }
        }
        throw new IllegalStateException(used + " is of no member");
    }

    /** Every key came again, so all have the answer of their group: results of each, or the refusal of one. */
    private Outcome<List<R>> again(TenantUnit unit, List<FirstUse> uses) {
        List<R> results = new ArrayList<>();
        Outcome.Declined<R> refusal = null;
        long count = 0;
        for (int i = 0; i < members.size(); i++) {
            Outcome.Replayed<R> replay = Keys.again(unit, members.get(i), uses.get(i));
            count = replay.count();
            if (replay.first() instanceof Outcome.Declined<R> declined) {
                refusal = declined.code() == ErrorCode.BULK_DECLINED ? refusal : declined;
            } else {
                results.add(replay.orElseThrow());
            }
        }
        Outcome<List<R>> first = refusal == null
                ? new Outcome.Applied<>(List.copyOf(results))
                : new Outcome.Declined<>(refusal.code(), refusal.message(), refusal.details(), refusal.eventSeq());
        return new Outcome.Replayed<>(first, count);
    }

    private long begin(TenantUnit unit, int index) {
        unit.envelope(envelopes.get(index));
        return unit.nextSeq();
    }

    private void keep(TenantUnit unit, int index, long first) {
        if (unit.nextSeq() == first) {
            throw new IllegalStateException(members.get(index).operation() + " recorded no event for its key");
        }
        unit.put(JournalTables.IDEMPOTENCY, new FirstUse(envelopes.get(index).key(), first, 0));
    }
}
