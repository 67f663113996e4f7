package io.zentra.core.commit.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.commit.internal.Probe.KEPT;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.internal.Probe.Once;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import java.util.Collections;
import java.util.List;
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
        Once defect = new Once("defect", "", reads -> {}, work -> {
            throw new IllegalStateException("planted");
        });

        assertThatThrownBy(() -> core.commits()
                        .runAll(acme, List.of(add(KEPT, "a", "row", 1), defect, add(KEPT, "b", "row", 10))))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
                    assertThat(e.reason()).startsWith("2 of 3 commands have an outcome");
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    ZentraException.class,
                                    cause -> assertThat(cause.code()).isEqualTo(ErrorCode.INVARIANT_BROKEN));
                });
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(11);
    }

    @Test
    void namesTheKeyThatWasUsedForAnotherCommandAndRunsTheOthers() {
        core.commits().run(acme, add(KEPT, "a", "row", 1)).orElseThrow();

        assertThatThrownBy(() ->
                        core.commits().runAll(acme, List.of(add(KEPT, "a", "row", 2), add(KEPT, "b", "row", 10))))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
                    assertThat(e.details()).containsEntry("key", "a");
                });
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(11);
        assertThat(core.commits().runAll(acme, List.of(add(KEPT, "b", "row", 10))))
                .allMatch(outcome -> outcome.isReplay());
    }

    @Test
    void tellsTheGraverOfTwoFailures() {
        core.commits().run(acme, add(KEPT, "a", "row", 1)).orElseThrow();
        Once defect = new Once("defect", "", reads -> {}, work -> {
            throw new IllegalStateException("planted");
        });

        assertRefused(
                ErrorCode.INVARIANT_BROKEN,
                () -> core.commits().runAll(acme, List.of(add(KEPT, "a", "row", 2), defect)));
    }

    @Test
    void refusesAListThatIsTooLong() {
        List<Once> many = Collections.nCopies(Commits.MAX_LIST + 1, add(KEPT, "a", "row", 1));

        assertRefused(ErrorCode.LIST_TOO_LONG, () -> core.commits().runAll(acme, many));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
    }
}
