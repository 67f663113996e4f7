package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.testing.contract.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    private static final int PER_STAGE = 200;
    private static final int SAMPLE = 7_993;

    @TempDir
    private Path folder;

    private record Schedule(Scene scene, List<Step> order) {}

    /** All orders of up to so many of the steps. */
    private static List<List<Step>> orders(int most) {
        List<List<Step>> all = new ArrayList<>();
        extend(new ArrayList<>(), EnumSet.allOf(Step.class), most, all);
        return all;
    }

    private static void extend(List<Step> so, Set<Step> left, int most, List<List<Step>> all) {
        if (!so.isEmpty()) {
            all.add(List.copyOf(so));
        }
        if (so.size() < most) {
            for (Step next : left) {
                Set<Step> others = EnumSet.copyOf(left);
                others.remove(next);
                so.add(next);
                extend(so, others, most, all);
                so.remove(so.size() - 1);
            }
        }
    }

    private static List<Schedule> schedules(int most, int every) {
        List<Schedule> all = new ArrayList<>();
        int i = 0;
        for (List<Step> order : orders(most)) {
            for (Scene scene : Scene.all()) {
                if (i++ % every == 0) {
                    all.add(new Schedule(scene, order));
                }
            }
        }
        return all;
    }

    private void play(Database database, List<Schedule> schedules) throws Exception {
        for (int i = 0; i < schedules.size(); i += PER_STAGE) {
            try (ScheduleStage stage = new ScheduleStage(database.newStorage(folder))) {
                for (Schedule each : schedules.subList(i, Math.min(schedules.size(), i + PER_STAGE))) {
                    stage.play(each.scene(), each.order());
                }
                stage.requireSound();
            }
        }
    }

    @Test
    void countsEveryOrder() {
        assertThat(orders(3)).hasSize(6 + 30 + 120).doesNotHaveDuplicates();
        assertThat(orders(6)).hasSize(1_956);
        assertThat(Scene.all()).hasSize(405).doesNotHaveDuplicates();
    }

    @Test
    void endInOneStateInOrdersOfThree() throws Exception {
        play(Database.IN_MEMORY, schedules(3, 59));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void endInOneStateInSomeOrdersOfAll(Database database) throws Exception {
        play(database, schedules(6, SAMPLE));
    }

    @Test
    @Tag("long")
    void endInOneStateInManyOrdersOfAll() throws Exception {
        play(Database.IN_MEMORY, schedules(6, 23));
    }
}
