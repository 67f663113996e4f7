package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.EntityId;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewNote;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.review.Reviews;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cases and their lanes: who works on them, what is written down, where they go when they take too long. */
public abstract class ReviewContract extends ReviewDesk {
    /** For subclasses. */
    protected ReviewContract() {}

    private static ReviewLane withRota() {
        return treasury().withRota(ANN, BOB, CLEO);
    }

    /** A crossed limit moves to review and assigns an operator. */
    @Test
    void givesNewCasesToPeopleInTurn() {
        set(withRota());
        List<String> owners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            owners.add(opened(500).owner().orElseThrow());
        }

        assertThat(owners).containsExactly("operator:ann", "operator:bob", "operator:cleo", "operator:ann");
    }

    /** Who wanted it cannot decide it, so the next one gets it, and the turn goes on behind that one. */
    @Test
    void passesOverTheMakersOfACase() {
        set(withRota());
        ReviewCase byAnn =
                acme().reviews().open(draft(500).madeBy(ANN), newKey()).orElseThrow();
        ReviewCase byTwo =
                acme().reviews().open(draft(500).madeBy(CLEO, ANN), newKey()).orElseThrow();
        ReviewCase byAll = acme().reviews()
                .open(draft(500).madeBy(ANN, BOB, CLEO), newKey())
                .orElseThrow();

        assertThat(byAnn.owner()).contains("operator:bob");
        assertThat(byTwo.owner()).contains("operator:bob");
        assertThat(byAll.owner()).isEmpty();
        assertThat(refusal(by(LEAD).assignByRota(byAll.id(), newKey()))).isEqualTo(ErrorCode.NOBODY_TO_ASSIGN);
        assertThat(opened(500).owner()).contains("operator:cleo");
    }

    @Test
    void keepsTheTurnWhileTheRotaStays() {
        set(withRota());
        opened(500);
        set(withRota().withDueIn(Duration.ofHours(1)));
        assertThat(opened(500).owner()).contains("operator:bob");
        set(withRota().withRota(BOB, ANN));
        assertThat(opened(500).owner()).contains("operator:bob");
    }

    @Test
    void assignsByRotaAndByHand() {
        set(withRota());
        ReviewCase first = opened(500);

        assertThat(by(LEAD).assignByRota(first.id(), newKey()).orElseThrow().owner())
                .contains("operator:bob");
        assertThat(by(LEAD).assign(first.id(), ANN, newKey()).orElseThrow().owner())
                .contains("operator:ann");
        assertThat(refusal(by(LEAD).assign(first.id(), DORA, newKey()))).isEqualTo(ErrorCode.NOT_IN_LANE);
        assertThat(events(first))
                .containsExactly("review.opened", "review.rotated", "review.assigned", "request.declined");
    }

    @Test
    void isClaimedAndReleased() {
        setTreasury();
        ReviewCase seen = opened(500);
        ReviewCase claimed = by(ANN).claim(seen.id(), "a").orElseThrow();

        assertThat(claimed.owner()).contains("operator:ann");
        assertThat(by(ANN).claim(seen.id(), "again").orElseThrow()).isEqualTo(claimed);
        assertThat(refusal(by(BOB).claim(seen.id(), "b"))).isEqualTo(ErrorCode.CASE_OWNED);
        assertThat(refusal(by(BOB).release(seen.id(), "c"))).isEqualTo(ErrorCode.CASE_OWNED);
        assertThat(refusal(by(DORA).claim(seen.id(), "d"))).isEqualTo(ErrorCode.NOT_IN_LANE);
        assertThat(by(ANN).release(seen.id(), "e").orElseThrow().owner()).isEmpty();
        assertThat(by(BOB).claim(seen.id(), "f").orElseThrow().owner()).contains("operator:bob");
        assertThat(by(ANN).claim(seen.id(), "a").orElseThrow())
                .as("a late retry takes nothing from anybody")
                .isEqualTo(claimed);
        assertThat(now(seen).owner()).contains("operator:bob");
        approved(CLEO, seen);
        assertThat(refusal(by(BOB).release(seen.id(), "g"))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
        assertThat(refusal(by(LEAD).assign(seen.id(), ANN, "h"))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
        assertThat(refusal(by(LEAD).assignByRota(seen.id(), "i"))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
        assertThat(refusal(by(ANN).edit(seen.id(), Map.of(), "j"))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
        assertThat(refusal(by(ANN).deny(seen.id(), "no", "k"))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
        assertThat(refusal(by(LEAD).reopen(seen.id(), "l"))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
    }

    @Test
    void keepsNotesInOrderWhateverBecomesOfTheCase() {
        setTreasury();
        ReviewCase seen = opened(500);
        long first = by(ANN).note(seen.id(), "Called the customer.", "n1").orElseThrow();
        approved(ANN, seen);
        clock().advance(Duration.ofMinutes(5));
        long second = by(BOB).note(seen.id(), "He called back. ✓", "n2").orElseThrow();

        List<ReviewNote> notes = acme().reviews().notes(seen.id(), 0, 10);
        assertThat(notes)
                .extracting(ReviewNote::seq, ReviewNote::author, ReviewNote::text)
                .containsExactly(
                        tuple(first, "operator:ann", "Called the customer."),
                        tuple(second, "operator:bob", "He called back. ✓"));
        assertThat(notes.get(1).writtenAt()).isEqualTo(clock().instant());
        assertThat(acme().reviews().notes(seen.id(), first, 10)).containsExactly(notes.get(1));
        assertThat(refusal(by(ANN).note("case_none", "x", "n3"))).isEqualTo(ErrorCode.UNKNOWN_CASE);
    }

    /** What is erased is nowhere: the event has a digest whose salt is gone with the text. */
    @Test
    void erasesTheTextOfANote() {
        setTreasury();
        ReviewCase seen = opened(500);
        long note = by(ANN).note(seen.id(), "Mr Miller is ill.", "n1").orElseThrow();
        assertThat(acme().journal().event(note).orElseThrow().toString()).doesNotContain("Miller");

        assertThat(acme().reviews().eraseNote(note)).isTrue();
        assertThat(acme().reviews().eraseNote(note)).isFalse();
        assertThat(acme().reviews().notes(seen.id(), 0, 10))
                .extracting(ReviewNote::text)
                .containsExactly((String) null);
        assertThat(events(seen)).containsExactly("review.opened", "review.noted", "review.note.erased");
        assertThat(by(ANN).note(seen.id(), "Mr Miller is ill.", "n1").orElseThrow())
                .as("a late retry writes nothing again")
                .isEqualTo(note);
        assertThat(acme().reviews().notes(seen.id(), 0, 10).get(0).text()).isNull();
        for (long other : new long[] {0, 1, note + 1, note + 100}) {
            assertThatThrownBy(() -> acme().reviews().eraseNote(other))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_NOTE));
        }
    }

    /** The journal must not help to guess a text, so it is not compared there. */
    @Test
    void refusesTheKeyOfANoteWithAnotherText() {
        setTreasury();
        ReviewCase seen = opened(500);
        by(ANN).note(seen.id(), "one", "n1").orElseThrow();

        assertThat(by(ANN).note(seen.id(), "one", "n1").isReplay()).isTrue();
        assertThatThrownBy(() -> by(ANN).note(seen.id(), "two", "n1"))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
                    assertThat(e.details()).containsEntry("field", "text");
                });
        for (String bad : List.of("", " \n", "x".repeat(4_001), "a\u0000b", "\ud83d")) {
            assertThatThrownBy(() -> by(ANN).note(seen.id(), bad, newKey()))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_NOTE));
        }
    }

    @Test
    void escalatesByTheClock() {
        set(ReviewLane.of("board", DORA, CLEO).withRota(DORA).withDueIn(Duration.ofDays(2)));
        set(withRota().withEscalation("board"));
        ReviewCase seen = opened(50_000);
        approved(ANN, seen);
        approvedBefore(seen);
        clock().advance(Duration.ofHours(4).minusMillis(1));
        ledger().runDueWork();
        assertThat(now(seen).place().lane()).isEqualTo(TREASURY);
        clock().advance(Duration.ofMillis(1));
        ledger().runDueWork();

        ReviewCase escalated = now(seen);
        assertThat(escalated.place().lane()).isEqualTo("board");
        assertThat(escalated.owner()).contains("operator:dora");
        assertThat(escalated.place().required()).isEqualTo(1);
        assertThat(escalated.place().dueAt()).isEqualTo(clock().instant().plus(Duration.ofDays(2)));
        assertThat(acme().journal()
                        .timeline(seen.id())
                        .get(events(seen).indexOf("review.escalated"))
                        .actor())
                .isEqualTo("system:due_work");
        assertThat(refusal(approve(BOB, escalated))).isEqualTo(ErrorCode.NOT_AN_APPROVER);
        assertThat(approved(DORA, escalated).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    /** The clock ran out on one of two approvals meanwhile. */
    private void approvedBefore(ReviewCase seen) {
        clock().advance(Duration.ofHours(2));
        ledger().runDueWork();
        assertThat(now(seen).approvals()).isEmpty();
        clock().advance(Duration.ofHours(-2));
    }

    /** There is nowhere to go: that is told once, and no more. */
    @Test
    void becomesOverdueOnce() {
        setTreasury();
        ReviewCase seen = opened(500);
        for (int i = 0; i < 3; i++) {
            clock().advance(Duration.ofHours(4));
            ledger().runDueWork();
        }

        assertThat(events(seen)).containsExactly("review.opened", "review.overdue");
        assertThat(now(seen).status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(approved(ANN, seen).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    @Test
    void doesNotEscalateWhatIsDecided() {
        set(ReviewLane.of("board", DORA));
        set(treasury().withEscalation("board").withApprovalsLast(Duration.ofDays(30)));
        ReviewCase approved = approved(ANN, opened(500));
        ReviewCase denied = by(ANN).deny(opened(500).id(), "no", newKey()).orElseThrow();
        clock().advance(Duration.ofDays(1));
        ledger().runDueWork();
        assertThat(now(approved)).isEqualTo(approved);
        assertThat(now(denied)).isEqualTo(denied);

        ReviewCase again = by(LEAD).reopen(denied.id(), newKey()).orElseThrow();
        assertThat(again.place().dueAt()).isEqualTo(clock().instant().plus(Duration.ofHours(4)));
        clock().advance(Duration.ofHours(4));
        ledger().runDueWork();
        assertThat(now(denied).place().lane()).isEqualTo("board");
    }

    @Test
    void refusesToEscalateInACircle() {
        set(ReviewLane.of("a", ANN));
        set(ReviewLane.of("b", ANN).withEscalation("a"));
        set(ReviewLane.of("c", ANN).withEscalation("b"));
        set(ReviewLane.of("d", ANN).withEscalation("c"));

        assertThat(refusal(setting(ReviewLane.of("a", ANN).withEscalation("b"))))
                .isEqualTo(ErrorCode.INVALID_LANE);
        assertThat(refusal(setting(ReviewLane.of("a", ANN).withEscalation("c"))))
                .isEqualTo(ErrorCode.INVALID_LANE);
        assertThat(refusal(setting(ReviewLane.of("e", ANN).withEscalation("d"))))
                .isEqualTo(ErrorCode.INVALID_LANE);
        assertThat(refusal(setting(ReviewLane.of("e", ANN).withEscalation("f"))))
                .isEqualTo(ErrorCode.UNKNOWN_LANE);
        assertThat(acme().reviews().lanes().find("a")).contains(ReviewLane.of("a", ANN));
    }

    private Outcome<ReviewLane> setting(ReviewLane lane) {
        return by(LEAD).lanes().set(lane, newKey());
    }

    @Test
    void listsLanesAsTheyAreSet() {
        ReviewLane full = set(withRota().withBand(usd(20_000), 2));
        set(ReviewLane.of("a", ANN));
        set(ReviewLane.of("a", BOB));

        assertThat(acme().reviews().lanes().find(TREASURY)).contains(full);
        assertThat(acme().reviews().lanes().list("", 10)).containsExactly(ReviewLane.of("a", BOB), full);
        assertThat(acme().reviews().lanes().list("a", 1)).containsExactly(full);
        assertThat(acme().reviews().lanes().find("b")).isEmpty();
        assertThat(refusal(acme().reviews().open(ReviewDraft.of("b", "k", "s", BASIS), newKey())))
                .isEqualTo(ErrorCode.UNKNOWN_LANE);
    }

    /** Pages go on behind a case, also when it is decided meanwhile. */
    @Test
    void listsOpenCasesByLaneOwnerAndSubject() {
        setTreasury();
        set(ReviewLane.of("other", DORA));
        List<ReviewCase> cases = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            cases.add(opened(500));
        }
        ReviewCase elsewhere = acme().reviews()
                .open(ReviewDraft.of("other", "exception", "row-9", BASIS), newKey())
                .orElseThrow();
        List<String> ids = cases.stream().map(ReviewCase::id).toList();

        List<ReviewCase> page = acme().reviews().ofLane(TREASURY, "", 2);
        assertThat(page).extracting(ReviewCase::id).containsExactlyElementsOf(ids.subList(0, 2));
        approved(ANN, cases.get(1));
        assertThat(acme().reviews().ofLane(TREASURY, ids.get(1), 10))
                .extracting(ReviewCase::id)
                .containsExactlyElementsOf(ids.subList(2, 5));
        by(ANN).claim(ids.get(4), newKey()).orElseThrow();
        by(ANN).claim(ids.get(2), newKey()).orElseThrow();
        assertThat(acme().reviews().ofOwner(ANN, "", 10))
                .extracting(ReviewCase::id)
                .containsExactly(ids.get(2), ids.get(4));
        assertThat(acme().reviews().ofSubject("order-17", "", 10))
                .extracting(ReviewCase::id)
                .containsExactlyElementsOf(ids);
        assertThat(acme().reviews().list("", 10)).hasSize(5).endsWith(elsewhere);
        assertThat(acme().reviews().list(elsewhere.id(), 10)).isEmpty();
        assertThatThrownBy(() -> acme().reviews().list("", 1_001))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
    }

    @Test
    void belongsToWhatItIsOpenedFor() {
        setTreasury();
        ReviewCase seen =
                acme().reviews().open(draft(500).correlation("order-17"), "o").orElseThrow();
        approved(ANN, seen);

        assertThat(acme().journal().timeline("order-17")).hasSize(2);
        assertThat(acme().journal().timeline(seen.id())).isEmpty();
        assertThat(EntityId.parse(seen.id()).orElseThrow().prefix()).isEqualTo("case");
        assertThatThrownBy(() -> acme().reviews().open(draft(500).correlation(seen.id()), "p"))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ID));
    }

    @Test
    void refusesDraftsThatCannotBe() {
        requireRefused(ErrorCode.INVALID_REVIEW, () -> ReviewDraft.of(TREASURY, "k", "s", "abc"));
        requireRefused(ErrorCode.INVALID_REVIEW, () -> ReviewDraft.of(TREASURY, "k", "s", "A".repeat(64)));
        requireRefused(ErrorCode.INVALID_ID, () -> ReviewDraft.of("", "k", "s", BASIS));
        requireRefused(ErrorCode.INVALID_ID, () -> ReviewDraft.of(TREASURY, "a kind", "s", BASIS));
        requireRefused(ErrorCode.INVALID_METADATA, () -> draft(1).detail("x", "y".repeat(513)));
        Actor[] crowd = new Actor[17];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = Actor.user("u-" + i);
        }
        requireRefused(ErrorCode.INVALID_REVIEW, () -> draft(1).madeBy(crowd));
    }

    private static void requireRefused(ErrorCode code, Runnable draft) {
        assertThatThrownBy(draft::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void joinsTheHostsTransaction() throws Exception {
        setTreasury();
        ReviewCase seen = opened(500);
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            Reviews ann = ledger().on(connection).tenant("acme").as(ANN).reviews();
            ann.approve(seen.id(), seen.decision(), "joined").orElseThrow();
            assertThat(ann.find(seen.id()).orElseThrow().status()).isEqualTo(ReviewStatus.APPROVED);
            connection.rollback();
            ann.note(seen.id(), "joined", "note").orElseThrow();
            connection.commit();
            connection.setAutoCommit(true);
        }

        assertThat(now(seen).status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(events(seen)).containsExactly("review.opened", "review.noted");
    }
}
