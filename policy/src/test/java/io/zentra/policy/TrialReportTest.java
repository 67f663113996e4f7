package io.zentra.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialReportTest {
    /** It used to share its maps with whoever made it and whoever read it. */
    @Test
    void keepsItsCountsWhateverBecomesOfTheMaps() {
        Map<Verdict, Long> own = new EnumMap<>(Verdict.class);
        own.put(Verdict.DENIED, 3L);
        Map<Verdict, Map<Verdict, Long>> counts = new EnumMap<>(Verdict.class);
        counts.put(Verdict.ACCEPTED, own);
        TrialReport report = new TrialReport("payout", 2, counts);
        own.put(Verdict.DENIED, 4L);
        counts.put(Verdict.DENIED, own);

        assertThat(report.counts()).isEqualTo(Map.of(Verdict.ACCEPTED, Map.of(Verdict.DENIED, 3L)));
        assertThat(report.different()).isEqualTo(3);
        assertThatThrownBy(() -> report.counts().clear()).isInstanceOf(UnsupportedOperationException.class);
        for (TrialReport each : List.of(report, TrialReport.of("payout", 2, null))) {
            assertThatThrownBy(() -> each.counts().values().iterator().next().clear())
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
