package io.zentra.runtime.internal.intent;

import static io.zentra.runtime.intent.IntentStatus.ACCEPTED;
import static io.zentra.runtime.intent.IntentStatus.CANCELLED;
import static io.zentra.runtime.intent.IntentStatus.CONTRADICTED;
import static io.zentra.runtime.intent.IntentStatus.CONTROLLED;
import static io.zentra.runtime.intent.IntentStatus.DENIED;
import static io.zentra.runtime.intent.IntentStatus.FAILED;
import static io.zentra.runtime.intent.IntentStatus.IN_REVIEW;
import static io.zentra.runtime.intent.IntentStatus.LEDGERED;
import static io.zentra.runtime.intent.IntentStatus.RETURNED;
import static io.zentra.runtime.intent.IntentStatus.REVERSED;
import static io.zentra.runtime.intent.IntentStatus.ROUTED;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.AccountWork;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.LedgerState;
import io.zentra.runtime.internal.transfer.ReversalQuestion;
import io.zentra.runtime.internal.transfer.TransferEvents;
import io.zentra.runtime.internal.transfer.Transitions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far an intent has come, as its events tell it: one table says which event takes it from which states to which. What
 * follows from deliveries and checkpoints, which are no events of the intent, is not here.
 */
public final class IntentStory {
    /**
     * A way.
     *
     * @param event the type of the event
     * @param from the states that it leaves
     * @param to the states that it leads to; of several, the one that the transfer's state stands for
     */
    private record Way(String event, Set<IntentStatus> from, Set<IntentStatus> to) {}

    private static final String POLICY_REVIEW = "policy.review";
    private static final String REVIEWS = "review.";
    private static final String CASE_OPENED = REVIEWS + "opened";

    /** The ledger refused what persons had approved; why is told by the code of the refusal. */
    private static final String REFUSED = "controlled.failed";

    private static final Set<IntentStatus> EARLY = EnumSet.of(ACCEPTED, IN_REVIEW);
    private static final Set<IntentStatus> UNDER_WAY = EnumSet.of(LEDGERED, ROUTED, IN_REVIEW, CONTRADICTED);
    private static final Set<IntentStatus> UNSENT = EnumSet.of(LEDGERED, ROUTED, IN_REVIEW);

    private static final List<Way> MONEY = List.of(
            new Way("policy.accepted", EARLY, EnumSet.of(CONTROLLED)),
            new Way(POLICY_REVIEW, EARLY, EnumSet.of(IN_REVIEW, CONTROLLED)),
            new Way("policy.denied", EARLY, EnumSet.of(DENIED)),
            new Way("review.denied", EnumSet.of(IN_REVIEW), EnumSet.of(DENIED)),
            new Way("review.reopened", EnumSet.of(DENIED), EnumSet.of(IN_REVIEW)),
            new Way(REFUSED, EnumSet.of(IN_REVIEW, CONTROLLED), EnumSet.of(FAILED)),
            new Way(
                    LedgerWork.eventType(),
                    EnumSet.of(ACCEPTED, CONTROLLED, LEDGERED, REVERSED),
                    EnumSet.of(LEDGERED, REVERSED)),
            new Way(TransferEvents.ROUTED, UNSENT, EnumSet.of(ROUTED)),
            new Way(TransferEvents.UNROUTED, EnumSet.of(LEDGERED, IN_REVIEW), EnumSet.of(LEDGERED)),
            new Way(TransferEvents.IN_REVIEW, UNDER_WAY, EnumSet.of(IN_REVIEW)),
            new Way(TransferEvents.RESUMED, UNDER_WAY, EnumSet.of(ROUTED)),
            new Way(TransferEvents.POSTED, UNDER_WAY, EnumSet.of(ROUTED)),
            new Way(TransferEvents.SETTLED, UNDER_WAY, EnumSet.of(ROUTED)),
            new Way(TransferEvents.PARTLY_REVERSED, EnumSet.of(ROUTED), EnumSet.of(ROUTED)),
            new Way(TransferEvents.DENIED, EnumSet.of(IN_REVIEW, DENIED), EnumSet.of(DENIED)),
            new Way(TransferEvents.CANCELLED, UNSENT, EnumSet.of(CANCELLED)),
            new Way(
                    TransferEvents.FAILED,
                    EnumSet.of(CONTROLLED, LEDGERED, ROUTED, IN_REVIEW, CONTRADICTED),
                    EnumSet.of(FAILED)),
            new Way(TransferEvents.REVERSED, UNDER_WAY, EnumSet.of(REVERSED)),
            new Way(TransferEvents.RETURNED, UNDER_WAY, EnumSet.of(RETURNED)),
            new Way(
                    TransferEvents.CONTRADICTED,
                    EnumSet.of(LEDGERED, ROUTED, IN_REVIEW, FAILED, REVERSED, RETURNED, CANCELLED, CONTRADICTED),
                    EnumSet.of(CONTRADICTED)),
            new Way(
                    TransferEvents.UPHELD,
                    EnumSet.of(CONTRADICTED),
                    EnumSet.of(ROUTED, FAILED, REVERSED, RETURNED, CANCELLED)));

    /** What happens to accounts happens at once. */
    private static final List<Way> TABLE =
            Stream.concat(MONEY.stream(), accountEvents().map(IntentStory::way)).toList();

    private @Nullable IntentStatus status;
    private @Nullable TransferStatus transfer;
    private LedgerState ledger = LedgerState.NONE;
    private @Nullable String posting;
    private long leftMinor;
    private @Nullable String reason;
    private @Nullable String caseId;
    private long lastSeq;

    /**
     * Takes the next event of the intent.
     *
     * @throws IllegalStateException when no way leads on by it
     */
    public void apply(Event event) {
        lastSeq = event.seq();
        if (event.type().equals(IntentText.ACCEPTED)) {
            status = ACCEPTED;
        } else if (event.type().equals(TransferEvents.CREATED)) {
            transfer = TransferStatus.of(event.body().path("status").asText());
        } else if (event.type().equals(CASE_OPENED)) {
            caseId = event.subject().orElse(null);
        } else {
            way(event).ifPresent(way -> step(way, event));
        }
    }

    private static Stream<String> accountEvents() {
        return Stream.concat(
                Stream.of(AccountWork.openedEvent()),
                Stream.of(AccountChange.values()).map(AccountChange::event));
    }

    private static Way way(String accountEvent) {
        return new Way(accountEvent, EnumSet.of(ACCEPTED), EnumSet.of(LEDGERED));
    }

    /** The way of an event; empty for one that changes no state. */
    private Optional<Way> way(Event event) {
        return isOther(event)
                ? Optional.empty()
                : TABLE.stream().filter(way -> way.event().equals(event.type())).findFirst();
    }

    /** Once a transfer is reserved, its own events tell of its money and of what persons decide. */
    private boolean isOther(Event event) {
        boolean isPosting = event.type().equals(LedgerWork.eventType());
        if (transfer != null) {
            return event.type().startsWith(REVIEWS)
                    || ReversalQuestion.isAnswer(event)
                    || (isPosting && status != ACCEPTED && status != CONTROLLED);
        }
        return isPosting && posting != null && !isAbout(LedgerWork.posting(event), posting);
    }

    private static boolean isAbout(Posting later, String posting) {
        return posting.equals(later.reverses()) || posting.equals(later.corrects());
    }

    private void step(Way way, Event event) {
        ledger = moved(event);
        IntentStatus before = status();
        IntentStatus after = led(way, event);
        if (!way.from().contains(before) || !way.to().contains(after)) {
            throw new IllegalStateException(event.type() + " leads no intent from " + before + " to " + after);
        }
        status = after;
        reason = event.body()
                .path(event.type().equals(REFUSED) ? "code" : "reason")
                .textValue();
    }

    private IntentStatus led(Way way, Event event) {
        if (event.type().equals(POLICY_REVIEW)) {
            return event.body().has("approved_by_case") ? CONTROLLED : IN_REVIEW;
        }
        if (event.type().equals(LedgerWork.eventType())) {
            return ledger == LedgerState.REVERSED ? REVERSED : LEDGERED;
        }
        JsonNode told = event.body().path("status");
        return way.to().size() == 1 || told.isMissingNode()
                ? way.to().iterator().next()
                : stage(TransferStatus.of(told.asText()));
    }

    private static IntentStatus stage(TransferStatus transfer) {
        return switch (transfer) {
            case PENDING -> LEDGERED;
            case PROCESSING, POSTED, SETTLED -> ROUTED;
            case IN_REVIEW -> IN_REVIEW;
            case FAILED -> FAILED;
            case REVERSED -> REVERSED;
            case RETURNED -> RETURNED;
            case DENIED -> DENIED;
            case CANCELLED -> CANCELLED;
            case CONTRADICTED -> CONTRADICTED;
        };
    }

    /** Where the money is after an event. */
    private LedgerState moved(Event event) {
        if (event.type().equals(LedgerWork.eventType())) {
            return transfer == null ? posted(LedgerWork.posting(event)) : LedgerState.RESERVED;
        }
        if (!Transitions.has(event.type())) {
            return ledger;
        }
        transfer = TransferStatus.of(event.body().path("status").asText());
        return switch (transfer) {
            case PENDING, IN_REVIEW, CONTRADICTED -> ledger;
            case PROCESSING -> LedgerState.RESERVED;
            case POSTED -> LedgerState.POSTED;
            case SETTLED -> LedgerState.SETTLED;
            case REVERSED, RETURNED -> LedgerState.REVERSED;
            case FAILED, CANCELLED, DENIED -> ledger == LedgerState.NONE ? LedgerState.NONE : LedgerState.RELEASED;
        };
    }

    private LedgerState posted(Posting one) {
        long minor = one.entries().get(0).amount().minor();
        if (one.reverses() == null) {
            posting = one.id();
            leftMinor = minor;
        } else {
            leftMinor -= minor;
        }
        return leftMinor == 0 ? LedgerState.REVERSED : LedgerState.POSTED;
    }

    /** The state after the events so far; of the stages, the ones up to {@code routed}. */
    public IntentStatus status() {
        return Objects.requireNonNull(status, "an intent begins with the event that accepted it");
    }

    /** Where the money is. */
    public LedgerState ledger() {
        return ledger;
    }

    /** Whether the money is where it was to go. */
    public boolean hasArrived() {
        return transfer == null ? status == LEDGERED : status == ROUTED && transfer == TransferStatus.SETTLED;
    }

    /** Why it is in a state beside the stages; null for none. */
    public @Nullable String reason() {
        return reason;
    }

    /** The last case that was opened about it; null for none. */
    public @Nullable String caseId() {
        return caseId;
    }

    /** The sequence of its last event. */
    public long lastSeq() {
        return lastSeq;
    }

    /** The table as the lines of one in Markdown. */
    public static List<String> printed() {
        return TABLE.stream()
                .map(way -> "| `" + way.event() + "` | " + codes(way.from()) + " | " + codes(way.to()) + " |")
                .toList();
    }

    private static String codes(Set<IntentStatus> states) {
        return states.stream().map(state -> "`" + state.code() + "`").collect(Collectors.joining(", "));
    }
}
