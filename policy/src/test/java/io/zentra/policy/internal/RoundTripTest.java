package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.policy.Policy;
import org.junit.jupiter.api.Test;

/** Generated policies come back from their JSON as they were, with the same bytes and hash. */
class RoundTripTest {
    @Test
    void comesBackTheSame() {
        for (int seed = 0; seed < 3_000; seed++) {
            Policy policy = new PolicyGenerator(seed).policy();

            Policy again = Policy.parse(policy.json());

            assertThat(again).isEqualTo(policy);
            assertThat(again.json()).isEqualTo(policy.json());
            assertThat(PolicyText.hash(again)).isEqualTo(PolicyText.hash(policy));
        }
    }
}
