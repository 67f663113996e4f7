package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.testing.contract.Database;
import io.zentra.testing.schedule.PaymentStage.Schedule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * As {@link PaymentSchedulesTest}, of card authorizations: increments, also such as persons are asked about, clearings in
 * part, in whole and by force, reversals, refunds, a dispute and its end, time, due work, persons, and a process that ends.
 * There are 36 scenes, and 1,885 orders of up to three of the thirteen steps.
 */
class CardSchedulesTest {
    @TempDir
    private Path folder;

    private final SameEnd ends = new SameEnd();

    private static List<List<PaymentStep>> orders(int most) {
        return Orders.of(PaymentStep.ofCards(), most);
    }

    private void play(Database database, int most, int every) throws Exception {
        List<Schedule> schedules = Orders.in(PaymentScene.ofCards(), orders(most), every, Schedule::new);
        Schedules.play(schedules, () -> new PaymentStage(database.newStorage(folder), ends));
    }

    @Test
    void countsEveryOrder() {
        assertThat(orders(3)).hasSize(13 + 156 + 1_716).doesNotHaveDuplicates();
        assertThat(PaymentScene.ofCards()).hasSize(36).doesNotHaveDuplicates();
    }

    @Test
    void endInOneStateInOrdersOfThree() throws Exception {
        play(Database.IN_MEMORY, 3, 35);
        assertThat(ends.met()).as("those that mean the same").isGreaterThan(500);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void endInOneStateInSomeOrdersOfFive(Database database) throws Exception {
        play(database, 5, 62_003);
    }

    @Test
    @Tag("long")
    void endInOneStateInEveryOrderOfThree() throws Exception {
        play(Database.IN_MEMORY, 3, 1);
    }

    @Test
    @Tag("long")
    void endInOneStateInManyOrdersOfFive() throws Exception {
        play(Database.IN_MEMORY, 5, 151);
    }
}
