package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command.Keyed.Belonging;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.money.Money;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.callback.CallbackNews;
import io.zentra.runtime.internal.payment.CarriedPayment;
import io.zentra.runtime.internal.transfer.StateChange.Taken;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What final news of an attempt does to its transfer, however it came: by the call, by a query, by a callback or by the
 * decision of persons. Facts are recorded first by the caller; here the state follows from them.
 */
public final class News {
    /** States in which it is with its source. */
    private static final Set<TransferStatus> BACK =
            Set.of(TransferStatus.FAILED, TransferStatus.REVERSED, TransferStatus.RETURNED, TransferStatus.CANCELLED);

    private final Course course;
    private final TransferRow transfer;
    private final AttemptRow attempt;

    private News(Course course) {
        this.course = course;
        this.transfer = course.transfer();
        this.attempt = course.attempt();
    }

    /** Where the money may go by news, which tells what rows it may touch. */
    public enum Reach {
        /** It stays where it is. */
        NOWHERE,
        /** It stays, or goes on towards its destination. */
        ONWARD,
        /** Also back, or another way. */
        ANYWHERE
    }

    /** Names the rows that news of an attempt may touch; answers it when it is there. */
    static @Nullable AttemptRow need(Reads reads, String attemptId, Flow flow) {
        return need(reads, attemptId, flow, Reach.ANYWHERE);
    }

    /** The same for news that moves the money so far. */
    static @Nullable AttemptRow need(Reads reads, String attemptId, Flow flow, Reach reach) {
        EntityId id = EntityId.parse("at", attemptId).orElse(null);
        return id == null ? null : need(reads, id.seq(), flow, reach);
    }

    /** The same by the attempt's number. */
    public static @Nullable AttemptRow need(Reads reads, long attemptNo, Flow flow, Reach reach) {
        AttemptRow attempt = reads.need(TransferTables.ATTEMPT, attemptNo);
        TransferRow transfer = attempt == null ? null : reads.need(TransferTables.TRANSFER, attempt.transfer());
        if (attempt != null && transfer != null) {
            DueWork.need(reads, AttemptHandler.KIND, attempt.id());
            if (transfer.trail().attempt() != null) {
                DueWork.need(reads, AttemptHandler.KIND, transfer.trail().attempt());
            }
            reads.needCorrelation(transfer.id());
            CarriedPayment.need(reads, transfer);
            Volumes.need(reads, transfer.amount().asset());
            TransferCases.need(reads, flow, transfer);
            needMoving(reads, flow.way(attempt.rail()), transfer, reach);
            if (reach == Reach.ANYWHERE && flow.hasChoice()) {
                Routes.need(reads, transfer);
            }
        }
        return attempt;
    }

    private static void needMoving(Reads reads, Way way, TransferRow transfer, Reach reach) {
        switch (reach) {
            case NOWHERE -> {} // no posting follows
            case ONWARD -> Legs.needOnward(reads, way, transfer);
            case ANYWHERE -> Legs.need(reads, way, transfer);
        }
    }

    /**
     * The news of an attempt.
     *
     * @throws ZentraException {@code unknown_reference}
     */
    public static News of(UnitOfWork work, String attemptId, Flow flow) {
        AttemptRow attempt = find(work, attemptId).orElseThrow(() -> unknown(attemptId));
        return new News(new Course(work, flow, transferOf(work, attempt), attempt, Told.NOTHING));
    }

    /** The same news, as an event tells it: what follows names the event as its source. */
    public News because(long event) {
        return telling(course.told().from(event));
    }

    /** The same news as before: what follows names the event that the transfer waits for since. */
    News asBefore() {
        return telling(course.told().from(transfer.standing().news()));
    }

    /** The same, as persons decided in a case; the attempt is what it was. */
    News decided(String caseId) {
        return telling(course.told().inCase(caseId));
    }

    /** The same news, as persons decided it in a case, or an operator says. */
    News decided(@Nullable String caseId, AttemptOutcome outcome) {
        return telling(taken(course.told().inCase(caseId), outcome));
    }

    private News telling(Told told) {
        return new News(course.telling(told));
    }

    private Told taken(Told in, AttemptOutcome outcome) {
        Told taken = in.taking(new Taken(attempt.id(), outcome));
        return outcome.isSuccess() ? taken.over(attempt.rail()) : taken;
    }

    /** Where refused news of an attempt belongs: to its transfer, whoever sent it. */
    public static Belonging belonging(UnitOfWork work, String attemptId) {
        return find(work, attemptId)
                .map(attempt ->
                        new Belonging(attempt.id(), transferOf(work, attempt).id()))
                .orElse(Belonging.NONE);
    }

    private static Optional<AttemptRow> find(UnitOfWork work, String attemptId) {
        return EntityId.parse("at", attemptId)
                .filter(id -> id.tenantNo() == work.access().tenant().no())
                .map(id -> work.get(TransferTables.ATTEMPT, id.seq()))
                .filter(attempt -> attempt.id().equals(attemptId));
    }

    private static TransferRow transferOf(UnitOfWork work, AttemptRow attempt) {
        return Objects.requireNonNull(work.get(TransferTables.TRANSFER, attempt.transfer()));
    }

    /** Nothing was sent under the reference. */
    public static ZentraException unknown(String attemptId) {
        return unknown(attemptId, "");
    }

    /** The same of one rail, which {@code where} tells. */
    public static ZentraException unknown(String attemptId, String where) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_REFERENCE,
                "no attempt \"" + attemptId + "\" was made" + where + ": the reference is the one that was submitted",
                Map.of("reference", attemptId));
    }

    public TransferRow transfer() {
        return transfer;
    }

    AttemptRow attempt() {
        return attempt;
    }

    /** The steps that may follow. */
    public Course course() {
        return course;
    }

    /**
     * What persons are told when it arrived and nobody expected that any more.
     *
     * @param news what the rail reports, such as a success
     * @param alone what they are told when no other rail was tried after this one
     */
    public String unexpected(String news, String alone) {
        String last = transfer.trail().rail();
        if (isCurrent() || last == null) {
            return alone;
        }
        String told = "the rail " + attempt.rail() + " reports " + news + " of a transfer that ";
        return BACK.contains(course.former())
                ? told + "failed over " + last + " after it"
                : told + "also went over " + last + ": it may be paid twice";
    }

    /** What the money arriving would do; a wrong amount contradicts the request, and a second payment the first. */
    public Effect effectOfSuccess(@Nullable Money amount) {
        if (isWrong(amount)) {
            return Effect.CONTRADICTED;
        }
        if (attempt.outcome().isSuccess()) {
            boolean isTriedAgain = transfer.status() == TransferStatus.IN_REVIEW && !hasComeBack();
            return isTriedAgain ? Effect.APPLIED : Effect.DUPLICATE;
        }
        boolean isAwaited = isOpen() && isCurrent() && !isKnownToHaveFailed();
        return isAwaited ? Effect.APPLIED : Effect.CONTRADICTED;
    }

    /**
     * What the money being with its destination would do: what is posted waits for it. Of money that was given back before
     * it settled, it contradicts that.
     */
    public Effect effectOfSettlement(@Nullable Money amount) {
        if (isWrong(amount) || !attempt.outcome().isSuccess() || attempt.isSettled()) {
            return effectOfSuccess(amount);
        }
        if (course.former() == TransferStatus.SETTLED || !isCurrent()) {
            return Effect.DUPLICATE;
        }
        boolean isAwaited = isOpen() || transfer.status() == TransferStatus.POSTED;
        return isAwaited ? Effect.APPLIED : Effect.CONTRADICTED;
    }

    /**
     * What a failure would do. Of an attempt that is not the one that the transfer waits for, it is known from then on, and no
     * more; while persons decide about the only attempt, it is one more word about that.
     */
    public Effect effectOfFailure(@Nullable Money amount) {
        if (isWrong(amount)) {
            return Effect.CONTRADICTED;
        }
        if (attempt.outcome().isSuccess()) {
            return hasComeBack() ? Effect.DUPLICATE : Effect.CONTRADICTED;
        }
        boolean isTriedAgain = isCurrent() && transfer.status() == TransferStatus.IN_REVIEW;
        if ((isKnownToHaveFailed() && !isTriedAgain) || BACK.contains(transfer.status())) {
            return Effect.DUPLICATE;
        }
        boolean isOnlyOne = isCurrent() && transfer.trail().tried().isEmpty();
        return transfer.status() == TransferStatus.CONTRADICTED && isOnlyOne ? Effect.CONTRADICTED : Effect.APPLIED;
    }

    /**
     * What the money having come back would do. It says that it had left too, so it may overtake that; of what never left, was
     * given back before, or was given back in part, it contradicts what is known.
     */
    public Effect effectOfReturn(@Nullable Money amount) {
        if (isWrong(amount)) {
            return Effect.CONTRADICTED;
        }
        if (hasComeBack()) {
            return transfer.status() == TransferStatus.IN_REVIEW ? Effect.APPLIED : Effect.DUPLICATE;
        }
        boolean isWhole = transfer.trail().reversedMinor() == 0;
        boolean isOut =
                isOpen() || transfer.status() == TransferStatus.POSTED || transfer.status() == TransferStatus.SETTLED;
        return isOut && isWhole && isCurrent() && !isKnownToHaveFailed() ? Effect.APPLIED : Effect.CONTRADICTED;
    }

    /** Whether its rail, or persons, said that its money came back. */
    boolean hasComeBack() {
        return attempt.outcome() == AttemptOutcome.RETURNED;
    }

    /**
     * Moves the money over settlement to the destination; a refusal of the ledger makes it wait for a person. So does a
     * reserve that was reversed by hand, in part too: what lies in its account now is that of other transfers.
     */
    public void succeeded(@Nullable String providerReference) {
        AttemptRow known = told(AttemptOutcome.SUCCEEDED, attempt.succeeded(providerReference));
        course.arrived(known.outcome());
    }

    /** The same of money that is with its destination: nothing of it waits to be settled. */
    public void settled(@Nullable String providerReference) {
        told(AttemptOutcome.SETTLED, attempt.with(AttemptOutcome.SETTLED, providerReference, null));
        course.arrived(AttemptOutcome.SETTLED);
    }

    /**
     * Takes another rail, if there is one and that is safe; else gives back what is left of what moved, and when that is
     * nothing, a person has to look.
     */
    public void failed(AttemptOutcome outcome, String reason) {
        told(outcome, attempt.with(outcome, null, reason));
        if (course.told().taken() == null && !(isOpen() && isCurrent())) {
            DueWork.finish(course.work(), AttemptHandler.KIND, attempt.id()); // the money went another way
            return;
        }
        if (mayFailOver(outcome, reason) && course.failedOver()) {
            return;
        }
        course.goesBack(reason);
    }

    /** Gives back what is left of what moved, on the way that it came; a refusal of the ledger makes it wait for a person. */
    public void returned(@Nullable String providerReference, String reason) {
        told(AttemptOutcome.RETURNED, attempt.with(AttemptOutcome.RETURNED, providerReference, reason));
        course.cameBack(reason);
    }

    /** Only what is certainly not under way may be sent another way: it never left, or its rail says so of such a decline. */
    private boolean mayFailOver(AttemptOutcome outcome, String reason) {
        return isOpen()
                && isCurrent()
                && course.told().taken() == null
                && !AttemptRow.DECIDED.equals(attempt.reason())
                && course.flow().hasChoice()
                && (outcome == AttemptOutcome.NOT_SENT || course.flow().mayFailOver(attempt.rail(), reason));
    }

    private boolean isOpen() {
        return transfer.status() == TransferStatus.PROCESSING || transfer.status() == TransferStatus.IN_REVIEW;
    }

    private boolean isCurrent() {
        return attempt.id().equals(transfer.trail().attempt());
    }

    /** Nothing is known for so long that a person should look; later news still counts. */
    void unknownForLong(String reason) {
        if (transfer.status() == TransferStatus.PROCESSING) {
            course.review(reason, TransferCases.ofSilence());
        }
    }

    /** Tries again what the ledger refused; without a case, and when it refuses for the same reason, nothing is recorded. */
    void again() {
        switch (attempt.outcome()) {
            case SUCCEEDED, SETTLED -> course.arrived(attempt.outcome());
            case RETURNED -> course.cameBack(Objects.requireNonNullElse(attempt.reason(), CallbackNews.CAME_BACK));
            case DECLINED, NOT_SENT -> course.goesBack(Objects.requireNonNullElse(attempt.reason(), "declined"));
            case NEW, ACCEPTED, UNKNOWN -> throw new IllegalStateException(attempt.id() + " has no final news");
        }
    }

    /** Keeps what is known of the attempt: as its rail said it, or as persons take it. */
    private AttemptRow told(AttemptOutcome outcome, AttemptRow said) {
        AttemptRow known = course.told().taken() == null ? said : attempt.decided(outcome);
        course.work().put(TransferTables.ATTEMPT, known);
        return known;
    }

    private boolean isWrong(@Nullable Money amount) {
        return amount != null && !amount.equals(transfer.amount());
    }

    /** Whether its rail, or persons, said that the attempt moved nothing. */
    boolean isKnownToHaveFailed() {
        return attempt.outcome() == AttemptOutcome.DECLINED || attempt.outcome() == AttemptOutcome.NOT_SENT;
    }
}
