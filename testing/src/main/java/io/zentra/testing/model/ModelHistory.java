package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Side;
import io.zentra.ledger.TimeAxis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All entries in one list each account, sorted whenever something is asked. Times in microseconds since the sequence
 * began, amounts in the sign of the account's normal side. Not thread-safe.
 */
final class ModelHistory {
    private final Map<String, List<Line>> entries = new HashMap<>();
    private final Map<String, Long> postings = new HashMap<>();
    private long now;
    private @Nullable Long closedBefore;
    private boolean flags;

    /** An entry, with the balance after it where it is listed. */
    record Line(long recordedAt, long effectiveAt, BigInteger signed, BigInteger balance) {
        long at(TimeAxis axis) {
            return axis == TimeAxis.RECORDED ? recordedAt : effectiveAt;
        }
    }

    /** Lines with the time that was given for them. */
    record Dated(List<EntryRequest> lines, @Nullable Long effectiveAt) {}

    /** The same, to go back to. */
    ModelHistory copy() {
        ModelHistory copy = new ModelHistory();
        entries.forEach((account, lines) -> copy.entries.put(account, new ArrayList<>(lines)));
        copy.postings.putAll(postings);
        copy.now = now;
        copy.closedBefore = closedBefore;
        copy.flags = flags;
        return copy;
    }

    long now() {
        return now;
    }

    void pass(long micros) {
        now += micros;
    }

    /** Before when all is closed then; null when nothing is. */
    @Nullable
    Long move(Step.Period period) {
        boolean backwards = closedBefore != null && period.at() < closedBefore;
        if (period.reopens()) {
            closedBefore = backwards ? Long.valueOf(period.at()) : closedBefore;
        } else if (period.at() > now) {
            throw new LedgerModel.Refusal(ErrorCode.PERIOD_NOT_OVER);
        } else if (!backwards) {
            closedBefore = period.at();
        }
        return closedBefore;
    }

    Backdating flag(boolean on) {
        flags = on;
        return on ? Backdating.FLAG : Backdating.REJECT;
    }

    void requireOpen(@Nullable Long effectiveAt) {
        if (effectiveAt != null && effectiveAt > now) {
            throw new LedgerModel.Refusal(ErrorCode.EFFECTIVE_IN_FUTURE);
        }
        if (effectiveAt != null && closedBefore != null && effectiveAt < closedBefore) {
            throw new LedgerModel.Refusal(ErrorCode.PERIOD_CLOSED);
        }
    }

    void add(Map<String, ModelAccount> accounts, List<Dated> posted) {
        for (Dated dated : posted) {
            for (EntryRequest line : dated.lines()) {
                entries.computeIfAbsent(line.account(), id -> new ArrayList<>())
                        .add(new Line(now, at(dated), signed(accounts, line), BigInteger.ZERO));
            }
        }
    }

    /** Remembers when a named posting took effect. */
    void took(String posting, Dated dated) {
        postings.put(posting, at(dated));
    }

    long effectiveAt(String posting) {
        return Objects.requireNonNull(postings.get(posting));
    }

    private long at(Dated dated) {
        return dated.effectiveAt() == null ? now : dated.effectiveAt();
    }

    /** An account's entries in the order of an axis with the balances after them. */
    List<Line> lines(String account, TimeAxis axis) {
        return lines(account, axis, Long.MAX_VALUE);
    }

    /** The same of those that were recorded up to a time. */
    List<Line> lines(String account, TimeAxis axis, long known) {
        List<Line> sorted = new ArrayList<>(entries.getOrDefault(account, List.of()));
        sorted.removeIf(line -> line.recordedAt() > known);
        sorted.sort(Comparator.comparingLong(line -> line.at(axis))); // stable: else as they were recorded
        List<Line> lines = new ArrayList<>();
        BigInteger balance = BigInteger.ZERO;
        for (Line line : sorted) {
            balance = balance.add(line.signed());
            lines.add(new Line(line.recordedAt(), line.effectiveAt(), line.signed(), balance));
        }
        return lines;
    }

    BigInteger balance(String account, TimeAxis axis, long at) {
        return entries.getOrDefault(account, List.of()).stream()
                .filter(line -> line.at(axis) <= at)
                .map(Line::signed)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** The limits that lines would break from their times on, in words; refused unless they are flagged. */
    String crossings(Map<String, ModelAccount> accounts, List<Dated> posted) {
        Map<String, SortedMap<Long, BigInteger>> changes = new LinkedHashMap<>();
        for (Dated dated : posted) {
            if (dated.effectiveAt() != null) {
                dated.lines()
                        .forEach(line -> changes.computeIfAbsent(line.account(), id -> new TreeMap<>())
                                .merge(dated.effectiveAt(), signed(accounts, line), BigInteger::add));
            }
        }
        List<String> crossings = new ArrayList<>();
        changes.forEach((id, ofAccount) -> {
            ModelAccount account = Objects.requireNonNull(accounts.get(id));
            addCrossing(crossings, id, ofAccount, account.floor(), true);
            addCrossing(crossings, id, ofAccount, account.ceiling(), false);
        });
        return crossings.isEmpty() ? "" : " " + crossings;
    }

    private void addCrossing(
            List<String> crossings,
            String id,
            SortedMap<Long, BigInteger> changes,
            @Nullable Long limit,
            boolean floor) {
        if (limit == null) {
            return;
        }
        Map<Long, BigInteger> beyond = new TreeMap<>();
        for (long at : times(id, changes)) {
            BigInteger change = changes.headMap(at + 1).values().stream().reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger over = balance(id, TimeAxis.EFFECTIVE, at).add(change).subtract(BigInteger.valueOf(limit));
            if (floor ? change.signum() < 0 && over.signum() < 0 : change.signum() > 0 && over.signum() > 0) {
                beyond.put(at, over.add(BigInteger.valueOf(limit)));
            }
        }
        if (beyond.isEmpty()) {
            return;
        }
        if (!flags) {
            throw new LedgerModel.Refusal(floor ? ErrorCode.FLOOR_CROSSED_BETWEEN : ErrorCode.CEILING_CROSSED_BETWEEN);
        }
        Comparator<BigInteger> worse = floor ? Comparator.<BigInteger>naturalOrder() : Comparator.reverseOrder();
        BigInteger worst = beyond.values().stream().min(worse).orElseThrow();
        long first = beyond.entrySet().stream()
                .filter(each -> each.getValue().equals(worst))
                .findFirst()
                .orElseThrow()
                .getKey();
        crossings.add(id + " " + (floor ? "FLOOR" : "CEILING") + " " + worst + " at " + first);
    }

    /** From the first change on, all at which something changed or would; none when nothing comes after the first. */
    private List<Long> times(String id, SortedMap<Long, BigInteger> changes) {
        TreeSet<Long> times = new TreeSet<>(changes.keySet());
        for (Line line : entries.getOrDefault(id, List.of())) {
            if (line.effectiveAt() > changes.firstKey()) {
                times.add(line.effectiveAt());
            }
        }
        return times.size() > 1 ? List.copyOf(times) : List.of();
    }

    private static BigInteger signed(Map<String, ModelAccount> accounts, EntryRequest line) {
        Side grows =
                Objects.requireNonNull(accounts.get(line.account())).opened().normalSide();
        BigInteger minor = BigInteger.valueOf(line.amount().minor());
        return line.side() == grows ? minor : minor.negate();
    }
}
