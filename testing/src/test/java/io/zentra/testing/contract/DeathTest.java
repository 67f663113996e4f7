package io.zentra.testing.contract;

import io.zentra.core.storage.Dialect;
import io.zentra.testing.contract.Strikes.Run;
import io.zentra.testing.fault.Fault.Kind;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process ends at a call of a write, before its commit, or after a commit whose answer it never got: the next process
 * finds all of the write or nothing, all if it was acknowledged, and the request sent again applies it once. For every kind
 * of write on every database that outlives a process; {@link KillTest} shows the same of processes that really end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeathTest {
    private static final int STRIDE = 12;

    @TempDir
    static Path folder;

    private final Map<Dialect, Stages> stages = new EnumMap<>(Dialect.class);

    static Stream<Arguments> writes() {
        return Stream.of(Dialect.values())
                .flatMap(dialect -> Write.all().stream().map(write -> Arguments.of(dialect, write)));
    }

    @AfterAll
    void verifyAndClose() {
        stages.values().forEach(Stages::close);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aProcessThatEndsAtACommitLeavesAllOrNothing(Dialect dialect, Write write) {
        Strikes.strikeEach(on(dialect), write, Kind.PROCESS_ENDS::beforeCommit, Run.down(1));
        Strikes.strikeEach(on(dialect), write, Kind.PROCESS_ENDS::afterCommit, Run.down(1));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aProcessThatEndsAtACallLeavesAllOrNothing(Dialect dialect, Write write) {
        Strikes.strikeEach(on(dialect), write, Kind.PROCESS_ENDS::atCall, Run.down(STRIDE));
    }

    @ParameterizedTest
    @MethodSource("writes")
    @Tag("long")
    void aProcessThatEndsAtAnyCallLeavesAllOrNothing(Dialect dialect, Write write) {
        Strikes.strikeEach(on(dialect), write, Kind.PROCESS_ENDS::atCall, Run.down(1));
    }

    private Stages on(Dialect dialect) {
        return stages.computeIfAbsent(dialect, each -> Stages.surviving(() -> Disk.empty(each, folder)));
    }
}
