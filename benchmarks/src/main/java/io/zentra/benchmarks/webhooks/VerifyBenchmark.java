package io.zentra.benchmarks.webhooks;

import io.zentra.benchmarks.Arguments;
import io.zentra.benchmarks.Benchmark;
import io.zentra.webhooks.CallbackVerdict;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Callbacks that one thread verifies in a second of a core, by scheme: each is built from its header fields and judged. */
public final class VerifyBenchmark implements Benchmark {
    private static final int BLOCK = 64;
    private static final long SECOND = 1_000_000_000L;

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String usage() {
        return "verify measures verifications of one thread in a second of a core: --bytes N (1024) of body, --seconds N (2) a round,"
                + " --rounds N (3) after one that warms up";
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        Arguments arguments = Arguments.parse(words, Set.of("--bytes", "--seconds", "--rounds"), Set.of());
        int bytes = (int) arguments.number("--bytes", 1_024, 64, 1_000_000);
        long seconds = arguments.number("--seconds", 2, 1, 600);
        int rounds = (int) arguments.number("--rounds", 3, 1, 100);
        Map<String, SignedMessages.Case> cases = new SignedMessages(bytes).all();
        Map<String, List<Long>> rates = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, SignedMessages.Case> one : cases.entrySet()) {
                long rate = rate(one.getValue(), seconds * SECOND);
                if (round > 0) { // the first warms up
                    rates.computeIfAbsent(one.getKey(), scheme -> new ArrayList<>())
                            .add(rate);
                }
            }
            out.println(round == 0 ? "warm-up" : "round " + round);
        }
        out.println("bytes of body: " + bytes);
        rates.forEach((scheme, all) -> out.println("verify scheme=" + scheme + " per_s=" + median(all)));
    }

    /** By the time that the thread had on a core: what else the machine does counts for little. */
    private static long rate(SignedMessages.Case one, long nanos) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long end = start;
        long count = 0;
        while (end - start < nanos) {
            for (int i = 0; i < BLOCK; i++) {
                CallbackVerdict verdict = one.scheme().judge(one.message(), SignedMessages.AT);
                if (!(verdict instanceof CallbackVerdict.Verified)) {
                    throw new IllegalStateException("not verified: " + verdict);
                }
            }
            count += BLOCK;
            end = threads.getCurrentThreadCpuTime();
        }
        return count * SECOND / (end - start);
    }

    private static long median(List<Long> rates) {
        return rates.stream().sorted().skip((rates.size() - 1) / 2).findFirst().orElseThrow();
    }
}
