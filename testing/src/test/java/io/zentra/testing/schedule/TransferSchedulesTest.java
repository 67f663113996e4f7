package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.testing.contract.Database;
import io.zentra.testing.schedule.ScheduleStage.Schedule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every order of what can happen to a transfer, each step once: one state, one mutation, money conserved, a packet that
 * verifies; after each step the state that a naive reading of the same facts gives.
 */
class TransferSchedulesTest {
    private static final int SAMPLE = 7_993;

    @TempDir
    private Path folder;

    /** All orders of up to so many of the steps. */
    private static List<List<Step>> orders(int most) {
        return Orders.of(List.of(Step.values()), most);
    }

    private void play(Database database, int most, int every) throws Exception {
        List<Schedule> schedules = Orders.in(Scene.all(), orders(most), every, Schedule::new);
        Schedules.play(schedules, () -> new ScheduleStage(database.newStorage(folder)));
    }

    @Test
    void countsEveryOrder() {
        assertThat(orders(3)).hasSize(6 + 30 + 120).doesNotHaveDuplicates();
        assertThat(orders(6)).hasSize(1_956);
        assertThat(Scene.all()).hasSize(405).doesNotHaveDuplicates();
    }

    @Test
    void endInOneStateInOrdersOfThree() throws Exception {
        play(Database.IN_MEMORY, 3, 59);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void endInOneStateInSomeOrdersOfAll(Database database) throws Exception {
        play(database, 6, SAMPLE);
    }

    @Test
    @Tag("long")
    void endInOneStateInManyOrdersOfAll() throws Exception {
        play(Database.IN_MEMORY, 6, 23);
    }
}
