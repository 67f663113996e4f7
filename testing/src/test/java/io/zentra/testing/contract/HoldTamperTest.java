package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on a sound chain that tell of holds and reversals what cannot have been: each rule of the fold is tripped. */
class HoldTamperTest {
    @TempDir
    Path folder;

    private Stage stage;
    private Hold hold;
    private Posting sale;

    @BeforeEach
    void holdAndPay() {
        stage = new Stage(Database.IN_MEMORY.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        hold = stage.acme()
                .ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "held"))
                .orElseThrow();
        sale = stage.pay("sale");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void findsACaptureThatMovedNothing() {
        forge("hold.captured", hold.id(), hold.seq(), body -> {
            body.put("status", "captured");
            legs(body, leg -> leg.put("remaining_minor", 0).put("captured_minor", 9));
        });
        finds("captures of the hold " + hold.id() + " what no posting moved");
    }

    @Test
    void findsAReleaseThatTellsBalancesOfBefore() {
        forge("hold.released", hold.id(), hold.seq(), body -> legs(body, leg -> leg.put("remaining_minor", 8)));
        finds("tells balances of " + CUSTOMER + " that the entries do not give");
    }

    @Test
    void findsAChangeOfAnUnknownHold() {
        forge("hold.released", sale.id().replace("po_", "ho_"), hold.seq(), body -> {});
        finds("changes the unknown hold ho_");
    }

    @Test
    void findsAHoldThatWasPlacedTwice() {
        forge("hold.placed", hold.id(), hold.seq(), body -> {});
        finds("places hold " + hold.id());
    }

    @Test
    void findsAnExtensionOfAHoldThatNeverExpires() {
        forge("hold.extended", hold.id(), hold.seq(), body -> body.put("expires_at", "2030-01-01T00:00:00Z"));
        finds("extends the hold " + hold.id() + " to no later time");
    }

    @Test
    void findsAnExtensionToAnEarlierTime() {
        Instant soon = stage.clock().instant().plusSeconds(60);
        Hold expiring = expiringAt(soon);
        forge(
                "hold.extended",
                expiring.id(),
                expiring.seq(),
                body -> body.put("expires_at", soon.minusSeconds(1).toString()));
        finds("extends the hold " + expiring.id() + " to no later time");
    }

    @Test
    void findsAnotherEventThatTellsAnotherExpiry() {
        Instant soon = stage.clock().instant().plusSeconds(60);
        Hold expiring = expiringAt(soon);
        forge(
                "hold.increased",
                expiring.id(),
                expiring.seq(),
                body -> body.put("expires_at", soon.plusSeconds(1).toString()));
        finds("tells another expiry of the hold " + expiring.id());
    }

    /** A longer hold keeps the customer's money: the event has to say so. */
    @Test
    void findsAnExpiryThatNoEventMoved() {
        Instant soon = stage.clock().instant().plusSeconds(60);
        Hold expiring = expiringAt(soon);
        stage.change("update zentra_hold set expires_at = expires_at + 1 where no = " + expiring.seq());
        assertThat(stage.acme().ledgers().verify().faults())
                .singleElement()
                .asString()
                .startsWith("the hold of event " + expiring.seq());
    }

    @Test
    void findsAHoldThatLostALeg() {
        forge("hold.released", hold.id(), hold.seq(), body -> ((ArrayNode) body.path("legs")).remove(1));
        finds("tells other legs of the hold " + hold.id());
    }

    @Test
    void findsACaptureOfAnUnknownHold() {
        forge("ledger.entry.created", sale.id(), sale.seq(), body -> body.put("hold", "ho_none"));
        finds("captures the unknown hold ho_none");
    }

    /** Whoever asks the hold what was captured of it would be told that nothing was. */
    @Test
    void findsAMissingCapture() {
        Posting capture = stage.acme().ledgers().capture(hold.id(), "captured").orElseThrow();
        stage.change("delete from zentra_capture where posting = " + capture.seq());
        assertThat(stage.acme().ledgers().verify().faults())
                .containsExactly("the link of the hold of event " + hold.seq() + " to its capture " + capture.seq()
                        + " is missing");
    }

    @Test
    void findsAPlantedCapture() {
        stage.change("insert into zentra_capture (tenant, hold, posting) values (1, " + hold.seq() + ", " + sale.seq()
                + ")");
        assertThat(stage.acme().ledgers().verify().faults())
                .singleElement()
                .asString()
                .startsWith("the link of the hold of event " + hold.seq() + " to its capture " + sale.seq());
    }

    /** The capture leads to another hold than the posting says. */
    @Test
    void findsACaptureThatLeadsToAnotherHold() {
        Posting capture = stage.acme().ledgers().capture(hold.id(), "captured").orElseThrow();
        stage.change("update zentra_capture set hold = hold + 1 where posting = " + capture.seq());
        assertThat(stage.acme().ledgers().verify().faults()).hasSize(2);
    }

    @Test
    void findsAReversalOfAnUnknownPosting() {
        forge("ledger.entry.created", sale.id(), sale.seq(), body -> body.put("reverses", "po_none"));
        finds("reverses the unknown posting po_none");
    }

    /** The sides are those of the sale, so nothing of it is taken back. */
    @Test
    void findsAReversalThatTakesNothingBack() {
        forge("ledger.entry.created", sale.id(), sale.seq(), body -> body.put("reverses", sale.id()));
        finds("reverses more of " + sale.id() + " than was left of it");
    }

    private static void legs(ObjectNode body, Consumer<ObjectNode> change) {
        body.path("legs").forEach(leg -> change.accept((ObjectNode) leg));
    }

    /** Records an event with the body of another one, changed. */
    private void forge(String type, String subject, long like, Consumer<ObjectNode> change) {
        Event event = stage.acme().journal().event(like).orElseThrow();
        ObjectNode body = event.body().deepCopy();
        change.accept(body);
        stage.core().commits().run(stage.access(), new Forged(type, subject, body));
    }

    private void finds(String fault) {
        assertThat(stage.acme().ledgers().verify().faults())
                .anySatisfy(found -> assertThat(found)
                        .startsWith("event " + stage.head() + " ")
                        .contains(fault));
    }

    private Hold expiringAt(Instant time) {
        return stage.acme()
                .ledgers()
                .holds()
                .place(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "expiring"), time)
                .orElseThrow();
    }
}
