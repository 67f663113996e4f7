package io.zentra.benchmarks;

import io.zentra.benchmarks.delivery.DeliveryBenchmark;
import io.zentra.benchmarks.history.AsOfBenchmark;
import io.zentra.benchmarks.history.BalanceBenchmark;
import io.zentra.benchmarks.history.StatementBenchmark;
import io.zentra.benchmarks.history.VerificationBenchmark;
import io.zentra.benchmarks.policy.PolicyBenchmark;
import io.zentra.benchmarks.posting.PostingBenchmark;
import io.zentra.benchmarks.transfer.RecoveryBenchmark;
import io.zentra.benchmarks.transfer.StartBenchmark;
import io.zentra.benchmarks.transfer.TransferBenchmark;
import io.zentra.benchmarks.webhooks.VerifyBenchmark;
import io.zentra.benchmarks.writing.BulkBenchmark;
import io.zentra.benchmarks.writing.HoldBenchmark;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The runnable jar: the first argument names the benchmark, the rest are its options. */
public final class Main {
    private static final int WRONG_USAGE = 2;
    private static final List<Benchmark> BENCHMARKS = List.of(
            new PostingBenchmark(),
            new BalanceBenchmark(),
            new AsOfBenchmark(),
            new StatementBenchmark(),
            new VerificationBenchmark(),
            new HoldBenchmark(),
            new BulkBenchmark(),
            new PolicyBenchmark(),
            new DeliveryBenchmark(),
            new VerifyBenchmark(),
            new TransferBenchmark(),
            new StartBenchmark(),
            new RecoveryBenchmark());

    private Main() {}

    /** Runs the benchmark that is named; ends with 2 when there is none of that name or an option is wrong. */
    public static void main(String[] words) throws Exception {
        try {
            run(Arrays.asList(words));
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USAGE);
        }
    }

    private static void run(List<String> words) throws Exception {
        Benchmark benchmark = benchmark(words.isEmpty() ? "" : words.get(0));
        try {
            benchmark.run(words.subList(1, words.size()), System.out);
        } catch (UsageException e) {
            throw new UsageException(e.getMessage() + System.lineSeparator() + benchmark.usage());
        }
    }

    private static Benchmark benchmark(String name) throws UsageException {
        for (Benchmark benchmark : BENCHMARKS) {
            if (benchmark.name().equals(name)) {
                return benchmark;
            }
        }
        String names = BENCHMARKS.stream().map(Benchmark::name).collect(Collectors.joining(", "));
        throw new UsageException(
                "no benchmark \"" + name + "\": run java -jar benchmarks.jar NAME OPTIONS with one of: " + names);
    }
}
