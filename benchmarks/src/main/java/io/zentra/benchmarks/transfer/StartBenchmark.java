package io.zentra.benchmarks.transfer;

import io.zentra.benchmarks.Arguments;
import io.zentra.benchmarks.Benchmark;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How long a runtime in memory takes until it can be called: in a process that has started others before, and in one of
 * its own, from its spawning until it says that it is ready.
 */
public final class StartBenchmark implements Benchmark {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String usage() {
        return "start measures how long a runtime in memory takes to start, in this process and in new ones\n"
                + "  --rounds N                               starts of each kind, of which the median counts (20)";
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        int rounds = (int) Arguments.parse(words, Set.of("--rounds"), Set.of()).number("--rounds", 20, 1, 1_000);
        double warm = warm(rounds);
        double cold = cold(rounds, List.of());
        Path archive = Files.createTempFile("zentra-classes", ".jsa");
        try {
            Files.delete(archive); // the JVM writes no archive over another
            try (Child child = new Child(
                    List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"),
                    Started.class)) {
                child.await(Started.READY);
                child.awaitEnd();
            }
            double archived = cold(rounds, List.of("-XX:SharedArchiveFile=" + archive));
            out.println(String.format(Locale.ROOT, "with a class data archive: cold_ms=%.0f", archived));
        } finally {
            Files.deleteIfExists(archive);
        }
        out.println(String.format(Locale.ROOT, "start warm_ms=%.1f cold_ms=%.0f", warm, cold));
    }

    /** As many starts before do not count. */
    private static double warm(int rounds) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 2 * rounds; i++) {
            SandboxRail rail = SandboxRail.create();
            long begun = System.nanoTime();
            ZentraRuntime runtime = Started.start(rail);
            nanos.add(System.nanoTime() - begun);
            runtime.close();
        }
        return median(nanos.subList(rounds, nanos.size()));
    }

    private static double cold(int rounds, List<String> jvmOptions) throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            long begun = System.nanoTime();
            try (Child child = new Child(jvmOptions, Started.class)) {
                child.await(Started.READY);
                nanos.add(System.nanoTime() - begun);
            }
        }
        return median(nanos);
    }

    /** In milliseconds. */
    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().skip((nanos.size() - 1) / 2).findFirst().orElseThrow() / 1e6;
    }
}
