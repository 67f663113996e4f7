package io.zentra.core.commit.internal;

import static io.zentra.core.commit.internal.Probe.KEPT;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many callers of one lane over a real database. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommitLaneRaceTest {
    private static final int CALLERS = 32;
    private static final int COMMANDS = 30;

    @TempDir
    Path folder;

    /** Reads see what is committed and nothing else. */
    @ParameterizedTest
    @EnumSource
    void whoeverIsAnsweredFindsItsEventAtOnce(Databases database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (ZentraCore core =
                ZentraCore.open(ZentraCore.Settings.of(database.create(folder)), List.of(Probe.MODULE))) {
            Access acme = Probe.tenant(core, "acme");
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String caller = "caller-" + i;
                callers.add(threads.submit(() -> call(core, acme, caller)));
            }
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).isEqualTo(COMMANDS);
            }
            for (int i = 0; i < CALLERS; i++) {
                assertThat(value(core, acme, KEPT, "caller-" + i)).isEqualTo(COMMANDS);
            }
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        } finally {
            threads.shutdownNow();
        }
    }

    private static int call(ZentraCore core, Access acme, String caller) {
        int found = 0;
        for (int i = 0; i < COMMANDS; i++) {
            String key = caller + "-" + i;
            long seq = core.commits().run(acme, add(KEPT, key, caller, 1)).orElseThrow();
            List<Event> stored = core.journal(acme).after(seq - 1, 1);
            found += stored.size() == 1 && stored.get(0).key().orElse("").equals(key) ? 1 : 0;
        }
        return found;
    }
}
