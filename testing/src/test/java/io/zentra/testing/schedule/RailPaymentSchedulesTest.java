package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.runtime.rail.Settles;
import io.zentra.testing.contract.Database;
import io.zentra.testing.schedule.RailPaymentScene.Begins;
import io.zentra.testing.schedule.RailPaymentStage.Schedule;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Orders of what can happen to a payment that goes over rails, each step once: captures, what is let go of, a refund, a
 * dispute entered by hand and its end, what the rail does and calls back about its transfers, questions to it, time, persons,
 * and a process that ends. There are 9,000 scenes of a rail that settles at once and as many of one that settles later, and
 * 2,380 orders of up to three of the fourteen steps; of the six steps that one transfer takes there are 1,956 orders, up to
 * all six. The usual build plays about 1,500 of them, spread over orders and scenes; in the long run each order is played in
 * one scene at least.
 *
 * <p>After each step state, amounts, transfers, holds and the money in each account of the flow are those that a naive
 * reading of the guide gives, and the same request or callback again is a replay. After all of them the packets of the payment
 * and of its transfers verify, of those with the same events the first; there is one event for each change, no request has
 * another answer than at first, and payments about which the same was said and done, in whatever order, have come to the same.
 */
class RailPaymentSchedulesTest {
    private static final List<RailPaymentStep> ONE_TRANSFER = List.copyOf(RailPaymentStep.ofOneTransfer());

    @TempDir
    private Path folder;

    private final SameEnd ends = new SameEnd();

    private static List<List<RailPaymentStep>> orders(int most) {
        return Orders.of(RailPaymentStep.all(), most);
    }

    private static List<RailPaymentScene> capturing(Settles settles) {
        return RailPaymentScene.all(settles).stream()
                .filter(scene -> scene.begins() == Begins.CAPTURING)
                .toList();
    }

    private void play(Database database, Settles settles, List<Schedule> schedules) throws Exception {
        Schedules.play(schedules, () -> new RailPaymentStage(database.newStorage(folder), settles, ends));
    }

    private void play(Database database, int most, int every) throws Exception {
        for (Settles settles : Settles.values()) {
            play(database, settles, some(RailPaymentScene.all(settles), orders(most), every));
        }
    }

    private static List<Schedule> some(
            List<RailPaymentScene> scenes, Collection<List<RailPaymentStep>> orders, int every) {
        return Orders.in(scenes, List.copyOf(orders), every, Schedule::new);
    }

    private void playOneTransfer(int every) throws Exception {
        for (Settles settles : Settles.values()) {
            play(Database.IN_MEMORY, settles, some(capturing(settles), Orders.of(ONE_TRANSFER, 6), every));
        }
    }

    @Test
    void countsEveryOrder() {
        assertThat(orders(3)).hasSize(14 + 182 + 2_184).doesNotHaveDuplicates();
        assertThat(Orders.of(ONE_TRANSFER, 6)).hasSize(1_956);
        for (Settles settles : Settles.values()) {
            assertThat(RailPaymentScene.all(settles)).hasSize(9_000).doesNotHaveDuplicates();
            assertThat(capturing(settles)).hasSize(1_125);
        }
    }

    @Test
    void endInOneStateInOrdersOfThree() throws Exception {
        play(Database.IN_MEMORY, 3, 40_009);
        assertThat(ends.met()).as("those that mean the same").isGreaterThan(500);
    }

    @Test
    void endInOneStateInOrdersOfAllThatOneTransferTakes() throws Exception {
        playOneTransfer(8_807);
        assertThat(ends.met()).as("those that mean the same").isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void endInOneStateInSomeOrdersOfFive(Database database) throws Exception {
        play(database, 5, 80_000_023);
    }

    @Test
    @Tag("long")
    void endInOneStateInManyOrdersOfThree() throws Exception {
        play(Database.IN_MEMORY, 3, 7_919);
    }

    @Test
    @Tag("long")
    void endInOneStateInManyOrdersOfAllThatOneTransferTakes() throws Exception {
        playOneTransfer(881);
    }

    @Test
    @Tag("long")
    void endInOneStateInManyOrdersOfFive() throws Exception {
        play(Database.IN_MEMORY, 5, 1_000_003);
    }
}
