package io.zentra.benchmarks.transfer;

import io.zentra.benchmarks.Arguments;
import io.zentra.benchmarks.UsageException;
import io.zentra.benchmarks.writing.WritingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What transfers to make.
 *
 * @param writing database, callers, customers, times and rounds
 * @param threads how many threads run due work
 * @param onlyOurs whether only ours is measured, for profiles
 */
record TransferOptions(WritingOptions writing, int threads, boolean onlyOurs) {
    static final String USAGE =
            "transfer measures transfers from their creation to their settlement by a signed callback\n"
                    + "  --workers N                              threads of due work (16)\n"
                    + "  --only-ours                              leave raw out\n"
                    + WritingOptions.USAGE;

    private static final String WORKERS = "--workers";
    private static final String ONLY_OURS = "--only-ours";

    static TransferOptions parse(List<String> words) throws UsageException {
        List<String> own = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            List<String> to = word.equals(WORKERS) || word.equals(ONLY_OURS) ? own : rest;
            to.add(word);
            if (word.equals(WORKERS) && i + 1 < words.size()) {
                to.add(words.get(++i));
            }
        }
        Arguments arguments = Arguments.parse(own, Set.of(WORKERS), Set.of(ONLY_OURS));
        return new TransferOptions(
                WritingOptions.parse(rest), (int) arguments.number(WORKERS, 16, 1, 64), arguments.has(ONLY_OURS));
    }
}
