package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zentra.core.storage.Dialect;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.FaultyDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies in the middle of its work: what it acknowledged is there, and the books are sound. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
    private static final Fault.Kind ENDS = Fault.Kind.PROCESS_ENDS;
    private static final int CYCLES = 2;
    private static final int MANY_CYCLES = 30;
    private static final int SERVER_CYCLES = 10;

    /** Calls from the preparation of a connection to well beyond the first round of writes, and commits among them. */
    private static final List<Fault> SOME_ENDS = List.of(
            ENDS.atCall(1),
            ENDS.atCall(33),
            ENDS.atCall(350),
            ENDS.beforeCommit(1),
            ENDS.beforeCommit(12),
            ENDS.afterCommit(1),
            ENDS.afterCommit(9));

    /** Each of the first calls, and then some of those that follow. */
    private static final int MANY_CALLS = 60;

    private static final int MOST_CALLS = 900;
    private static final int CALLS_APART = 20;
    private static final int MANY_COMMITS = 30;

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
    @EnumSource
    void losesNothingWhenItEndsAtACallOrCommit(Dialect dialect) throws Exception {
        endAtEach(dialect, SOME_ENDS);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void losesNothingWhenItEndsAtAnyCallOrCommit(Dialect dialect) throws Exception {
        List<Fault> ends = new ArrayList<>();
        for (long call = 1; call <= MOST_CALLS; call += call < MANY_CALLS ? 1 : CALLS_APART) {
            ends.add(ENDS.atCall(call));
        }
        for (long commit = 1; commit <= MANY_COMMITS; commit++) {
            ends.add(ENDS.beforeCommit(commit));
            ends.add(ENDS.afterCommit(commit));
        }
        endAtEach(dialect, ends);
    }

    /** Not the client's process but the server's, which then recovers from what it had written to the disk. */
    @Test
    @Tag("long")
    void losesNothingAcknowledgedWhenTheServerIsKilledAgainAndAgain() throws Exception {
        try (MortalPostgres server = MortalPostgres.start(folder)) {
            String where = server.url();
            prepare(Dialect.POSTGRES, where);
            for (int cycle = 0; cycle < SERVER_CYCLES; cycle++) {
                String prefix = "cycle-" + cycle;
                Process child = start(Dialect.POSTGRES, where, prefix);
                try {
                    awaitAcknowledged(child, prefix, 50 + 10 * cycle);
                    server.kill();
                } finally {
                    child.destroyForcibly().waitFor();
                }
                server.restart();
                requireAllThere(Dialect.POSTGRES, where, acknowledged(prefix));
            }
            requireAllEnd(Dialect.POSTGRES, where);
        }
    }

    private void kill(Dialect dialect, int cycles) throws Exception {
        String where = newDatabase(dialect);
        SplittableRandom random = new SplittableRandom(cycles);
        for (int cycle = 0; cycle < cycles; cycle++) {
            int enough = random.nextInt(20, 200);
            String prefix = "cycle-" + cycle;
            Process child = start(dialect, where, prefix);
            try {
                awaitAcknowledged(child, prefix, enough);
            } finally {
                child.destroyForcibly().waitFor();
            }
            requireAllThere(dialect, where, acknowledged(prefix));
        }
        requireAllEnd(dialect, where);
    }

    private void awaitAcknowledged(Process child, String prefix, int enough) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !child.isAlive() || acknowledged(prefix).size() >= enough);
        assertThat(acknowledged(prefix)).as(() -> output(prefix)).hasSizeGreaterThanOrEqualTo(enough);
    }

    private void endAtEach(Dialect dialect, List<Fault> ends) throws Exception {
        String where = newDatabase(dialect);
        for (Fault end : ends) {
            endAt(dialect, where, end);
        }
        requireAllEnd(dialect, where);
    }

    private void endAt(Dialect dialect, String where, Fault end) throws Exception {
        String prefix = end.moment() + "-" + end.nth();
        Process child = start(dialect, where, prefix, end.moment().name(), String.valueOf(end.nth()));
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.exitValue()).as(() -> output(prefix)).isEqualTo(FaultyDataSource.EXIT_STATUS);
        requireAllThere(dialect, where, acknowledged(prefix));
    }

    private Process start(Dialect dialect, String where, String prefix, String... end) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ChildRuntime.class.getName(),
                dialect.name(),
                where,
                folder.resolve(prefix).toString(),
                book().toString(),
                prefix));
        command.addAll(List.of(end));
        return new ProcessBuilder(command)
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

    private void requireAllThere(Dialect dialect, String where, List<String> lines) {
        BookRail rail = BookRail.over(book());
        InstantSource clock = InstantSource.system();
        try (ZentraRuntime zentra = ChildWrites.open(ChildRuntime.storage(dialect, where), rail, clock)) {
            new Aftermath(zentra, rail, clock).requireAllThere(lines);
        }
    }

    /** A day later, when every lease is over. */
    private void requireAllEnd(Dialect dialect, String where) {
        BookRail rail = BookRail.over(book());
        SettableClock later = SettableClock.at("2026-11-21T09:00:00Z");
        later.set(InstantSource.system().instant().plus(Duration.ofDays(1)));
        try (ZentraRuntime zentra = ChildWrites.open(ChildRuntime.storage(dialect, where), rail, later)) {
            new Aftermath(zentra, rail, later).requireAllEnd();
        }
    }

    private String newDatabase(Dialect dialect) {
        String where = dialect == Dialect.POSTGRES
                ? Postgres.newSchema()
                : folder.resolve("zentra").toString();
        prepare(dialect, where);
        return where;
    }

    private void prepare(Dialect dialect, String where) {
        try (ZentraRuntime zentra =
                ChildWrites.open(ChildRuntime.storage(dialect, where), BookRail.over(book()), InstantSource.system())) {
            ChildWrites.prepare(zentra);
        }
    }
}
