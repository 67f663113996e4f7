package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.testing.contract.Database;
import io.zentra.testing.schedule.RailPaymentScene.Begins;
import io.zentra.testing.schedule.RailPaymentStage.Schedule;
import io.zentra.testing.schedule.Scene.Rails;
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
 * dispute entered by hand and its end, what the rails do and call back about its transfers, with a wrong amount or asset too,
 * questions to them, what its destination spends, time, persons, and a process that ends between steps or inside one. It goes
 * over one rail that settles at once or later, or over two, of which the second takes what the first has not moved. It may
 * wait for persons to be held, or to be given back by hand, and its destination may owe nothing. There are 116,160 such scenes,
 * and 2,955 orders of up to three of the fifteen steps; of the six steps that one transfer takes there are 1,956 orders, up to
 * all six. The usual build plays about 2,600 of them in memory and about 100 on each database, spread over orders and scenes;
 * in the long run each order is played in one scene at least.
 *
 * <p>After each step state, amounts, transfers, their rails, holds and the money in each account of the flow are those that a
 * naive reading of the guide gives, and the same request or callback again is a replay. After all of them the packets of the
 * payment and of its transfers verify, of those with the same events the first; there is one event for each change, no request
 * has another answer than at first, and payments about which the same was said and done, in whatever order, have come to the
 * same.
 */
class RailPaymentSchedulesTest {
    private static final List<RailPaymentStep> ONE_TRANSFER = List.copyOf(RailPaymentStep.ofOneTransfer());

    @TempDir
    private Path folder;

    private final SameEnd ends = new SameEnd();

    private static List<List<RailPaymentStep>> orders(int most) {
        return Orders.of(RailPaymentStep.all(), most);
    }

    private static List<RailPaymentScene> capturing(Rails rails) {
        return RailPaymentScene.all(rails).stream()
                .filter(scene -> scene.begins() == Begins.CAPTURING)
                .toList();
    }

    private void play(Database database, Rails rails, List<Schedule> schedules) throws Exception {
        Schedules.play(schedules, () -> new RailPaymentStage(database.newStorage(folder), rails, ends));
    }

    private void play(Database database, int most, int every) throws Exception {
        for (Rails rails : Rails.values()) {
            play(database, rails, some(RailPaymentScene.all(rails), orders(most), every));
        }
    }

    private static List<Schedule> some(
            List<RailPaymentScene> scenes, Collection<List<RailPaymentStep>> orders, int every) {
        return Orders.in(scenes, List.copyOf(orders), every, Schedule::new);
    }

    private void playOneTransfer(int every) throws Exception {
        for (Rails rails : Rails.values()) {
            play(Database.IN_MEMORY, rails, some(capturing(rails), Orders.of(ONE_TRANSFER, 6), every));
        }
    }

    @Test
    void countsEveryOrder() {
        assertThat(orders(3)).hasSize(15 + 210 + 2_730).doesNotHaveDuplicates();
        assertThat(Orders.of(ONE_TRANSFER, 6)).hasSize(1_956);
        for (Rails rails : Rails.values()) {
            int banks = rails.areTwo() ? 12 : 15;
            assertThat(RailPaymentScene.all(rails)).hasSize(11 * banks * 160).doesNotHaveDuplicates();
            assertThat(capturing(rails)).hasSize(banks * 160);
        }
    }

    @Test
    void endInOneStateInOrdersOfThree() throws Exception {
        play(Database.IN_MEMORY, 3, 200_003);
        assertThat(ends.met()).as("those that mean the same").isGreaterThan(500);
    }

    @Test
    void endInOneStateInOrdersOfAllThatOneTransferTakes() throws Exception {
        playOneTransfer(24_007);
        assertThat(ends.met()).as("those that mean the same").isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void endInOneStateInSomeOrdersOfFive(Database database) throws Exception {
        play(database, 5, 460_000_027);
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
        play(Database.IN_MEMORY, 5, 5_000_011);
    }
}
