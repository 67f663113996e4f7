package io.zentra.policy;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Event;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.storage.Module;
import io.zentra.policy.internal.Compilations;
import io.zentra.policy.internal.DecisionText;
import io.zentra.policy.internal.LastAsked;
import io.zentra.policy.internal.PolicyDecision;
import io.zentra.policy.internal.PolicyTables;
import io.zentra.policy.internal.Prepared;
import org.jspecify.annotations.Nullable;

/**
 * Policies inside another module's command: the decision, what it counts, and the case of a review become part of that
 * command's commit. One a runtime; thread-safe.
 *
 * <p>A command names the rows with {@link #need} and decides with {@link #decide}. What is sent to review gets a case with
 * {@link #open}; when persons have decided it, due work of the kind that was named there runs a command that calls
 * {@link #resume}.
 */
public final class PolicyWork {
    private final Compilations compilations = new Compilations();
    private final LastAsked lastAsked = new LastAsked();

    /** What policies keep in the database, for a facade that opens several modules. */
    public static Module module() {
        return PolicyTables.MODULE;
    }

    /**
     * An operation to decide about. One that a command asks again, while it names rows and when it decides, is prepared only
     * once; so it is for one thread at a time.
     */
    public static final class Question {
        private final Tenant tenant;
        private final String actor;
        private final Proposal proposal;
        private final String key;
        private final @Nullable String correlation;
        private final boolean isRequested;
        private @Nullable Prepared prepared;

        /**
         * A question.
         *
         * @param tenant whose
         * @param actor who asks, as {@code kind:id}
         * @param proposal what is proposed; its kind names the policy
         * @param key the idempotency key of the command, by which a canary's share is chosen
         * @param correlation the id that the events belong to; null for none
         */
        public Question(Tenant tenant, String actor, Proposal proposal, String key, @Nullable String correlation) {
            this(tenant, actor, proposal, key, correlation, false);
        }

        /**
         * A question.
         *
         * @param isRequested whether the command's request has the proposal as its member {@code proposal}, and the
         *     decision is its first event: then that event does not tell it twice
         */
        public Question(
                Tenant tenant,
                String actor,
                Proposal proposal,
                String key,
                @Nullable String correlation,
                boolean isRequested) {
            this.tenant = tenant;
            this.isRequested = isRequested;
            this.actor = actor;
            this.proposal = proposal;
            this.key = key;
            this.correlation = correlation;
        }

        /** Whose. */
        public Tenant tenant() {
            return tenant;
        }

        /** Who asks, as {@code kind:id}. */
        public String actor() {
            return actor;
        }

        /** What is proposed. */
        public Proposal proposal() {
            return proposal;
        }

        /** The idempotency key of the command. */
        public String key() {
            return key;
        }

        /** The id that the events belong to; null for none. */
        public @Nullable String correlation() {
            return correlation;
        }

        /** Whether the request of the decision's event tells the proposal. */
        public boolean isRequested() {
            return isRequested;
        }
    }

    /**
     * What became of an operation that waited for a case.
     *
     * @param resumption what the case says
     * @param decision the decision that was made again; null unless the case was granted
     */
    public record Resumed(Resumption resumption, @Nullable DecisionRecord decision) {}

    /**
     * Prepares a question before its command is queued, as far as that does not depend on what is stored: the versions that
     * were asked last are likely to be asked again.
     */
    public void expect(Question question) {
        question.prepared = PolicyDecision.expect(question, compilations, lastAsked);
    }

    /** Names the rows of a decision, and of the lanes in which it may open a case. */
    public void need(Reads reads, Question question) {
        question.prepared = PolicyDecision.need(reads, question, compilations, lastAsked, question.prepared);
    }

    /**
     * Decides, once the rows were named, records the event, and counts the operation in all windows when it is accepted.
     * The next event of the command is the decision's.
     *
     * @throws ZentraException {@code unknown_policy} when no version is published
     */
    public DecisionRecord decide(UnitOfWork work, Question question) {
        return new PolicyDecision(work, question, compilations, question.prepared)
                .record(question.correlation(), null, true);
    }

    /** Whether a version of the policy that a question names is published, once its rows were named. */
    public static boolean isPublished(UnitOfWork work, Question question) {
        return PolicyDecision.isPublished(work, question);
    }

    /**
     * Makes the decision of {@link #decide} and changes nothing yet: for a command whose earlier events tell of it.
     *
     * @throws ZentraException {@code unknown_policy} when no version is published
     */
    public Made make(UnitOfWork work, Question question) {
        return new Made(new PolicyDecision(work, question, compilations, question.prepared));
    }

    /** A decision that was made and has yet to be recorded, in the same command. For one thread. */
    public static final class Made {
        private final PolicyDecision made;

        private Made(PolicyDecision made) {
            this.made = made;
        }

        /** What was decided. */
        public Decision decision() {
            return made.decision();
        }

        /**
         * Records it as the next event, and counts the operation in all windows when it is accepted.
         *
         * @param correlation the id that the event belongs to
         */
        public DecisionRecord record(String correlation) {
            return made.record(correlation, null, true);
        }
    }

    /**
     * Opens the case of a decision that asks for a review; it belongs to the decision.
     *
     * @param resumes the kind of due work that goes on when persons have decided it
     */
    public ReviewCase open(UnitOfWork work, DecisionRecord decision, String resumes) {
        return PolicyDecision.open(work, decision, resumes, decision.id());
    }

    /** The same for a case that belongs to a transfer or intent. */
    public ReviewCase open(UnitOfWork work, DecisionRecord decision, String resumes, String correlation) {
        return PolicyDecision.open(work, decision, resumes, correlation);
    }

    /**
     * Decides once more about an operation whose case was decided, once the rows of both were named. When it asks for a
     * review as it did, the approvals let it go on; when it asks for another, the case is open again for that one. What
     * goes on is counted in all windows.
     *
     * @param counted false when it is known that the operation cannot be done after all
     */
    public Resumed resume(UnitOfWork work, Question question, String caseId, boolean counted) {
        return new PolicyDecision(work, question, compilations, question.prepared).resume(caseId, counted);
    }

    /** Names the rows of a case, and answers it when they are there; see {@link ReviewWork#need}. */
    public static @Nullable ReviewCase needCase(Reads reads, String caseId) {
        return ReviewWork.need(reads, caseId);
    }

    /** The decision that an event of a command tells. */
    public static DecisionRecord read(Event event) {
        return DecisionText.read(event);
    }

    Compilations compilations() {
        return compilations;
    }
}
