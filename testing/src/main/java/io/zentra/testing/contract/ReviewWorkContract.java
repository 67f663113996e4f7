package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.journal.Event;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWorker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cases inside the commands of another module: opened, resumed and used up in their commits. */
public abstract class ReviewWorkContract extends ReviewDesk {
    private static final String RESUME = "test.resume";

    private final List<Resumption> told = new ArrayList<>();

    /** For subclasses. */
    protected ReviewWorkContract() {}

    /** What a module does when a case of its kind was decided: it asks, and goes on or not. */
    private int runDueWork(String basis) {
        Map<String, DueWork.Handler> handlers = new HashMap<>(ReviewWork.handlers(core().commits()));
        handlers.put(
                RESUME,
                DueWork.Handler.waiting((access, item) ->
                        told.add(core().commits().run(access, new GoOn(item.subject(), basis, usd(500))))));
        try (DueWorker worker =
                new DueWorker(core().commits(), core().queries(), core().tenants(), clock(), handlers)) {
            return worker.runDue();
        }
    }

    @Test
    void goesOnWhenTheCaseIsApproved() {
        setTreasury();
        ReviewCase waiting = await(draft(500).correlation("order-17"), RESUME);
        assertThat(runDueWork(BASIS)).as("nothing to do before").isZero();
        approved(ANN, waiting);

        assertThat(runDueWork(BASIS)).isEqualTo(1);
        assertThat(told).containsExactly(Resumption.GRANTED);
        assertThat(now(waiting).status()).isEqualTo(ReviewStatus.RESUMED);
        assertThat(runDueWork(BASIS)).as("nothing is left to do").isZero();
        assertThat(acme().journal().timeline("order-17"))
                .extracting(Event::type)
                .containsExactly("review.opened", "review.approved", "review.closed");
        assertThat(goOn(waiting.id(), BASIS, usd(500))).isEqualTo(Resumption.USED);
        assertThat(wentOn()).isEqualTo(1);
    }

    @Test
    void endsWhenTheCaseIsDenied() {
        setTreasury();
        ReviewCase waiting = await(draft(500), RESUME);
        by(ANN).deny(waiting.id(), "no", newKey()).orElseThrow();

        assertThat(runDueWork(BASIS)).isEqualTo(1);
        assertThat(told).containsExactly(Resumption.REFUSED);
        assertThat(now(waiting).status()).isEqualTo(ReviewStatus.REFUSED);
        assertThat(wentOn()).isZero();
    }

    /** A person takes a denial back before the work has asked: the work is not asked for any more. */
    @Test
    void waitsWhenADenialIsTakenBack() {
        setTreasury();
        ReviewCase waiting = await(draft(500), RESUME);
        by(ANN).deny(waiting.id(), "no", newKey()).orElseThrow();
        by(LEAD).reopen(waiting.id(), newKey()).orElseThrow();

        assertThat(runDueWork(BASIS)).isZero();
        assertThat(goOn(waiting.id(), BASIS, usd(500))).isEqualTo(Resumption.WAITING);
    }

    /** Policy, rates or balances changed between approval and resumption. */
    @Test
    void waitsForAnotherDecisionWhenItComesOutOtherwise() {
        setTreasury();
        ReviewCase waiting = await(draft(500), RESUME);
        approved(ANN, waiting);

        assertThat(runDueWork(OTHER)).isEqualTo(1);
        assertThat(told).containsExactly(Resumption.CHANGED);
        approved(BOB, now(waiting));
        assertThat(runDueWork(OTHER)).isEqualTo(1);
        assertThat(told).containsExactly(Resumption.CHANGED, Resumption.GRANTED);
        assertThat(wentOn()).isEqualTo(1);
    }

    @Test
    void tellsAnOpenCaseThatTheDecisionComesOutOtherwise() {
        setTreasury();
        ReviewCase waiting = await(draft(50_000), null);
        approved(ANN, waiting);

        assertThat(goOn(waiting.id(), OTHER, usd(50_000))).isEqualTo(Resumption.CHANGED);
        assertThat(now(waiting).approvals()).isEmpty();
        assertThat(goOn(waiting.id(), OTHER, usd(50_000))).isEqualTo(Resumption.WAITING);
    }

    /** A contradiction must have its case, also where nobody has thought of lanes yet. */
    @Test
    void opensACaseInALaneThatIsNotSet() {
        ReviewCase waiting = await(draft(500), RESUME);
        assertThat(waiting.place().required()).isZero();
        assertThat(waiting.place().dueAt()).isNull();
        assertThat(refusal(approve(ANN, waiting))).isEqualTo(ErrorCode.NOT_AN_APPROVER);
        assertThat(refusal(by(ANN).claim(waiting.id(), newKey()))).isEqualTo(ErrorCode.NOT_IN_LANE);

        setTreasury();
        set(treasury().withApprovers(ANN, BOB, CLEO, DORA));

        assertThat(refusal(approve(DORA, waiting)))
                .as("who was added after the lane was set first")
                .isEqualTo(ErrorCode.NOT_AN_APPROVER);
        assertThat(approved(ANN, waiting).status()).isEqualTo(ReviewStatus.APPROVED);
        assertThat(runDueWork(BASIS)).isEqualTo(1);
        assertThat(told).containsExactly(Resumption.GRANTED);
    }

    /** The number of approvals is looked up when the lane is set, by the amount. */
    @Test
    void takesAsManyApprovalsAsTheLaneSaysOnceItIsSet() {
        ReviewCase waiting = await(draft(50_000), null);
        setTreasury();

        assertThat(approved(ANN, waiting).status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(approved(BOB, waiting).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    @Test
    void isTakenBackWhenItIsNeededNoLonger() {
        setTreasury();
        ReviewCase waiting = await(draft(500), RESUME);
        approved(ANN, waiting);
        acme().reviews().withdraw(waiting.id(), "gone").orElseThrow();

        assertThat(runDueWork(BASIS)).isZero();
        assertThat(goOn(waiting.id(), BASIS, usd(500))).isEqualTo(Resumption.REFUSED);
        assertThat(now(waiting).status()).isEqualTo(ReviewStatus.WITHDRAWN);
        assertThat(refusal(approve(BOB, waiting))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
    }

    @Test
    void refusesACaseThatIsNone() {
        for (String id : List.of("case_none", "tr_1", opened().id().replace("case_", "po_"))) {
            assertThatThrownBy(() -> goOn(id, BASIS, null))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_CASE));
        }
    }

    /** One commit for all: cases of several makers are opened, and commands that belong to none run beside them. */
    @Test
    void opensAndChangesCasesOfOneCommit() {
        setTreasury();
        ReviewCase first = await(draft(500).madeBy(Actor.user("u-1")), RESUME);
        ReviewCase second = await(draft(500).madeBy(Actor.user("u-2")), RESUME);
        approved(ANN, first);
        approved(ANN, second);

        assertThat(runDueWork(BASIS)).isEqualTo(2);
        assertThat(wentOn()).isEqualTo(2);
    }

    private ReviewCase opened() {
        setTreasury();
        return opened(500);
    }

    private long wentOn() {
        return acme().journal().after(0, 1_000).stream()
                .filter(event -> event.type().equals("test.went_on"))
                .count();
    }
}
