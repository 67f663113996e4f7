package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of a callback. Immutable. */
public sealed interface CallbackOutcome {
    /**
     * It changed the transfer.
     *
     * @param transfer the transfer after it
     * @param eventSeq the event that records it
     */
    record Applied(Transfer transfer, long eventSeq) implements CallbackOutcome {}

    /**
     * It says nothing new: the same message again, or another one with the same news.
     *
     * @param transfer the transfer, unchanged; null when the message is parked, or was given up
     * @param eventSeq the event that records this message: that of its first coming when it came again, and one of its own,
     *     with the effect {@code duplicate}, when another message brought the news before
     */
    record Duplicate(@Nullable Transfer transfer, long eventSeq) implements CallbackOutcome {}

    /**
     * It came before what it speaks of. It is kept, and applied as soon as that is there; if it takes too long, a case is
     * opened.
     *
     * @param callbackId the id of what waits, {@code cb_…}: the first callback of its reference names it
     * @param eventSeq the event that records it
     */
    record Parked(String callbackId, long eventSeq) implements CallbackOutcome {}

    /**
     * It contradicts what is known. It is kept, no money moved, and the transfer waits for a person.
     *
     * @param transfer the transfer, now contradicted
     * @param eventSeq the event that records it
     */
    record Contradicted(Transfer transfer, long eventSeq) implements CallbackOutcome {
        /** The case in which persons decide; null when they have decided meanwhile. */
        public @Nullable String caseId() {
            return transfer.caseId();
        }
    }

    /**
     * It was not believed or not understood, and nothing changed.
     *
     * @param code the stable reason
     * @param message what is wrong
     */
    record Rejected(ErrorCode code, String message) implements CallbackOutcome {}

    /** Goes one of five ways. */
    default <T> T match(
            Function<Applied, ? extends T> applied,
            Function<Duplicate, ? extends T> duplicate,
            Function<Parked, ? extends T> parked,
            Function<Contradicted, ? extends T> contradicted,
            Function<Rejected, ? extends T> rejected) {
        if (this instanceof Applied a) {
            return applied.apply(a);
        }
        if (this instanceof Duplicate d) {
            return duplicate.apply(d);
        }
        if (this instanceof Parked p) {
            return parked.apply(p);
        }
        return this instanceof Contradicted c ? contradicted.apply(c) : rejected.apply((Rejected) this);
    }
}
