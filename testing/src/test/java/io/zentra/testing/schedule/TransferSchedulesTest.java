package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.testing.contract.Database;
import io.zentra.testing.schedule.ScheduleStage.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every order of up to three of what can happen to a transfer, each step once: what its rail says when it is called, two
 * callbacks, a question to the rail, an operator, and the end of the process: between steps, and in the next one with its work
 * leased, its rail called and nothing written, or all written and nobody answered. It is over one rail that settles at once or
 * later, or over two, of which the second takes what the first has not moved. These are 156 orders in 7,092 scenes; those of
 * which the order asks the same are one, which leaves 9,386.
 *
 * <p>After each step the state and the rail are those that a naive reading of the guide gives, and a message that comes again
 * is a duplicate. After all of them one mutation is there, in one state; money is conserved, the packet verifies, and
 * transfers of which was said the same, by whomever and in whatever order, have come to the same.
 */
class TransferSchedulesTest {
    @TempDir
    private Path folder;

    private final SameEnd ends = new SameEnd();

    /** All orders of up to so many of the steps. */
    private static List<List<Step>> orders(int most) {
        return Orders.of(List.of(Step.values()), most);
    }

    /** Each order in every scene, but once where what differs in two scenes is nothing that the order asks for. */
    private static List<Schedule> every(int most) {
        List<Schedule> all = new ArrayList<>();
        for (List<Step> order : orders(most)) {
            Set<List<Object>> asked = new HashSet<>();
            for (Scene scene : Scene.all()) {
                Schedule schedule = new Schedule(scene, order);
                if (asked.add(schedule.asked())) {
                    all.add(schedule);
                }
            }
        }
        return all;
    }

    private void play(Database database, List<Schedule> schedules) throws Exception {
        Schedules.play(schedules, () -> new ScheduleStage(database.newStorage(folder), ends));
    }

    private static List<Schedule> some(int every) {
        return Orders.in(Scene.all(), orders(6), every, Schedule::new);
    }

    @Test
    void countsEveryOrder() {
        assertThat(orders(3)).hasSize(6 + 30 + 120).doesNotHaveDuplicates();
        assertThat(orders(6)).hasSize(1_956);
        assertThat(Scene.all()).hasSize(7_092).doesNotHaveDuplicates();
        assertThat(every(3)).hasSize(9_386);
    }

    @Test
    void endInOneStateInEveryOrderOfThree() throws Exception {
        play(Database.IN_MEMORY, every(3));
        assertThat(ends.met()).as("those that mean the same").isGreaterThan(9_000);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void endInOneStateInSomeOrdersOfAll(Database database) throws Exception {
        play(database, some(139_007));
    }

    @Test
    @Tag("long")
    void endInOneStateInEveryOrderOfFour() throws Exception {
        play(Database.IN_MEMORY, every(4));
    }

    @Test
    @Tag("long")
    void endInOneStateInManyOrdersOfAll() throws Exception {
        play(Database.IN_MEMORY, some(1_009));
    }
}
