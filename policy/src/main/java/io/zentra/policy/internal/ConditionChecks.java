package io.zentra.policy.internal;

import io.zentra.core.error.Shown;
import io.zentra.core.journal.UnicodeText;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.policy.Proposal;
import java.util.List;

/** Checks the conditions of one rule, window or definition. */
final class ConditionChecks {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_RESOLVED = 1_000;

    private final PolicyChecks policy;
    private final String path;
    private boolean windowsAllowed;
    private int count;

    ConditionChecks(PolicyChecks policy, String path) {
        this.policy = policy;
        this.path = path;
    }

    /** Checks a condition at the path, and those inside it. */
    void requireOne(Condition condition) {
        windowsAllowed = true;
        require(path, condition, 1);
    }

    /**
     * Checks conditions of which all must be met, and those inside them.
     *
     * @param member how the list is called, with its dot
     */
    void requireAll(String member, List<Condition> conditions, boolean windows) {
        windowsAllowed = windows;
        list(path + member, conditions, 1);
        PolicyChecks.atMost(
                path + member,
                "conditions with those that it uses by name,",
                policy.size(conditions, MAX_RESOLVED),
                MAX_RESOLVED);
    }

    private void list(String at, List<Condition> conditions, int depth) {
        PolicyChecks.atMost(at, "conditions", conditions.size(), Policy.MAX_CONDITIONS);
        for (int i = 0; i < conditions.size(); i++) {
            require(at + "[" + i + "]", conditions.get(i), depth);
        }
    }

    private void inner(String at, List<Condition> conditions, int depth) {
        if (conditions.isEmpty()) {
            throw Fault.at(at, "is empty: give at least one condition");
        }
        list(at, conditions, depth + 1);
    }

    private void require(String at, Condition condition, int depth) {
        count++;
        PolicyChecks.atMost(path, "conditions, those inside others included,", count, Policy.MAX_CONDITIONS);
        PolicyChecks.atMost(at, "levels", depth, MAX_DEPTH);
        if (condition instanceof Condition.In in) {
            values(at + ".in", in);
        } else if (condition instanceof Condition.StartsWith starts) {
            text(at + ".starts_with", starts.prefix());
        } else if (condition instanceof Condition.Any any) {
            inner(at + ".any", any.conditions(), depth);
        } else if (condition instanceof Condition.All all) {
            inner(at + ".all", all.conditions(), depth);
        } else if (condition instanceof Condition.Not not) {
            require(at + ".not", not.condition(), depth + 1);
        } else if (condition instanceof Condition.Use use) {
            use(at + ".use", use);
        } else {
            bounds(at, condition);
        }
    }

    private void values(String at, Condition.In in) {
        if (in.values().isEmpty()) {
            throw Fault.at(at, "is empty: give at least one value");
        }
        PolicyChecks.atMost(at, "values", in.values().size(), Policy.MAX_VALUES);
        policy.countValues(at, in.values().size());
        in.values().forEach(value -> text(at, value));
    }

    private static void text(String at, String text) {
        if (text.isEmpty() || text.length() > Proposal.MAX_TEXT || !UnicodeText.isValid(text)) {
            throw Fault.at(
                    at,
                    "\"" + Shown.of(text) + "\" is empty, longer than " + Proposal.MAX_TEXT
                            + " characters or no valid Unicode text without U+0000");
        }
    }

    private void use(String at, Condition.Use use) {
        if (!policy.isDefined(use.name())) {
            throw Fault.at(at, "no condition is defined as \"" + Shown.of(use.name()) + "\"");
        }
        if (!windowsAllowed && policy.usesWindow(use)) {
            throw Fault.at(at, "what a window counts must not depend on a window");
        }
    }

    private void bounds(String at, Condition condition) {
        if (condition instanceof Condition.AmountWithin amount) {
            within(at + ".amount", "min_minor", amount.minMinor(), "max_minor", amount.maxMinor());
        } else if (condition instanceof Condition.WindowWithin window) {
            window(at + ".window", window);
        } else if (condition instanceof Condition.Weekday weekday
                && weekday.days().isEmpty()) {
            throw Fault.at(at + ".weekday", "is empty: name at least one day");
        } else if (condition instanceof Condition.TimeOfDay time && time.from().equals(time.to())) {
            throw Fault.at(at + ".time_of_day", "ends where it begins: leave it out for the whole day");
        } else if (condition instanceof Condition.Between between) {
            between(at + ".between", between);
        }
    }

    private void window(String at, Condition.WindowWithin window) {
        if (!policy.isWindow(window.window())) {
            throw Fault.at(at + ".name", "no window is called \"" + Shown.of(window.window()) + "\"");
        }
        if (!windowsAllowed) {
            throw Fault.at(at, "what a window counts must not depend on a window");
        }
        within(at, "min", window.min(), "max", window.max());
    }

    private static void within(String at, String minName, long min, String maxName, long max) {
        if (min < 0) {
            throw Fault.at(at + "." + minName, min + " is below zero");
        }
        if (max < 0) {
            throw Fault.at(at + "." + maxName, max + " is below zero");
        }
        if (min > max) {
            throw Fault.at(at, "nothing is at least " + min + " and at most " + max);
        }
    }

    private static void between(String at, Condition.Between between) {
        if (between.from() == null && between.to() == null) {
            throw Fault.at(at, "has neither beginning nor end: leave it out");
        }
        if (between.from() != null && between.to() != null && !between.from().isBefore(between.to())) {
            throw Fault.at(at, "ends before it begins");
        }
    }
}
