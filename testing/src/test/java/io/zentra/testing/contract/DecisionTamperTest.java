package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Hold;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.contract.Allow.Allowed;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on a sound chain that tell of decisions, and of what was given back of them, what cannot have been. */
class DecisionTamperTest {
    @TempDir
    Path folder;

    private Stage stage;
    private Allowed held;
    private Allowed sold;

    @BeforeEach
    void holdAndPay() {
        stage = new Stage(Database.IN_MEMORY.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        held = run(Allow.held(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "held"), 1_000));
        sold = run(Allow.posted(PostingRequest.of(CUSTOMER, MERCHANT, usd(5), "sold"), 1_000));
        assertThat(stage.acme().ledgers().verify().faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** Whoever let it go would give nothing back, or to another. */
    @Test
    void findsAHoldWithoutItsDecisionOrWithAnother() {
        for (String decision : List.of("null", "'" + sold.decision() + "'")) {
            stage.change("update zentra_hold set decision = " + decision);
            assertThat(stage.acme().ledgers().verify().faults())
                    .singleElement()
                    .asString()
                    .startsWith("the hold of event ");
        }
    }

    @Test
    void findsAReleaseThatGivesNothingBack() {
        Hold hold = stage.acme().ledgers().holds().find(held.made()).orElseThrow();
        forge("hold.released", hold.id(), hold.seq(), body -> {
            body.put("status", "released");
            body.path("legs").forEach(leg -> ((ObjectNode) leg).put("remaining_minor", 0));
        });
        finds("undoes 9 of the decision " + held.decision() + " more than it gives back");
    }

    @Test
    void findsAReversalThatGivesNothingBack() {
        long seq = stage.acme().ledgers().posting(sold.made()).orElseThrow().seq();
        forge("ledger.entry.created", sold.made(), seq, body -> {
            body.put("reverses", sold.made());
            body.remove("decision");
            body.path("entries")
                    .forEach(entry -> ((ObjectNode) entry)
                            .put("side", entry.path("side").asText().equals("debit") ? "credit" : "debit"));
        });
        finds("undoes 5 of the decision " + sold.decision() + " more than it gives back");
    }

    @Test
    void findsACaptureUnderAnotherDecision() {
        long seq = stage.acme().ledgers().posting(sold.made()).orElseThrow().seq();
        forge("ledger.entry.created", sold.made(), seq, body -> body.put("hold", held.made()));
        finds("names another decision than the hold " + held.made());
    }

    @Test
    void findsMoreGivenBackThanWasLetThrough() {
        forgeReturn(sold.decision(), 6);
        finds("gives back 6 more of " + sold.decision());
        forgeReturn(sold.decision(), 0);
        finds("gives back 0 more of " + sold.decision());
    }

    @Test
    void findsWhatIsGivenBackOfNothing() {
        forgeReturn(sold.made(), 1);
        finds("gives back what " + sold.made() + " did not reserve");
    }

    /** The meters were not changed with it. */
    @Test
    void findsWhatIsGivenBackInWordsAlone() {
        forgeReturn(sold.decision(), 2);
        assertThat(stage.acme().ledgers().verify().faults())
                .anyMatch(fault -> fault.startsWith("the meter "))
                .anyMatch(fault -> fault.startsWith("usage 1 of the meter "))
                .anyMatch(fault -> fault.startsWith("what was undone of the decision "));
    }

    @Test
    void findsADecisionThatDoesNotSayWhatItAdded() {
        forgeDecision(charge -> {});
        finds("does not say what it added to the meter ");
        forgeDecision(charge -> charge.remove("start_micros"));
        finds("in a window of another kind");
    }

    private void forgeDecision(Consumer<ObjectNode> change) {
        forge(
                "test.allowed",
                sold.decision(),
                decisionSeq(),
                body -> body.path("usage").path("charges").forEach(charge -> change.accept((ObjectNode) charge)));
    }

    private void forgeReturn(String decision, long minor) {
        forge(
                "usage.returned",
                decision,
                decisionSeq(),
                body -> body.removeAll().put("decision", decision).put("undone_minor", minor));
    }

    private long decisionSeq() {
        return stage.acme().ledgers().posting(sold.made()).orElseThrow().seq() - 1;
    }

    private Allowed run(Allow allow) {
        return stage.core().commits().run(stage.access(), allow).orElseThrow();
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
                        .contains("event " + stage.head() + " ")
                        .contains(fault));
    }
}
