package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MicrosTest {
    @Test
    void readsBackEveryMicrosecond() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong() >> random.nextInt(64);

            assertThat(Micros.of(Micros.instant(micros))).isEqualTo(micros);
        }
    }

    @Test
    void cutsOffWhatIsFiner() {
        assertThat(Micros.of(Instant.parse("2026-11-21T09:00:00.000001999Z"))).isEqualTo(1_795_251_600_000_001L);
        assertThat(Micros.of(Instant.parse("1969-12-31T23:59:59.999999001Z"))).isEqualTo(-1);
        assertThat(Micros.of(Instant.EPOCH)).isZero();
    }

    @Test
    void refusesInstantsBeyond64Bits() {
        assertThatThrownBy(() -> Micros.of(Instant.MAX)).isInstanceOf(ArithmeticException.class);
    }
}
