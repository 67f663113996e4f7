package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.Hold;
import io.zentra.testing.model.LedgerModel.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A hold of the model. Not thread-safe. */
final class ModelHold {
    private final String name;
    private final List<ModelLine> legs;
    private @Nullable Long expiresAt;
    private final List<String> captures = new ArrayList<>();
    private Hold.Status status = Hold.Status.OPEN;

    ModelHold(String name, List<ModelLine> legs, @Nullable Long expiresAt) {
        this.name = name;
        this.legs = legs;
        this.expiresAt = expiresAt;
    }

    String name() {
        return name;
    }

    List<ModelLine> legs() {
        return legs;
    }

    void capturedBy(String posting) {
        captures.add(posting);
    }

    /** The names of the postings that captured it, in their order. */
    List<String> captures() {
        return captures;
    }

    boolean isOpen() {
        return status == Hold.Status.OPEN;
    }

    boolean isOver(long now) {
        return expiresAt != null && expiresAt <= now;
    }

    /** False when the time is not later than the one that it has. */
    boolean extend(long to) {
        boolean later = expiresAt != null && expiresAt < to;
        expiresAt = later ? Long.valueOf(to) : expiresAt;
        return later;
    }

    void closeIfEmpty(Hold.Status closing) {
        if (ModelLine.isNothingLeft(legs)) {
            status = closing;
        }
    }

    void requireOpen() {
        if (status == Hold.Status.EXPIRED) {
            throw new Refusal(ErrorCode.HOLD_EXPIRED);
        }
        if (status != Hold.Status.OPEN) {
            throw new Refusal(ErrorCode.HOLD_CLOSED);
        }
    }

    void requireLive(long now) {
        requireOpen();
        if (isOver(now)) {
            throw new Refusal(ErrorCode.HOLD_EXPIRED);
        }
    }

    /** Status and what is left of each leg. */
    String words() {
        return status + legs.stream().map(leg -> " " + leg.left()).collect(Collectors.joining());
    }
}
