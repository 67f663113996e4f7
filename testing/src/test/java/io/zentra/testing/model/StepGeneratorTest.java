package io.zentra.testing.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.ledger.SearchCriterion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The sequences reach what they are for: what is never reached is never compared. The rarest answers come once in a
 * thousand sequences, so more are looked at than a usual run tries.
 */
class StepGeneratorTest {
    private static final int SEQUENCES = 8 * ModelContract.SEQUENCES;

    @Test
    void reachesEveryOperationAndEveryWayToRefuseIt() {
        Set<String> answers = new TreeSet<>();
        for (long seed = 1; seed <= SEQUENCES; seed++) {
            LedgerModel model = new LedgerModel();
            Map<String, String> latest = new HashMap<>();
            for (Step step : StepGenerator.sequence(seed, ModelContract.STEPS)) {
                String answer = model.answer(step);
                String words = answer.replaceAll("^applied \\[.*", "flagged")
                        .replaceAll("applied [A-Zc].*", "applied")
                        .replaceAll(" \\{.*", "");
                answers.add(step instanceof Step.Keyed keyed ? keyed.operation() + " " + words : words);
                if (step instanceof Step.Search search) {
                    search.search()
                            .criteria()
                            .forEach(said -> answers.add(said.getClass().getSimpleName() + found(answer)));
                    answers.add(search.from() == null ? "" : search.axis() + found(answer));
                    answers.add(search.to() == null ? "" : search.axis() + found(answer));
                }
                of(step).filter(of -> of.startsWith("control/"))
                        .ifPresent(of -> answers.add(((Step.Keyed) step).operation() + " of control " + words));
                if (step instanceof Step.Reverse reverse && !reverse.portion().isAll()) {
                    answers.add("part of " + reverse.of().replaceAll("/.*", "") + " " + words);
                }
                if (step instanceof Step.Correct correct) {
                    answers.add("in place of " + correct.of().replaceAll("/.*", "") + " " + words);
                }
                about(step).ifPresent(about -> {
                    if (answer.startsWith("applied")) {
                        latest.put(about, answer);
                    } else if (answer.startsWith("replayed applied")
                            && !answer.endsWith(latest.getOrDefault(about, ""))) {
                        answers.add(((Step.Keyed) step).operation() + " replayed late");
                    }
                });
                if (step instanceof Step.Verify) {
                    answers.add("verify " + words);
                }
                if (step instanceof Step.Archive) {
                    answers.add("archive " + words);
                }
                if (step instanceof Step.Each) {
                    for (String one : answer.split(Pattern.quote(LedgerDriver.BESIDE), -1)) {
                        answers.add("each " + one.replaceAll("^applied \\[.*", "flagged"));
                    }
                }
                if (step instanceof Step.Bulk) {
                    answers.add("bulk " + words);
                }
            }
            model.holds()
                    .values()
                    .forEach(hold -> answers.add("hold " + hold.words().replaceAll(" .*", "")));
        }

        for (Class<?> said : SearchCriterion.class.getPermittedSubclasses()) {
            if (!said.isInterface() && !said.getSimpleName().startsWith("Time")) {
                assertThat(answers)
                        .contains(said.getSimpleName() + " finds some", said.getSimpleName() + " finds none");
            }
        }
        assertThat(answers)
                .contains("InAccount finds some", "Under finds some", "Amount finds some")
                .contains("RECORDED finds some", "RECORDED finds none")
                .contains("EFFECTIVE finds some", "EFFECTIVE finds none")
                .contains("post applied", "post declined floor_crossed", "post declined ceiling_crossed")
                .contains(
                        "control applied accepted",
                        "control applied review treasury",
                        "control refused proposal_mismatch")
                .contains("control applied denied limit_exceeded", "control applied denied often")
                .contains("control declined floor_crossed", "control declined amount_overflow")
                .contains("control replayed applied accepted", "control replayed applied denied limit_exceeded")
                .contains("control replayed declined floor_crossed", "increase declined hold_decided")
                .contains("part of control applied", "in place of control applied", "capture of control applied")
                .contains("release of control applied", "extend of control applied")
                .contains("hold OPEN", "hold CAPTURED", "hold RELEASED", "hold EXPIRED")
                .contains("hold applied", "hold declined hold_expired", "hold declined floor_crossed")
                .contains("increase applied", "increase declined floor_crossed", "increase declined invalid_part")
                .contains("increase declined hold_expired", "increase declined hold_closed")
                .contains("extend applied", "extend declined expiry_not_later", "extend declined hold_expired")
                .contains("extend declined hold_closed", "extend replayed applied")
                .contains("capture applied", "capture declined hold_exceeded", "capture declined hold_expired")
                .contains("capture declined hold_closed", "capture declined invalid_part")
                .contains("capture refused amount_not_positive", "capture refused unbalanced_posting")
                .contains("release applied", "release declined hold_exceeded", "release declined hold_closed")
                .contains("reverse applied", "reverse declined reversal_exceeded", "reverse declined already_reversed")
                .contains("reverse declined invalid_part", "reverse declined floor_crossed")
                .contains("correct applied", "correct declined already_reversed", "correct declined floor_crossed")
                .contains("post declined condition_failed", "post refused invalid_bulk")
                .contains("hold declined condition_failed", "compose declined condition_failed")
                .contains("exchange declined condition_failed", "exchange replayed declined condition_failed")
                .contains("capture declined condition_failed", "release declined condition_failed")
                .contains("increase declined condition_failed", "extend declined condition_failed")
                .contains("reverse declined condition_failed", "correct declined condition_failed")
                .contains("each applied", "each declined floor_crossed", "each declined condition_failed")
                .contains("each declined idempotency_conflict", "each flagged", "each replayed applied")
                .contains("each replayed declined floor_crossed")
                .contains(
                        "compose applied", "compose declined insufficient_sources", "compose declined nothing_to_move")
                .contains("compose declined ceiling_crossed", "compose replayed applied")
                .contains(
                        "exchange applied", "exchange declined amount_not_positive", "exchange declined floor_crossed")
                .contains("exchange declined asset_mismatch", "exchange replayed applied")
                .contains("import applied", "import declined floor_crossed", "import refused unbalanced_posting")
                .contains("import replayed applied", "import replayed declined floor_crossed")
                .contains("part of capture applied", "part of compose applied", "part of exchange applied")
                .contains("in place of compose applied", "in place of exchange applied", "in place of post applied")
                .contains("post declined effective_in_future", "post declined period_closed")
                .contains("post declined floor_crossed_between", "post declined ceiling_crossed_between")
                .contains("reverse declined reversed_before_effect", "reverse declined period_closed")
                .contains("reverse declined floor_crossed_between", "reverse declined effective_in_future")
                .contains("correct declined reversed_before_effect", "correct declined floor_crossed_between")
                .contains("verify done", "archive done")
                .contains("post flagged", "reverse flagged", "correct flagged", "bulk flagged")
                .contains("compose flagged", "compose declined period_closed", "exchange declined period_closed")
                .contains("compose declined floor_crossed_between", "exchange declined floor_crossed_between")
                .contains("chart applied", "chart declined account_exists", "chart replayed applied")
                .contains("chart refused idempotency_conflict", "chart replayed declined account_exists")
                .contains("status applied", "status declined account_not_empty", "status declined account_closed")
                .contains("status replayed late", "status refused idempotency_conflict")
                .contains("limit applied", "limit declined invalid_limits", "limit declined account_closed")
                .contains("limit replayed late", "limit refused idempotency_conflict", "limit replayed applied")
                .contains("period applied", "period declined period_not_over", "period replayed late")
                .contains("backdating applied", "backdating replayed late", "correct declined partly_reversed")
                .contains("period refused idempotency_conflict", "backdating refused idempotency_conflict")
                .contains("correct replayed applied", "reverse replayed applied", "increase replayed applied");
    }

    /** What a decision is about, of which the latest one counts. */
    private static Optional<String> about(Step step) {
        if (step instanceof Step.Change change) {
            return Optional.of(change.account());
        } else if (step instanceof Step.Limit limit) {
            return Optional.of(limit.account());
        }
        return step instanceof Step.Period || step instanceof Step.Flagging
                ? Optional.of(((Step.Keyed) step).operation())
                : Optional.empty();
    }

    /** What it is a part of. */
    private static Optional<String> of(Step step) {
        return step instanceof Step.OfPart part
                ? Optional.of(part.of())
                : step instanceof Step.Extend extend ? Optional.of(extend.of()) : Optional.empty();
    }

    private static String found(String answer) {
        return answer.equals("found []") ? " finds none" : " finds some";
    }
}
