package io.zentra.testing.schedule;

import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Operator;

/** What must become of a transfer, told naively: one state, and what was known before a contradiction. */
final class Expected {
    private final Scene scene;
    private TransferStatus status = TransferStatus.PROCESSING;
    private TransferStatus before = TransferStatus.PROCESSING;
    private News contradicting = News.NOTHING;
    private boolean isSent;

    Expected(Scene scene) {
        this.scene = scene;
    }

    TransferStatus status() {
        return status;
    }

    /** Where the money is: that of the state before a contradiction while persons decide. */
    TransferStatus money() {
        return status == TransferStatus.CONTRADICTED ? before : status;
    }

    void take(Step step) {
        switch (step) {
            case SEND -> send();
            case QUERY -> {
                if (isSent) {
                    ask();
                } else {
                    send();
                }
            }
            case CALLBACK_1 -> hear(scene.first());
            case CALLBACK_2 -> hear(scene.second());
            case OPERATOR -> operate(scene.operator());
            case CRASH -> {} // nothing is lost by it
        }
    }

    private void send() {
        if (isSent || status != TransferStatus.PROCESSING) {
            return;
        }
        isSent = true;
        switch (scene.submitted()) {
            case SUCCEEDED -> hear(News.SUCCESS);
            case DECLINED, NOT_SENT -> hear(News.FAILURE);
            case ACCEPTED, UNKNOWN -> {}
        }
    }

    private void ask() {
        if (status == TransferStatus.PROCESSING) {
            hear(scene.answered());
        }
    }

    private void hear(News news) {
        if (news == News.NOTHING) {
            return;
        }
        if (news == News.RETURN) {
            hearOfReturn();
            return;
        }
        boolean isSuccess = news != News.FAILURE;
        switch (status) {
            case RETURNED -> {} // it was paid, and is not there: both are known
            case PROCESSING -> status = isSuccess ? arrived(news) : TransferStatus.FAILED;
            case POSTED -> {
                status = isSuccess ? arrived(news) : status;
                contradict(news, !isSuccess);
            }
            case SETTLED -> contradict(news, !isSuccess);
            case FAILED, CANCELLED, REVERSED -> contradict(news, isSuccess);
            case CONTRADICTED -> contradicting = isKnown(news) ? contradicting : news;
            default -> throw new IllegalStateException("no transfer is " + status + " here");
        }
    }

    private void hearOfReturn() {
        switch (status) {
            case PROCESSING, POSTED, SETTLED -> status = TransferStatus.RETURNED;
            case FAILED, CANCELLED, REVERSED -> contradict(News.RETURN, true);
            case CONTRADICTED -> contradicting = News.RETURN;
            case RETURNED -> {}
            default -> throw new IllegalStateException("no transfer is " + status + " here");
        }
    }

    private void contradict(News news, boolean isOther) {
        if (isOther) {
            before = status;
            status = TransferStatus.CONTRADICTED;
            contradicting = news;
        }
    }

    private TransferStatus arrived(News news) {
        boolean waits = news == News.SUCCESS && scene.settles() == Settles.LATER;
        return waits ? TransferStatus.POSTED : TransferStatus.SETTLED;
    }

    /** Whether news says what was known before the contradiction. */
    private boolean isKnown(News news) {
        return switch (before) {
            case POSTED -> news == News.SUCCESS;
            case SETTLED -> news != News.FAILURE;
            default -> news == News.FAILURE;
        };
    }

    private void operate(Operator operator) {
        if (operator == Operator.CANCELS) {
            status = status == TransferStatus.PROCESSING && !isSent ? TransferStatus.CANCELLED : status;
        } else if (status == TransferStatus.CONTRADICTED) {
            status = operator == Operator.DENIES ? before : followed();
        }
    }

    private TransferStatus followed() {
        boolean hadMoved = before == TransferStatus.SETTLED || before == TransferStatus.POSTED;
        if (contradicting == News.RETURN) {
            return hadMoved ? TransferStatus.RETURNED : before;
        }
        if (contradicting != News.FAILURE) {
            return TransferStatus.SETTLED;
        }
        return hadMoved ? TransferStatus.REVERSED : before;
    }
}
