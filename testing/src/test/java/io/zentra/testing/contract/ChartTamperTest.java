package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.USD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Event;
import io.zentra.ledger.AppliedChart;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.NewAccount;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on a sound chain that tell of an applied template what was not so. */
class ChartTamperTest {
    @TempDir
    Path folder;

    private Stage stage;
    private AppliedChart chart;

    @BeforeEach
    void applyATemplate() {
        stage = new Stage(Database.IN_MEMORY.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        chart = stage.acme()
                .chart()
                .apply(ChartTemplate.of("fees", NewAccount.credit("income:fees", USD)), "fees")
                .orElseThrow();
        assertThat(stage.acme().ledgers().verify().faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void findsAChartThatOpenedNothingAtTheEnd() {
        forge(body -> {});

        finds("the account income:fees was opened by no event, though a chart says so");
    }

    @Test
    void findsAChartThatSomethingElseFollows() {
        forge(body -> {});
        stage.pay("paid");

        finds("event " + stage.head() + " does not open the account income:fees");
    }

    @Test
    void findsAChartThatKeptWhatWasNeverThere() {
        forge(body -> {
            body.putArray("opened");
            body.putArray("kept").add("nobody");
        });

        finds("event " + stage.head() + " speaks of the unknown account nobody");
    }

    private void forge(Consumer<ObjectNode> change) {
        Event event = stage.acme().journal().event(chart.seq()).orElseThrow();
        ObjectNode body = event.body().deepCopy();
        change.accept(body);
        stage.core().commits().run(stage.access(), new Forged(event.type(), "fees", body));
    }

    private void finds(String fault) {
        assertThat(stage.acme().ledgers().verify().faults())
                .singleElement()
                .asString()
                .startsWith(fault);
    }
}
