package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.runtime.internal.callback.CallbackTables.Reference;
import io.zentra.runtime.internal.callback.CallbackTables.ReferenceRow;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.runtime.internal.transfer.News;
import io.zentra.runtime.internal.transfer.TransferTables;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which attempt a reference speaks of: our own, that is the attempt's id, or the provider's, once it was told of one. */
public final class References {
    /** In the place of an attempt, for a reference that was told of several. */
    static final long SEVERAL = 0;

    private References() {}

    /**
     * Names the rows that tell what a reference speaks of, and what news of that may touch.
     *
     * @return the attempt that it speaks of, once that is there
     */
    static @Nullable AttemptRow need(Reads reads, Reference reference, Flow flow, News.Reach reach) {
        EntityId own = own(reference);
        if (own != null) {
            AttemptRow attempt = News.need(reads, own.seq(), flow, reach);
            return attempt != null && attempt.id().equals(reference.reference()) ? attempt : null;
        }
        ReferenceRow row = reads.need(CallbackTables.REFERENCE, reference);
        return row == null || row.attempt() == SEVERAL ? null : News.need(reads, row.attempt(), flow, reach);
    }

    /**
     * The attempt that a reference speaks of; empty when it names none so far, or several.
     *
     * @throws ZentraException {@code unknown_reference} when it names one over another rail
     */
    static Optional<AttemptRow> find(UnitOfWork work, Reference reference) {
        Optional<AttemptRow> named = named(work, reference);
        named.ifPresent(attempt -> {
            if (!attempt.rail().equals(reference.rail())) {
                throw News.unknown(attempt.id(), " over the rail \"" + reference.rail() + "\"");
            }
        });
        return named;
    }

    /** The same over any rail. */
    static Optional<AttemptRow> named(UnitOfWork work, Reference reference) {
        EntityId own = own(reference);
        if (own != null) {
            return Optional.ofNullable(work.get(TransferTables.ATTEMPT, own.seq()))
                    .filter(attempt -> attempt.id().equals(reference.reference()));
        }
        ReferenceRow row = work.get(CallbackTables.REFERENCE, reference);
        return row == null || row.attempt() == SEVERAL
                ? Optional.empty()
                : Optional.ofNullable(work.get(TransferTables.ATTEMPT, row.attempt()));
    }

    private static @Nullable EntityId own(Reference reference) {
        return EntityId.parse("at", reference.reference()).orElse(null);
    }

    /** Names the rows that learning a provider's reference may touch, the callbacks that wait for it among them. */
    public static void needToLearn(Reads reads, AttemptRow attempt, @Nullable String reference, Flow flow) {
        if (reference == null) {
            return;
        }
        Reference name = new Reference(attempt.rail(), reference);
        boolean isKnown = reads.need(CallbackTables.REFERENCE, name) != null; // then nothing waits for it
        if (!isKnown && Parking.need(reads, name)) {
            News.need(reads, attempt.no(), flow, News.Reach.ANYWHERE); // what waits may tell anything
        }
    }

    /**
     * Learns what the provider calls an attempt, and applies what has waited for it. A reference that was told of another
     * attempt before names none from then on: what comes under it is parked, and a person looks.
     */
    public static void learn(UnitOfWork work, AttemptRow attempt, @Nullable String reference, Flow flow) {
        if (reference == null) {
            return;
        }
        Reference name = new Reference(attempt.rail(), reference);
        ReferenceRow known = work.get(CallbackTables.REFERENCE, name);
        if (known == null) {
            work.put(CallbackTables.REFERENCE, new ReferenceRow(name, attempt.no()));
            Parking.release(work, name, attempt, flow);
        } else if (known.attempt() != attempt.no()) {
            work.put(CallbackTables.REFERENCE, new ReferenceRow(name, SEVERAL));
        }
    }
}
