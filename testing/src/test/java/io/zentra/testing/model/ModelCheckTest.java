package io.zentra.testing.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.storage.Storage;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.TimeAxis;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each check of the model is tripped by a planted fault, and passes without it. */
class ModelCheckTest {
    private static final long MAX_SEED = 1_000;
    private static final String FIRST = "(select min(account) from zentra_balance)";

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final DataSource source = Storage.inMemory().open();
    private final ZentraRuntime zentra =
            ModelDesk.runtime(Storage.of(source, Storage.inMemory().dialect()), clock, 1);
    private final LedgerModel model = new LedgerModel();
    private final List<Step> steps = damageable();
    private LedgerDriver driver;

    /** A sequence that leaves what the tests damage: an open and a closed hold, a capture, what was taken back, and what came late. */
    private static List<Step> damageable() {
        for (long seed = 1; seed <= MAX_SEED; seed++) {
            List<Step> sequence = StepGenerator.sequence(seed, 40);
            LedgerModel model = new LedgerModel();
            sequence.forEach(model::answer);
            boolean open = model.holds().values().stream().anyMatch(ModelHold::isOpen);
            boolean closed = model.holds().values().stream().anyMatch(hold -> !hold.isOpen());
            boolean takenBack = model.postings().values().stream()
                    .anyMatch(lines -> lines.size() == 2 && ModelLine.isNothingLeft(lines));
            ModelAccount second = model.accounts().get("USD:1");
            boolean funded = model.postings().containsKey("post/fund-USD") && second != null && second.hasFirstLimits();
            boolean late =
                    model.accounts().keySet().stream().anyMatch(account -> isMovedByTheLate(model.history(), account));
            boolean owes = model.accounts().values().stream()
                    .anyMatch(account -> account.opened().kind() == AccountKind.LIABILITY
                            && account.posted().signum() != 0);
            boolean captured = model.postings().keySet().stream().anyMatch(name -> name.startsWith("capture/"));
            if (open && closed && owes && captured && takenBack && funded && late) {
                return sequence;
            }
        }
        throw new IllegalStateException("no sequence of " + MAX_SEED + " leaves all that is to be damaged");
    }

    /** Whether its balance of some time is another one because of what was recorded later. */
    private static boolean isMovedByTheLate(ModelHistory history, String account) {
        long latest = Long.MIN_VALUE;
        List<ModelHistory.Line> late = new ArrayList<>();
        for (ModelHistory.Line line : history.lines(account, TimeAxis.RECORDED)) {
            if (line.effectiveAt() < latest) {
                late.add(line); // one that took effect later was there already
            }
            latest = Math.max(latest, line.effectiveAt());
        }
        return late.stream()
                .anyMatch(line -> !history.balance(account, TimeAxis.EFFECTIVE, line.effectiveAt())
                        .equals(history.balance(account, TimeAxis.EFFECTIVE, line.effectiveAt() - 1)));
    }

    @BeforeEach
    void runASequence() {
        driver = new LedgerDriver(ModelDesk.tenant(zentra, "acme"), clock, zentra::runDueWork);
        for (Step step : steps) {
            driver.answer(step);
            model.answer(step);
        }
        ModelCheck.requireAll(driver, model, steps);
    }

    @AfterEach
    void close() throws Exception {
        zentra.close();
        ((AutoCloseable) source).close();
    }

    @Test
    void seesABalanceThatDiffers() throws SQLException {
        change("update zentra_balance set debits = debits + 1 where account = " + FIRST);
        assertThatThrownBy(() -> ModelCheck.requireSameBalances(driver.book(), model))
                .hasMessageContaining("balances");
    }

    @Test
    void seesAStatusThatDiffers() throws SQLException {
        change("update zentra_account set status = 'frozen' where status = 'open'");
        assertThatThrownBy(() -> ModelCheck.requireSameBalances(driver.book(), model))
                .hasMessageContaining("balances");
    }

    @Test
    void seesAHoldThatDiffers() throws SQLException {
        change("update zentra_hold set last_event = no where status <> 'open'");
        assertThatThrownBy(() -> ModelCheck.requireSameHolds(driver, model)).hasMessageContaining("hold hold/");
    }

    @Test
    void seesAnOpenHoldThatIsNotListed() throws SQLException {
        change("update zentra_hold set status = 'open' where status <> 'open'");
        assertThatThrownBy(() -> ModelCheck.requireSameHolds(driver, model)).hasMessageContaining("open holds");
    }

    @Test
    void seesAnOpenHoldThatItsAccountDoesNotHave() throws SQLException {
        change("delete from zentra_open_hold where tenant = 1");
        assertThatThrownBy(() -> ModelCheck.requireSameHolds(driver, model)).hasMessageContaining("open holds of");
    }

    @Test
    void seesACaptureThatItsHoldDoesNotHave() throws SQLException {
        change("delete from zentra_capture where tenant = 1");
        assertThatThrownBy(() -> ModelCheck.requireSameHolds(driver, model)).hasMessageContaining("captures of hold");
    }

    @Test
    void seesOtherRemainsOfAPosting() throws SQLException {
        change("update zentra_reversed set remaining = '7,7' where remaining = '0,0'");
        assertThatThrownBy(() -> ModelCheck.requireSameRemains(driver, model))
                .hasMessageContaining("what is left to reverse of");
    }

    @Test
    void seesASumOfAPathThatDiffers() throws SQLException {
        change("update zentra_balance set debits = debits + 1 where account = " + FIRST);
        assertThatThrownBy(() -> ModelChart.requireSameSums(driver.book(), model))
                .hasMessageContaining("roll-up of");
    }

    @Test
    void seesAnAccountOfAnotherKind() throws SQLException {
        change("update zentra_account set kind = 'income' where kind = 'liability'");
        assertThatThrownBy(() -> ModelChart.requireSameSums(driver.book(), model))
                .hasMessageContaining("balance sheet");
    }

    @Test
    void seesSumsThatAreNotZero() throws SQLException {
        change("update zentra_balance set credits = credits + 1 where account = " + FIRST);
        assertThatThrownBy(() -> ModelCheck.requireSumsOfZero(driver.book())).hasMessageContaining("sums");
    }

    @Test
    void seesEntriesThatDoNotAddUp() throws SQLException {
        change("update zentra_entry set amount = amount + 1 where account = " + FIRST);
        assertThatThrownBy(() -> ModelCheck.requireFoldsOfEntries(driver.book()))
                .hasMessageContaining("entries of");
    }

    @Test
    void seesAFloorThatWasCrossed() throws SQLException {
        change("update zentra_account set floor_minor = 9223372036854775807 where tenant = 1");
        assertThatThrownBy(() -> ModelCheck.requireLimitsKept(driver.book(), model))
                .hasMessageContaining("available in");
    }

    @Test
    void seesABackdatedEntryAtAnotherTime() throws SQLException {
        change("update zentra_backdated set effective_at = effective_at + 1 where amount <> 0");
        assertThatThrownBy(() -> ModelCheck.requireSameHistory(driver, model)).hasMessageContaining("statement of");
    }

    @Test
    void seesARunningBalanceThatDiffers() throws SQLException {
        change("update zentra_entry set balance = balance + 1 where amount <> 0");
        assertThatThrownBy(() -> ModelCheck.requireSameHistory(driver, model)).hasMessageContaining("RECORDED");
    }

    @Test
    void seesABrokenChain() throws SQLException {
        change("update zentra_journal set hash = zeroblob(32) where tenant = 1 and seq = 9");
        assertThatThrownBy(() -> ModelCheck.requireIntactChain(driver))
                .hasMessageContaining("event 9 does not match its hash");
    }

    @Test
    void seesAKeyThatTakesEffectAgain() throws SQLException {
        change("delete from zentra_idempotency where tenant = 1");
        assertThatThrownBy(() -> ModelCheck.requireReplaysChangeNothing(driver, model, steps))
                .hasMessageContaining("again");
    }

    /** The failure of a sequence tells its seed and only the steps that matter. */
    @Test
    void tellsTheSeedAndTheFewestStepsOfAFailure() {
        ModelContract contract = new ModelContract() {
            @Override
            protected Storage storage() {
                return Storage.inMemory();
            }

            @Override
            LedgerDriver driver(Workspace book, SettableClock clock, Runnable dueWork) {
                return new Liar(book, clock, dueWork);
            }
        };
        assertThatThrownBy(contract::answersAsTheModelDoes)
                .hasMessageStartingWith("seed 1 fails")
                .hasMessageContaining("with 1 steps:\nOpen[");
    }

    /** Answers every opening of an account wrongly. */
    private static final class Liar extends LedgerDriver {
        Liar(Workspace book, SettableClock clock, Runnable dueWork) {
            super(book, clock, dueWork);
        }

        @Override
        String answer(Step step) {
            return step instanceof Step.Open ? "applied" : super.answer(step);
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (statement.executeUpdate(sql) == 0) {
                throw new IllegalStateException("nothing to change: " + sql);
            }
        }
    }
}
