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
 * Orders of what can happen to a payment, each step once: captures in parts, what is let go of, refunds, a dispute and its
 * end, time, due work, persons, and a process that ends. There are 30 scenes, and 1,464 orders of up to three of the twelve
 * steps: each order is played in one scene at least, and each in every scene in the long run.
 *
 * <p>After each step the state, the amounts and the answer are those that a naive reading of the guide gives, and the same
 * request again is a replay. After all of them money is conserved, the ledger holds what the payment tells, its events add
 * up to its amounts, its packet verifies, no request has another answer than at first, and payments that took the same steps
 * in another order have come to the same.
 */
class PaymentSchedulesTest {
    @TempDir
    private Path folder;

    private final SameEnd ends = new SameEnd();

    private static List<List<PaymentStep>> orders(int most) {
        return Orders.of(PaymentStep.ofPayments(), most);
    }

    private void play(Database database, int most, int every) throws Exception {
        List<Schedule> schedules = Orders.in(PaymentScene.ofPayments(), orders(most), every, Schedule::new);
        Schedules.play(schedules, () -> new PaymentStage(database.newStorage(folder), ends));
    }

    @Test
    void countsEveryOrder() {
        assertThat(orders(3)).hasSize(12 + 132 + 1_320).doesNotHaveDuplicates();
        assertThat(PaymentScene.ofPayments()).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void endInOneStateInOrdersOfThree() throws Exception {
        play(Database.IN_MEMORY, 3, 29);
        assertThat(ends.met()).as("those that mean the same").isGreaterThan(500);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void endInOneStateInSomeOrdersOfFive(Database database) throws Exception {
        play(database, 5, 32_503);
    }

    @Test
    @Tag("long")
    void endInOneStateInEveryOrderOfThree() throws Exception {
        play(Database.IN_MEMORY, 3, 1);
    }

    @Test
    @Tag("long")
    void endInOneStateInManyOrdersOfFive() throws Exception {
        play(Database.IN_MEMORY, 5, 101);
    }
}
