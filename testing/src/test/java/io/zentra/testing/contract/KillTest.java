package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Dialect;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.FaultyDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies in the middle of its work: what it acknowledged is there, and the books are sound. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
    private static final int CYCLES = 2;
    private static final int MANY_CYCLES = 30;

    /** Calls from the preparation of a connection to well beyond the first round of writes. */
    private static final List<Long> SOME_CALLS = List.of(1L, 17L, 33L, 120L, 350L);

    /** Each of the first calls, and then some of those that follow. */
    private static final int MANY_CALLS = 60;

    private static final int MOST_CALLS = 900;
    private static final int CALLS_APART = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void losesNothingAcknowledgedWhenItIsKilled(Dialect dialect) throws Exception {
        kill(dialect, CYCLES);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void losesNothingAcknowledgedWhenItIsKilledAgainAndAgain(Dialect dialect) throws Exception {
        kill(dialect, MANY_CYCLES);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void losesNothingWhenItEndsAtACall(Dialect dialect) throws Exception {
        String where = newDatabase(dialect);
        for (long call : SOME_CALLS) {
            endAt(dialect, where, call);
        }
        requireAllEnd(dialect, where);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void losesNothingWhenItEndsAtAnyCall(Dialect dialect) throws Exception {
        String where = newDatabase(dialect);
        for (long call = 1; call <= MOST_CALLS; call += call < MANY_CALLS ? 1 : CALLS_APART) {
            endAt(dialect, where, call);
        }
        requireAllEnd(dialect, where);
    }

    private void kill(Dialect dialect, int cycles) throws Exception {
        String where = newDatabase(dialect);
        SplittableRandom random = new SplittableRandom(cycles);
        for (int cycle = 0; cycle < cycles; cycle++) {
            int enough = random.nextInt(20, 200);
            String prefix = "cycle-" + cycle;
            Process child = start(dialect, where, prefix, 0);
            try {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !child.isAlive() || acknowledged(prefix).size() >= enough);
            } finally {
                child.destroyForcibly().waitFor();
            }
            List<String> lines = acknowledged(prefix);
            assertThat(lines).as(() -> output(prefix)).hasSizeGreaterThanOrEqualTo(enough);
            requireAllThere(dialect, where, lines);
        }
        requireAllEnd(dialect, where);
    }

    private void endAt(Dialect dialect, String where, long call) throws Exception {
        String prefix = "call-" + call;
        Process child = start(dialect, where, prefix, call);
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.exitValue()).as(() -> output(prefix)).isEqualTo(FaultyDataSource.EXIT_STATUS);
        requireAllThere(dialect, where, acknowledged(prefix));
    }

    private Process start(Dialect dialect, String where, String prefix, long endsAt) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ChildRuntime.class.getName(),
                        dialect.name(),
                        where,
                        folder.resolve(prefix).toString(),
                        book().toString(),
                        prefix,
                        String.valueOf(endsAt))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(prefix + ".log").toFile())
                .start();
    }

    private List<String> acknowledged(String prefix) {
        return SyncedLines.read(folder.resolve(prefix));
    }

    /** What the rail took, over all processes. */
    private Path book() {
        return folder.resolve("book");
    }

    private String output(String prefix) {
        try {
            return Files.readString(folder.resolve(prefix + ".log"));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    /** Each round of which a write was acknowledged is done again: what was acknowledged is a replay with the same id. */
    private void requireAllThere(Dialect dialect, String where, List<String> lines) {
        Map<String, Map<String, String>> acknowledged = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            acknowledged.computeIfAbsent(words[0], round -> new HashMap<>()).put(words[1], words[2]);
        }
        BookRail rail = BookRail.over(book());
        InstantSource clock = InstantSource.system();
        try (ZentraRuntime zentra = ChildWrites.open(ChildRuntime.storage(dialect, where), rail, clock)) {
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_parent"));
            requireSound(acme);
            assertThat(attempts(acme))
                    .as("attempts are stored before they are sent")
                    .containsAll(rail.taken());
            ChildWrites writes = new ChildWrites(zentra, rail, clock);
            acknowledged.forEach((round, ids) -> {
                Map<String, String> again = new HashMap<>();
                writes.run(round, done -> again.merge(done.write(), done.isReplay() ? done.id() : "new", (a, b) -> a));
                assertThat(again).as("%s, acknowledged before the end", round).containsAllEntriesOf(ids);
            });
            requireSound(acme);
        }
    }

    /** A day later: due work and the rail's callbacks bring every transfer to its end, and once. */
    private void requireAllEnd(Dialect dialect, String where) {
        BookRail rail = BookRail.over(book());
        InstantSource clock = InstantSource.system();
        SettableClock later = SettableClock.at("2026-11-21T09:00:00Z");
        later.set(clock.instant().plus(Duration.ofDays(1)));
        try (ZentraRuntime zentra = ChildWrites.open(ChildRuntime.storage(dialect, where), rail, later)) {
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_parent"));
            zentra.runDueWork();
            ChildWrites writes = new ChildWrites(zentra, rail, later);
            transfers(acme).stream()
                    .filter(each -> each.status() == TransferStatus.PROCESSING)
                    .forEach(each -> writes.callBack(each, true));
            List<Transfer> ended = transfers(acme);
            assertThat(ended)
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.status()).isIn(TransferStatus.SETTLED, TransferStatus.FAILED));
            assertThat(rail.taken()).isEqualTo(attempts(acme));
            long settled = ended.stream()
                    .filter(each -> each.status() == TransferStatus.SETTLED)
                    .count();
            assertThat(acme.accounts().balances(ChildWrites.MERCHANT).posted().minor())
                    .isEqualTo(settled * ChildWrites.TRANSFERRED.minor());
            assertThat(acme.accounts().balances("reserved:usd").posted().isZero())
                    .isTrue();
            requireSound(acme);
        }
    }

    private static void requireSound(Workspace acme) {
        acme.verify().requireSound();
        assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
    }

    private static Set<String> attempts(Workspace acme) {
        return transfers(acme).stream().map(Transfer::attemptId).collect(Collectors.toSet());
    }

    private static List<Transfer> transfers(Workspace acme) {
        List<Transfer> all = new ArrayList<>();
        List<Transfer> page = acme.transfers().list(0, 1_000);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = acme.transfers().list(all.get(all.size() - 1).eventSeq(), 1_000);
        }
        return all;
    }

    private String newDatabase(Dialect dialect) {
        String where = dialect == Dialect.POSTGRES
                ? Postgres.newSchema()
                : folder.resolve("zentra").toString();
        try (ZentraRuntime zentra =
                ChildWrites.open(ChildRuntime.storage(dialect, where), BookRail.over(book()), InstantSource.system())) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("setup"));
            acme.transfers().openFlowAccounts(ChildWrites.USD);
            acme.accounts()
                    .open(NewAccount.debit(ChildWrites.BANK, ChildWrites.USD).withoutFloor());
            acme.accounts().open(NewAccount.credit(ChildWrites.CUSTOMER, ChildWrites.USD));
            acme.accounts().open(NewAccount.credit(ChildWrites.MERCHANT, ChildWrites.USD));
        }
        return where;
    }
}
