package io.zentra.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void quantilesAreOffByThreePerCentAtMost() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 100_000; micros++) {
            latencies.add(micros * 1_000L);
        }
        assertThat(latencies.micros(500)).isBetween(50_000L, 51_600L);
        assertThat(latencies.micros(990)).isBetween(99_000L, 102_100L);
    }

    @Test
    void smallTimesAreExact() {
        Latencies latencies = new Latencies();
        latencies.add(7_000);
        assertThat(latencies.micros(1)).isEqualTo(7);
        assertThat(latencies.micros(1_000)).isEqualTo(7);
    }

    @Test
    void nothingCountedIsZero() {
        assertThat(new Latencies().micros(500)).isZero();
    }
}
