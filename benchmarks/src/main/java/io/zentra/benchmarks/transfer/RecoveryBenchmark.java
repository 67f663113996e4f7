package io.zentra.benchmarks.transfer;

import io.zentra.benchmarks.Arguments;
import io.zentra.benchmarks.Benchmark;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How long a restart takes to bring unfinished transfers on their way again: a process that has created them, and was
 * calling their rail, is killed; a runtime is opened over what it left, and the time counts until none is left of which the
 * rail has told nothing. Of every other one the rail says at once that it has moved the money; the others it accepts.
 */
public final class RecoveryBenchmark implements Benchmark {
    static final int CUSTOMERS = 10_000;

    private static final String UNFINISHED = "zentra_attempt where outcome = 'NEW'";
    private static final String LEASED = "zentra_due_work where kind = 'transfer.attempt' and tries > 0";

    /** Seldom: each look reads all attempts, on a core that the recovery would have. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final Duration GIVE_UP = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public String usage() {
        return """
                recovery measures how long a restart takes to go on with what a killed process left, on SQLite
                  --transfers N                            unfinished transfers (100000)
                  --workers N                              threads of due work (16)""";
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        Arguments arguments = Arguments.parse(words, Set.of("--transfers", "--workers"), Set.of());
        int transfers = (int) arguments.number("--transfers", 100_000, 1, 10_000_000);
        int workers = (int) arguments.number("--workers", 16, 1, 64);
        Path folder = Files.createTempDirectory("zentra-recovery");
        Path file = folder.resolve("recovery.db");
        try {
            try (Child node = new Child(List.of(), CrashedNode.class, file.toString(), String.valueOf(transfers))) {
                node.await(CrashedNode.UNDER_WAY);
            }
            long unfinished = number(file, UNFINISHED);
            out.println(unfinished + " attempts were unfinished when the process was killed, of them "
                    + number(file, LEASED) + " leased");
            writeBack(folder);
            long nanos = recover(file, workers, out);
            out.println(String.format(Locale.ROOT, "recovery transfers=%d seconds=%.1f", unfinished, nanos / 1e9));
        } finally {
            delete(folder);
        }
    }

    private static long recover(Path file, int workers, PrintStream out) throws SQLException {
        long begun = System.nanoTime();
        try (ZentraRuntime runtime =
                        TransferShop.open(Storage.sqlite(file), new HalfwayRail(), SandboxRail.create(), workers);
                Connection connection = connect(file);
                PreparedStatement unfinished = connection.prepareStatement(count(UNFINISHED))) {
            out.println(String.format(Locale.ROOT, "open after %.1f s", (System.nanoTime() - begun) / 1e9));
            long left = number(unfinished);
            while (left > 0 && System.nanoTime() - begun < GIVE_UP.toNanos()) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
                left = number(unfinished);
            }
            long nanos = System.nanoTime() - begun;
            if (left > 0) {
                throw new IllegalStateException(left + " are left after " + GIVE_UP + ": " + runtime.railHealth());
            }
            return nanos;
        }
    }

    private static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static String count(String rows) {
        return "select count(*) from " + rows;
    }

    private static long number(Path file, String rows) throws SQLException {
        try (Connection connection = connect(file);
                PreparedStatement statement = connection.prepareStatement(count(rows))) {
            return number(statement);
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet results = statement.executeQuery()) {
            results.next();
            return results.getLong(1);
        }
    }

    /** What the killed process left in the system's cache is on the disk before the time counts. */
    private static void writeBack(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Moves every other transfer at once, and accepts the others; nobody had reached it before. */
    private static final class HalfwayRail implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return isQuick(request.reference())
                    ? new RailOutcome.Succeeded("prov-" + request.reference())
                    : new RailOutcome.Accepted("prov-" + request.reference());
        }

        @Override
        public RailOutcome query(String reference) {
            return new RailOutcome.NotSent("never came");
        }

        private static boolean isQuick(String reference) {
            return reference.hashCode() % 2 == 0;
        }
    }
}
