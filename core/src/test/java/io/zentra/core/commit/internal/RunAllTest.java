package io.zentra.core.commit.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.commit.internal.Probe.KEPT;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.internal.Probe.Once;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of a list of commands of which some have no outcome. */
@Timeout(60)
class RunAllTest {
    private ZentraCore core;
    private Access acme;

    @BeforeEach
    void open() {
        core = ZentraCore.open(ZentraCore.Settings.of(Storage.inMemory()), List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
    }

    @AfterEach
    void close() {
        core.close();
    }

    /** One that fails inside says that nothing changed, and means itself: it used to be told of the whole list. */
    @Test
    void doesNotSayOfAllThatNothingChangedWhenOneFailsInside() {
        assertThatThrownBy(() -> core.commits()
                        .runAll(acme, List.of(add(KEPT, "a", "row", 1), defect("defect"), add(KEPT, "b", "row", 10))))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
                    assertThat(e.reason()).startsWith("2 of 3 commands have an outcome");
                    assertThat(e.details()).containsEntry("known", "0,2");
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    ZentraException.class,
                                    cause -> assertThat(cause.code()).isEqualTo(ErrorCode.INVARIANT_BROKEN));
                });
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(11);
    }

    /** One of a thousand used a key again, and the caller learned nothing of the others: it used to be thrown. */
    @Test
    void aConflictIsTheOutcomeOfItsCommandAlone() {
        long first = core.commits().run(acme, add(KEPT, "a", "row", 1)).orElseThrow();
        List<Outcome<Long>> outcomes = core.commits()
                .runAll(
                        acme,
                        List.of(
                                add(KEPT, "b", "row", 10),
                                add(KEPT, "a", "row", 2),
                                add(KEPT, "a", "row", 1),
                                add(KEPT, "b", "row", 20),
                                add(KEPT, "c", "row", 100)));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Applied.class);
        Outcome.Declined<Long> declined = (Outcome.Declined<Long>) outcomes.get(1);
        assertThat(declined.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(declined.details()).containsEntry("key", "a").containsEntry("first_seq", String.valueOf(first));
        assertThat(declined.eventSeq()).isGreaterThan(first);
        assertThat(outcomes.get(2).isReplay()).isTrue();
        assertThat(outcomes.get(3).isDeclined()).as("of the same list").isTrue();
        assertThat(outcomes.get(4)).isInstanceOf(Outcome.Applied.class);
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(111);
        assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, () -> outcomes.get(1).orElseThrow());
    }

    @Test
    void aConflictBesideAFailureIsKnown() {
        core.commits().run(acme, add(KEPT, "a", "row", 1)).orElseThrow();

        assertThatThrownBy(() -> core.commits().runAll(acme, List.of(add(KEPT, "a", "row", 2), defect("defect"))))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
                    assertThat(e.details()).containsEntry("known", "0");
                });
    }

    @Test
    void tellsTheFailureItselfWhenNoneHasAnOutcome() {
        assertRefused(
                ErrorCode.INVARIANT_BROKEN, () -> core.commits().runAll(acme, List.of(defect("one"), defect("two"))));
    }

    /** However many there are, the failure stays of a size that can be logged. */
    @Test
    void namesTheFirstHundredRunsOfWhatIsKnown() {
        List<Once> commands = new ArrayList<>();
        StringJoiner known = new StringJoiner(",", "", ",…");
        for (int i = 0; i < 120; i++) {
            commands.add(defect("defect" + i));
            commands.add(add(KEPT, "a" + i, "row", 1));
            commands.add(add(KEPT, "b" + i, "row", 1));
            if (i < 100) {
                known.add((3 * i + 1) + "-" + (3 * i + 2));
            }
        }

        assertThatThrownBy(() -> core.commits().runAll(acme, commands))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.details()).containsEntry("known", known.toString()));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(240);
    }

    private static Once defect(String key) {
        return new Once(key, "", reads -> {}, work -> {
            throw new IllegalStateException("planted");
        });
    }

    @Test
    void refusesAListThatIsTooLong() {
        List<Once> many = Collections.nCopies(Commits.MAX_LIST + 1, add(KEPT, "a", "row", 1));

        assertRefused(ErrorCode.LIST_TOO_LONG, () -> core.commits().runAll(acme, many));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
    }
}
