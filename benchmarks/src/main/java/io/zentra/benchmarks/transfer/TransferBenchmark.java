package io.zentra.benchmarks.transfer;

import io.zentra.benchmarks.Benchmark;
import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.database.Databases;
import io.zentra.benchmarks.jdbc.Recording;
import io.zentra.benchmarks.jdbc.Replay;
import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Measured;
import io.zentra.core.storage.Dialect;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Transfers a second from their creation to their settlement, and what the database alone gives for the same rows: a loop of
 * one thread that sends it the statements which ours sent, in as many commits, and hashes the events, and does nothing else.
 * In turn, each over a fresh copy of the same database.
 */
public final class TransferBenchmark implements Benchmark {
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public String usage() {
        return TransferOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        TransferOptions options = TransferOptions.parse(words);
        int customers = options.writing().accounts();
        try (Databases databases = options.writing().databases(storage -> TransferShop.fill(storage, customers))) {
            out.println(databases.description());
            new Run(options, databases, out).all();
        }
    }

    /** The rounds of one run. */
    private record Run(TransferOptions options, Databases databases, PrintStream out) {
        void all() throws Exception {
            ours(new Settling(options), Goal.lasting(WARM_UP), "warm-up");
            Goal goal = Goal.lasting(options.writing().time());
            Settling settling = new Settling(options);
            List<Long> ours = new ArrayList<>();
            List<Long> raw = new ArrayList<>();
            for (int round = 1; round <= options.writing().rounds(); round++) {
                ours.add(ours(settling, goal, "round " + round + ", ours"));
                raw.add(options.onlyOurs() ? 0L : raw(goal));
            }
            long rawMedian = median(raw);
            out.println(String.format(
                    Locale.ROOT,
                    "transfer storage=%s callers=%d ours=%d raw=%d ratio=%s p99_ms=%.3f",
                    options.writing().storageName(),
                    options.writing().callers(),
                    median(ours),
                    rawMedian,
                    rawMedian == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (double) median(ours) / rawMedian),
                    settling.latencies().micros(990) / 1e3));
        }

        private long ours(Settling settling, Goal goal, String name) throws Exception {
            try (Database database = databases.fresh()) {
                Measured measured = settling.run(database.storage(), goal);
                out.println(String.format(
                        Locale.ROOT,
                        "%s: %d/s, cpu %.0f us a transfer",
                        name,
                        measured.rate(),
                        measured.cpuNanos() / 1e3 / measured.postings()));
                return measured.rate();
            }
        }

        /** Ours once more, taken down, which costs it some time; then the same by a loop. */
        private long raw(Goal goal) throws Exception {
            Recording recording;
            long transfers;
            try (Database database = databases.fresh()) {
                recording = new Recording(database.source());
                new Settling(options).run(database.storage(recording), goal);
                transfers = settled(database);
            }
            try (Database database = databases.fresh()) {
                Replay replay = recording.busiest();
                long nanos;
                try (Connection connection = database.connect()) {
                    nanos = replay.run(connection, asOurs(database.dialect()));
                }
                if (settled(database) != transfers) {
                    throw new IllegalStateException("the loop did not write what ours wrote");
                }
                long rate = Math.round(transfers * 1e9 / nanos);
                out.println("raw: " + rate + "/s, " + replay.summary(transfers));
                return rate;
            }
        }

        private static List<String> asOurs(Dialect dialect) {
            return dialect == Dialect.SQLITE ? List.of("pragma wal_autocheckpoint = 65536") : List.of();
        }

        private static long settled(Database database) throws Exception {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet results =
                            statement.executeQuery("select count(*) from zentra_transfer where status = 'settled'")) {
                results.next();
                return results.getLong(1);
            }
        }

        private static long median(List<Long> rates) {
            return rates.stream()
                    .sorted()
                    .skip((rates.size() - 1) / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
