package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.policy.Decision;
import io.zentra.policy.PolicyBuilder;
import io.zentra.runtime.Ruling;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the policy of the sequences must say: a plain list of all that it let through, looked through from its beginning each
 * time. Not thread-safe.
 */
final class ModelUsage {
    private final List<Used> all = new ArrayList<>();
    private final Map<String, Used> byName = new HashMap<>();

    /** Something that was let through, with what is left of it. */
    private static final class Used {
        private final Step.Control step;
        private final long at;
        private BigInteger left;

        Used(Step.Control step, long at) {
            this.step = step;
            this.at = at;
            this.left = minor(step);
        }

        /** Whether it still counts in a window of a length. */
        boolean counts(long now, Duration length) {
            return left.signum() > 0 && at > now - length.toNanos() / 1_000;
        }
    }

    /**
     * What is said of an operation.
     *
     * @param letsThrough whether it may move something
     * @param words verdict, reason, and what each window comes to without and with it
     */
    record Verdict(boolean letsThrough, String words) {}

    private record Count(BigInteger before, BigInteger after) {
        boolean isOver(long most) {
            return after.compareTo(BigInteger.valueOf(most)) > 0;
        }

        @Override
        public String toString() {
            return words(before, after);
        }

        static String words(Object before, Object after) {
            return before + ">" + after;
        }
    }

    /** Decides, and counts nothing yet. */
    Verdict decide(Step.Control step, long now) {
        Map<String, Count> windows = new TreeMap<>();
        windows.put(ModelPolicy.OFTEN, often(step, now));
        windows.put(ModelPolicy.PAYEES, payees(step, now));
        if (step.amount().asset().equals(ModelPolicy.ASSET)) {
            windows.put(ModelPolicy.SPENT, spent(step, now));
        }
        if (isOver(windows, ModelPolicy.SPENT, Long.MAX_VALUE)) {
            throw new LedgerModel.Refusal(ErrorCode.AMOUNT_OVERFLOW);
        }
        if (isOver(windows, ModelPolicy.SPENT, ModelPolicy.MOST_SPENT)) {
            return new Verdict(false, words("denied", PolicyBuilder.LIMIT_EXCEEDED, windows));
        }
        if (isOver(windows, ModelPolicy.OFTEN, ModelPolicy.MOST_OFTEN)) {
            return new Verdict(false, words("denied", ModelPolicy.OFTEN, windows));
        }
        if (isOver(windows, ModelPolicy.PAYEES, ModelPolicy.MOST_PAYEES)) {
            return new Verdict(false, words("review", ModelPolicy.LANE, windows));
        }
        return new Verdict(true, words("accepted", null, windows));
    }

    /** Counts what was let through and done. */
    void count(Step.Control step, long now) {
        Used used = new Used(step, now);
        all.add(used);
        byName.put(step.name(), used);
    }

    /** What is captured of a hold is a part of it. */
    void isPartOf(String hold, String posting) {
        Used used = byName.get(hold);
        if (used != null) {
            byName.put(posting, used);
        }
    }

    /** Whether the policy let a hold or posting through. */
    boolean isCounted(String name) {
        return byName.containsKey(name);
    }

    /** So much of a hold or posting is undone, whenever that is. */
    void undo(String name, BigInteger minor) {
        Used used = byName.get(name);
        if (used != null) {
            used.left = used.left.subtract(minor);
        }
    }

    /** The words of a ruling, as the model has them. */
    static String words(Ruling ruling) {
        Decision decision = ruling.decision().decision();
        Map<String, String> windows = new TreeMap<>();
        decision.windows().forEach(read -> windows.put(read.window(), Count.words(read.before(), read.after())));
        return words(decision.verdict().code(), decision.reason(), windows);
    }

    private static String words(String verdict, @Nullable String reason, Map<String, ?> windows) {
        return " " + verdict + (reason == null ? "" : " " + reason) + " " + windows;
    }

    private Count spent(Step.Control step, long now) {
        BigInteger before = counting(now, ModelPolicy.SHORTER)
                .filter(used -> used.step.source().equals(step.source()))
                .map(used -> used.left)
                .reduce(BigInteger.ZERO, BigInteger::add);
        return new Count(before, before.add(minor(step)));
    }

    private Count often(Step.Control step, long now) {
        long before = counting(now, ModelPolicy.LONGER)
                .filter(used -> used.step.destination().equals(step.destination()))
                .count();
        return new Count(BigInteger.valueOf(before), BigInteger.valueOf(before + 1));
    }

    private Count payees(Step.Control step, long now) {
        List<String> before = counting(now, ModelPolicy.LONGER)
                .filter(used -> used.step.source().equals(step.source()))
                .map(used -> used.step.destination())
                .distinct()
                .toList();
        int added = before.contains(step.destination()) ? 0 : 1;
        return new Count(BigInteger.valueOf(before.size()), BigInteger.valueOf(before.size() + added));
    }

    private Stream<Used> counting(long now, Duration length) {
        return all.stream().filter(used -> used.counts(now, length));
    }

    private static boolean isOver(Map<String, Count> windows, String window, long most) {
        Count count = windows.get(window);
        return count != null && count.isOver(most);
    }

    private static BigInteger minor(Step.Control step) {
        return BigInteger.valueOf(step.amount().minor());
    }
}
