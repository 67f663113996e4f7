package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Condition;
import io.zentra.policy.Condition.AmountWithin;
import io.zentra.policy.Facts;
import io.zentra.policy.Proposal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Intervals of amounts, at every bound and beside it, against looking at each condition. */
class RuleIndexTest {
    private static final List<Asset> ASSETS = List.of(Asset.iso("USD"), Asset.iso("EUR"), Asset.iso("JPY"));
    private static final int MOST = 12;

    @Test
    void tellsItemsByTheirAmounts() {
        Random random = new Random(11);
        for (int run = 0; run < 300; run++) {
            List<List<Condition>> items = new ArrayList<>();
            for (int i = 0; i < 70; i++) {
                items.add(item(random));
            }
            RuleIndex index = new RuleIndex(items);
            for (Asset asset : ASSETS) {
                for (long minor = 0; minor <= MOST + 1; minor++) {
                    check(index, items, Money.ofMinor(minor, asset));
                }
                check(index, items, Money.ofMinor(Long.MAX_VALUE, asset));
            }
        }
    }

    private static void check(RuleIndex index, List<List<Condition>> items, Money amount) {
        Bits selected = index.select(new Facts(
                "acme", "service:edge", Proposal.of("p", amount), Instant.EPOCH, ZoneOffset.UTC, ZoneOffset.UTC));
        for (int i = 0; i < items.size(); i++) {
            boolean isMet = items.get(i).stream()
                    .map(AmountWithin.class::cast)
                    .allMatch(within -> within.asset().equals(amount.asset())
                            && within.minMinor() <= amount.minor()
                            && amount.minor() <= within.maxMinor());
            assertThat(selected.isSet(i)).as("%s of %s", amount, items.get(i)).isEqualTo(isMet);
        }
    }

    private static List<Condition> item(Random random) {
        List<Condition> item = new ArrayList<>();
        Asset asset = ASSETS.get(random.nextInt(2)); // nothing is of the third
        for (int i = random.nextInt(4); i > 0; i--) {
            long min = random.nextInt(MOST);
            long max = random.nextInt(5) == 0 ? Long.MAX_VALUE : min + random.nextInt(MOST);
            item.add(new AmountWithin(random.nextInt(9) == 0 ? ASSETS.get(0) : asset, min, max));
        }
        return item;
    }
}
