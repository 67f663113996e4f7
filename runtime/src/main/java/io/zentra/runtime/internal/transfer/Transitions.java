package io.zentra.runtime.internal.transfer;

import static io.zentra.runtime.TransferStatus.CANCELLED;
import static io.zentra.runtime.TransferStatus.CONTRADICTED;
import static io.zentra.runtime.TransferStatus.DENIED;
import static io.zentra.runtime.TransferStatus.FAILED;
import static io.zentra.runtime.TransferStatus.IN_REVIEW;
import static io.zentra.runtime.TransferStatus.PENDING;
import static io.zentra.runtime.TransferStatus.POSTED;
import static io.zentra.runtime.TransferStatus.PROCESSING;
import static io.zentra.runtime.TransferStatus.RETURNED;
import static io.zentra.runtime.TransferStatus.REVERSED;
import static io.zentra.runtime.TransferStatus.SETTLED;

import io.zentra.runtime.TransferStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which event takes a transfer from which state to which. There is no other way: neither to write one, nor to read one. */
public final class Transitions {
    /**
     * A way.
     *
     * @param event the type of the event
     * @param from the states that it leaves
     * @param to the states that it leads to
     * @param stays whether it leaves the state as it is
     */
    private record Transition(String event, Set<TransferStatus> from, Set<TransferStatus> to, boolean stays) {
        private boolean leads(TransferStatus before, TransferStatus after) {
            return from.contains(before) && (stays ? after == before : to.contains(after));
        }
    }

    private static final List<Transition> TABLE = List.of(
            way(TransferEvents.DENIED, EnumSet.of(IN_REVIEW), EnumSet.of(DENIED)),
            way(TransferEvents.CANCELLED, EnumSet.of(PENDING, PROCESSING, IN_REVIEW), EnumSet.of(CANCELLED)),
            way(TransferEvents.ROUTED, EnumSet.of(PENDING, PROCESSING, IN_REVIEW), EnumSet.of(PROCESSING)),
            way(TransferEvents.UNROUTED, EnumSet.of(PENDING, IN_REVIEW), EnumSet.of(PENDING)),
            way(
                    TransferEvents.IN_REVIEW,
                    EnumSet.of(PENDING, PROCESSING, IN_REVIEW, POSTED, SETTLED, CONTRADICTED),
                    EnumSet.of(IN_REVIEW)),
            way(TransferEvents.RESUMED, EnumSet.of(IN_REVIEW, CONTRADICTED), EnumSet.of(PROCESSING)),
            way(TransferEvents.POSTED, EnumSet.of(PROCESSING, IN_REVIEW, CONTRADICTED), EnumSet.of(POSTED)),
            way(TransferEvents.SETTLED, EnumSet.of(PROCESSING, IN_REVIEW, POSTED, CONTRADICTED), EnumSet.of(SETTLED)),
            way(TransferEvents.FAILED, EnumSet.of(PROCESSING, IN_REVIEW, CONTRADICTED), EnumSet.of(FAILED)),
            stays(TransferEvents.PARTLY_REVERSED, EnumSet.of(SETTLED)),
            stays(TransferEvents.REVERSAL_ASKED, EnumSet.of(POSTED, SETTLED)),
            stays(TransferEvents.NOT_REVERSED, EnumSet.of(POSTED, SETTLED)),
            way(TransferEvents.REVERSED, EnumSet.of(POSTED, SETTLED, IN_REVIEW, CONTRADICTED), EnumSet.of(REVERSED)),
            way(
                    TransferEvents.RETURNED,
                    EnumSet.of(PROCESSING, IN_REVIEW, POSTED, SETTLED, CONTRADICTED),
                    EnumSet.of(RETURNED)),
            way(
                    TransferEvents.CONTRADICTED,
                    EnumSet.of(
                            PROCESSING,
                            IN_REVIEW,
                            POSTED,
                            SETTLED,
                            FAILED,
                            REVERSED,
                            RETURNED,
                            CANCELLED,
                            CONTRADICTED),
                    EnumSet.of(CONTRADICTED)),
            way(
                    TransferEvents.UPHELD,
                    EnumSet.of(CONTRADICTED),
                    EnumSet.of(PROCESSING, POSTED, SETTLED, FAILED, REVERSED, RETURNED, CANCELLED)));

    private static final Set<TransferStatus> FIRST = EnumSet.of(PENDING, PROCESSING, DENIED);

    private Transitions() {}

    private static Transition way(String event, Set<TransferStatus> from, Set<TransferStatus> to) {
        return new Transition(event, from, to, false);
    }

    private static Transition stays(String event, Set<TransferStatus> from) {
        return new Transition(event, from, from, true);
    }

    /** Whether events of a type change the state of a transfer that is there. */
    public static boolean has(String event) {
        return TABLE.stream().anyMatch(way -> way.event().equals(event));
    }

    /**
     * Checks a step.
     *
     * @throws IllegalStateException when no way leads there
     */
    static void require(String event, TransferStatus before, TransferStatus after) {
        if (TABLE.stream().noneMatch(way -> way.event().equals(event) && way.leads(before, after))) {
            throw new IllegalStateException(event + " leads no transfer from " + before + " to " + after);
        }
    }

    /**
     * Checks in which state a transfer begins.
     *
     * @throws IllegalStateException when none begins in it
     */
    static void requireFirst(TransferStatus first) {
        if (!FIRST.contains(first)) {
            throw new IllegalStateException("no transfer begins as " + first);
        }
    }

    /** The table as the lines of one in Markdown. */
    public static List<String> printed() {
        return TABLE.stream()
                .map(way -> "| `" + way.event() + "` | " + codes(way.from()) + " | "
                        + (way.stays() ? "the same" : codes(way.to())) + " |")
                .toList();
    }

    private static String codes(Set<TransferStatus> states) {
        return states.stream().map(state -> "`" + state.code() + "`").collect(Collectors.joining(", "));
    }
}
