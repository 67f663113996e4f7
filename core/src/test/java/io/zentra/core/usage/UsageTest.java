package io.zentra.core.usage;

import static io.zentra.core.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.TestClock;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Access;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Metered.Decided;
import io.zentra.core.usage.Metered.Let;
import io.zentra.core.usage.Metered.Look;
import io.zentra.core.usage.Metered.Undo;
import io.zentra.core.usage.Reading.Tally;
import io.zentra.core.usage.internal.UsageTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a meter shows, what it costs to ask, and that a cap holds. */
@Timeout(300)
class UsageTest {
    private static final int THREADS = 64;
    private static final Window HOUR = Window.rolling(Duration.ofHours(1));

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @Test
    void countsSumUsesAndDifferentValues() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            let(core, acme, "one", charge(HOUR, 500, "merchant:7"));
            let(core, acme, "two", charge(HOUR, 300, "merchant:8"));
            let(core, acme, "three", charge(HOUR, 100, "merchant:7"));

            assertThat(look(core, acme, charge(HOUR, 50, "merchant:9")))
                    .isEqualTo(new Reading(new Tally(900, 3, 2), new Tally(950, 4, 3)));
            assertThat(look(core, acme, charge(HOUR, 50, "merchant:8")))
                    .isEqualTo(new Reading(new Tally(900, 3, 2), new Tally(950, 4, 2)));
        }
    }

    /** In one decision of many commands each finds what those before it have added, also to a meter that was not there. */
    @Test
    void countsWithinAnAtomicList() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            List<Let> all = IntStream.range(0, 9)
                    .mapToObj(i -> new Let("all-" + i, usd(1), List.of(charge(HOUR, 10, "v" + i % 3)), 90))
                    .toList();
            List<Decided> decided = core.commits().runAtomically(acme, all).orElseThrow();
            assertThat(decided.get(8).shown()).containsExactly(new Reading(new Tally(80, 8, 3), new Tally(90, 9, 3)));
            clock.advance(Duration.ofHours(1));
            List<Let> tooMany = IntStream.range(0, 10)
                    .mapToObj(i -> new Let("more-" + i, usd(1), List.of(charge(HOUR, 10, "v" + i)), 90))
                    .toList();
            assertThat(core.commits().runAtomically(acme, tooMany).isDeclined()).isTrue();
            assertThat(look(core, acme, charge(HOUR, 1, "v1")).before()).isEqualTo(new Tally(0, 0, 0));
            List<Undo> undos = IntStream.range(0, 9)
                    .mapToObj(i -> new Undo("undo-" + i, decided.get(i).decision(), usd(1)))
                    .toList();
            core.commits().runAtomically(acme, undos).orElseThrow();
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    /** Neighbours of one value are given back in one decision, from both ends to the middle. */
    @Test
    void givesBackWithinAnAtomicList() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            List<String> decisions = IntStream.range(0, 7)
                    .mapToObj(i -> let(core, acme, "let-" + i, charge(HOUR, 10, "v" + i % 2)))
                    .toList();
            List<Undo> undos = IntStream.of(6, 0, 2, 5, 4)
                    .mapToObj(i -> new Undo("undo-" + i, decisions.get(i), usd(10)))
                    .toList();
            core.commits().runAtomically(acme, undos).orElseThrow();
            assertThat(look(core, acme, charge(HOUR, 1, "v0")))
                    .isEqualTo(new Reading(new Tally(20, 2, 1), new Tally(21, 3, 2)));
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    /** Usages of one time share a row, in one commit and over several, and each is given back for itself. */
    @ParameterizedTest
    @EnumSource
    void countsUsagesOfOneTimeInOneRow(Databases database) {
        try (ZentraCore core = open(database.create(folder))) {
            Access acme = Probe.tenant(core, "acme");
            List<Let> together = IntStream.range(0, 5)
                    .mapToObj(i -> new Let("let-" + i, usd(10), List.of(charge(HOUR, 10, null)), 1_000))
                    .toList();
            List<Decided> decided = core.commits().runAtomically(acme, together).orElseThrow();
            let(core, acme, "later-commit", charge(HOUR, 7, null));
            clock.advance(Duration.ofNanos(1_000));
            let(core, acme, "later-time", charge(HOUR, 100, null));
            assertThat(rows(core, acme)).isEqualTo(2);

            undo(core, acme, "part", decided.get(1).decision(), 4);
            undo(core, acme, "whole", decided.get(2).decision(), 10);
            assertThat(look(core, acme, charge(HOUR, 0, null)).before()).isEqualTo(new Tally(143, 6, 0));
            undo(core, acme, "rest", decided.get(1).decision(), 6);
            assertThat(look(core, acme, charge(HOUR, 0, null)).before()).isEqualTo(new Tally(137, 5, 0));
            core.journal(acme).verify(List.of(), List.of()).requireSound();

            clock.advance(Duration.ofHours(1).minusNanos(1_000));
            assertThat(look(core, acme, charge(HOUR, 0, null)).before()).isEqualTo(new Tally(100, 1, 0));
            let(core, acme, "after-them", charge(HOUR, 1, null));
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    /** A usage with a value has a row of its own, whatever else is counted at its time. */
    @Test
    void sharesNoRowWithAUsageOfAValue() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            String valued = let(core, acme, "a", charge(HOUR, 1, "v"));
            let(core, acme, "b", charge(HOUR, 2, null));
            let(core, acme, "c", charge(HOUR, 4, "v"));
            let(core, acme, "d", charge(HOUR, 8, null));
            let(core, acme, "e", charge(HOUR, 16, null));
            assertThat(rows(core, acme)).isEqualTo(4);

            undo(core, acme, "undo", valued, 1);
            assertThat(look(core, acme, charge(HOUR, 0, null)).before()).isEqualTo(new Tally(30, 4, 1));
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    /** Exactly as long as the window, and not a microsecond longer. */
    @Test
    void countsUntilTheLengthHasPassed() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            let(core, acme, "one", charge(HOUR, 500, "a"));
            clock.advance(Duration.ofHours(1).minusNanos(1_000));
            assertThat(look(core, acme, charge(HOUR, 1, "b")).before()).isEqualTo(new Tally(500, 1, 1));
            clock.advance(Duration.ofNanos(1_000));
            assertThat(look(core, acme, charge(HOUR, 1, "b")).before()).isEqualTo(new Tally(0, 0, 0));
        }
    }

    /** A third of 100 of 3 is not a whole number: what still counts is rounded up, so no cap is exceeded. */
    @Test
    void givesBackInProportionAndRoundsUpWhatIsLeft() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            String decision = core.commits()
                    .run(acme, new Let("one", usd(3), List.of(charge(HOUR, 100, "a")), Long.MAX_VALUE))
                    .orElseThrow()
                    .decision();
            undo(core, acme, "first", decision, 1);
            assertThat(look(core, acme, charge(HOUR, 0, "b")).before()).isEqualTo(new Tally(67, 1, 1));
            assertThat(Usage.left(core.handle(acme), decision))
                    .contains(new Usage.Left(usd(3), usd(1)))
                    .hasValueSatisfying(left -> assertThat(left.counting()).isEqualTo(usd(2)));
            undo(core, acme, "second", decision, 1);
            assertThat(look(core, acme, charge(HOUR, 0, "b")).before()).isEqualTo(new Tally(34, 1, 1));
            undo(core, acme, "third", decision, 1);
            assertThat(look(core, acme, charge(HOUR, 0, "b")).before()).isEqualTo(new Tally(0, 0, 0));
            assertThat(undo(core, acme, "again", decision, 0).isDeclined()).isFalse();
            assertRefused(ErrorCode.INVARIANT_BROKEN, () -> undo(core, acme, "more", decision, 1));
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    /** Yesterday's operation that fails today makes no room today. */
    @Test
    void whatHasLeftTheWindowIsNotGivenBackIntoAnother() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            for (Window window : List.of(HOUR, Window.day())) {
                String old = let(core, acme, "old" + unit(window), charge(window, 500, "a"));
                clock.advance(Duration.ofDays(1));
                let(core, acme, "new" + unit(window), charge(window, 300, "a"));
                undo(core, acme, "undo" + unit(window), old, 500);

                assertThat(look(core, acme, charge(window, 0, "a")).before()).isEqualTo(new Tally(300, 1, 1));
            }
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    @Test
    void givesNothingBackOfWhatReservedNothing() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            String none = core.commits()
                    .run(acme, new Let("none", usd(3), List.of(), 0))
                    .orElseThrow()
                    .decision();
            String some = let(core, acme, "some", charge(HOUR, 5, "a"));
            long before = core.journal(acme).size();
            undo(core, acme, "a", none, 3);
            undo(core, acme, "b", "de_unknown", 3);
            core.commits()
                    .run(acme, new Undo("c", some, Money.ofMinor(5, "EUR")))
                    .orElseThrow();

            assertThat(core.journal(acme).size()).isEqualTo(before + 3); // the commands' own
            assertThat(look(core, acme, charge(HOUR, 0, "a")).before()).isEqualTo(new Tally(5, 1, 1));
            assertThat(Usage.left(core.handle(acme), none)).isEmpty();
            assertThat(Usage.left(core.handle(acme), "de_unknown")).isEmpty();
        }
    }

    @Test
    void refusesWhatCannotBeCounted() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            Charge charge = charge(HOUR, 5, "a");
            List<Charge> tooMany = IntStream.rangeClosed(0, Usage.MAX_CHARGES)
                    .mapToObj(i -> Charge.of(MeterKey.of(json -> json.value(i)), HOUR, 1))
                    .toList();

            assertRefused(ErrorCode.INVALID_CHARGE, () -> charge(HOUR, -1, "a"));
            assertRefused(ErrorCode.INVALID_CHARGE, () -> charge(HOUR, 1, ""));
            assertRefused(ErrorCode.INVALID_CHARGE, () -> charge(HOUR, 1, "a".repeat(Charge.MAX_VALUE + 1)));
            assertRefused(ErrorCode.INVALID_CHARGE, () -> charge(HOUR, 1, "a\0"));
            assertRefused(ErrorCode.INVALID_CHARGE, () -> charge(HOUR, 1, "\ud800"));
            assertThat(code(core, acme, new Let("a", usd(1), tooMany, 1))).isEqualTo(ErrorCode.INVALID_CHARGE);
            assertThat(code(core, acme, new Let("b", usd(1), List.of(charge, charge), 9)))
                    .isEqualTo(ErrorCode.INVALID_CHARGE);
            assertThat(code(core, acme, new Let("c", usd(0), List.of(charge), 9)))
                    .isEqualTo(ErrorCode.AMOUNT_NOT_POSITIVE);
            assertThat(look(core, acme, charge).before()).isEqualTo(new Tally(0, 0, 0));
            let(core, acme, "ok", charge(HOUR, 1, "a".repeat(Charge.MAX_VALUE)));
            assertRefused(
                    ErrorCode.INVARIANT_BROKEN,
                    () -> look(core, acme, new Charge(charge.meter(), Window.day(), 1, "a")));
            core.commits()
                    .run(acme, new Let("d", usd(1), tooMany.subList(1, tooMany.size()), 1))
                    .orElseThrow();
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    /** A burst of many operations leaves the window at once: they are not read one by one. */
    @ParameterizedTest
    @EnumSource
    void takesABurstOffInOneStep(Databases database) {
        try (ZentraCore core = open(database.create(folder))) {
            Access acme = Probe.tenant(core, "acme");
            for (int round = 0; round < 3; round++) {
                String name = "round-" + round + "-";
                List<Let> burst = IntStream.range(0, 2_000)
                        .mapToObj(i -> new Let(name + i, usd(1), List.of(charge(HOUR, 1, "v" + i % 7)), Long.MAX_VALUE))
                        .toList();
                core.commits().runAll(acme, burst).forEach(Outcome::orElseThrow);
                clock.advance(Duration.ofSeconds(1));
                let(core, acme, name + "last", charge(HOUR, 10, "v3"));
                assertThat(look(core, acme, charge(HOUR, 0, "v9")).before()).isEqualTo(new Tally(2_010, 2_001, 7));
                clock.advance(Duration.ofHours(1).minusSeconds(1));
                assertThat(look(core, acme, charge(HOUR, 0, "v9")).before()).isEqualTo(new Tally(10, 1, 1));
                let(core, acme, name + "next", charge(HOUR, 1, "v1"));
                assertThat(look(core, acme, charge(HOUR, 0, "v1")).before()).isEqualTo(new Tally(11, 2, 2));
                clock.advance(Duration.ofHours(1));
                assertThat(look(core, acme, charge(HOUR, 0, "v1")).before()).isEqualTo(new Tally(0, 0, 0));
            }
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverExceedsACapAndLetsThroughAllThatFits(Databases database) throws Exception {
        requireCapped(database.create(folder));
    }

    @Test
    void neverExceedsACapInMemory() throws Exception {
        requireCapped(Storage.inMemory());
    }

    /** 64 threads, two caps, operations of 3: exactly as many are let through as fit, also into the room of undone ones. */
    private void requireCapped(Storage storage) throws Exception {
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            List<Charge> charges = List.of(charge(HOUR, 3, null), Charge.of(key("day"), Window.day(), 3));
            List<String> let = race(core, acme, "first", charges, 1_000);
            assertThat(let).hasSize(333);
            undo(core, acme, "one", let.get(0), 3);
            undo(core, acme, "two", let.get(200), 2);
            undo(core, acme, "three", let.get(201), 2);
            assertThat(look(core, acme, charges.get(0)).before()).isEqualTo(new Tally(992, 332, 0));

            assertThat(race(core, acme, "second", charges, 1_000)).hasSize(2);
            assertThat(look(core, acme, charges.get(1)).before()).isEqualTo(new Tally(998, 334, 0));
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    private static List<String> race(ZentraCore core, Access acme, String name, List<Charge> charges, long cap)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch ready = new CountDownLatch(THREADS);
            List<Future<List<String>>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String own = name + "-" + i + "-";
                futures.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return IntStream.range(0, 10)
                            .mapToObj(j -> core.commits().run(acme, new Let(own + j, usd(3), charges, cap)))
                            .filter(outcome -> !outcome.isDeclined())
                            .map(outcome -> outcome.orElseThrow().decision())
                            .toList();
                }));
            }
            List<String> let = new ArrayList<>();
            for (Future<List<String>> future : futures) {
                let.addAll(future.get());
            }
            return let;
        } finally {
            threads.shutdownNow();
        }
    }

    private ZentraCore open(Storage storage) {
        return ZentraCore.open(ZentraCore.Settings.of(storage).withClock(clock), List.of());
    }

    private static int rows(ZentraCore core, Access access) {
        return core.handle(access)
                .queries()
                .list(UsageTables.USAGE, core.handle(access).tenantNo(), "no >= 0 order by no", Map.of(), 100)
                .size();
    }

    private static String let(ZentraCore core, Access acme, String name, Charge charge) {
        return core.commits()
                .run(acme, new Let(name, usd(Math.max(1, charge.amountMinor())), List.of(charge), Long.MAX_VALUE))
                .orElseThrow()
                .decision();
    }

    private static Outcome<Decided> undo(ZentraCore core, Access acme, String name, String decision, long minor) {
        return core.commits().run(acme, new Undo(name, decision, usd(minor)));
    }

    private static Reading look(ZentraCore core, Access acme, Charge charge) {
        return core.commits().run(acme, new Look(List.of(charge))).get(0);
    }

    private static ErrorCode code(ZentraCore core, Access acme, Let let) {
        return core.commits()
                .run(acme, let)
                .match(
                        applied -> {
                            throw new AssertionError("applied: " + applied);
                        },
                        replayed -> {
                            throw new AssertionError("replayed: " + replayed);
                        },
                        Outcome.Declined::code);
    }

    private static Charge charge(Window window, long amount, @Nullable String value) {
        return new Charge(key("account " + unit(window)), window, amount, value);
    }

    private static String unit(Window window) {
        return window.getClass().getSimpleName();
    }

    private static MeterKey key(String name) {
        return MeterKey.of(json -> json.value(name));
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, "USD");
    }
}
