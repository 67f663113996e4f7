package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.usage.Window;
import io.zentra.policy.Policy;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Generated policies come back from their JSON as they were, with the same bytes and hash. */
class RoundTripTest {
    @Test
    void comesBackTheSame() {
        Set<String> seen = new TreeSet<>();
        for (int seed = 0; seed < 3_000; seed++) {
            Policy policy = new PolicyGenerator(seed).policy();

            Policy again = Policy.parse(policy.json());

            assertThat(again).isEqualTo(policy);
            assertThat(again.json()).isEqualTo(policy.json());
            assertThat(PolicyText.hash(again)).isEqualTo(PolicyText.hash(policy));
            policy.windows().values().forEach(measure -> seen.add(words(measure.within())));
            policy.corridors()
                    .forEach(list -> seen.add((list.countries().isEmpty() ? "" : "countries ")
                            + (list.currencies().isEmpty() ? "" : "currencies")));
        }

        assertThat(seen)
                .contains(
                        "rolling",
                        "day",
                        "week",
                        "month",
                        "day with cut-off",
                        "week with cut-off",
                        "month with cut-off")
                .contains("week from another day", "week from another day with cut-off")
                .contains("countries ", "currencies", "countries currencies");
    }

    private static String words(Window window) {
        if (!(window instanceof Window.Calendar calendar)) {
            return "rolling";
        }
        return calendar.unit().name().toLowerCase(Locale.ROOT)
                + (calendar.weekStart() == DayOfWeek.MONDAY ? "" : " from another day")
                + (calendar.cutOff().equals(LocalTime.MIDNIGHT) ? "" : " with cut-off");
    }
}
