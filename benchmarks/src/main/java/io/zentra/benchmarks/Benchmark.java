package io.zentra.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** One benchmark of the jar, chosen by the first argument. */
public interface Benchmark {
    /** What chooses it. */
    String name();

    /** Its options, one a line, for a person who mistyped one. */
    String usage();

    /**
     * Runs it and prints what it found, the summary as the last line.
     *
     * @throws UsageException when an option is unknown or out of range
     * @throws Exception when the database or the library fails
     */
    void run(List<String> options, PrintStream out) throws Exception;
}
