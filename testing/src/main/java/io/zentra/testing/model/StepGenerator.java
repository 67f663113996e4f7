package io.zentra.testing.model;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Side;
import io.zentra.ledger.TimeAxis;
import io.zentra.testing.model.Step.Keyed;
import io.zentra.testing.model.Step.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the same sequence of steps for the same seed. Most steps can succeed, since a model tells what came of those
 * before; the rest are what goes wrong in practice.
 */
final class StepGenerator {
    static final List<Asset> ASSETS = List.of(Asset.iso("USD"), Asset.iso("JPY"));
    private static final int ACCOUNTS_OF_ASSET = 4;
    private static final int ARCHIVING = 300; // steps; about one sequence in seven does
    private static final int CONTROLLING = 8; // steps

    private final SplittableRandom random;
    private final SplittableRandom verifying; // so that all other steps are the same with and without
    private final SplittableRandom controlling;
    private final List<Step> steps = new ArrayList<>();
    private final List<Keyed> keyed = new ArrayList<>();
    private final LedgerModel model = new LedgerModel();
    private long micros;

    private StepGenerator(long seed) {
        this.random = new SplittableRandom(seed);
        this.verifying = new SplittableRandom(~seed);
        this.controlling = new SplittableRandom(-seed);
    }

    /** A sequence that begins with accounts and some money in them. */
    static List<Step> sequence(long seed, int length) {
        StepGenerator generator = new StepGenerator(seed);
        for (Asset asset : ASSETS) {
            generator.say(new Step.Open(NewAccount.debit(id(asset, 0), asset).withoutFloor()));
            generator.say(new Step.Open(generator.account(id(asset, 1), asset)));
            generator.say(new Step.Open(generator.account(id(asset, 2), asset)));
            generator.add(new Step.Post("fund-" + asset.code(), generator.pair(asset, 0, 1, 500)));
        }
        if (generator.random.nextInt(3) == 0) {
            generator.add(new Step.Flagging("flag", true));
        }
        while (generator.steps.size() < length) {
            generator.next();
        }
        return List.copyOf(generator.steps);
    }

    private void next() {
        if (verifying.nextInt(40) == 0) {
            say(new Step.Verify(verifying.nextBoolean() ? Long.MAX_VALUE : 1 + verifying.nextInt(9)));
        }
        if (verifying.nextInt(ARCHIVING) == 0) {
            say(new Step.Archive());
        }
        if (controlling.nextInt(CONTROLLING) == 0) {
            control();
            return;
        }
        if (random.nextInt(3) == 0) {
            time();
        }
        if (random.nextInt(10) == 0) {
            search();
            return;
        }
        if (random.nextInt(25) == 0) {
            each();
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 2) {
            chart();
        } else if (dice < 6) {
            Asset asset = asset();
            say(new Step.Open(account(id(asset, random.nextInt(ACCOUNTS_OF_ASSET)), asset)));
        } else if (dice < 12) {
            add(new Step.Change(decisionKey("status"), id(asset(), random.nextInt(ACCOUNTS_OF_ASSET)), verb()));
        } else if (dice < 15) {
            limit();
        } else if (dice < 18) {
            add(new Step.Import(newKey(), lines(), effectiveAt()));
        } else if (dice < 28) {
            add(new Step.Post(newKey(), lines(), expected(), effectiveAt()));
        } else if (dice < 32) {
            String key = newKey();
            add(new Step.Exchanges(key, new RuleGenerator(this, random).exchange(key), expected(), effectiveAt()));
        } else if (dice < 39) {
            add(new Step.Compose(newKey(), new RuleGenerator(this, random).movements(), expected(), effectiveAt()));
        } else if (dice < 42) {
            bulk();
        } else if (dice < 51) {
            add(new Step.Hold(newKey(), lines(), expected(), expiry()));
        } else if (dice < 75) {
            part();
        } else if (dice < 82) {
            pass();
        } else if (dice < 87) {
            String posting = reversed();
            add(new Step.Correct(
                    newKey(), posting, random.nextBoolean(), lines(), reversedAt(posting), effectiveAt(), expected()));
        } else if (dice < 94) {
            again();
        } else {
            add(new Step.Post(
                    keyed.get(random.nextInt(keyed.size())).key(), lines())); // maybe the key of another request
        }
    }

    /** Something again, of which decisions are half: since then another one may have come. */
    private void again() {
        List<Keyed> decisions = keyed.stream().filter(StepGenerator::isDecision).toList();
        List<Keyed> some = decisions.isEmpty() || random.nextBoolean() ? keyed : decisions;
        say(some.get(random.nextInt(some.size())));
    }

    private static boolean isDecision(Keyed step) {
        return step instanceof Step.Change
                || step instanceof Step.Limit
                || step instanceof Step.Period
                || step instanceof Step.Flagging;
    }

    /**
     * Money from one account to another, or two, under the policy; seldom from an account to itself, or so much that sums
     * overflow. Now and then so much time passes that some windows have forgotten what was before.
     */
    private void control() {
        if (controlling.nextInt(8) == 0) {
            long passed = ModelPolicy.SHORTER.toMillis() * 1_000 * controlling.nextInt(1, 5) / 4;
            micros += passed;
            say(new Step.Wait(passed, controlling.nextBoolean()));
        }
        Asset asset = ASSETS.get(controlling.nextInt(ASSETS.size()));
        int number = controlling.nextInt(6) == 0 ? ACCOUNTS_OF_ASSET : ACCOUNTS_OF_ASSET - 1;
        int first = controlling.nextInt(number);
        int second = (first + (controlling.nextInt(12) == 0 ? 0 : controlling.nextInt(1, number))) % number;
        long minor = controlling.nextInt(25) == 0 ? Long.MAX_VALUE : controlling.nextInt(1, 60);
        List<EntryRequest> lines = new ArrayList<>(pair(asset, first, second, minor));
        if (minor > 1 && controlling.nextInt(4) == 0) {
            lines.set(1, with(lines.get(1), minor - 1));
            lines.add(new EntryRequest(
                    id(asset, (second + 1) % ACCOUNTS_OF_ASSET), Side.CREDIT, Money.ofMinor(1, asset)));
        }
        boolean isHeld = controlling.nextBoolean();
        Long expiresAt = isHeld && controlling.nextBoolean() ? Long.valueOf(micros + controlling.nextInt(60)) : null;
        add(new Step.Control(
                newKey(),
                List.copyOf(lines),
                lines.size() == 2 && controlling.nextBoolean() ? Side.CREDIT : Side.DEBIT,
                isHeld,
                expiresAt));
    }

    /** Mostly with new keys; seldom with one that was used before or twice. */
    private void bulk() {
        List<Step.Post> parts = parts();
        if (random.nextInt(8) == 0) {
            parts.set(0, used());
        } else if (random.nextInt(20) == 0) {
            parts.add(parts.get(0));
        }
        add(new Step.Bulk(List.copyOf(parts)));
    }

    /** Now and then with a key that was used before, or twice. */
    private void each() {
        List<Step.Post> parts = parts();
        if (random.nextInt(3) == 0) {
            parts.set(random.nextInt(parts.size()), used());
        }
        if (random.nextInt(6) == 0) {
            parts.add(parts.get(0));
        }
        add(new Step.Each(List.copyOf(parts)));
    }

    private List<Step.Post> parts() {
        List<Step.Post> parts = new ArrayList<>();
        int size = random.nextInt(1, 4);
        for (int i = 0; i < size; i++) {
            parts.add(new Step.Post(newKey() + "-" + i, lines(), expected(), effectiveAt()));
        }
        return parts;
    }

    private Step.Post used() {
        return new Step.Post(keyed.get(random.nextInt(keyed.size())).key(), lines());
    }

    /** Mostly nothing; seldom something that is not there. */
    private Step.@Nullable Expected expected() {
        if (random.nextInt(6) != 0) {
            return null;
        }
        Asset asset = asset();
        Step.Field[] fields = Step.Field.values();
        return new Step.Expected(
                id(asset, anyAccount()), asset, fields[random.nextInt(fields.length)], random.nextInt(5) == 0 ? 1 : 0);
    }

    private void time() {
        int dice = random.nextInt(20);
        if (dice < 16) {
            long passed = 1L + random.nextInt(20);
            micros += passed;
            say(new Step.Wait(passed, false));
        } else if (dice < 18) {
            add(new Step.Period(decisionKey("period"), random.nextBoolean(), micros + 2 - random.nextInt(90)));
        } else {
            add(new Step.Flagging(decisionKey("backdating"), random.nextInt(3) > 0));
        }
    }

    /** Mostly none; seldom in the future. */
    private @Nullable Long effectiveAt() {
        return random.nextInt(5) > 1 ? null : Long.valueOf(micros + 1 - random.nextInt(120));
    }

    /** Sometimes none; else soon after what is reversed took effect, seldom before. */
    private @Nullable Long reversedAt(String name) {
        long from = model.postings().containsKey(name) ? model.history().effectiveAt(name) : micros;
        return random.nextInt(3) == 0 ? null : Long.valueOf(from - 1 + random.nextInt(12));
    }

    /** Some criteria, seldom none, and pages of some length. */
    private void search() {
        PostingSearch search = PostingSearch.all().limit(random.nextInt(1, 12));
        Asset asset = asset();
        switch (random.nextInt(4)) {
            case 0 -> search = search.account(id(asset, anyAccount()));
            case 1 -> search = search.under(random.nextInt(3) == 0 ? id(asset, anyAccount()) : asset.code());
            default -> {} // any account
        }
        if (random.nextInt(3) == 0) {
            long least = random.nextInt(150);
            long most = random.nextInt(3) == 0 ? Long.MAX_VALUE : least + random.nextInt(100);
            search = search.amount(Money.ofMinor(least, asset), Money.ofMinor(most, asset));
        }
        if (random.nextInt(3) == 0) {
            search = search.metadata("tag", "t" + random.nextInt(5));
        }
        if (random.nextInt(4) == 0) {
            search = search.correlation("order-" + random.nextInt(5));
        }
        if (random.nextInt(8) == 0) {
            search = search.key(keyed.get(random.nextInt(keyed.size())).key());
        }
        say(new Step.Search(
                random.nextBoolean() ? search : search.newestFirst(),
                random.nextBoolean() ? TimeAxis.EFFECTIVE : TimeAxis.RECORDED,
                random.nextInt(3) == 0 ? Long.valueOf(micros - random.nextInt(90)) : null,
                random.nextInt(3) == 0 ? Long.valueOf(micros + 2 - random.nextInt(60)) : null));
    }

    /** A template of some accounts, of which some may be there; seldom under the key of another one. */
    private void chart() {
        Map<String, NewAccount> accounts = new TreeMap<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            Asset asset = asset();
            String id = id(asset, anyAccount());
            accounts.put(id, random.nextBoolean() ? NewAccount.credit(id, asset) : account(id, asset));
        }
        List<Keyed> before =
                keyed.stream().filter(step -> step instanceof Step.Apply).toList();
        String key = before.isEmpty() || random.nextInt(4) > 0
                ? newKey()
                : before.get(0).key();
        add(new Step.Apply(key, new ChartTemplate("template", List.copyOf(accounts.values()))));
    }

    private void add(Keyed step) {
        say(step);
        keyed.add(step);
    }

    private void say(Step step) {
        steps.add(step);
        model.answer(step);
    }

    private static Stream<Keyed> parts(Keyed step) {
        return step instanceof Step.OfPosts posts ? posts.parts().stream().map(part -> part) : Stream.of(step);
    }

    private String newKey() {
        return "k" + steps.size();
    }

    /** The name of something made earlier by the operation; seldom of nothing. */
    private String made(String operation) {
        List<String> names = keyed.stream()
                .flatMap(StepGenerator::parts)
                .filter(step -> step.operation().equals(operation))
                .map(Keyed::name)
                .filter(name ->
                        model.postings().containsKey(name) || model.holds().containsKey(name))
                .toList();
        return names.isEmpty() || random.nextInt(12) == 0
                ? operation + "/none"
                : names.get(random.nextInt(names.size()));
    }

    /** Mostly one with something left. */
    private String hold() {
        List<String> open = keyed.stream()
                .map(Keyed::name)
                .filter(name -> model.holds().containsKey(name)
                        && Objects.requireNonNull(model.holds().get(name)).isOpen())
                .toList();
        return open.isEmpty() || random.nextInt(4) == 0 ? made("hold") : open.get(random.nextInt(open.size()));
    }

    /** Something is done to a part of a hold or posting. */
    private void part() {
        int dice = random.nextInt(31);
        if (dice < 19 && model.holds().isEmpty() && random.nextInt(12) > 0) {
            add(new Step.Hold(newKey(), lines(), expected(), expiry())); // first something to take parts of
        } else if (dice < 7) {
            String hold = hold();
            add(new Step.Capture(newKey(), hold, portion(hold), random.nextInt(4) == 0, expected()));
        } else if (dice < 11) {
            String hold = hold();
            add(new Step.Release(newKey(), hold, portion(hold), expected()));
        } else if (dice < 16) {
            String hold = hold();
            Step.Portion more = portion(hold);
            add(new Step.Increase(
                    newKey(), hold, more.isAll() ? new Step.Portion(amount(), List.of()) : more, expected()));
        } else if (dice < 19) {
            add(new Step.Extend(newKey(), hold(), micros + random.nextInt(120), expected()));
        } else {
            String posting = reversed();
            add(new Step.Reverse(newKey(), posting, portion(posting), reversedAt(posting), expected()));
        }
    }

    /**
     * A posting to take back; now and then one of which something was taken back before, or the first money, of which
     * much was spent since.
     */
    private String reversed() {
        if (random.nextInt(8) == 0) {
            return "post/fund-" + asset().code();
        }
        List<String> before = keyed.stream()
                .flatMap(step -> step instanceof Step.Reverse reverse
                        ? Stream.of(reverse.of())
                        : step instanceof Step.Correct correct ? Stream.of(correct.of()) : Stream.empty())
                .toList();
        return before.isEmpty() || random.nextInt(4) != 0 ? reversible() : before.get(random.nextInt(before.size()));
    }

    private String reversible() {
        String name = made(
                switch (random.nextInt(17)) {
                    case 0, 1, 2, 3, 4 -> "capture";
                    case 5 -> "reverse";
                    case 6 -> "correct";
                    case 7, 8 -> "compose";
                    case 9, 10 -> "exchange";
                    case 11, 12, 13 -> "control";
                    default -> "post";
                });
        return model.postings().containsKey(name) ? name : made("post");
    }

    /** All, an amount, or lines like those that the named step had; seldom others. */
    private Step.Portion portion(String name) {
        int dice = random.nextInt(8);
        if (dice < 2) {
            return Step.ALL;
        }
        List<EntryRequest> lines = linesOf(name);
        if (lines.isEmpty() || (lines.size() == 2 && dice < 6) || dice == 2) {
            return new Step.Portion(Long.valueOf(random.nextInt(-1, 120)), List.of());
        }
        if (random.nextInt(12) == 0) {
            return new Step.Portion(null, lines());
        }
        int first = random.nextInt(lines.size() / 2) * 2;
        long minor = Math.max(1, lines.get(first).amount().minor() / random.nextInt(1, 4));
        boolean crooked = random.nextInt(15) == 0;
        return new Step.Portion(
                null,
                List.of(with(lines.get(first), minor), with(lines.get(first + 1), crooked ? minor / 2 + 1 : minor)));
    }

    private static EntryRequest with(EntryRequest line, long minor) {
        return new EntryRequest(
                line.account(), line.side(), Money.ofMinor(minor, line.amount().asset()));
    }

    /** The lines of what was posted or held; of a capture, those of its hold; of rules, some that they may come to. */
    private List<EntryRequest> linesOf(String name) {
        for (Keyed step : keyed) {
            if (step.name().equals(name)) {
                if (step instanceof Step.Post post) {
                    return post.lines();
                } else if (step instanceof Step.Import imported) {
                    return imported.lines();
                } else if (step instanceof Step.Hold hold) {
                    return hold.lines();
                } else if (step instanceof Step.Control control) {
                    return control.lines();
                } else if (step instanceof Step.Correct correct) {
                    return correct.lines();
                } else if (step instanceof Step.Capture capture) {
                    return linesOf(capture.of());
                } else if (step instanceof Step.Compose compose) {
                    return RuleGenerator.lines(compose.movements());
                } else if (step instanceof Step.Exchanges exchanges) {
                    return RuleGenerator.lines(exchanges.exchange());
                }
            }
        }
        return List.of();
    }

    /** Mostly never; else soon. */
    private @Nullable Long expiry() {
        return random.nextInt(2) == 0 ? null : Long.valueOf(micros + random.nextInt(40));
    }

    private void pass() {
        long passed = random.nextInt(25);
        micros += passed;
        say(new Step.Wait(passed, random.nextBoolean()));
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
        boolean isFloor = random.nextBoolean();
        Long to = random.nextInt(3) == 0 ? null : Long.valueOf(isFloor ? -random.nextInt(200) : random.nextInt(600));
        if (random.nextInt(12) == 0) {
            to = isFloor ? 700L : -300L;
        }
        add(new Step.Limit(decisionKey("limit"), id(asset, anyAccount()), asset, isFloor, to));
    }

    /** Mostly new; seldom that of another decision of the kind. */
    private String decisionKey(String operation) {
        List<Keyed> before = keyed.stream()
                .filter(step -> step.operation().equals(operation))
                .toList();
        return before.isEmpty() || random.nextInt(12) > 0
                ? newKey()
                : before.get(random.nextInt(before.size())).key();
    }

    private NewAccount account(String id, Asset asset) {
        NewAccount account = random.nextBoolean() ? NewAccount.credit(id, asset) : NewAccount.debit(id, asset);
        return switch (random.nextInt(6)) {
            case 0 -> account.withoutFloor();
            case 1 -> account.withFloor(Money.ofMinor(-50, asset));
            case 2, 3 -> account.withCeiling(Money.ofMinor(550, asset));
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

    long amount() {
        return random.nextInt(25) == 0 ? Long.MAX_VALUE - random.nextInt(3) : random.nextInt(1, 150);
    }

    Asset asset() {
        return ASSETS.get(random.nextInt(ASSETS.size()));
    }

    /** Seldom the last one, which may not have been opened. */
    int anyAccount() {
        return random.nextInt(random.nextInt(6) == 0 ? ACCOUNTS_OF_ASSET : ACCOUNTS_OF_ASSET - 1);
    }

    static String id(Asset asset, int number) {
        return asset.code() + ":" + number;
    }
}
