package io.zentra.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.TestClock;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Metered.Decided;
import io.zentra.core.usage.Metered.Let;
import io.zentra.core.usage.Metered.Look;
import io.zentra.core.usage.Metered.Undo;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on meters of every kind, in lists that share commits, with the clock moved between them by
 * microseconds to months and over changes of the clocks: what each finds is what a list of all that was ever let through
 * gives. Then the whole journal is verified.
 */
@Timeout(600)
class UsageOracleTest {
    private static final List<Window> WINDOWS = List.of(
            Window.rolling(Duration.ofSeconds(1)),
            Window.rolling(Duration.ofMinutes(1)),
            Window.rolling(Duration.ofHours(25)),
            Window.rolling(Duration.ofDays(366)),
            Window.day(),
            Window.day().withCutOff(LocalTime.of(2, 30)),
            Window.week().withWeekStart(DayOfWeek.SUNDAY),
            Window.month().withCutOff(LocalTime.of(17, 0)));

    private static final List<Duration> MOVES = List.of(
            Duration.ZERO,
            Duration.ofNanos(1_000),
            Duration.ofNanos(1_000),
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofHours(7),
            Duration.ofDays(1),
            Duration.ofDays(9),
            Duration.ofDays(40),
            Duration.ofDays(400));

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void showsWhatAListOfAllShowsInMemory(int seed) {
        run(Storage.inMemory(), seed, 250);
    }

    @ParameterizedTest
    @EnumSource
    void showsWhatAListOfAllShows(Databases database) {
        run(database.create(folder), 7, 60);
    }

    private void run(Storage storage, int seed, int rounds) {
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(random.nextBoolean() ? "Europe/Berlin" : "America/New_York");
        try (ZentraCore core = ZentraCore.open(ZentraCore.Settings.of(storage).withClock(clock), List.of())) {
            Actor actor = Actor.service("test");
            Access acme = new Access(
                    core.tenants()
                            .create(TenantId.of("acme"), TenantConfig.standard().withTimeZone(zone), actor),
                    actor);
            Story story = new Story(core, acme, random, zone);
            for (int i = 0; i < rounds; i++) {
                story.round(1 + random.nextInt(30));
                story.look();
                move(random, zone);
                story.look();
            }
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    private void move(Random random, ZoneId zone) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(clock.instant());
        if (random.nextInt(20) == 0) {
            clock.set(next.getInstant().minusNanos(1_000L * random.nextInt(3)));
        } else {
            clock.advance(MOVES.get(random.nextInt(MOVES.size())));
        }
    }

    /** Commands and what must come of them. */
    private final class Story {
        private final ZentraCore core;
        private final Access acme;
        private final Random random;
        private final UsageOracle oracle;
        private final Map<String, Long> left = new HashMap<>();
        private final List<String> decisions = new ArrayList<>();
        private int keys;

        Story(ZentraCore core, Access acme, Random random, ZoneId zone) {
            this.core = core;
            this.acme = acme;
            this.random = random;
            this.oracle = new UsageOracle(zone);
        }

        /** Commands in one list. */
        void round(int size) {
            List<Command.Keyed<Decided>> commands = IntStream.range(0, size)
                    .<Command.Keyed<Decided>>mapToObj(
                            i -> decisions.isEmpty() || random.nextInt(3) > 0 ? let() : undo())
                    .toList();
            List<Outcome<Decided>> outcomes = core.commits().runAll(acme, commands);
            for (int i = 0; i < size; i++) {
                if (commands.get(i) instanceof Let let) {
                    requireLet(let, outcomes.get(i));
                } else {
                    Undo undo = (Undo) commands.get(i);
                    outcomes.get(i).orElseThrow();
                    oracle.undo(undo.decision(), undo.undone().minor());
                }
            }
        }

        private Let let() {
            List<Charge> charges = new ArrayList<>();
            int first = random.nextInt(WINDOWS.size());
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                charges.add(charge((first + i) % WINDOWS.size()));
            }
            return new Let(
                    "let-" + keys++,
                    usd(1 + random.nextInt(random.nextBoolean() ? 3 : 1_000)),
                    charges,
                    Long.MAX_VALUE);
        }

        /** Of two accounts; half of the meters count values, of which there are few. */
        private Charge charge(int window) {
            int account = random.nextInt(2);
            boolean values = random.nextBoolean();
            MeterKey meter = MeterKey.of(json -> json.value("account " + account + " " + window + values));
            long amount = random.nextInt(100) == 0 ? Long.MAX_VALUE / 3 : random.nextInt(1_000);
            String value = values && random.nextInt(8) > 0 ? "value " + random.nextInt(5) : null;
            return new Charge(meter, WINDOWS.get(window), amount, value);
        }

        /** Undoes a part, or all that is left, mostly of something new. */
        private Command.Keyed<Decided> undo() {
            int age = random.nextInt(4) == 0
                    ? random.nextInt(decisions.size())
                    : random.nextInt(Math.min(20, decisions.size()));
            String decision = decisions.get(decisions.size() - 1 - age);
            long rest = left.getOrDefault(decision, 0L);
            if (rest == 0) {
                return let();
            }
            long part = random.nextBoolean() ? rest : 1 + random.nextInt((int) rest);
            left.put(decision, rest - part);
            return new Undo("undo-" + keys++, decision, usd(part));
        }

        private void requireLet(Let let, Outcome<Decided> outcome) {
            List<Reading> expected = new ArrayList<>();
            boolean fits = true;
            for (Charge charge : let.charges()) {
                Reading reading = oracle.reading(charge, clock.instant());
                fits &= reading != null;
                if (reading != null) {
                    expected.add(reading);
                }
            }
            if (!fits) {
                assertThat(((Outcome.Declined<Decided>) outcome).code()).isEqualTo(ErrorCode.AMOUNT_OVERFLOW);
                return;
            }
            Decided decided = outcome.orElseThrow();
            assertThat(decided.shown()).as("%s at %s", let, clock.instant()).isEqualTo(expected);
            oracle.let(
                    decided.decision(),
                    let.charges(),
                    clock.instant(),
                    let.whole().minor());
            left.put(decided.decision(), let.whole().minor());
            decisions.add(decided.decision());
        }

        /** A look changes nothing, and shows what an operation would find. */
        void look() {
            Charge charge = charge(random.nextInt(WINDOWS.size()));
            Reading expected = oracle.reading(charge, clock.instant());
            if (expected != null) {
                assertThat(core.commits().run(acme, new Look(List.of(charge))))
                        .as("%s at %s", charge, clock.instant())
                        .containsExactly(expected);
            }
        }
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, "USD");
    }
}
