package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.Reviews;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever owns the database changes rows of reviews, or tells events on a sound chain that cannot have been. */
class ReviewTamperTest {
    private static final String BASIS = "0".repeat(64);
    private static final Actor ANN = Actor.operator("ann", Permission.ALL);
    private static final Actor BOB = Actor.operator("bob", Permission.ALL);

    @TempDir
    Path folder;

    private Stage stage;
    private ReviewCase seen;
    private long note;

    @BeforeEach
    void openACase() {
        stage = new Stage(Database.IN_MEMORY.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        Reviews reviews = stage.acme().reviews();
        ReviewLane lane = ReviewLane.of("treasury", ANN, BOB).withApprovals(2).withRota(ANN, BOB);
        reviews.lanes().set(lane, "lane").orElseThrow();
        seen = reviews.open(
                        ReviewDraft.of("treasury", "transfer", "order-17", BASIS)
                                .amount(usd(5)),
                        "case")
                .orElseThrow();
        note = reviews.note(seen.id(), "called", "note").orElseThrow();
        assertThat(stage.verify().faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update zentra_review_lane set first_event = first_event - 1 | the review lane treasury is",
                "update zentra_review_lane set last_event = last_event + 1   | the review lane treasury is",
                "update zentra_review_lane set turn = 0                      | the review lane treasury is",
                "update zentra_review_lane set name = 'other'                | the review lane",
                "delete from zentra_review_lane                              | the review lane treasury is missing",
                "update zentra_review_case set lane = 'other'                | the review case of event",
                "update zentra_review_case set subject = 'other'             | the review case of event",
                "update zentra_review_case set status = 'resumed'            | the review case of event",
                "update zentra_review_case set owner = null                  | the review case of event",
                "update zentra_review_case set last_event = last_event - 1   | the review case of event",
                "update zentra_review_case set no = no + 1                   | the review case of event",
                "delete from zentra_review_case                              | the review case of event",
                "update zentra_review_note set note = 'did not call'         | is not what was noted",
                "update zentra_review_note set salt = 'other'                | is not what was noted",
                "update zentra_review_note set salt = null, note = null      | is not what was noted",
                "update zentra_review_note set seq = seq - 1                 | the note of event",
                "update zentra_review_note set review = review + 1           | the note of event",
                "delete from zentra_review_note                              | is missing"
            })
    void findsEveryChangedColumn(String sql, String fault) {
        stage.change(sql);
        assertThat(stage.verify().faults())
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    /** What was to be erased is put back. */
    @Test
    void findsANoteThatShouldBeErased() {
        stage.acme().reviews().eraseNote(note);
        assertThat(stage.verify().faults()).isEmpty();
        stage.change("update zentra_review_note set salt = '0', note = 'called'");
        assertThat(stage.verify().faults())
                .containsExactly("the note of event " + note + " is not what was noted, or should be erased");
    }

    @Test
    void findsAPlantedNote() {
        stage.change("insert into zentra_review_note (tenant, review, seq, salt, note) values (1, 1, 1, 'a', 'b')");
        assertThat(stage.verify().faults()).containsExactly("the note of event 1 comes from no event");
    }

    /** An approval out of nothing: of somebody who was never asked, or of the one who opened the case. */
    @Test
    void findsAnApprovalThatCouldNotBeGiven() {
        forge("review.approved", body -> approve(body, "service:svc_edge"));
        finds("what cannot be: not_an_approver");
    }

    /** The actor of the event is an approver, but the event tells of another one's approval. */
    @Test
    void findsAnApprovalInAnothersName() {
        forgeBy(ANN, "review.approved", body -> approve(body, "operator:bob"));
        finds("does not come of the case before it");
    }

    @Test
    void findsACaseThatIsApprovedByTooFew() {
        forgeBy(ANN, "review.approved", body -> {
            approve(body, "operator:ann");
            body.put("status", "approved");
        });
        finds("does not come of the case before it");
    }

    @Test
    void findsACaseThatGoesOnUnapproved() {
        forge("review.closed", body -> body.put("status", "resumed"));
        finds("what cannot be: case_not_open");
    }

    @Test
    void findsACaseThatTakesFewerApprovals() {
        forge("review.edited", body -> body.put("required", 1).put("revision", 2));
        finds("does not come of the case before it");
    }

    @Test
    void findsAMakerWhoWasForgotten() {
        forge("review.assigned", body -> ((ArrayNode) body.path("makers")).removeAll());
        finds("does not come of the case before it");
    }

    @Test
    void findsADecisionThatIsAnother() {
        forge("review.assigned", body -> body.put("decision", "1".repeat(64)));
        finds("does not come of the case before it");
    }

    @Test
    void findsACaseThatEscalatesTooSoon() {
        forge("review.overdue", body -> {});
        finds("what cannot be: case_not_open");
    }

    @Test
    void findsANoteOnACaseThatIsNone() {
        stage.core()
                .commits()
                .run(
                        stage.access(),
                        new Forged(
                                "review.noted",
                                "case_none",
                                JsonNodeFactory.instance.objectNode().put("commitment", "0")));
        finds("speaks of a note on an unknown review case");
    }

    private static void approve(ObjectNode body, String approver) {
        ((ArrayNode) body.path("approvals"))
                .addObject()
                .put("approver", approver)
                .put("decision", body.path("decision").asText())
                .put("expires_at", "2026-11-22T09:00:00Z");
    }

    private void forge(String type, Consumer<ObjectNode> change) {
        forgeBy(Actor.service("svc_edge"), type, change);
    }

    /** Records an event with the body of the last one of the case, changed. */
    private void forgeBy(Actor actor, String type, Consumer<ObjectNode> change) {
        Event event = stage.acme()
                .journal()
                .event(stage.number("select last_event from zentra_review_case"))
                .orElseThrow();
        ObjectNode body = (ObjectNode) event.body();
        change.accept(body);
        Access access = new Access(stage.access().tenant(), actor);
        stage.core().commits().run(access, new Forged(type, seen.id(), seen.id(), body));
    }

    private void finds(String fault) {
        assertThat(stage.verify().faults())
                .anySatisfy(found -> assertThat(found)
                        .startsWith("event " + stage.head() + " ")
                        .contains(fault));
    }
}
