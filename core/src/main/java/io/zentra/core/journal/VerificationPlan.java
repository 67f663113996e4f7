package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much a verification does, and what it may build on. Immutable.
 *
 * <pre>{@code
 * VerificationPlan nightly = VerificationPlan.full()
 *         .goingOnFrom(Vault.inFolder(Path.of("verified"))) // what is new since the last one
 *         .against(checkpointsKeptElsewhere);
 * acme.ledgers().verify(nightly).requireSound();
 * }</pre>
 *
 * @param keptElsewhere checkpoints from outside the database, which alone show that history was cut or rewritten
 * @param records where the record of what was verified is kept; null to begin at the first event
 * @param archives where archived events are read; null when none has to be
 * @param mostEvents the most events to read
 */
public record VerificationPlan(
        List<Checkpoint> keptElsewhere,
        @Nullable Vault records,
        @Nullable Vault archives,
        long mostEvents) {
    /** Copies the checkpoints. */
    public VerificationPlan {
        keptElsewhere = List.copyOf(keptElsewhere);
    }

    /** Everything from the first event, in one go. */
    public static VerificationPlan full() {
        return new VerificationPlan(List.of(), null, null, Long.MAX_VALUE);
    }

    /** The same, also against checkpoints that were kept outside the database. */
    public VerificationPlan against(List<Checkpoint> kept) {
        return new VerificationPlan(kept, records, archives, mostEvents);
    }

    /**
     * The same, going on from the record of the last verification: events up to there are taken for verified, and a new
     * record is kept when nothing is wrong. Without one it begins at the first event. Records are sealed with the signing
     * key, so the vault may be anywhere; each tenant has one in it.
     */
    public VerificationPlan goingOnFrom(Vault vault) {
        return new VerificationPlan(keptElsewhere, vault, archives, mostEvents);
    }

    /**
     * The same, reading events that lie in archives from there. Needed by whoever reads such events: from the first event,
     * or from a record of before.
     */
    public VerificationPlan readingArchives(Vault vault) {
        return new VerificationPlan(keptElsewhere, records, vault, mostEvents);
    }

    /**
     * The same, ending after so many events, or a few more where events belong together. State is compared by the
     * verification that comes to the last event, so this is for a plan that {@linkplain #goingOnFrom goes on}.
     *
     * @param events 1 or more
     * @throws ZentraException {@code invalid_configuration} for less
     */
    public VerificationPlan atMost(long events) {
        if (events < 1) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "a verification reads at least 1 event, not " + events,
                    Map.of("setting", "atMost", "value", String.valueOf(events)));
        }
        return new VerificationPlan(keptElsewhere, records, archives, events);
    }
}
