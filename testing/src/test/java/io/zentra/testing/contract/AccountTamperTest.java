package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Event;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on a sound chain that tell more of an account than what happened to it. */
class AccountTamperTest {
    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void changeAnAccount() {
        stage = new Stage(Database.IN_MEMORY.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        stage.acme().accounts().setFloor(CUSTOMER, usd(-5), "floor").orElseThrow();
        stage.acme().accounts().freeze(CUSTOMER, "freeze").orElseThrow();
        stage.acme().accounts().freeze(CUSTOMER, "freeze-again").orElseThrow();
        assertThat(faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void findsAFreezeThatTellsAnotherFloor() {
        forge("account.frozen", CUSTOMER, body -> body.put("floor_minor", -500));

        assertThat(faults()).containsExactly(tellsMore());
    }

    @Test
    void findsAFreezeThatTellsNoFloor() {
        forge("account.frozen", CUSTOMER, body -> body.remove("floor_minor"));

        assertThat(faults()).containsExactly(tellsMore());
    }

    @Test
    void findsALimitThatTellsAnotherStatus() {
        forge("account.limited", CUSTOMER, body -> body.put("status", "open"));

        assertThat(faults()).containsExactly(tellsMore());
    }

    @Test
    void findsAChangeThatTellsAnotherKind() {
        forge("account.limited", CUSTOMER, body -> body.put("kind", "equity"));

        assertThat(faults()).containsExactly(tellsMore());
    }

    @Test
    void findsAChangeOfAnAccountThatWasNeverOpened() {
        forge("account.closed", "nobody", body -> {});

        assertThat(faults()).containsExactly("event " + stage.head() + " speaks of the unknown account nobody");
    }

    private String tellsMore() {
        return "event " + stage.head() + " tells of " + CUSTOMER + " what its type does not change";
    }

    /** Records the last event of the customer's account again, under a type and with a change. */
    private void forge(String type, String account, Consumer<ObjectNode> change) {
        Event event = stage.acme().journal().event(stage.head()).orElseThrow();
        ObjectNode body = event.body().deepCopy();
        change.accept(body);
        stage.core().commits().run(stage.access(), new Forged(type, account, body));
    }

    private List<String> faults() {
        return stage.acme().ledgers().verify().faults();
    }
}
