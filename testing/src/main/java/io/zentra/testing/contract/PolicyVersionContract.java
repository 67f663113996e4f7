package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.usage.Window;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.Decision;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.TrialReport;
import io.zentra.policy.Verdict;
import io.zentra.policy.WindowReading;
import io.zentra.runtime.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Policies from their draft to their end: never by one person alone, and never without a trace. */
public abstract class PolicyVersionContract extends PolicyDesk {
    /** For subclasses. */
    protected PolicyVersionContract() {}

    private static Policy cap(long minor) {
        return Policy.named(PAYOUT)
                .deny("too_much", Condition.amountOver(usd(minor)))
                .build();
    }

    @Test
    void keepsWhatWasDrafted() {
        PolicyVersion draft = by(AUTHOR).policies().draft(cap(100), "draft").orElseThrow();

        assertThat(draft.ref().version()).isEqualTo(1);
        assertThat(draft.state()).isEqualTo(PolicyState.DRAFT);
        assertThat(draft.author()).isEqualTo("operator:ann");
        assertThat(acme().policies().policy(PAYOUT, 1)).isEqualTo(cap(100));
        assertThat(by(AUTHOR).policies().draft(cap(100), "draft").orElseThrow()).isEqualTo(draft);
        assertThat(acme().policies().versions(PAYOUT, Integer.MAX_VALUE, 10)).containsExactly(draft);
    }

    @Test
    void refusesABadPolicyWithThePathOfItsFault() {
        Outcome<PolicyVersion> refused = by(AUTHOR).policies().draft(PAYOUT, """
                        {"name": "payout", "schema": 1, "steps": [{"name": "a", "rules": [
                          {"id": "r", "when": [{"field": "colour", "is": "red"}], "then": {"deny": "no"}}]}]}
                        """, "bad");

        ZentraException refusal = catchThrowableOfType(ZentraException.class, refused::orElseThrow);
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_POLICY);
        assertThat(refusal.details()).containsEntry("path", "$.steps[0].rules[0].when[0].field");
        assertThat(acme().policies().versions(PAYOUT, Integer.MAX_VALUE, 10)).isEmpty();
    }

    /** Such a policy is refused as any other, and the refusal is recorded. */
    @Test
    void refusesWhatCannotBeKeptOrFollowed() {
        String chain = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"d%d\": {\"use\": \"d%d\"}".formatted(i, i + 1))
                .collect(Collectors.joining(", ", "{\"definitions\": {", "}, "));
        String rest = """
                "name": "payout", "schema": 1, "steps": [{"name": "a", "rules": [
                  {"id": "r", "when": [{"field": "metadata.a", "is": "%s"}], "then": {"deny": "no"}}]}]}
                """;

        for (String json : List.of(
                chain + rest.formatted("b"),
                "{" + rest.formatted("\\ud83d"),
                "{\"\ud83d\": 1, " + rest.formatted("b"))) {
            String key = newKey();
            assertThat(code(by(AUTHOR).policies().draft(PAYOUT, json, key))).isEqualTo(ErrorCode.INVALID_POLICY);
            assertThat(by(AUTHOR).policies().draft(PAYOUT, json, key)).isInstanceOf(Outcome.Replayed.class);
        }
        assertThat(acme().policies().versions(PAYOUT, Integer.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void isApprovedByAnotherPersonOnly() {
        Actor both = Actor.user("ann", Permission.ALL);
        by(AUTHOR).policies().draft(cap(100), newKey()).orElseThrow();
        Analysis analysis = by(AUTHOR).policies().analyse(PAYOUT, 1, newKey()).orElseThrow();

        assertThat(code(by(both).policies().approve(PAYOUT, 1, analysis.hash(), newKey())))
                .isEqualTo(ErrorCode.SAME_PERSON);
        assertThat(code(by(APPROVER).policies().publish(PAYOUT, 1, newKey()))).isEqualTo(ErrorCode.POLICY_STATE);
        assertThat(code(by(APPROVER).policies().approve(PAYOUT, 1, "0".repeat(64), newKey())))
                .isEqualTo(ErrorCode.POLICY_FINDINGS);
        assertThat(code(by(APPROVER).policies().approve(PAYOUT, 2, analysis.hash(), newKey())))
                .isEqualTo(ErrorCode.UNKNOWN_POLICY);
        assertThat(by(APPROVER)
                        .policies()
                        .approve(PAYOUT, 1, analysis.hash(), newKey())
                        .orElseThrow()
                        .approver())
                .isEqualTo("operator:bob");
    }

    @Test
    void isNotApprovedBeforeItWasAnalysed() {
        by(AUTHOR).policies().draft(cap(100), newKey()).orElseThrow();

        assertThat(code(by(APPROVER).policies().approve(PAYOUT, 1, "0".repeat(64), newKey())))
                .isEqualTo(ErrorCode.POLICY_STATE);
    }

    /** A lone surrogate once failed inside, without a code. */
    @Test
    void refusesHashesThatNoAnalysisCanHave() {
        for (String hash : List.of("", "\ud800", "x".repeat(200))) {
            assertThatThrownBy(() -> by(APPROVER).policies().approve(PAYOUT, 1, hash, newKey()))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ID));
        }
    }

    @Test
    void asksForPermissions() {
        assertThat(denied(() -> by(APPROVER).policies().draft(cap(1), newKey())))
                .isTrue();
        assertThat(denied(() -> by(AUTHOR).policies().approve(PAYOUT, 1, "", newKey())))
                .isTrue();
        assertThat(denied(() -> by(AUTHOR).policies().publish(PAYOUT, 1, newKey())))
                .isTrue();
        assertThat(denied(() -> by(AUTHOR).policies().rollBack(PAYOUT, 1, newKey())))
                .isTrue();
        assertThat(denied(() -> by(AUTHOR).policies().canary(PAYOUT, 1, 1, newKey())))
                .isTrue();
        assertThat(denied(() -> by(AUTHOR).policies().shadow(PAYOUT, 1, true, newKey())))
                .isTrue();
    }

    private static boolean denied(Runnable call) {
        return catchThrowableOfType(ZentraException.class, call::run).code() == ErrorCode.PERMISSION_DENIED;
    }

    @Test
    void decidesFromItsInstantOn() {
        publish(cap(100));
        int next = approved(cap(200));
        Instant from = clock().instant().plus(Duration.ofHours(1));
        by(APPROVER).policies().publish(PAYOUT, next, from, newKey()).orElseThrow();

        denied(pay(101));
        clock().set(from.minusNanos(1_000));
        denied(pay(101));
        clock().set(from);
        posted(pay(101));
        denied(pay(201));
    }

    @Test
    void isTakenBack() {
        int first = publish(cap(100));
        int second = publish(cap(200));
        posted(pay(101));

        by(APPROVER).policies().rollBack(PAYOUT, first, newKey()).orElseThrow();

        denied(pay(101));
        assertThat(acme().policies().version(PAYOUT, second).state()).isEqualTo(PolicyState.ROLLED_BACK);
        assertThat(code(by(APPROVER).policies().rollBack(PAYOUT, first, newKey())))
                .isEqualTo(ErrorCode.POLICY_STATE);
    }

    @Test
    void isComparedAsAShadow() {
        publish(cap(100));
        by(AUTHOR).policies().draft(cap(50), newKey()).orElseThrow();
        by(APPROVER).policies().shadow(PAYOUT, 2, true, newKey()).orElseThrow();

        Ruling.Posted ruling = posted(pay(70));
        posted(pay(50));
        denied(pay(101));

        assertThat(ruling.decision().trials()).hasSize(1);
        assertThat(ruling.decision().trials().get(0).verdict()).isEqualTo(Verdict.DENIED);
        TrialReport report = acme().policies().trial(PAYOUT, 2);
        assertThat(report.count(Verdict.ACCEPTED, Verdict.DENIED)).isEqualTo(1);
        assertThat(report.same()).isEqualTo(2);
        assertThat(report.different()).isEqualTo(1);
        by(APPROVER).policies().shadow(PAYOUT, 1, false, newKey()).orElseThrow();
        assertThat(posted(pay(70)).decision().trials()).hasSize(1);
        by(APPROVER).policies().shadow(PAYOUT, 2, false, newKey()).orElseThrow();
        assertThat(posted(pay(70)).decision().trials()).isEmpty();
    }

    private static Policy daily(String rule, long cap) {
        return Policy.named(PAYOUT)
                .deny("too_much", Condition.amountOver(usd(1_000)))
                .limit(rule, Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))), cap)
                .build();
    }

    /** What of a trial the decision about a payout keeps: the verdict, and its window without the operation and with it. */
    private static void shadowed(Ruling ruling, Verdict verdict, long before, long after) {
        Decision trial = ruling.decision().trials().get(0);
        assertThat(trial.verdict()).isEqualTo(verdict);
        assertThat(trial.windows())
                .extracting(WindowReading::before, WindowReading::after)
                .containsExactly(tuple(before, after));
    }

    /** It counts what really went on, whatever it says of it itself; so its counts are true when it is published. */
    @Test
    void aShadowsWindowsCountWhatTheLiveVersionLetsGoOn() {
        publish(cap(1_000));
        int shadow = approved(daily("daily", 100));
        by(APPROVER).policies().shadow(PAYOUT, shadow, true, newKey()).orElseThrow();

        shadowed(pay(60), Verdict.ACCEPTED, 0, 60);
        Ruling.Posted beyond = posted(pay(50));
        shadowed(beyond, Verdict.DENIED, 60, 110);
        shadowed(denied(pay(1_001)), Verdict.DENIED, 110, 1_111);
        shadowed(pay(OTHER, 10, newKey()).orElseThrow(), Verdict.ACCEPTED, 0, 10);
        assertThat(posted(MERCHANT)).as("it keeps nothing from going on").isEqualTo(120);
        acme().ledgers().reverse(beyond.posting().id(), newKey()).orElseThrow();
        shadowed(pay(20), Verdict.ACCEPTED, 60, 80);

        by(APPROVER).policies().publish(PAYOUT, shadow, newKey()).orElseThrow();
        denied(pay(21));
        posted(pay(20));
        clock().advance(Duration.ofHours(24));
        posted(pay(100));
    }

    /** Else a shadow that is stricter, or that nobody looks at any more, would use up a limit that decides. */
    @Test
    void aShadowUsesUpNoLimitOfTheLiveVersion() {
        publish(daily("daily", 100));
        int shadow = approved(daily("other_name", 1_000));
        by(APPROVER).policies().shadow(PAYOUT, shadow, true, newKey()).orElseThrow();

        shadowed(pay(60), Verdict.ACCEPTED, 0, 60);
        shadowed(denied(pay(41)), Verdict.ACCEPTED, 60, 101);
        shadowed(posted(pay(40)), Verdict.ACCEPTED, 60, 100);
        assertThat(denied(pay(1)).decision().decision().windows())
                .extracting(WindowReading::before)
                .as("one count for both, each operation once")
                .containsExactly(100L);
    }

    /** What waits for persons has not gone on: a shadow counts it when they approve. */
    @Test
    void aShadowsWindowsCountWhatPersonsLetGoOn() {
        publish(Policy.named(PAYOUT)
                .review("treasury", Condition.amountOver(usd(10)))
                .build());
        int shadow = approved(daily("daily", 100));
        by(APPROVER).policies().shadow(PAYOUT, shadow, true, newKey()).orElseThrow();

        Ruling.InReview waiting = inReview(pay(70));
        shadowed(waiting, Verdict.ACCEPTED, 0, 70);
        shadowed(pay(5), Verdict.ACCEPTED, 0, 5);
        ReviewCase seen = acme().reviews().find(waiting.caseId()).orElseThrow();
        by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();
        zentra().runDueWork();
        shadowed(pay(5), Verdict.ACCEPTED, 75, 80);
    }

    /** It is asked about its share alone; so its windows count that alone, as long as it is no shadow too. */
    @Test
    void aCanarysWindowsCountItsShareUnlessItIsAShadowToo() {
        int live = publish(daily("daily", 100_000));
        int canary = approved(Policy.named(PAYOUT)
                .limit("number", Measure.count().per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))), 60)
                .build());
        by(APPROVER).policies().canary(PAYOUT, canary, 5_000, newKey()).orElseThrow();
        int tried = 30;
        long own = 0;
        for (int i = 0; i < tried; i++) {
            Ruling.Posted ruling = posted(pay(10));
            counted(ruling, live, 10L * i, 10L * (i + 1));
            if (ruling.decision().decision().policy().version() == canary) {
                counted(ruling, canary, own, ++own);
            }
        }
        assertThat(own).as("about half of them").isBetween(5L, 25L);

        by(APPROVER).policies().shadow(PAYOUT, canary, true, newKey()).orElseThrow();
        for (int i = 0; i < tried; i++) {
            Ruling.Posted ruling = posted(pay(10));
            counted(ruling, live, 10L * (tried + i), 10L * (tried + i + 1));
            counted(ruling, canary, own + i, own + i + 1);
        }
    }

    /** What a version read of its one window, whether it decided or was on trial. */
    private static void counted(Ruling.Posted ruling, int version, long before, long after) {
        assertThat(Stream.concat(Stream.of(ruling.decision().decision()), ruling.decision().trials().stream())
                        .filter(each -> each.policy().version() == version)
                        .flatMap(each -> each.windows().stream()))
                .extracting(WindowReading::before, WindowReading::after)
                .containsExactly(tuple(before, after));
    }

    @Test
    void decidesAShareAsACanaryAndTheSameOnesAlways() {
        publish(cap(100));
        int canary = approved(cap(200));
        by(APPROVER).policies().canary(PAYOUT, canary, 2_500, newKey()).orElseThrow();
        int tried = 400;
        Set<Integer> byCanary = new TreeSet<>();
        for (int i = 0; i < tried; i++) {
            if (pay(CUSTOMER, 150, "op-" + i).orElseThrow() instanceof Ruling.Posted) {
                byCanary.add(i);
            }
        }

        assertThat(byCanary).hasSizeBetween(60, 140); // a quarter of 400, by keys that never change
        for (int i = 0; i < tried; i++) {
            assertThat(pay(CUSTOMER, 150, "op-" + i).orElseThrow() instanceof Ruling.Posted)
                    .isEqualTo(byCanary.contains(i));
        }
        assertThat(acme().policies().trial(PAYOUT, canary).count(Verdict.DENIED, Verdict.ACCEPTED))
                .isEqualTo(byCanary.size());
        assertThat(code(by(APPROVER).policies().canary(PAYOUT, canary, 10_001, newKey())))
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }
}
