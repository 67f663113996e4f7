package io.zentra.testing.architecture;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PastChart;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Ways to read a ledger that has some history. */
final class Readings {
    private static final Asset USD = Asset.iso("USD");
    private static final int CUSTOMERS = 2_000;
    private static final int POSTINGS = 6_000;
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Readings() {}

    /** Some of what a running ledger has; answers the ids of a hold and of a posting that was reversed. */
    static List<String> fill(ZentraLedger.Book acme) {
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        for (int first = 0; first < CUSTOMERS; first += ChartTemplate.MAX_ACCOUNTS) {
            List<NewAccount> accounts = IntStream.range(first, first + ChartTemplate.MAX_ACCOUNTS)
                    .mapToObj(i -> NewAccount.credit("customer:" + i % 50 + ":" + i, USD))
                    .toList();
            acme.chart()
                    .apply(new ChartTemplate("customers", accounts), "from-" + first)
                    .orElseThrow();
        }
        acme.ledgers()
                .postAll(IntStream.range(0, POSTINGS)
                        .mapToObj(i -> i % 3 == 1 ? request(i).effectiveAt(NOON.minusSeconds(i)) : request(i))
                        .toList());
        String hold = "";
        String posting = "";
        for (int i = 0; i < 300; i++) {
            Hold placed = acme.ledgers()
                    .hold(PostingRequest.of(customer(i), "assets:bank", usd(1), "hold-" + i))
                    .orElseThrow();
            Posting taken = i % 3 == 0
                    ? acme.ledgers().capture(placed.id(), "capture-" + i).orElseThrow()
                    : acme.ledgers()
                            .post("assets:bank", customer(i), usd(3), "sale-" + i)
                            .orElseThrow();
            acme.ledgers().reverse(taken.id(), "undo-" + i).orElseThrow();
            hold = placed.id();
            posting = taken.id();
        }
        acme.ledgers().prepareSearch();
        return List.of(hold, posting);
    }

    private static PostingRequest request(int i) {
        return PostingRequest.of("assets:bank", customer(i), usd(1 + i % 5_000), "k" + i)
                .correlation("order-" + i / 10)
                .metadata(Map.of("invoice", "no-" + i / 3));
    }

    static Map<String, Runnable> of(ZentraLedger.Book acme, List<String> ids) {
        Map<String, Runnable> reads = new LinkedHashMap<>();
        String hold = ids.get(0);
        String posting = ids.get(1);
        reads.put("an account", () -> acme.accounts().find(customer(7)));
        reads.put("balances", () -> acme.accounts().balances(customer(7)));
        reads.put("accounts", () -> acme.accounts().list(customer(7), 10));
        reads.put("accounts of a path", () -> acme.accounts().list("customer:7", "", 10));
        reads.put("a roll-up", () -> acme.chart().rollUp("customer:7"));
        PastChart past = acme.chart().at(TimeAxis.EFFECTIVE, NOON);
        reads.put("a roll-up of then", () -> past.rollUp("customer:7"));
        reads.put("a trial balance", () -> acme.chart().trialBalance(1));
        reads.put("a statement", () -> acme.ledgers().statement(StatementRequest.of("assets:bank")));
        StatementRequest effective = StatementRequest.of("assets:bank").effective();
        reads.put("a statement by effective time", () -> acme.ledgers().statement(effective.from(NOON)));
        for (String cursor : List.of("e0.0.5000000", "e0.0")) {
            reads.put("a page behind " + cursor, () -> acme.ledgers().statement(effective.after(cursor)));
        }
        reads.put(
                "a page of what was known",
                () -> acme.ledgers().statement(effective.before("e999999999999999999.1.5000000")));
        for (TimeAxis axis : TimeAxis.values()) {
            reads.put("a balance by " + axis + " time", () -> acme.ledgers().balance("assets:bank", axis, NOON));
        }
        reads.put("a posting", () -> acme.ledgers().posting(posting));
        reads.put("a trail", () -> acme.ledgers().trail("assets:bank", 50));
        reads.put("a hold", () -> acme.ledgers().holds().find(hold));
        reads.put("holds", () -> acme.ledgers().holds().list("", 10));
        reads.put("holds of an account", () -> acme.ledgers().holds().list("assets:bank", "", 10));
        reads.put("captures", () -> acme.ledgers().holds().captures(hold, "", 10));
        reads.put("reversals", () -> acme.ledgers().reversals().of(posting, "", 10));
        reads.put("what is left", () -> acme.ledgers().reversals().left(posting));
        reads.put("events", () -> acme.journal().after(5_000, 10));
        reads.put("a timeline", () -> acme.journal().timeline("order-77"));
        reads.put("a time", () -> acme.journal().recordedBy(Instant.EPOCH));
        reads.put("a time between two events", () -> acme.journal().recordedBy(Instant.EPOCH, 7, 5_000));
        reads.put("a cursor", () -> acme.journal().cursor("c").next(10));
        searches().forEach((name, search) -> {
            reads.put("search by " + name, () -> acme.ledgers().search(search));
            reads.put(
                    "search by " + name + ", newest first", () -> acme.ledgers().search(search.newestFirst()));
        });
        return reads;
    }

    private static Map<String, PostingSearch> searches() {
        PostingSearch all = PostingSearch.all();
        Map<String, PostingSearch> searches = new LinkedHashMap<>();
        searches.put("nothing", all);
        searches.put("account", all.account(customer(7)));
        searches.put("path", all.under("customer:7"));
        searches.put("wide path", all.under("customer"));
        searches.put(
                "time",
                all.from(TimeAxis.RECORDED, Instant.EPOCH)
                        .to(TimeAxis.RECORDED, Instant.parse("2100-01-01T00:00:00Z")));
        searches.put(
                "effective time",
                all.from(TimeAxis.EFFECTIVE, Instant.parse("2020-01-01T00:00:00Z"))
                        .to(TimeAxis.EFFECTIVE, Instant.parse("2020-03-01T00:00:00Z")));
        searches.put("correlation", all.correlation("order-77"));
        searches.put("metadata", all.metadata("invoice", "no-77"));
        searches.put("key", all.key("k77"));
        searches.put("amount", all.amount(usd(77)));
        searches.put("amounts", all.amount(usd(70), usd(200)));
        searches.put(
                "all but key",
                all.under("customer")
                        .from(TimeAxis.RECORDED, Instant.EPOCH)
                        .correlation("order-77")
                        .metadata("invoice", "no-257")
                        .amount(usd(1), usd(4_000)));
        return searches;
    }

    private static String customer(int i) {
        return "customer:" + i % CUSTOMERS % 50 + ":" + i % CUSTOMERS;
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
