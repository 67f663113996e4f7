package io.zentra.core.commit.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.commit.internal.Probe.KEPT;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.internal.Probe.Once;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Storage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keyed commands of which all take effect or none. */
@Timeout(120)
class GroupTest {
    private ZentraCore core;
    private Access acme;

    @BeforeEach
    void open() {
        core = ZentraCore.open(ZentraCore.Settings.of(Storage.inMemory()), List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
    }

    @AfterEach
    void verifyAndClose() {
        core.journal(acme).verify(List.of(), List.of()).requireSound();
        core.close();
    }

    @Test
    void decidesEachOnWhatThoseBeforeItLeft() {
        Outcome<List<Long>> outcome = together(add(KEPT, "a", "row", 1), add(KEPT, "b", "row", 10));

        assertThat(outcome.orElseThrow()).hasSize(2).isSorted();
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(11);
        assertThat(keys("probe.added")).containsExactly("a", "b");
    }

    @Test
    void answersTheWholeGroupAgain() {
        List<Long> first =
                together(add(KEPT, "a", "row", 1), add(KEPT, "b", "row", 10)).orElseThrow();
        Outcome<List<Long>> again = together(add(KEPT, "a", "row", 1), add(KEPT, "b", "row", 10));

        assertThat(again).isEqualTo(new Outcome.Replayed<>(new Outcome.Applied<>(first), 1));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(11);
        assertThat(core.journal(acme).after(0, 100))
                .filteredOn(event -> event.type().equals("request.replayed"))
                .hasSize(2);
    }

    @Test
    void usesUpEveryKeyWhenOneIsRefused() {
        Outcome<List<Long>> outcome = together(add(KEPT, "a", "row", 1), refused("b"), add(KEPT, "c", "row", 100));

        assertThat(catchThrowableOfType(ZentraException.class, outcome::orElseThrow))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.FLOOR_CROSSED))
                .satisfies(refusal -> assertThat(refusal.details())
                        .containsEntry("request_key", "b")
                        .containsEntry("request_index", "1"));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
        assertThat(keys("request.declined")).containsExactly("a", "b", "c");
        Outcome<List<Long>> again = together(add(KEPT, "a", "row", 1), refused("b"), add(KEPT, "c", "row", 100));
        assertThat(again).isEqualTo(new Outcome.Replayed<>(outcome, 1));
        Outcome<Long> alone = core.commits().run(acme, add(KEPT, "c", "row", 100));
        assertRefused(ErrorCode.BULK_DECLINED, alone::orElseThrow);
    }

    @Test
    void conflictsWhenSomeKeysWereUsedWithoutTheOthers() {
        core.commits().run(acme, add(KEPT, "a", "row", 1)).orElseThrow();

        assertRefused(
                ErrorCode.IDEMPOTENCY_CONFLICT, () -> together(add(KEPT, "a", "row", 1), add(KEPT, "b", "row", 10)));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(1);
        assertThat(core.commits().run(acme, add(KEPT, "b", "row", 10)).isReplay())
                .as("a conflict uses no key up")
                .isFalse();
    }

    @Test
    void conflictsWhenKeysHadOtherFates() {
        core.commits().run(acme, add(KEPT, "a", "row", 1)).orElseThrow();
        core.commits().run(acme, refused("b"));

        assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, () -> together(add(KEPT, "a", "row", 1), refused("b")));
    }

    @Test
    void conflictsWhenARequestIsAnother() {
        together(add(KEPT, "a", "row", 1), add(KEPT, "b", "row", 10)).orElseThrow();

        assertRefused(
                ErrorCode.IDEMPOTENCY_CONFLICT, () -> together(add(KEPT, "a", "row", 1), add(KEPT, "b", "row", 11)));
        assertThat(core.journal(acme).after(0, 100))
                .extracting(Event::type)
                .contains("request.conflicted")
                .doesNotContain("request.replayed");
    }

    @Test
    void leavesNothingOfAGroupWithADefect() {
        Once broken = new Once("b", "broken", reads -> {}, work -> {
            throw new IllegalStateException("a defect");
        });

        assertRefused(ErrorCode.INVARIANT_BROKEN, () -> together(add(KEPT, "a", "row", 1), broken));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
        assertThat(core.commits().run(acme, add(KEPT, "a", "row", 1)).isReplay())
                .isFalse();
    }

    @Test
    void failsAsAWholeWhenACommandRecordsNothing() {
        Once silent = new Once("b", "silent", reads -> {}, work -> {});

        assertRefused(ErrorCode.INVARIANT_BROKEN, () -> together(add(KEPT, "a", "row", 1), silent));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
    }

    private Outcome<List<Long>> together(Once... commands) {
        return core.commits().runAtomically(acme, List.of(commands));
    }

    private static Once refused(String key) {
        return new Once(key, "refused", reads -> {}, work -> {
            Probe.happened(work, "probe.dropped");
            throw ZentraException.of(ErrorCode.FLOOR_CROSSED, "no");
        });
    }

    private List<String> keys(String type) {
        return core.journal(acme).after(0, 100).stream()
                .filter(event -> event.type().equals(type))
                .map(event -> event.key().orElseThrow())
                .toList();
    }
}
