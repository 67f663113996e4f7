package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.MeterKey;
import io.zentra.core.usage.Reading.Tally;
import io.zentra.core.usage.Window;
import io.zentra.policy.BacktestReport;
import io.zentra.policy.BacktestReport.Line;
import io.zentra.policy.Facts;
import io.zentra.policy.Proposal;
import io.zentra.policy.Verdict;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backtest keeps no more in memory than what counts, and refuses to keep too much. */
class BacktestLimitsTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Instant BEGIN = Instant.parse("2026-03-20T05:00:00Z");
    private static final MeterKey METER = MeterKey.of(json -> json.value("meter"));

    @Test
    void refusesMoreThanItKeeps() {
        SimulatedMeters meters = new SimulatedMeters();
        for (int i = 0; i < SimulatedMeters.MAX_USAGES; i++) {
            meters.add("de-" + i, facts(BEGIN), List.of(charge(Window.rolling(Duration.ofDays(1)))));
        }
        assertThatThrownBy(
                        () -> meters.add("de-more", facts(BEGIN), List.of(charge(Window.rolling(Duration.ofDays(1))))))
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIST_TOO_LONG));
    }

    @Test
    void forgetsWhatHasLeftItsWindow() {
        for (Window window : List.of(Window.rolling(Duration.ofHours(24)), Window.day())) {
            SimulatedMeters meters = new SimulatedMeters();
            Facts facts = facts(BEGIN);
            for (int i = 0; i < 3 * SimulatedMeters.MAX_USAGES; i++) {
                facts = facts(BEGIN.plusSeconds(i));
                meters.read(charge(window), facts);
                meters.add("de-" + i, facts, List.of(charge(window)));
            }
            long seconds = Duration.between(window.startOf(facts.at(), ZoneOffset.UTC), facts.at())
                    .toSeconds();
            long uses = window instanceof Window.Rolling ? seconds : seconds + 1;
            assertThat(meters.read(charge(window), facts).before()).isEqualTo(new Tally(5 * uses, uses, 0));
        }
    }

    @Test
    void countsTogetherWhatIsOfTooManyGroups() {
        BacktestTally tally = new BacktestTally();
        for (int i = 0; i < BacktestReport.MAX_GROUPS + 2; i++) {
            tally.add("group-" + i, Money.ofMinor(Long.MAX_VALUE, USD), Verdict.ACCEPTED, Verdict.DENIED);
        }
        tally.add("group-1", Money.ofMinor(7, USD), Verdict.ACCEPTED, Verdict.DENIED);
        List<Line> lines = tally.lines();
        assertThat(lines).hasSize(BacktestReport.MAX_GROUPS + 1);
        BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
        assertThat(lines)
                .contains(
                        new Line(
                                "group-1", "USD", Verdict.ACCEPTED, Verdict.DENIED, 2, most.add(BigInteger.valueOf(7))),
                        new Line(BacktestReport.OTHERS, "USD", Verdict.ACCEPTED, Verdict.DENIED, 2, most.add(most)));
    }

    /** Assets can be as many as groups, and each is a group of its own in the list by assets. */
    @Test
    void countsTogetherWhatIsOfTooManyAssets() {
        BacktestTally byAsset = new BacktestTally();
        BacktestTally byCorridor = new BacktestTally();
        for (int i = 0; i < 3 * BacktestReport.MAX_GROUPS; i++) {
            Asset asset = Asset.custom("COIN" + i, 2);
            byAsset.add(asset.toString(), Money.ofMinor(9, asset), Verdict.ACCEPTED, Verdict.DENIED);
            byCorridor.add("US>DE", Money.ofMinor(9, asset), Verdict.ACCEPTED, Verdict.DENIED);
        }

        for (BacktestTally tally : List.of(byAsset, byCorridor)) {
            assertThat(tally.lines()).hasSize(BacktestReport.MAX_GROUPS + 1);
            assertThat(tally.lines())
                    .contains(new Line(
                            BacktestReport.OTHERS,
                            BacktestReport.OTHERS,
                            Verdict.ACCEPTED,
                            Verdict.DENIED,
                            2 * BacktestReport.MAX_GROUPS,
                            null));
        }
    }

    private static Charge charge(Window window) {
        return Charge.of(METER, window, 5);
    }

    private static Facts facts(Instant at) {
        Proposal proposal = Proposal.of("transfer", Money.ofMinor(5, USD));
        return new Facts("acme", "service:edge", proposal, at, ZoneOffset.UTC, ZoneOffset.UTC);
    }
}
