package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.USD;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Share;
import io.zentra.testing.fault.Counted;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A verification computes again what rules and quotes come to. The events here are whole in every other way, hashes
 * included: as a faulty version of this library, or one that was tampered with, would have written them.
 */
class BasisTamperTest {
    private static final String FAULT = "do not come out of its basis";

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void composeAndExchange() {
        stage = new Stage(Database.SQLITE.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        composeAndExchange(stage);
        assertThat(faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** A posting whose amounts do not depend on balances of before, and an exchange. */
    static void composeAndExchange(Stage stage) {
        Asset eur = Asset.iso("EUR");
        stage.acme().accounts().open(NewAccount.credit("position:usd", USD).withoutFloor());
        stage.acme().accounts().open(NewAccount.credit("position:eur", eur).withoutFloor());
        stage.acme().accounts().open(NewAccount.credit("customer:eur", eur));
        stage.acme()
                .ledgers()
                .compose(Composition.of(
                        "composed",
                        Movement.exactly(usd(1_001))
                                .from(BANK, usd(301))
                                .from(BANK)
                                .to(CUSTOMER, Share.ratio(7))
                                .to(MERCHANT, Share.ratio(3))))
                .orElseThrow();
        stage.acme()
                .ledgers()
                .exchange(Exchange.of(
                        "exchanged",
                        usd(3_333),
                        Quote.of(USD, eur, "0.9213", RoundingMode.DOWN).spread("0.5"),
                        Exchange.Accounts.from(CUSTOMER, "position:usd").to("position:eur", "customer:eur")))
                .orElseThrow();
    }

    /** What the cases below change is the only thing that is wrong with the basis. */
    @Test
    void findsNothingWrongWithWhatIsRight() {
        for (String key : List.of("composed", "exchanged")) {
            forge(key, "nothing", "changed");
        }
        assertThat(faults()).isNotEmpty().noneMatch(fault -> fault.contains(FAULT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "composed ; \"taken_minor\":301 ; \"taken_minor\":300",
                "composed ; \"moved_minor\":1001 ; \"moved_minor\":1000",
                "composed ; \"remainder\":\"largest_fraction\" ; \"remainder\":\"last\"",
                "composed ; \"share\":\"3\" ; \"share\":\"4\"",
                "composed ; \"mode\":\"exactly\" ; \"mode\":\"all\"",
                "composed ; \"at_most_minor\":301 ; \"at_most_minor\":302",
                "composed ; \"amount_minor\":701,\"share\" ; \"amount_minor\":700,\"share\"",
                "composed ; \"kind\":\"composition\" ; \"kind\":\"composition\",\"more\":1",
                "composed ; \"kind\":\"composition\" ; \"kind\":\"unknown\"",
                "composed ; \"kind\":\"composition\" ; \"kind\":\"\"",
                "exchanged ; \"bought_minor\":3055 ; \"bought_minor\":3056",
                "exchanged ; \"difference\":\"-0.3394355\" ; \"difference\":\"0\"",
                "exchanged ; \"rate\":\"0.9213\" ; \"rate\":\"0.9214\"",
                "exchanged ; \"rounding\":\"down\" ; \"rounding\":\"up\"",
                "exchanged ; \"spread\":\"0.5\" ; \"spread\":\"0.6\"",
                "exchanged ; \"spread_minor\":15 ; \"spread_minor\":16",
                "exchanged ; \"sold_minor\":3333 ; \"sold_minor\":3334",
                "exchanged ; \"amount_minor\":3055 ; \"amount_minor\":3056",
                "exchanged ; \"side\":\"debit\",\"sold_minor\" ; \"side\":\"credit\",\"sold_minor\"",
                "exchanged ; \"from\":\"customer:42\" ; \"from\":\"merchant:7\""
            })
    void findsAmountsThatDoNotComeOutOfTheirBasis(String key, String right, String wrong) {
        long event = forge(key, right, wrong);

        assertThat(faults().get(0)).isEqualTo("the amounts of event " + event + " " + FAULT);
    }

    /** Records the body of a posting again, with a part of its text replaced, and returns the event's sequence. */
    private long forge(String key, String right, String wrong) {
        Event event = stage.acme().journal().after(0, 100).stream()
                .filter(each -> each.key().filter(key::equals).isPresent())
                .findFirst()
                .orElseThrow();
        String body = event.body().toString();
        assertThat(right.equals("nothing") || body.contains(right)).as(body).isTrue();
        String subject = event.subject().orElseThrow();
        return stage.core().commits().run(stage.access(), new Forged(subject, body.replace(right, wrong)));
    }

    private List<String> faults() {
        return stage.acme().ledgers().verify().faults();
    }

    /** Records a posting's event and nothing of what belongs to it. */
    private record Forged(String subject, String body) implements Command<Long> {
        @Override
        public Operation operation() {
            return new Operation(9_006, "test.forged");
        }

        @Override
        public void reads(Reads reads) {}

        @Override
        public Long decide(UnitOfWork work) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return work.record(new UnitOfWork.Draft("ledger.entry.created", subject, null, json -> json.raw(bytes)));
        }
    }
}
