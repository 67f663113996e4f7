package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.testing.contract.Write.Attempt;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.Fault.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/** Strikes writes with faults and checks what callers were told against what is in the tables. */
final class Strikes {
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration SHORT_RETRY = Duration.ofMillis(10);
    private static final int MAX_CALLS = 2_000;

    /** Events that tell of each asking, of a caller or of a rail, and change nothing. */
    private static final Set<String> AS_OFTEN_AS_ASKED =
            Set.of("request.replayed", "request.conflicted", "provider.observed");

    private Strikes() {}

    /**
     * How a write is struck.
     *
     * @param counted which calls count
     * @param stride every how manieth is struck
     * @param restarted whether the ledger is closed and opened between preparation and write
     * @param retryFor how long lanes try
     */
    record Run(Counted counted, int stride, boolean restarted, Duration retryFor) {
        static Run warm(Counted counted, int stride) {
            return new Run(counted, stride, false, RETRY);
        }

        static Run cold(int stride) {
            return new Run(Counted.ROUND_TRIPS, stride, true, RETRY);
        }

        /** For a database that stays down, so that trying again is in vain; and for a process that ends. */
        static Run down(int stride) {
            return new Run(Counted.ROUND_TRIPS, stride, false, SHORT_RETRY);
        }
    }

    /** Strikes the first call of a write, then the second, and so on until it has no more. */
    static void strikeEach(Stages stages, Write write, LongFunction<Fault> faults, Run run) {
        boolean struck = true;
        for (long nth = 1; struck; nth += run.stride()) {
            assertThat(nth).as("calls of one write").isLessThan(MAX_CALLS);
            struck = stages.on(run, write, faults.apply(nth));
            assertThat(struck || nth > 1).as("%s meets a fault", write).isTrue();
        }
    }

    /** Strikes a write once, and tells whether the fault happened: it does not when the write has fewer calls. */
    static boolean strike(Stage stage, Write write, Fault fault, boolean restarted) {
        String what = write + ", " + fault;
        Attempt attempt = write.preparation().prepare(stage, stage.newTag());
        if (restarted) {
            stage.reopen();
            stage.acme();
        }
        long before = stage.head();
        stage.faulty().arm(fault);
        Told told = Told.by(attempt);
        boolean struck = stage.faulty().hasStruck();
        // a statement that failed before any commit leaves no doubt
        boolean inDoubt = stage.faulty().commits() > 0 || attempt.isOfSeveral() || fault.kind() != Kind.STATEMENT_FAILS;
        boolean died = struck && fault.kind() == Kind.PROCESS_ENDS;
        if (died) {
            stage.reopenAfterDeath();
            stage.acme();
        }
        stage.faulty().heal();
        boolean changed = attempt.isThere() == null
                ? stage.head() > before
                : attempt.isThere().getAsBoolean();
        if (!died || told == Told.DONE) { // who was not answered before the process died learned nothing
            told.requireTrue(what, changed, inDoubt);
        }
        assertThat(Told.by(attempt)).as("%s, sent again", what).isEqualTo(Told.DONE);
        requireOnce(stage, attempt, before, what);
        return struck;
    }

    private static void requireOnce(Stage stage, Attempt attempt, long before, String what) {
        if (attempt.isThere() != null) {
            assertThat(attempt.isThere().getAsBoolean()).as(what).isTrue();
        }
        List<String> events = stage.acme().journal().after(before, 1_000).stream()
                .map(Event::type)
                .filter(type -> !AS_OFTEN_AS_ASKED.contains(type))
                .toList();
        assertThat(events).as("%s: what its requests left", what).isEqualTo(attempt.events());
    }

    static void requireSound(Stage stage, String what) {
        assertThat(stage.verify().faults()).as(what).isEmpty();
        assertThat(stage.acme().ledgers().trialBalance().isZero()).as(what).isTrue();
    }

    /** What a caller learned. */
    private enum Told {
        /** It is there. */
        DONE,
        /** Nothing changed. */
        NOTHING_CHANGED,
        /** Ask again. */
        UNKNOWN;

        static Told by(Attempt attempt) {
            try {
                attempt.call().run();
            } catch (ZentraException e) {
                if (e.code() == attempt.refusal()) {
                    return DONE;
                }
                if (e.code() == ErrorCode.STORAGE_FAILED) {
                    return NOTHING_CHANGED;
                }
                if (e.code() == ErrorCode.OUTCOME_UNKNOWN) {
                    return UNKNOWN;
                }
                throw e;
            }
            return DONE;
        }

        void requireTrue(String what, boolean changed, boolean inDoubt) {
            if (this == UNKNOWN) {
                assertThat(inDoubt).as("%s: nobody can know", what).isTrue();
            } else {
                assertThat(changed).as("%s: the caller was told %s", what, this).isEqualTo(this == DONE);
            }
        }
    }
}
