package io.zentra.testing.model;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Share;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Makes rules and quotes for the postings of a sequence, over the same accounts. */
final class RuleGenerator {
    private final StepGenerator steps;
    private final SplittableRandom random;

    RuleGenerator(StepGenerator steps, SplittableRandom random) {
        this.steps = steps;
        this.random = random;
    }

    /** An exchange; seldom to an account of the wrong asset. */
    Exchange exchange(String key) {
        Asset sold = steps.asset();
        List<Asset> assets = StepGenerator.ASSETS;
        Asset bought = assets.get(sold.equals(assets.get(0)) ? 1 : 0);
        List<String> rates = List.of("0.0067", "1.5", "148.3", "3", "0.000000000000000001");
        List<String> spreads = List.of("0", "1.5", "0.25", "99.9");
        RoundingMode[] roundings = RoundingMode.values(); // without the last, which rounds nothing
        Quote quote = Quote.of(
                        sold,
                        bought,
                        rates.get(random.nextInt(rates.size())),
                        roundings[random.nextInt(roundings.length - 1)])
                .spread(spreads.get(random.nextInt(spreads.size())));
        String position = StepGenerator.id(bought, 0);
        String to = other(random.nextInt(20) == 0 ? sold : bought, Set.of(position));
        Exchange.Accounts accounts = Exchange.Accounts.from(
                        other(sold, Set.of(StepGenerator.id(sold, 0))), StepGenerator.id(sold, 0))
                .to(position, to);
        if (random.nextBoolean()) {
            accounts = accounts.spreadTo(other(bought, Set.of(position, to)));
        }
        if (random.nextInt(4) == 0) {
            accounts = accounts.creditingSources();
        }
        return Exchange.of(key, Money.ofMinor(steps.amount(), sold), quote, accounts);
    }

    /** An account that is none of these. */
    private String other(Asset asset, Set<String> than) {
        String id = any(asset);
        while (than.contains(id)) {
            id = any(asset);
        }
        return id;
    }

    /** One movement or two; seldom from an account of the wrong asset. */
    List<Movement> movements() {
        List<Movement> movements = new ArrayList<>();
        int size = random.nextInt(3) == 0 ? 2 : 1;
        for (int i = 0; i < size; i++) {
            movements.add(movement());
        }
        return List.copyOf(movements);
    }

    private Movement movement() {
        Asset asset = steps.asset();
        Movement movement = switch (random.nextInt(3)) {
            case 0 -> Movement.exactly(Money.ofMinor(steps.amount(), asset));
            case 1 -> Movement.upTo(Money.ofMinor(steps.amount(), asset));
            default -> Movement.all(asset);
        };
        if (random.nextInt(3) == 0) {
            movement = movement.creditingSources();
        }
        int sources = random.nextInt(1, 4);
        for (int i = 0; i < sources; i++) {
            Asset of = random.nextInt(30) == 0 ? steps.asset() : asset;
            String id = any(of);
            movement = random.nextBoolean()
                    ? movement.from(id)
                    : movement.from(id, Money.ofMinor(random.nextInt(1, 90), asset));
        }
        return destinations(movement, asset);
    }

    private Movement destinations(Movement movement, Asset asset) {
        Movement whole = movement;
        switch (random.nextInt(4)) {
            case 0 -> {}
            case 1 -> {
                return whole.to(any(asset), Share.ratio(random.nextInt(1, 9)))
                        .to(any(asset), Share.ratio(random.nextInt(9)))
                        .to(any(asset), Share.ratio(random.nextInt(9)));
            }
            case 2 -> whole = whole.to(any(asset), Share.percent(random.nextInt(101) + ".0"));
            default ->
                whole = whole.to(any(asset), Share.ratio(random.nextInt(1, 9)))
                        .to(any(asset), Share.ratio(random.nextInt(9)));
        }
        return whole.to(any(asset));
    }

    private String any(Asset asset) {
        return StepGenerator.id(asset, steps.anyAccount());
    }

    /** Some lines that movements may come to. */
    static List<EntryRequest> lines(List<Movement> movements) {
        return movements.stream().flatMap(RuleGenerator::first).toList();
    }

    /** What the first source of a movement may have given to the first destination. */
    private static Stream<EntryRequest> first(Movement movement) {
        Money amount = Money.ofMinor(
                Math.max(1, movement.amount().minor()), movement.amount().asset());
        return Stream.of(
                new EntryRequest(movement.sources().get(0).account(), movement.side(), amount),
                new EntryRequest(
                        movement.destinations().get(0).account(),
                        movement.side().opposite(),
                        amount));
    }

    /** The lines of what is sold. */
    static List<EntryRequest> lines(Exchange exchange) {
        return List.of(
                new EntryRequest(exchange.accounts().from(), exchange.accounts().side(), exchange.sold()),
                new EntryRequest(
                        exchange.accounts().soldPosition(),
                        exchange.accounts().side().opposite(),
                        exchange.sold()));
    }
}
