package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.Reviews;
import io.zentra.testing.contract.ReviewModel.Case;
import io.zentra.testing.contract.ReviewModel.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * People, lanes and the clock do whatever comes to a seeded mind, to the cases and to a naive model of them: both say the
 * same of each step, and are in the same state after it.
 */
public abstract class ReviewModelContract extends ReviewDesk {
    private static final List<String> PEOPLE = List.of("p0", "p1", "p2", "p3", "p4");
    private static final int STEPS = 120;

    private final Map<String, Integer> answers = new TreeMap<>();
    private ReviewModel model = new ReviewModel();
    private List<String> ids = new ArrayList<>();
    private final Map<String, List<String>> seen = new HashMap<>();
    private Random random = new Random();
    private String prefix = "";

    /** For subclasses. */
    protected ReviewModelContract() {}

    /** How many runs of some steps each. */
    protected int runs() {
        return 12;
    }

    @Test
    void doesWhatTheModelSays() {
        for (int seed = 1; seed <= runs(); seed++) {
            random = new Random(seed);
            prefix = "r" + seed + "-";
            model = new ReviewModel();
            ids = new ArrayList<>();
            setLane("high", null);
            setLane("low", "high");
            for (int step = 0; step < STEPS; step++) {
                step(seed + "." + step);
            }
        }
        assertThat(answers.keySet())
                .as("what the steps were answered with: %s", answers)
                .contains(
                        ReviewModel.DONE,
                        "already_approved",
                        "approvals_missing",
                        "case_not_open",
                        "case_owned",
                        "changed",
                        "decision_changed",
                        "granted",
                        "not_an_approver",
                        "not_in_lane",
                        "own_case",
                        "refused",
                        "waiting");
    }

    private void step(String name) {
        int dice = random.nextInt(100);
        if (dice < 10 || ids.isEmpty()) {
            openCase();
        } else if (dice < 16) {
            setLane(random.nextBoolean() ? "low" : "high", null);
        } else if (dice < 26) {
            clock().advance(Duration.ofMinutes(random.nextInt(150)));
            ledger().runDueWork();
            model.runDue(clock().instant());
        } else if (dice < 30) {
            clock().advance(Duration.ofMinutes(random.nextInt(150))); // and nobody runs due work yet
        } else {
            int which = Math.max(0, ids.size() - 1 - random.nextInt(4));
            String told = act(dice, which);
            answers.merge(told, 1, Integer::sum);
            assertThat(told).as(name).isNotEmpty();
        }
        requireSame(name);
    }

    private void setLane(String name, @Nullable String target) {
        List<String> people = new ArrayList<>(PEOPLE);
        Collections.shuffle(people, random);
        Set<String> approvers = Set.copyOf(people.subList(0, 2 + random.nextInt(4)));
        int approvals = 1 + random.nextInt(2);
        String next = name.equals("low") ? "high" : target;
        model.set(new Lane(name, named(approvers), approvals, next));
        ReviewLane lane = ReviewLane.of(
                        prefix + name,
                        approvers.stream()
                                .sorted()
                                .map(ReviewModelContract::person)
                                .toArray(Actor[]::new))
                .withApprovals(approvals)
                .withDueIn(ReviewModel.DUE_IN)
                .withApprovalsLast(ReviewModel.LAST);
        lane = approvals == 1 ? lane : lane.withBand(usd(100), 1);
        set(next == null ? lane : lane.withEscalation(prefix + next));
    }

    private static Set<String> named(Set<String> people) {
        Set<String> named = new HashSet<>();
        people.forEach(each -> named.add(person(each).toString()));
        return named;
    }

    private static Actor person(String id) {
        return Actor.operator(id, Permission.ALL);
    }

    private void openCase() {
        String lane = random.nextInt(4) == 0 ? "high" : "low";
        boolean isLarge = random.nextInt(3) > 0;
        Actor maker = person(PEOPLE.get(random.nextInt(PEOPLE.size())));
        ReviewCase opened = by(maker)
                .open(
                        ReviewDraft.of(prefix + lane, "model", "subject", BASIS).amount(usd(isLarge ? 101 : 100)),
                        newKey())
                .orElseThrow();
        model.open(lane, Set.of(maker.toString()), isLarge, clock().instant());
        ids.add(opened.id());
        seen.put(opened.id(), new ArrayList<>(List.of(opened.decision())));
    }

    /** Does the same to both, and answers what both say. */
    private String act(int dice, int which) {
        String id = ids.get(which);
        Case of = model.cases().get(which);
        Actor who = person(PEOPLE.get(random.nextInt(PEOPLE.size())));
        Reviews reviews = by(who);
        String key = newKey();
        if (dice < 62) {
            int revision = random.nextInt(8) == 0 ? Math.max(1, of.revision - 1) : of.revision;
            String decision = seenOf(id).get(revision - 1);
            return same(
                    model.approve(of, who.toString(), revision, clock().instant()), reviews.approve(id, decision, key));
        } else if (dice < 66) {
            return same(model.deny(of, who.toString()), reviews.deny(id, "no", key));
        } else if (dice < 70) {
            return same(model.edit(of, who.toString()), reviews.edit(id, Map.of("edited", key), key));
        } else if (dice < 76) {
            return same(model.claim(of, who.toString()), reviews.claim(id, key));
        } else if (dice < 80) {
            return same(model.release(of, who.toString()), reviews.release(id, key));
        } else if (dice < 84) {
            return same(model.reopen(of, clock().instant()), reviews.reopen(id, key));
        } else if (dice < 86) {
            return same(model.withdraw(of), reviews.withdraw(id, key));
        }
        return resume(of, reviews, id, key);
    }

    /** The decisions that a case has had, by its revisions. */
    private List<String> seenOf(String id) {
        return Objects.requireNonNull(seen.get(id));
    }

    private String resume(Case of, Reviews reviews, String id, String key) {
        ReviewCase before = acme().reviews().find(id).orElseThrow();
        boolean isSame = random.nextInt(4) > 0;
        String basis = isSame ? before.proposal().basis() : basis(key);
        String told = model.resume(of, isSame, clock().instant());
        Outcome<Resumption> outcome =
                reviews.resume(id, basis, before.proposal().amount(), key);
        assertThat(answer(outcome, answer -> answer.name().toLowerCase(Locale.ROOT)))
                .isEqualTo(told);
        return told;
    }

    private static String same(String told, Outcome<ReviewCase> outcome) {
        assertThat(answer(outcome, state -> ReviewModel.DONE)).isEqualTo(told);
        return told;
    }

    private static <R> String answer(Outcome<R> outcome, Function<R, String> applied) {
        return outcome.match(
                applied, first -> "replayed", declined -> declined.code().code());
    }

    private void requireSame(String name) {
        for (int i = Math.max(0, ids.size() - 5); i < ids.size(); i++) {
            ReviewCase real = acme().reviews().find(ids.get(i)).orElseThrow();
            Case of = model.cases().get(i);
            assertThat(real.status().code()).as("%s: case %s", name, i).isEqualTo(of.status);
            assertThat(real.place().lane()).as("%s: case %s", name, i).isEqualTo(prefix + of.entered.name());
            assertThat(real.owner().orElse(null)).as("%s: case %s", name, i).isEqualTo(of.owner);
            assertThat(real.proposal().revision()).as("%s: case %s", name, i).isEqualTo(of.revision);
            List<String> decisions = seenOf(real.id());
            if (decisions.size() < of.revision) {
                decisions.add(real.decision());
            }
        }
    }
}
