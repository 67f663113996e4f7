package io.zentra.testing.schedule;

import io.zentra.runtime.TransferStatus;
import io.zentra.testing.schedule.ExpectedTransfer.Listener;
import io.zentra.testing.schedule.ExpectedTransfer.Way;
import io.zentra.testing.schedule.Scene.Crash;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Operator;
import io.zentra.testing.schedule.Scene.Rails;
import io.zentra.testing.schedule.Scene.Submitted;
import java.util.ArrayList;
import java.util.List;

/** What must become of a transfer in a scene, and what its steps ask of that. */
final class Expected {
    private final Scene scene;
    private final BankScript bank = new Asked();
    private final List<Object> asked = new ArrayList<>();
    private final ExpectedTransfer transfer;
    private boolean isDying;

    Expected(Scene scene) {
        this.scene = scene;
        boolean settlesLater = scene.rails() == Rails.LATER;
        Way way = new Way(1, settlesLater, scene.rails().areTwo(), any -> true, any -> true);
        this.transfer = new ExpectedTransfer(way, false, Listener.NONE);
    }

    /** The scene's bank, of which it is noted what it is asked for. */
    private final class Asked implements BankScript {
        @Override
        public Rails rails() {
            return scene.rails();
        }

        @Override
        public Submitted submitted() {
            return scene.submitted();
        }

        @Override
        public Submitted submitted(boolean bySecond) {
            Submitted how = scene.submitted(bySecond);
            asked.add(how);
            return how;
        }

        @Override
        public News answered() {
            asked.add(scene.answered());
            return scene.answered();
        }
    }

    /** What the steps of an order ask of a scene: those that ask the same are one. */
    static List<Object> asked(Scene scene, List<Step> order) {
        Expected expected = new Expected(scene);
        expected.asked.add(
                scene.rails().areTwo() ? 2 : scene.rails()); // what the second does is asked when it is called
        order.forEach(expected::take);
        if (expected.isDying) {
            expected.asked.add(Crash.BETWEEN);
        }
        return expected.asked;
    }

    TransferStatus status() {
        return transfer.status();
    }

    /** Where the money is: that of the state before a contradiction while persons decide. */
    TransferStatus money() {
        return transfer.money();
    }

    /** Whether it is with the second rail. */
    boolean isElsewhere() {
        return transfer.isElsewhere();
    }

    /** The attempts that are asked about on, by their places. */
    List<Integer> underWay() {
        return transfer.underWay();
    }

    /** Whether a process that is to end in a step does: of due work it does when something is due. */
    boolean endsIn(Step step) {
        return switch (step) {
            case SEND, QUERY -> transfer.calls(step == Step.QUERY);
            case CALLBACK_1, CALLBACK_2 -> scene.crash() != Crash.LEASED;
            case OPERATOR ->
                scene.crash() != Crash.LEASED && (scene.operator() == Operator.CANCELS || transfer.isToDecide());
            case CRASH -> false;
        };
    }

    /** Takes a step, and what is done again when the process ended in it. */
    void take(Step step) {
        if (step == Step.CRASH) {
            isDying = scene.crash() != Crash.BETWEEN;
            if (!isDying) {
                asked.add(Crash.BETWEEN);
            }
            return;
        }
        boolean isCutOff = isDying && endsIn(step);
        if (isDying) {
            asked.add(isCutOff ? scene.crash() : Crash.BETWEEN);
        }
        isDying = false;
        switch (step) {
            case SEND, QUERY -> {
                asked.add(step);
                if (isCutOff) {
                    transfer.cutOff(transfer.firstCalled(step == Step.QUERY), bank, scene.crash());
                }
                transfer.work(bank, isCutOff || step == Step.QUERY);
            }
            case CALLBACK_1 -> callBack(0, scene.first());
            case CALLBACK_2 -> callBack(transfer.attempts() - 1, scene.second());
            default -> operate(scene.operator());
        }
    }

    private void callBack(int attempt, News news) {
        asked.add(List.of(attempt, news));
        transfer.hear(attempt, news, false);
    }

    private void operate(Operator operator) {
        boolean isCancelled = operator == Operator.CANCELS;
        asked.add(isCancelled || transfer.isToDecide() ? operator : Step.OPERATOR);
        if (isCancelled) {
            transfer.cancel();
        } else if (transfer.isToDecide()) {
            transfer.decide(operator == Operator.APPROVES);
            transfer.work(bank, false);
        }
    }
}
