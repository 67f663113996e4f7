package io.zentra.testing.contract;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Sha256;
import io.zentra.core.money.Money;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.review.Reviews;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A storage contract with people who review, two lanes, and work of a module that waits for them. */
public abstract class ReviewDesk extends StorageContract {
    static final String TREASURY = "treasury";
    static final Actor ANN = reviewer("ann");
    static final Actor BOB = reviewer("bob");
    static final Actor CLEO = reviewer("cleo");
    static final Actor DORA = reviewer("dora");
    static final Actor LEAD =
            Actor.operator("lead", Permission.READ, Permission.ASSIGN_REVIEWS, Permission.MANAGE_LANES);

    /** What the decision was that led to a case. */
    static final String BASIS = basis("review: amount over 10,000.00");

    /** Another one. */
    static final String OTHER = basis("review: amount over 20,000.00");

    private int keys;

    /** For subclasses. */
    protected ReviewDesk() {}

    private static Actor reviewer(String id) {
        return Actor.operator(id, Permission.READ, Permission.WORK_REVIEWS, Permission.DECIDE_REVIEWS);
    }

    static String basis(String decision) {
        return Sha256.hex(decision.getBytes(StandardCharsets.UTF_8));
    }

    /** Up to 100.00 one of three is enough, above it takes two; cases are due in four hours, approvals last for two. */
    static ReviewLane treasury() {
        return ReviewLane.of(TREASURY, ANN, BOB, CLEO)
                .withApprovals(2)
                .withBand(usd(10_000), 1)
                .withDueIn(Duration.ofHours(4))
                .withApprovalsLast(Duration.ofHours(2));
    }

    final void setTreasury() {
        set(treasury());
    }

    final ReviewLane set(ReviewLane lane) {
        return by(LEAD).lanes().set(lane, newKey()).orElseThrow();
    }

    /** The cases as somebody sees them. */
    final Reviews by(Actor actor) {
        return ledger().tenant("acme").as(actor).reviews();
    }

    /** A key that was not used yet. */
    final String newKey() {
        return "key-" + ++keys;
    }

    /** A case that the service opened for a user. */
    final ReviewCase opened(long minor) {
        return acme().reviews().open(draft(minor), newKey()).orElseThrow();
    }

    static ReviewDraft draft(long minor) {
        return ReviewDraft.of(TREASURY, "transfer", "order-17", BASIS)
                .amount(usd(minor))
                .madeBy(Actor.user("u-17"));
    }

    final ReviewCase now(ReviewCase before) {
        return acme().reviews().find(before.id()).orElseThrow();
    }

    final Outcome<ReviewCase> approve(Actor who, ReviewCase seen) {
        return by(who).approve(seen.id(), seen.decision(), newKey());
    }

    final ReviewCase approved(Actor who, ReviewCase seen) {
        return approve(who, seen).orElseThrow();
    }

    final Outcome<Resumption> resume(ReviewCase seen) {
        return acme().reviews().resume(seen.id(), BASIS, seen.proposal().amount(), newKey());
    }

    static ErrorCode refusal(Outcome<?> outcome) {
        return code(outcome);
    }

    /** The types of the events of a case, in order. */
    final List<String> events(ReviewCase of) {
        return acme().journal().timeline(of.origin().correlation()).stream()
                .filter(event -> event.subject().filter(of.id()::equals).isPresent())
                .map(Event::type)
                .toList();
    }

    final Access access() {
        return new Access(core().tenants().require(TenantId.of("acme")), Actor.service("svc_edge"));
    }

    /** A module's command that has to wait. */
    final ReviewCase await(ReviewDraft draft, @Nullable String resumes) {
        return core().commits().run(access(), new Await(draft, resumes));
    }

    /** A module's command that goes on when it may. */
    final Resumption goOn(String caseId, String basis, @Nullable Money amount) {
        return core().commits().run(access(), new GoOn(caseId, basis, amount));
    }

    /** Opens a case inside a command that does something else, too. */
    record Await(ReviewDraft draft, @Nullable String resumes) implements Command<ReviewCase> {
        @Override
        public Operation operation() {
            return new Operation(9_020, "test.await");
        }

        @Override
        public void reads(Reads reads) {
            ReviewWork.needLane(reads, draft.lane());
            if (draft.correlation() != null) {
                reads.needCorrelation(draft.correlation());
            }
        }

        @Override
        public ReviewCase decide(UnitOfWork work) {
            work.record(new UnitOfWork.Draft(
                    "test.waits", null, null, json -> json.beginObject().endObject()));
            return ReviewWork.open(work, draft, resumes);
        }
    }

    /** Goes on, and says so, when it is granted. */
    record GoOn(String caseId, String basis, @Nullable Money amount) implements Command<Resumption> {
        @Override
        public Operation operation() {
            return new Operation(9_021, "test.go_on");
        }

        @Override
        public void reads(Reads reads) {
            ReviewWork.need(reads, caseId);
        }

        @Override
        public Resumption decide(UnitOfWork work) {
            Resumption answer = ReviewWork.resume(work, caseId, basis, amount);
            if (answer == Resumption.GRANTED) {
                work.record(new UnitOfWork.Draft(
                        "test.went_on",
                        null,
                        null,
                        json -> json.beginObject().member("case", caseId).endObject()));
            }
            return answer;
        }
    }
}
