package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.Sha256;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Part;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Effect;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.Proposal;
import io.zentra.policy.Rule;
import io.zentra.policy.Verdict;
import io.zentra.runtime.Ruling;
import java.io.ByteArrayOutputStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A history of decisions is the same on every database to the last byte, and each of them is made again from its event. */
public abstract class PolicyReplayContract extends PolicyDesk {
    private static final int OPERATIONS = 150;

    /** The SHA-256 of all decisions' events one after the other, whatever database they are on. */
    private static final String SAME_EVERYWHERE = "7f887c4615ad45b1c69e8133122254487bf0c51cfbe14628f0f94d7fa728fa7c";

    /** For subclasses. */
    protected PolicyReplayContract() {}

    private static final long SEEDS = 6;
    private static final int PAYOUTS_OF_SEED = 40;
    private static final int MAX_DRAWN = 50;

    /** The same of what drawn policies decided. */
    private static final String DRAWN_THE_SAME_EVERYWHERE =
            "f2266b333cf1d5ab989c9e7388e02662de89c5ab586c477aeb01a1e25c421d61";

    private static Policy policy() {
        return Policy.named(PAYOUT)
                .window("hour", Measure.count().per(Field.SOURCE).within(Window.rolling(Duration.ofHours(1))))
                .limit(
                        "day",
                        Measure.sum(USD).per(Field.SOURCE).within(Window.day().withCutOff(LocalTime.of(2, 30))),
                        900)
                .rule(Rule.of(
                        "weekend", new Effect.Score(3, null), Condition.weekday(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)))
                .rule(Rule.of(
                        "night",
                        new Effect.Score(2, "treasury"),
                        Condition.timeOfDay(LocalTime.of(22, 0), LocalTime.of(6, 0))))
                .rule(Rule.of("often", new Effect.Score(4, null), Condition.windowOver("hour", 3)))
                .band(6, new Effect.Review("treasury"))
                .band(9, new Effect.Deny("risk"))
                .build();
    }

    @Test
    void isTheSameEverywhereAndMadeAgain() throws Exception {
        publish(policy());
        Random random = new Random(11);
        ByteArrayOutputStream decisions = new ByteArrayOutputStream();
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (int i = 0; i < OPERATIONS; i++) {
            clock().advance(Duration.ofMinutes(random.nextInt(90)));
            Ruling ruling = pay(random.nextBoolean() ? CUSTOMER : OTHER, 1 + random.nextInt(200), newKey())
                    .orElseThrow();
            if (ruling instanceof Ruling.Posted posted && random.nextInt(4) == 0) {
                acme().ledgers()
                        .reversals()
                        .reverse(posted.posting().id(), Part.of(usd(1)), newKey())
                        .orElseThrow();
            }
            DecisionRecord told = ruling.decision();
            assertThat(acme().policies().replay(told.id())).isEqualTo(told);
            Event event = acme().journal().event(told.eventSeq()).orElseThrow();
            decisions.write(event.bytes());
            verdicts.merge(told.decision().verdict(), 1, Integer::sum);
        }

        assertThat(verdicts).hasSize(3);
        assertThat(Sha256.hex(decisions.toByteArray())).isEqualTo(SAME_EVERYWHERE);
    }

    /** Policies that nobody thought of: windows of all kinds, scores, bands, routing and corridors. */
    @Test
    void drawnPoliciesDecideTheSameEverywhereAndAgain() throws Exception {
        ByteArrayOutputStream decisions = new ByteArrayOutputStream();
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            DrawnPayouts drawn = new DrawnPayouts(seed);
            publishOneWithoutErrors(drawn);
            for (int i = 0; i < PAYOUTS_OF_SEED; i++) {
                clock().advance(drawn.pause());
                DecisionRecord told = decided(drawn);
                assertThat(acme().policies().replay(told.id())).isEqualTo(told);
                decisions.write(
                        acme().journal().event(told.eventSeq()).orElseThrow().bytes());
                verdicts.merge(told.decision().verdict(), 1, Integer::sum);
            }
        }

        assertThat(verdicts)
                .hasSize(3)
                .allSatisfy((verdict, count) -> assertThat(count).isGreaterThan(10));
        assertThat(Sha256.hex(decisions.toByteArray())).isEqualTo(DRAWN_THE_SAME_EVERYWHERE);
    }

    private DecisionRecord decided(DrawnPayouts drawn) {
        Proposal payout = drawn.payout();
        String source = Objects.requireNonNull(payout.source()).account();
        Ruling ruling = acme().controlled()
                .post(payout, PostingRequest.of(source, MERCHANT, payout.amount(), newKey()))
                .orElseThrow();
        boolean takenBack = drawn.isTakenBack();
        if (takenBack && ruling instanceof Ruling.Posted posted) {
            acme().ledgers().reverse(posted.posting().id(), newKey()).orElseThrow();
        }
        return ruling.decision();
    }

    /** The analysis finds errors in many that are drawn; they stay drafts. */
    private void publishOneWithoutErrors(DrawnPayouts drawn) {
        for (int i = 0; i < MAX_DRAWN; i++) {
            Policy policy = drawn.policy();
            PolicyVersion draft = by(AUTHOR).policies().draft(policy, newKey()).orElseThrow();
            int version = draft.ref().version();
            Analysis analysis =
                    by(AUTHOR).policies().analyse(PAYOUT, version, newKey()).orElseThrow();
            if (!analysis.hasErrors()) {
                by(APPROVER)
                        .policies()
                        .approve(PAYOUT, version, analysis.hash(), newKey())
                        .orElseThrow();
                by(APPROVER).policies().publish(PAYOUT, version, newKey()).orElseThrow();
                return;
            }
        }
        throw new AssertionError("none of " + MAX_DRAWN + " drawn policies is without errors");
    }
}
