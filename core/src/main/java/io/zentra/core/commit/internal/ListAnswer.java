package io.zentra.core.commit.internal;

import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a list of commands, in its order: an outcome for each, or a failure that tells which have one.
 *
 * @param <R> the result of each
 */
final class ListAnswer<R> {
    /** How many runs of places a failure names. */
    private static final int MAX_RUNS = 100;

    private final List<Outcome<R>> outcomes = new ArrayList<>();
    private final StringBuilder known = new StringBuilder();
    private @Nullable ZentraException failure;
    private int answered;
    private int runs;
    private int runBegin = -1;

    /** The next command has an outcome. */
    void known(Outcome<R> outcome) {
        outcomes.add(outcome);
        if (runBegin < 0) {
            runBegin = answered;
        }
        answered++;
    }

    /** The next command failed; a conflict is its outcome, since it is refused and recorded as any other refusal. */
    void failed(ZentraException thrown) {
        if (thrown.code() == ErrorCode.IDEMPOTENCY_CONFLICT) {
            known(Keys.declinedByConflict(thrown));
            return;
        }
        endRun();
        answered++;
        notRun(thrown);
    }

    /** This kept the commands after the last one from running; of several failures the one that leaves most open is told. */
    void notRun(ZentraException thrown) {
        if (failure == null || thrown.code() == ErrorCode.OUTCOME_UNKNOWN) {
            failure = thrown;
        }
    }

    /**
     * An outcome for each.
     *
     * @param all how many commands there are
     */
    List<Outcome<R>> orThrow(int all) {
        endRun();
        if (failure == null) {
            return outcomes;
        }
        throw outcomes.isEmpty()
                ? failure
                : Commits.ofSome(failure, outcomes.size(), all).with("known", known);
    }

    /** Places from 0, such as {@code 0-41,43}. */
    private void endRun() {
        if (runBegin < 0) {
            return;
        }
        runs++;
        if (runs <= MAX_RUNS) {
            known.append(known.isEmpty() ? "" : ",").append(runBegin);
            known.append(answered - 1 > runBegin ? "-" + (answered - 1) : "");
        } else if (runs == MAX_RUNS + 1) {
            known.append(",…");
        }
        runBegin = -1;
    }
}
