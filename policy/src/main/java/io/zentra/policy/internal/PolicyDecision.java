package io.zentra.policy.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.MeterKey;
import io.zentra.core.usage.Usage;
import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Fired;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.PolicyWork.Resumed;
import io.zentra.policy.Verdict;
import io.zentra.policy.WindowReading;
import io.zentra.policy.internal.PolicyTables.TrialRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import io.zentra.policy.internal.Prepared.PreparedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A decision inside a command: made, then recorded. */
public final class PolicyDecision {
    private static final String KIND = "policy";

    private final UnitOfWork work;
    private final Question question;
    private final Facts facts;
    private final List<Decision> decisions = new ArrayList<>(1);
    private final Map<MeterKey, Charge> charges = new LinkedHashMap<>();
    private final int live;

    /**
     * Makes the decision; nothing changes yet.
     *
     * @param before what was prepared of the question; null for nothing
     */
    public PolicyDecision(UnitOfWork work, Question question, Compilations compilations, @Nullable Prepared before) {
        this.work = work;
        this.question = question;
        Consulted consulted = Consulted.of(work, question.proposal().kind(), question.key());
        this.live = consulted.live();
        Prepared prepared = Prepared.of(question, work.now(), consulted.versions(), compilations, before);
        this.facts = prepared.facts();
        for (PreparedVersion version : prepared.versions()) {
            List<Counted> counting = version.counting();
            List<WindowReading> readings = new ArrayList<>(counting.size());
            for (int i = 0; i < counting.size(); i++) {
                Charge charge = version.charges().get(i);
                readings.add(counting.get(i).reading(facts, Usage.read(work, charge)));
                charges.putIfAbsent(charge.meter(), charge);
            }
            decisions.add(version.selection().decide(readings));
        }
    }

    /** Prepares a question with the versions that were asked last; null when none is known. */
    public static @Nullable Prepared expect(Question question, Compilations compilations, LastAsked lastAsked) {
        List<VersionRow> likely =
                lastAsked.of(question.tenant().no(), question.proposal().kind());
        return likely.isEmpty() ? null : Prepared.of(question, Instant.EPOCH, likely, compilations, null);
    }

    /**
     * Names the rows of a decision.
     *
     * @param before what was prepared of the question; null for nothing
     * @return what is prepared of it now
     */
    public static Prepared need(
            Reads reads, Question question, Compilations compilations, LastAsked lastAsked, @Nullable Prepared before) {
        if (question.correlation() != null) {
            reads.needCorrelation(question.correlation());
        }
        List<VersionRow> versions = Consulted.need(reads, question.proposal().kind(), question.key());
        Prepared prepared = Prepared.of(question, reads.now(), versions, compilations, before);
        lastAsked.are(question.tenant().no(), question.proposal().kind(), versions);
        for (PreparedVersion version : prepared.versions()) {
            version.charges().forEach(charge -> Usage.need(reads, charge));
            version.lanes().forEach(lane -> ReviewWork.needLane(reads, lane));
            if (versions.size() > 1) {
                reads.need(PolicyTables.TRIAL, version.row().key());
            }
        }
        return prepared;
    }

    /** Whether a version of the policy is published, once its rows were named. */
    public static boolean isPublished(UnitOfWork work, Question question) {
        return Consulted.isPublished(work, question.proposal().kind());
    }

    /** What was decided. */
    public Decision decision() {
        return decisions.get(0);
    }

    /**
     * Records the decision, and counts the operation when it goes on.
     *
     * @param correlation the id that the event belongs to; null for none
     * @param approved the id of the case by which persons let it go on; null for none
     * @param counted false when it is known that the operation cannot be done after all
     */
    public DecisionRecord record(@Nullable String correlation, @Nullable String approved, boolean counted) {
        Decision decision = decisions.get(0);
        List<Decision> trials = decisions.subList(1, decisions.size());
        compare();
        String id = work.newId("de");
        DecisionRecord told = new DecisionRecord(id, work.nextSeq(), decision, trials, approved);
        CanonicalJson.Value usage = counted && told.goesOn() && !charges.isEmpty()
                ? Usage.reserve(work, facts.proposal().amount(), List.copyOf(charges.values()))::write
                : nothing -> {};
        FactsText.Told besides =
                new FactsText.Told(work.access().actor().toString().equals(facts.actor()), question.isRequested());
        work.record(new UnitOfWork.Draft(
                DecisionText.type(decision), id, correlation, json -> DecisionText.write(json, told, besides, usage)));
        return told;
    }

    /** Counts how the versions on trial, a canary that decides among them, differ from the live one. */
    private void compare() {
        for (int i = 0; i < decisions.size(); i++) {
            if (i != live) {
                Decision trial = decisions.get(i);
                VersionKey key =
                        new VersionKey(trial.policy().name(), trial.policy().version());
                TrialRow before = work.get(PolicyTables.TRIAL, key);
                TrialRow row = before == null ? TrialRow.none(key) : before;
                work.put(PolicyTables.TRIAL, row.plus(decisions.get(live).verdict(), trial.verdict()));
            }
        }
    }

    /** Opens the case of a decision. */
    public static ReviewCase open(UnitOfWork work, DecisionRecord told, String resumes, String correlation) {
        Decision decision = told.decision();
        ReviewDraft draft = new ReviewDraft(
                Objects.requireNonNull(decision.reason()),
                KIND,
                told.id(),
                basis(decision),
                decision.facts().proposal().amount(),
                Map.of("decided_by", Objects.requireNonNull(decision.decidedBy())),
                List.of(decision.facts().actor()),
                correlation);
        return ReviewWork.open(work, draft, resumes);
    }

    /** Asks the case, and records the decision when it lets the operation go on. */
    public Resumed resume(String caseId, boolean counted) {
        Decision decision = decisions.get(0);
        ReviewCase waiting = Objects.requireNonNull(ReviewWork.find(work, caseId), "a case that was named");
        String basis = decision.verdict() == Verdict.REVIEW
                ? basis(decision)
                : waiting.proposal().basis();
        Resumption resumption = ReviewWork.resume(
                work, caseId, basis, decision.facts().proposal().amount());
        return resumption == Resumption.GRANTED
                ? new Resumed(
                        resumption,
                        record(question.correlation(), decision.verdict() == Verdict.REVIEW ? caseId : null, counted))
                : new Resumed(resumption, null);
    }

    /**
     * What persons approve: the operation, the version, the lane and the rules that ask for a review. What windows come to
     * is not part of it, for that changes with every operation of others.
     */
    private static String basis(Decision decision) {
        return Sha256.hex(CanonicalJson.bytes(json -> {
            json.beginObject().member("actor", decision.facts().actor());
            json.member("lane", Objects.requireNonNull(decision.reason()));
            json.member("policy", decision.policy().hash());
            FactsText.write(json.name("proposal"), decision.facts().proposal());
            json.name("rules").beginArray();
            for (Fired fired : decision.fired()) {
                if (fired.effect() instanceof Effect.Review || fired.effect() instanceof Effect.Score) {
                    json.value(fired.rule());
                }
            }
            json.endArray().endObject();
        }));
    }
}
