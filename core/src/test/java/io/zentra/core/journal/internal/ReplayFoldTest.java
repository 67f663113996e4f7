package io.zentra.core.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayFoldTest {
    @Test
    void letsCommandsOfAnyLengthFollowEachOther() {
        assertThat(faults(null, null, 2L, 2L, null, 5L, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3", "9"})
    void findsAnEventThatNamesTheFirstOfAnotherCommand(long first) {
        assertThat(faults(null, null, 2L, first))
                .containsExactly(
                        "event 4 names event " + first + " as the first of its command, to which it does not belong");
    }

    @Test
    void findsAFirstEventThatNamesAnotherOne() {
        assertThat(faults(1L)).hasSize(1);
    }

    /** What the fold says of events that name these as the first of their commands. */
    private static List<String> faults(@Nullable Long... firsts) {
        List<String> faults = new ArrayList<>();
        try (ZentraCore core = ZentraCore.open(ZentraCore.Settings.of(Storage.inMemory()), List.of(Probe.MODULE))) {
            int tenant = Probe.tenant(core, "acme").tenant().no();
            StateComparison stored = new StateComparison(core.queries(), tenant, faults::add);
            ReplayFold fold = new ReplayFold();
            for (int i = 0; i < firsts.length; i++) {
                fold.apply(event(i + 1, firsts[i]), stored);
            }
            fold.compare(stored);
        }
        return faults;
    }

    private static Event event(long seq, @Nullable Long first) {
        String text = "{\"body\":{}," + (first == null ? "" : "\"first\":" + first + ",") + "\"seq\":" + seq
                + ",\"type\":\"probe\",\"v\":1}";
        return Event.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
