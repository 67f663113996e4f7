package io.zentra.benchmarks.policy;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyBuilder;
import io.zentra.policy.Proposal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A policy of many rules of five conditions, and operations of which most meet some of them. */
final class ManyRules {
    private static final Asset USD = Asset.iso("USD");
    private static final List<String> COUNTRIES =
            List.of("US", "DE", "FR", "GB", "ES", "IT", "PL", "NL", "BR", "IN", "JP", "KE");
    private static final List<String> CHANNELS = List.of("web", "app", "api", "branch");
    private static final int MERCHANTS = 50;
    private static final int TOP = 1_000_000;

    private final Random random = new Random(17);

    /** Half of the rules look at amounts by a lower bound, the others by both; all at countries, channel and merchant. */
    Policy policy(int rules) {
        PolicyBuilder policy = Policy.named("payout");
        for (int i = 0; i < rules; i++) {
            policy.score(
                    "rule" + i,
                    1,
                    Condition.is(Field.COUNTRY_FROM, pick(COUNTRIES), pick(COUNTRIES)),
                    Condition.is(Field.COUNTRY_TO, pick(COUNTRIES), pick(COUNTRIES), pick(COUNTRIES)),
                    Condition.not(Condition.is(Field.metadata("channel"), pick(CHANNELS))),
                    Condition.is(Field.destination("segment"), "s" + random.nextInt(MERCHANTS), "s0"),
                    i % 2 == 0
                            ? Condition.amountOver(usd(random.nextInt(TOP)))
                            : new Condition.AmountWithin(USD, random.nextInt(TOP / 2), TOP / 2 + random.nextInt(TOP)));
        }
        return policy.build();
    }

    List<Facts> operations(int count) {
        Instant at = Instant.parse("2026-11-21T09:00:00Z");
        ZoneId zone = ZoneId.of("Europe/Berlin");
        List<Facts> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Proposal proposal = Proposal.of("payout", usd(random.nextInt(TOP)))
                    .from("customer:" + i, Map.of("level", "gold"))
                    .to("merchant:" + i, Map.of("segment", "s" + random.nextInt(MERCHANTS)))
                    .countries(Corridor.of(pick(COUNTRIES), pick(COUNTRIES)))
                    .metadata(Map.of("channel", pick(CHANNELS)));
            operations.add(new Facts(
                    "acme", "service:edge", proposal, at, zone, zone.getRules().getOffset(at)));
        }
        return operations;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
