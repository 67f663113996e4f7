package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zentra.core.review.ReviewCase;
import io.zentra.core.usage.Window;
import io.zentra.policy.BacktestReport;
import io.zentra.policy.BacktestReport.Difference;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.Verdict;
import io.zentra.runtime.Ruling;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a version would have said to past operations, told from the journal: the pain of a limit that nobody can try out. */
public abstract class BacktestContract extends PolicyDesk {
    private static final String LIMIT = "daily_out";

    private Instant begin = Instant.EPOCH;

    /** For subclasses. */
    protected BacktestContract() {}

    private static Policy policy(long cap, long review) {
        return Policy.named(PAYOUT)
                .limit(LIMIT, Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))), cap)
                .review("treasury", Condition.amountOver(usd(review)))
                .build();
    }

    /** 400, 600 for persons, 500, the 400 back, the 600 approved, and 200 that no longer fit. */
    @BeforeEach
    final void operate() {
        publish(policy(1_200, 500));
        begin = clock().instant();
        Ruling.Posted first = posted(pay(400));
        later();
        Ruling.InReview waiting = inReview(pay(600));
        later();
        posted(pay(500));
        acme().ledgers().reverse(first.posting().id(), newKey()).orElseThrow();
        later();
        ReviewCase seen = by(TREASURER).reviews().find(waiting.caseId()).orElseThrow();
        by(TREASURER)
                .reviews()
                .approve(waiting.caseId(), seen.decision(), newKey())
                .orElseThrow();
        zentra().runDueWork();
        assertThat(posted(MERCHANT)).isEqualTo(1_100);
        denied(pay(200));
        later();
    }

    private void later() {
        clock().advance(Duration.ofMinutes(10));
    }

    private BacktestReport backtest(Policy policy, Instant from) {
        int version = by(AUTHOR)
                .policies()
                .draft(policy, newKey())
                .orElseThrow()
                .ref()
                .version();
        return by(AUTHOR).policies().backtest(PAYOUT, version, from, clock().instant());
    }

    @Test
    void theSameRulesChangeNothing() {
        for (int minutes = 0; minutes <= 40; minutes += 10) {
            Instant from = begin.plus(Duration.ofMinutes(minutes));
            if (from.isBefore(clock().instant())) {
                BacktestReport report = backtest(policy(1_200, 500), from);
                assertThat(report.different()).as(report.text()).isZero();
                assertThat(report.decisions()).isEqualTo(new long[] {5, 4, 3, 2}[minutes / 10]);
            }
        }
    }

    @Test
    void aLowerCapDeniesWhatPersonsLetGoOn() {
        BacktestReport report = backtest(policy(900, 500), begin);
        assertThat(report.decisions()).isEqualTo(5);
        assertThat(report.count(Verdict.ACCEPTED, Verdict.ACCEPTED)).isEqualTo(2);
        assertThat(report.count(Verdict.REVIEW, Verdict.DENIED)).isEqualTo(2);
        assertThat(report.count(Verdict.DENIED, Verdict.ACCEPTED)).isEqualTo(1); // 500 and 200 of 900
        assertThat(report.byRule())
                .contains(new BacktestReport.Line(
                        "treasury>" + LIMIT, "USD", Verdict.REVIEW, Verdict.DENIED, 2, BigInteger.valueOf(1_200)));
    }

    @Test
    void aHigherBoundOfReviewsLetsGoOnAtOnce() {
        BacktestReport report = backtest(policy(1_200, 700), begin);
        assertThat(report.decisions()).isEqualTo(4);
        assertThat(report.resumed()).isEqualTo(1);
        assertThat(report.first())
                .extracting(Difference::live, Difference::own, Difference::ownBy)
                .containsExactlyInAnyOrder(
                        tuple(Verdict.REVIEW, Verdict.ACCEPTED, null),
                        tuple(Verdict.ACCEPTED, Verdict.DENIED, LIMIT),
                        tuple(Verdict.DENIED, Verdict.ACCEPTED, null));
        assertThat(report.json())
                .isEqualTo(backtest(policy(1_200, 700), begin).json().replace("\"version\":3", "\"version\":2"));
    }
}
