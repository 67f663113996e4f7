package io.zentra.runtime.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.payment.CarriedPayment;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.Standing;
import io.zentra.runtime.internal.transfer.TransferTables.Trail;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.rail.RouteDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A step of a transfer from one state to another, as an event tells it. What is stored is computed from the step by the same
 * method when it is taken and when it is read again.
 *
 * @param event the type of the event
 * @param status the state that it leads to
 * @param told what else the event tells
 */
record StateChange(String event, TransferStatus status, Told told) {
    /** What persons take an attempt for, whatever its rail said. */
    record Taken(String attempt, AttemptOutcome outcome) {}

    /**
     * What an event may tell besides the state.
     *
     * @param reason why; null for none
     * @param caseId the case that waits, or by which it was decided; null for none
     * @param posting the posting that moved the money; null when none did
     * @param reversedMinor how much was given back so far; null unless some was
     * @param rail the rail that was chosen; null unless one was
     * @param taken what persons take an attempt for; null unless they did
     * @param route how a rail was looked for; null unless one was
     * @param settles when the chosen rail settles; null for at once
     * @param source the event that it follows from; null for none
     */
    record Told(
            @Nullable String reason,
            @Nullable String caseId,
            @Nullable String posting,
            @Nullable Long reversedMinor,
            @Nullable String rail,
            @Nullable Taken taken,
            @Nullable RouteDecision route,
            @Nullable String settles,
            @Nullable Long source) {
        static final Told NOTHING = new Told(null, null, null, null, null, null, null, null, null);

        Told because(@Nullable String why) {
            return new Told(why, caseId, posting, reversedMinor, rail, taken, route, settles, source);
        }

        Told inCase(@Nullable String id) {
            return new Told(reason, id, posting, reversedMinor, rail, taken, route, settles, source);
        }

        Told by(@Nullable String postingId) {
            return new Told(reason, caseId, postingId, reversedMinor, rail, taken, route, settles, source);
        }

        Told by(RouteDecision chosen) {
            return new Told(reason, caseId, posting, reversedMinor, rail, taken, chosen, settles, source);
        }

        Told settling(@Nullable String when) {
            return new Told(reason, caseId, posting, reversedMinor, rail, taken, route, when, source);
        }

        Told reversed(long minor) {
            return new Told(reason, caseId, posting, minor, rail, taken, route, settles, source);
        }

        Told over(String railName) {
            return new Told(reason, caseId, posting, reversedMinor, railName, taken, route, settles, source);
        }

        Told taking(Taken as) {
            return new Told(reason, caseId, posting, reversedMinor, rail, as, route, settles, source);
        }

        Told from(@Nullable Long eventSeq) {
            return new Told(reason, caseId, posting, reversedMinor, rail, taken, route, settles, eventSeq);
        }
    }

    /** Records it about a transfer, whose row it changes, and tells the payment that it carries a step of. */
    TransferRow record(UnitOfWork work, TransferRow before) {
        TransferRow after = recordAlone(work, before);
        CarriedPayment.follow(work, before, after);
        return after;
    }

    /** The same without telling a payment. */
    TransferRow recordAlone(UnitOfWork work, TransferRow before) {
        TransferRow after = in(before, null);
        work.record(new UnitOfWork.Draft(event, before.id(), before.id(), this::write));
        work.put(TransferTables.TRANSFER, after);
        Volumes.moved(work, before, after);
        return after;
    }

    /**
     * A transfer after it.
     *
     * @param attempt the attempt that it tells of; null unless it chose a rail
     * @throws IllegalStateException when no way leads from the transfer's state to this one
     */
    TransferRow in(TransferRow before, @Nullable String attempt) {
        Transitions.require(event, before.standing().status(), status);
        return before.with(standing(before.standing()))
                .with(trail(before.trail(), attempt == null ? winner() : attempt));
    }

    /** The attempt that persons take for the one that moved the money: the transfer's from then on. */
    private @Nullable String winner() {
        Taken taken = told.taken();
        return taken != null && taken.outcome().isSuccess() ? taken.attempt() : null;
    }

    private Standing standing(Standing before) {
        boolean waits = status == TransferStatus.IN_REVIEW
                || status == TransferStatus.CONTRADICTED
                || event.equals(TransferEvents.REVERSAL_ASKED);
        return status == TransferStatus.CONTRADICTED
                ? new Standing(status, told.reason(), told.caseId(), story(before), told.source())
                : new Standing(status, told.reason(), waits ? told.caseId() : null, null, waits ? told.source() : null);
    }

    /** The state before the first of contradictions that follow each other. */
    private static TransferStatus story(Standing before) {
        return before.before() == null ? before.status() : before.before();
    }

    private Trail trail(Trail before, @Nullable String attempt) {
        boolean isBack = status == TransferStatus.FAILED
                || status == TransferStatus.CANCELLED
                || status == TransferStatus.REVERSED
                || status == TransferStatus.RETURNED;
        return new Trail(
                isBack ? List.of() : postings(before),
                told.rail() == null ? before.rail() : told.rail(),
                attempt == null ? before.attempt() : attempt,
                tried(before, attempt),
                told.reversedMinor() == null ? before.reversedMinor() : told.reversedMinor());
    }

    private static List<String> tried(Trail before, @Nullable String attempt) {
        String rail = before.rail();
        if (rail == null || attempt == null || attempt.equals(before.attempt())) {
            return before.tried();
        }
        List<String> more = new ArrayList<>(before.tried());
        more.add(rail);
        return more;
    }

    private List<String> postings(Trail before) {
        String posting = told.posting();
        boolean moves = event.equals(TransferEvents.ROUTED)
                || event.equals(TransferEvents.UNROUTED)
                || event.equals(TransferEvents.RESUMED)
                || event.equals(TransferEvents.POSTED)
                || event.equals(TransferEvents.SETTLED);
        if (posting == null || !moves || before.postings().contains(posting)) {
            return before.postings();
        }
        List<String> more = new ArrayList<>(before.postings());
        more.add(posting);
        return List.copyOf(more);
    }

    void write(CanonicalJson json) {
        Taken taken = told.taken();
        json.beginObject()
                .optionalMember("attempt", taken == null ? null : taken.attempt())
                .optionalMember("case", told.caseId())
                .optionalMember(
                        "outcome", taken == null ? null : taken.outcome().name().toLowerCase(Locale.ROOT))
                .optionalMember("posting", told.posting())
                .optionalMember("rail", told.rail())
                .optionalMember("reason", told.reason());
        if (told.reversedMinor() != null) {
            json.member("reversed_minor", told.reversedMinor());
        }
        if (told.route() != null) {
            told.route().write(json.name("route"));
        }
        json.optionalMember("settles", told.settles());
        if (told.source() != null) {
            json.member("source", told.source());
        }
        json.member("status", status.code()).endObject();
    }

    /** The step of an event of a transfer that is there. */
    static StateChange read(Event event) {
        JsonNode body = event.body();
        return new StateChange(
                event.type(),
                TransferStatus.of(body.path("status").asText()),
                new Told(
                        body.path("reason").textValue(),
                        body.path("case").textValue(),
                        body.path("posting").textValue(),
                        number(body, "reversed_minor"),
                        body.path("rail").textValue(),
                        taken(body),
                        body.has("route") ? RouteDecision.read(body.path("route")) : null,
                        body.path("settles").textValue(),
                        number(body, "source")));
    }

    private static @Nullable Taken taken(JsonNode body) {
        String outcome = body.path("outcome").textValue();
        return outcome == null
                ? null
                : new Taken(body.path("attempt").asText(), AttemptOutcome.valueOf(outcome.toUpperCase(Locale.ROOT)));
    }

    private static @Nullable Long number(JsonNode body, String name) {
        return body.has(name) ? body.path(name).longValue() : null;
    }
}
