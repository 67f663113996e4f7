package io.zentra.testing.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.VerificationPlan;
import io.zentra.ledger.Account;
import io.zentra.ledger.BalanceChange;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Holds;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.runtime.Workspace;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must hold of a ledger after any sequence of steps. */
final class ModelCheck {
    private static final int MAX_TRAIL = 1_000;

    private ModelCheck() {}

    /** Every check. */
    static void requireAll(LedgerDriver driver, LedgerModel model, List<Step> steps) {
        requireSameBalances(driver.book(), model);
        requireSameHolds(driver, model);
        requireSameRemains(driver, model);
        requireSameHistory(driver, model);
        requireSumsOfZero(driver.book());
        ModelChart.requireSameSums(driver.book(), model);
        ModelChart.requireSamePast(driver, model);
        requireFoldsOfEntries(driver.book());
        requireExplained(driver.book());
        requireLimitsKept(driver.book(), model);
        requireIntactChain(driver);
        driver.verify(Long.MAX_VALUE);
        requireReplaysChangeNothing(driver, model, steps);
    }

    static void requireSameBalances(Workspace book, LedgerModel model) {
        Map<String, String> expected = new TreeMap<>();
        model.accounts()
                .forEach((id, account) -> expected.put(
                        id,
                        account.status() + " " + account.posted() + " " + account.pending() + " " + account.available()
                                + " at " + account.version()));
        assertThat(balances(book)).as("balances").isEqualTo(expected);
    }

    /** Each hold is as the model has it, and the lists have the open ones and its captures. */
    static void requireSameHolds(LedgerDriver driver, LedgerModel model) {
        Holds holds = driver.book().ledgers().holds();
        Set<String> open = new TreeSet<>();
        model.holds().forEach((name, expected) -> {
            String id = driver.id(name).orElseThrow();
            Hold hold = holds.find(id).orElseThrow();
            String words = hold.status()
                    + hold.legs().stream()
                            .map(leg -> " " + leg.remaining().minor())
                            .collect(Collectors.joining());
            assertThat(words).as("hold %s", name).isEqualTo(expected.words());
            assertThat(holds.captures(id, "", MAX_TRAIL))
                    .as("captures of hold %s", name)
                    .extracting(Posting::id)
                    .containsExactlyElementsOf(expected.captures().stream()
                            .map(capture -> driver.id(capture).orElseThrow())
                            .toList());
            if (expected.isOpen()) {
                open.add(id);
                hold.legs()
                        .forEach(leg -> assertThat(holds.list(leg.account(), "", MAX_TRAIL))
                                .as("open holds of %s", leg.account())
                                .extracting(Hold::id)
                                .contains(id));
            }
        });
        assertThat(holds.list("", MAX_TRAIL).stream().map(Hold::id))
                .as("open holds")
                .containsExactlyInAnyOrderElementsOf(open);
    }

    /** Of each posting is left to reverse what the model says. */
    static void requireSameRemains(LedgerDriver driver, LedgerModel model) {
        model.postings().forEach((name, lines) -> {
            List<String> expected = lines.stream()
                    .filter(line -> line.left().signum() > 0)
                    .map(line -> line.line().account() + " " + line.line().side() + " " + line.left())
                    .toList();
            assertThat(driver.book().ledgers().reversals().left(driver.id(name).orElseThrow()).stream()
                            .map(line -> line.account() + " " + line.side() + " "
                                    + line.amount().minor()))
                    .as("what is left to reverse of %s", name)
                    .isEqualTo(expected);
        });
    }

    /** Statements and balances of any time are what sorting all entries gives. */
    static void requireSameHistory(LedgerDriver driver, LedgerModel model) {
        for (String account : model.accounts().keySet()) {
            for (TimeAxis axis : TimeAxis.values()) {
                requireSameHistory(driver, model.history(), account, axis);
            }
        }
    }

    private static void requireSameHistory(LedgerDriver driver, ModelHistory history, String account, TimeAxis axis) {
        Ledgers ledgers = driver.book().ledgers();
        StatementRequest all = StatementRequest.of(account).limit(StatementRequest.MAX_LIMIT);
        List<ModelHistory.Line> lines = history.lines(account, axis);
        for (long at : lines.stream().map(line -> line.at(axis)).collect(Collectors.toSet())) {
            assertThat(ledgers.balance(account, axis, driver.instant(at)).minor())
                    .as("%s balance of %s at %s", axis, account, at)
                    .isEqualTo(history.balance(account, axis, at).longValueExact());
        }
        StatementRequest whole = axis == TimeAxis.EFFECTIVE ? all.effective() : all;
        assertThat(told(driver, whole)).as("%s statement of %s", axis, account).isEqualTo(lines);
        if (!lines.isEmpty()) {
            long known = lines.get(lines.size() / 2).recordedAt();
            assertThat(told(driver, whole.knownAt(driver.instant(known))))
                    .as("%s statement of %s as known at %s", axis, account, known)
                    .isEqualTo(history.lines(account, axis, known));
        }
    }

    private static List<ModelHistory.Line> told(LedgerDriver driver, StatementRequest request) {
        return driver.book().ledgers().statement(request).lines().stream()
                .map(line -> new ModelHistory.Line(
                        driver.micros(line.recordedAt()),
                        driver.micros(line.effectiveAt()),
                        signed(driver, request.account(), line),
                        BigInteger.valueOf(line.balance().minor())))
                .toList();
    }

    private static BigInteger signed(LedgerDriver driver, String account, Statement.Line line) {
        BigInteger amount = BigInteger.valueOf(line.amount().minor());
        Side grows = driver.book().accounts().find(account).orElseThrow().normalSide();
        return line.side() == grows ? amount : amount.negate();
    }

    static void requireSumsOfZero(Workspace book) {
        assertThat(book.ledgers().trialBalance().lines())
                .as("sums")
                .allMatch(line -> line.difference().signum() == 0);
    }

    /** Balances are what the entries add up to. */
    static void requireFoldsOfEntries(Workspace book) {
        for (Account account : book.accounts().list("", 1_000)) {
            List<BalanceChange> trail = book.ledgers().trail(account.id(), MAX_TRAIL);
            BigInteger sum =
                    trail.stream().map(change -> signed(account, change)).reduce(BigInteger.ZERO, BigInteger::add);
            long posted = book.accounts().balances(account.id()).posted().minor();
            assertThat(sum).as("entries of %s", account.id()).isEqualTo(BigInteger.valueOf(posted));
        }
    }

    /** What an account has now is explained by the event that led there, a posting's or a hold's. */
    static void requireExplained(Workspace book) {
        for (Account account : book.accounts().list("", 1_000)) {
            Balances balances = book.accounts().balances(account.id());
            if (balances.version() > 0) {
                assertThat(book.ledgers()
                                .explain(account.id(), balances.version())
                                .after())
                        .as("explanation of %s", account.id())
                        .isEqualTo(balances);
            }
        }
    }

    /**
     * Only an account that was never within its limits, or got other ones, may be beyond them, and steps begin at zero: so
     * none is that has its first limits.
     */
    static void requireLimitsKept(Workspace book, LedgerModel model) {
        for (Account account : book.accounts().list("", 1_000)) {
            if (account.floor() != null && hasFirstLimits(model, account)) {
                Balances balances = book.accounts().balances(account.id());
                assertThat(balances.available().minor())
                        .as("available in %s", account.id())
                        .isGreaterThanOrEqualTo(account.floor().minor());
            }
        }
        assertThat(model.accounts().values())
                .as("limits in the model")
                .noneMatch(account -> account.hasFirstLimits() && (account.isBelowFloor() || account.isAboveCeiling()));
    }

    private static boolean hasFirstLimits(LedgerModel model, Account account) {
        return Objects.requireNonNull(model.accounts().get(account.id())).hasFirstLimits();
    }

    static void requireIntactChain(LedgerDriver driver) {
        assertThat(driver.book()
                        .verify(VerificationPlan.full().readingArchives(driver.archives()))
                        .faults())
                .as("verification")
                .isEmpty();
    }

    /** Each key again, with its first request: answered as before, and nothing moves. */
    static void requireReplaysChangeNothing(LedgerDriver driver, LedgerModel model, List<Step> steps) {
        Map<String, String> before = state(driver.book());
        for (Step step : steps) {
            if (step instanceof Step.Keyed) {
                String expected = model.answer(step);
                assertThat(expected).as("%s in the model, again", step).doesNotStartWith("applied");
                assertThat(driver.answer(step)).as("%s, again", step).isEqualTo(expected);
            }
        }
        assertThat(state(driver.book())).as("state after replays").isEqualTo(before);
    }

    private static Map<String, String> balances(Workspace book) {
        Map<String, String> found = new TreeMap<>();
        for (Account account : book.accounts().list("", 1_000)) {
            Balances balances = book.accounts().balances(account.id());
            found.put(
                    account.id(),
                    account.status() + " " + balances.posted().minor() + " "
                            + balances.pending().minor() + " "
                            + balances.available().minor() + " at " + balances.version());
        }
        return found;
    }

    /** Balances and whatever decides what may become of them. */
    private static Map<String, String> state(Workspace book) {
        Map<String, String> found = balances(book);
        for (Account account : book.accounts().list("", 1_000)) {
            found.put(account.id() + " limits", account.floor() + " to " + account.ceiling());
        }
        found.put("closed before", book.periods().closedBefore().toString());
        found.put("backdating", book.periods().backdating().code());
        return found;
    }

    private static BigInteger signed(Account account, BalanceChange change) {
        BigInteger amount = BigInteger.valueOf(change.amount().minor());
        return change.side() == account.normalSide() ? amount : amount.negate();
    }
}
