package io.zentra.testing.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.money.Asset;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.BalanceSheet;
import io.zentra.ledger.PastChart;
import io.zentra.ledger.RollUp;
import io.zentra.ledger.Side;
import io.zentra.ledger.TimeAxis;
import io.zentra.runtime.Workspace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sums of a chart, each added up from the model's accounts one by one. */
final class ModelChart {
    private ModelChart() {}

    /** Roll-ups of every path, the trial balance of every level, and the balance sheet. */
    static void requireSameSums(Workspace book, LedgerModel model) {
        TreeSet<String> tops = new TreeSet<>();
        List<String> ofTops = new ArrayList<>();
        List<String> ofAll = new ArrayList<>();
        model.accounts().keySet().forEach(id -> tops.add(top(id)));
        for (String top : tops) {
            List<ModelAccount> below = model.accounts().values().stream()
                    .filter(account -> top(account.opened().id()).equals(top))
                    .toList();
            assertThat(words(book.chart().rollUp(top))).as("roll-up of %s", top).containsExactly(words(top, below));
            ofTops.add(words(top, below));
        }
        model.accounts().forEach((id, account) -> ofAll.add(words(id, List.of(account))));
        assertThat(words(book.chart().trialBalance(1)))
                .as("trial balance of one level")
                .isEqualTo(ofTops);
        assertThat(words(book.chart().trialBalance(2)))
                .as("trial balance of two levels")
                .isEqualTo(ofAll);
        requireSameSheet(book.chart().balanceSheet(), model);
    }

    /** Sums as of some times on either axis, of which the model adds up the balances. */
    static void requireSamePast(LedgerDriver driver, LedgerModel model) {
        long now = model.history().now();
        for (TimeAxis axis : TimeAxis.values()) {
            for (long at : new long[] {0, now / 3, now - 1, now}) {
                Map<String, BigInteger> expected = new TreeMap<>();
                model.accounts().forEach((id, account) -> {
                    BigInteger balance = model.history().balance(id, axis, at);
                    boolean isDebit = account.opened().normalSide() == Side.DEBIT;
                    expected.merge(top(id), isDebit ? balance : balance.negate(), BigInteger::add);
                });
                PastChart then = driver.book().chart().at(axis, driver.instant(at));
                Map<String, BigInteger> found = new TreeMap<>();
                then.trialBalance(1).forEach(line -> found.put(line.path(), line.net()));
                expected.values().removeIf(sum -> sum.signum() == 0);
                found.values().removeIf(sum -> sum.signum() == 0);
                assertThat(found).as("%s trial balance at %s", axis, at).isEqualTo(expected);
                assertThat(then.balanceSheet().isBalanced()).isTrue();
            }
        }
    }

    private static void requireSameSheet(BalanceSheet sheet, LedgerModel model) {
        Map<String, Map<AccountKind, BigInteger>> expected = new TreeMap<>();
        for (ModelAccount account : model.accounts().values()) {
            AccountKind kind = account.opened().kind();
            BigInteger debits = account.debits().subtract(account.credits());
            expected.computeIfAbsent(account.opened().asset().toString(), asset -> new TreeMap<>())
                    .merge(kind, kind.normalSide() == Side.DEBIT ? debits : debits.negate(), BigInteger::add);
        }
        Map<String, Map<AccountKind, BigInteger>> found = new TreeMap<>();
        for (BalanceSheet.Line line : sheet.lines()) {
            Map<AccountKind, BigInteger> kinds = new TreeMap<>();
            kinds.put(AccountKind.ASSET, line.assets());
            kinds.put(AccountKind.LIABILITY, line.liabilities());
            kinds.keySet()
                    .retainAll(expected.getOrDefault(line.asset().toString(), Map.of())
                            .keySet());
            found.put(line.asset().toString(), kinds);
        }
        assertThat(found).as("balance sheet").isEqualTo(expected);
        assertThat(sheet.isBalanced()).as("balance sheet").isTrue();
    }

    /** Ids of the model have two segments, and all below a first segment have one asset. */
    private static String top(String id) {
        return id.substring(0, id.indexOf(':'));
    }

    private static List<String> words(List<RollUp> lines) {
        return lines.stream()
                .map(line -> line.path() + " " + line.asset() + " " + line.accounts() + " " + line.posted(Side.DEBIT)
                        + " " + line.pending(Side.DEBIT) + " " + line.available(Side.CREDIT))
                .toList();
    }

    private static String words(String path, List<ModelAccount> accounts) {
        BigInteger posted = BigInteger.ZERO;
        BigInteger held = BigInteger.ZERO;
        BigInteger heldDebits = BigInteger.ZERO;
        for (ModelAccount account : accounts) {
            posted = posted.add(account.debits()).subtract(account.credits());
            held = held.add(account.heldDebits()).subtract(account.heldCredits());
            heldDebits = heldDebits.add(account.heldDebits());
        }
        Asset asset = accounts.get(0).opened().asset();
        return path + " " + asset + " " + accounts.size() + " " + posted + " " + posted.add(held) + " "
                + posted.negate().subtract(heldDebits);
    }
}
