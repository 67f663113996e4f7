package io.zentra.testing.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the guide says of review cases, said again in the plainest words: lanes and cases as lists, every rule where it is
 * asked for. Each step answers with the code of its refusal, or with what became of it.
 */
final class ReviewModel {
    static final String DONE = "done";

    private final Map<String, List<Lane>> lanes = new HashMap<>();
    private final List<Case> cases = new ArrayList<>();

    /** A lane as it was set once. */
    record Lane(
            String name,
            Set<String> approvers,
            int approvals,
            @Nullable String escalatesTo) {}

    private record Approval(String person, Instant until) {}

    /** A case. */
    static final class Case {
        final Set<String> makers;
        final boolean isLarge;
        String status = "open";
        Lane entered;

        @Nullable
        String owner;

        @Nullable
        String editor;

        int revision = 1;
        Instant dueAt;
        boolean isOverdue;
        private List<Approval> approvals = new ArrayList<>();

        private Case(Set<String> makers, boolean isLarge, Lane entered, Instant dueAt) {
            this.makers = makers;
            this.isLarge = isLarge;
            this.entered = entered;
            this.dueAt = dueAt;
        }

        private int required() {
            return isLarge ? entered.approvals() : 1;
        }

        private boolean isFinal() {
            return Set.of("resumed", "refused", "withdrawn").contains(status);
        }
    }

    static final Duration DUE_IN = Duration.ofHours(4);
    static final Duration LAST = Duration.ofHours(2);

    void set(Lane lane) {
        lanes.computeIfAbsent(lane.name(), name -> new ArrayList<>()).add(lane);
    }

    List<Case> cases() {
        return cases;
    }

    void open(String lane, Set<String> makers, boolean isLarge, Instant now) {
        cases.add(new Case(makers, isLarge, now(lane), now.plus(DUE_IN)));
    }

    private Lane now(String lane) {
        List<Lane> all = Objects.requireNonNull(lanes.get(lane));
        return all.get(all.size() - 1);
    }

    private boolean mayApprove(Case of, String person) {
        return of.entered.approvers().contains(person)
                && now(of.entered.name()).approvers().contains(person);
    }

    private List<Approval> counting(Case of, Instant now) {
        return of.approvals.stream()
                .filter(each -> each.until().isAfter(now) && mayApprove(of, each.person()))
                .toList();
    }

    private boolean isEnough(Case of, Instant now) {
        Set<String> people = new HashSet<>();
        counting(of, now).forEach(each -> people.add(each.person()));
        return people.size() >= of.required();
    }

    String claim(Case of, String person) {
        if (!of.status.equals("open")) {
            return "case_not_open";
        }
        if (!now(of.entered.name()).approvers().contains(person)) {
            return "not_in_lane";
        }
        if (of.owner != null && !of.owner.equals(person)) {
            return "case_owned";
        }
        of.owner = person;
        return DONE;
    }

    String release(Case of, String person) {
        if (!of.status.equals("open")) {
            return "case_not_open";
        }
        if (of.owner != null && !of.owner.equals(person)) {
            return "case_owned";
        }
        of.owner = null;
        return DONE;
    }

    String edit(Case of, String person) {
        if (!of.status.equals("open")) {
            return "case_not_open";
        }
        of.editor = person;
        anew(of);
        return DONE;
    }

    String approve(Case of, String person, int seenRevision, Instant now) {
        if (!of.status.equals("open")) {
            return "case_not_open";
        }
        if (!mayApprove(of, person)) {
            return "not_an_approver";
        }
        if (of.makers.contains(person) || person.equals(of.editor)) {
            return "own_case";
        }
        if (seenRevision != of.revision) {
            return "decision_changed";
        }
        if (counting(of, now).stream().anyMatch(each -> each.person().equals(person))) {
            return "already_approved";
        }
        of.approvals.add(new Approval(person, now.plus(LAST)));
        if (isEnough(of, now)) {
            of.status = "approved";
        }
        return DONE;
    }

    String deny(Case of, String person) {
        if (!of.status.equals("open")) {
            return "case_not_open";
        }
        if (!mayApprove(of, person)) {
            return "not_an_approver";
        }
        of.status = "denied";
        of.approvals = new ArrayList<>();
        return DONE;
    }

    String reopen(Case of, Instant now) {
        if (!of.status.equals("denied")) {
            return "case_not_open";
        }
        anew(of);
        openAgain(of, now);
        return DONE;
    }

    String withdraw(Case of) {
        if (of.isFinal()) {
            return "case_not_open";
        }
        of.status = "withdrawn";
        return DONE;
    }

    String resume(Case of, boolean isAsApproved, Instant now) {
        if (of.isFinal()) {
            return "case_not_open";
        }
        if (of.status.equals("denied")) {
            of.status = "refused";
            return "refused";
        }
        if (!isAsApproved) {
            anew(of);
            if (of.status.equals("approved")) {
                openAgain(of, now);
            }
            return "changed";
        }
        if (of.status.equals("open")) {
            return "approvals_missing";
        }
        if (!isEnough(of, now)) {
            of.approvals = new ArrayList<>(counting(of, now));
            openAgain(of, now);
            return "waiting";
        }
        of.status = "resumed";
        return "granted";
    }

    /** All that falls due by now. */
    void runDue(Instant now) {
        for (Case of : cases) {
            boolean someExpired =
                    of.approvals.stream().anyMatch(each -> !each.until().isAfter(now));
            if (someExpired && !of.isFinal()) {
                of.approvals = new ArrayList<>(counting(of, now));
                if (of.status.equals("approved") && !isEnough(of, now)) {
                    openAgain(of, now);
                }
            }
            if (of.status.equals("open") && !of.isOverdue && !of.dueAt.isAfter(now)) {
                escalate(of, now);
            }
        }
    }

    private void escalate(Case of, Instant now) {
        String next = of.entered.escalatesTo();
        if (next == null) {
            of.isOverdue = true;
        } else {
            of.entered = now(next);
            of.owner = null;
            of.dueAt = now.plus(DUE_IN);
        }
    }

    private static void anew(Case of) {
        of.revision++;
        of.approvals = new ArrayList<>();
    }

    private static void openAgain(Case of, Instant now) {
        of.status = "open";
        of.dueAt = now.plus(DUE_IN);
        of.isOverdue = false;
    }
}
