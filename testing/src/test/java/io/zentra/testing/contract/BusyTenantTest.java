package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.Verification;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A verification while others write: the head moves after every event that it reads and before every table. What moves is
 * no fault, and what an intruder changed is found all the same. Damage to rows of a moving tenant used to be excused.
 */
class BusyTenantTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY") // where writes wait for a verification
    void findsNothingWrongWithABusyTenant(Database database) {
        try (Stage stage = keepBooks(database)) {
            Verification verification = verifyBusily(stage);

            assertThat(verification.faults()).isEmpty();
            assertThat(stage.head()).isGreaterThan(verification.events());
            assertThat(stage.acme().ledgers().verify().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
    void findsWhatAnIntruderDidToABusyTenant(Database database) {
        try (Stage stage = keepBooks(database)) {
            stage.change("update zentra_hold set status = 'captured' where tenant = 1");
            stage.change("update zentra_account set status = 'frozen' where tenant = 1 and id = 'quiet'");
            stage.change("insert into zentra_reversal (tenant, posting, reversal) values (1, 4, 4)");

            assertThat(verifyBusily(stage).faults())
                    .satisfiesExactlyInAnyOrder(
                            fault -> assertThat(fault).startsWith("account quiet is "),
                            fault -> assertThat(fault).startsWith("the hold of event "),
                            fault -> assertThat(fault)
                                    .startsWith("the link of event 4 to its reversal 4 comes from no event"));
        }
    }

    private Stage keepBooks(Database database) {
        Stage stage = new Stage(database.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        stage.acme().accounts().open(NewAccount.credit("quiet", Stage.USD));
        stage.acme().ledgers().hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "held"));
        return stage;
    }

    private static Verification verifyBusily(Stage stage) {
        JournalFold others = new Others(stage);
        return stage.acme()
                .journal()
                .verify(List.of(), List.of(others, stage.acme().ledgers().fold(), others));
    }

    /** They post whenever the verification takes a step. */
    private record Others(Stage stage) implements JournalFold {
        @Override
        public List<Operation> operations() {
            return List.of();
        }

        @Override
        public List<FoldTable<?, ?>> tables() {
            return List.of();
        }

        @Override
        public void apply(Event event, StateComparison stored) {
            pay();
        }

        @Override
        public void compare(StateComparison stored) {
            pay();
        }

        private void pay() {
            stage.pay("payment-" + stage.head());
        }
    }
}
