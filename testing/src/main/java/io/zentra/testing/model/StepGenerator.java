package io.zentra.testing.model;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.testing.model.Step.Keyed;
import io.zentra.testing.model.Step.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes the same sequence of steps for the same seed. Most steps can succeed; the rest are what goes wrong in practice. */
final class StepGenerator {
    private static final List<Asset> ASSETS = List.of(Asset.iso("USD"), Asset.iso("JPY"));
    private static final int ACCOUNTS_OF_ASSET = 4;

    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();
    private final List<Keyed> keyed = new ArrayList<>();

    private StepGenerator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A sequence that begins with accounts and some money in them. */
    static List<Step> sequence(long seed, int length) {
        StepGenerator generator = new StepGenerator(seed);
        for (Asset asset : ASSETS) {
            generator.steps.add(
                    new Step.Open(NewAccount.debit(id(asset, 0), asset).withoutFloor()));
            generator.steps.add(new Step.Open(generator.account(id(asset, 1), asset)));
            generator.steps.add(new Step.Open(generator.account(id(asset, 2), asset)));
            generator.add(new Step.Post("fund-" + asset.code(), generator.pair(asset, 0, 1, 500)));
        }
        while (generator.steps.size() < length) {
            generator.next();
        }
        return List.copyOf(generator.steps);
    }

    private void next() {
        int dice = random.nextInt(100);
        if (dice < 6) {
            Asset asset = asset();
            steps.add(new Step.Open(account(id(asset, random.nextInt(ACCOUNTS_OF_ASSET)), asset)));
        } else if (dice < 14) {
            steps.add(new Step.Change(id(asset(), random.nextInt(ACCOUNTS_OF_ASSET)), verb()));
        } else if (dice < 17) {
            limit();
        } else if (dice < 48) {
            add(new Step.Post(newKey(), lines()));
        } else if (dice < 58) {
            add(new Step.Hold(newKey(), lines()));
        } else if (dice < 68) {
            add(new Step.Capture(newKey(), made("hold"), part()));
        } else if (dice < 75) {
            add(new Step.Release(newKey(), made("hold"), part()));
        } else if (dice < 83) {
            add(new Step.Reverse(newKey(), made(random.nextInt(4) == 0 ? "capture" : "post")));
        } else if (dice < 93) {
            steps.add(keyed.get(random.nextInt(keyed.size()))); // again
        } else {
            add(new Step.Post(
                    keyed.get(random.nextInt(keyed.size())).key(), lines())); // maybe the key of another request
        }
    }

    private void add(Keyed step) {
        steps.add(step);
        keyed.add(step);
    }

    private String newKey() {
        return "k" + steps.size();
    }

    /** The name of something made earlier by the operation, or of nothing. */
    private String made(String operation) {
        List<String> names = keyed.stream()
                .filter(step -> step.operation().equals(operation))
                .map(Keyed::name)
                .toList();
        return names.isEmpty() || random.nextInt(12) == 0
                ? operation + "/none"
                : names.get(random.nextInt(names.size()));
    }

    private @Nullable Long part() {
        return random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(-1, 120));
    }

    private Verb verb() {
        return switch (random.nextInt(11)) {
            case 0 -> Verb.FREEZE;
            case 1 -> Verb.FREEZE_DEBITS;
            case 2 -> Verb.FREEZE_CREDITS;
            case 3, 4, 5 -> Verb.UNFREEZE;
            case 6 -> Verb.UNFREEZE_DEBITS;
            case 7 -> Verb.UNFREEZE_CREDITS;
            case 8 -> Verb.CLOSE;
            default -> Verb.REOPEN;
        };
    }

    /** Mostly wide enough to go on; seldom contradictory. */
    private void limit() {
        Asset asset = asset();
        Long floor = random.nextInt(3) == 0 ? null : Long.valueOf(-random.nextInt(200));
        Long ceiling = random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(600));
        if (random.nextInt(12) == 0) {
            floor = 700L;
        }
        steps.add(new Step.Limit(id(asset, anyAccount()), asset, floor, ceiling));
    }

    private NewAccount account(String id, Asset asset) {
        NewAccount account = random.nextBoolean() ? NewAccount.credit(id, asset) : NewAccount.debit(id, asset);
        return switch (random.nextInt(6)) {
            case 0 -> account.withoutFloor();
            case 1 -> account.withFloor(Money.ofMinor(-50, asset));
            case 2 -> account.withCeiling(Money.ofMinor(550, asset));
            default -> account;
        };
    }

    /** Lines of one or two assets; seldom unbalanced, to the wrong asset, or so large that totals overflow. */
    private List<EntryRequest> lines() {
        Asset asset = asset();
        List<EntryRequest> lines = new ArrayList<>(pair(asset, anyAccount(), anyAccount(), amount()));
        if (random.nextInt(3) == 0) {
            lines.addAll(pair(asset(), anyAccount(), anyAccount(), amount()));
        }
        int dice = random.nextInt(40);
        if (dice == 0) {
            lines.set(0, new EntryRequest(lines.get(0).account(), Side.DEBIT, Money.ofMinor(1_000_000, asset)));
        } else if (dice == 1) {
            Asset other = asset.equals(ASSETS.get(0)) ? ASSETS.get(1) : ASSETS.get(0);
            lines.set(
                    0,
                    new EntryRequest(
                            id(other, anyAccount()), Side.DEBIT, lines.get(0).amount()));
        }
        return List.copyOf(lines);
    }

    private List<EntryRequest> pair(Asset asset, int debit, int credit, long minor) {
        Money amount = Money.ofMinor(minor, asset);
        return List.of(
                new EntryRequest(id(asset, debit), Side.DEBIT, amount),
                new EntryRequest(id(asset, credit), Side.CREDIT, amount));
    }

    private long amount() {
        return random.nextInt(25) == 0 ? Long.MAX_VALUE - random.nextInt(3) : random.nextInt(1, 150);
    }

    private Asset asset() {
        return ASSETS.get(random.nextInt(ASSETS.size()));
    }

    private int anyAccount() {
        return random.nextInt(ACCOUNTS_OF_ASSET);
    }

    private static String id(Asset asset, int number) {
        return asset.code() + ":" + number;
    }
}
