package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.money.Asset;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyBuilder;
import io.zentra.policy.PolicyState;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What policies that are ready to decide take of memory, which was bounded by their number alone. */
class CompilationsTest {
    private static final Asset USD = Asset.iso("USD");

    @Test
    void keepsFewerThatAreLarge() {
        Compilations large = new Compilations();
        Compilations small = new Compilations();
        for (int version = 1; version <= 3; version++) {
            VersionRow row = row(version, Policy.named("p"), 9);
            assertThat(large.of(row)).isSameAs(large.of(row));
        }
        VersionRow last = row(600, Policy.named("p").accept("r"), 0);
        for (int version = 1; version <= 600; version++) {
            small.of(new VersionRow(
                    new VersionKey("p", version), PolicyState.DRAFT, last.hash(), last.json(), "a", null, null, 1));
        }

        assertThat(large.size()).isLessThan(3);
        assertThat(small.size()).isEqualTo(512);
    }

    /** With a row of bits for each bound of each condition this took half a minute and 400 MB. */
    @Test
    void amountsOfARuleAreOneInterval() {
        PolicyBuilder rules = Policy.named("p");
        for (int rule = 0; rule < 2_000; rule++) {
            int first = rule * 20;
            rules.deny(
                    "r" + rule,
                    IntStream.range(first, first + 20)
                            .mapToObj(i -> new Condition.AmountWithin(USD, i, 10_000_000L - i))
                            .toArray(Condition[]::new));
        }

        CompiledPolicy policy = CompiledPolicy.of(rules.build(), 1);

        assertThat(policy.words()).isLessThan(4_010L * (2_000 / Long.SIZE + 1));
    }

    private static VersionRow row(int version, PolicyBuilder rules, int values) {
        for (int rule = 0; rule < 5_000 && values > 0; rule++) {
            int first = rule * values;
            Set<String> named = IntStream.range(first, first + values)
                    .mapToObj(i -> version + "-" + i)
                    .collect(Collectors.toSet());
            rules.deny("r" + rule, new Condition.In(Field.SOURCE, named));
        }
        Policy policy = rules.build();
        return new VersionRow(
                new VersionKey("p", version),
                PolicyState.DRAFT,
                PolicyText.hash(policy),
                policy.json(),
                "author",
                null,
                null,
                1);
    }
}
