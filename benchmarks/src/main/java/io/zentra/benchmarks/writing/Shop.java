package io.zentra.benchmarks.writing;

import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.database.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** A ledger of a merchant and its customers, who have floors and money enough. Thread-safe. */
final class Shop implements AutoCloseable {
    private static final String TENANT = "bench";
    private static final Actor ACTOR = Actor.service("bench");
    private static final String BANK = "assets:bank";
    private static final String MERCHANT = "merchant:0";
    private static final Asset USD = Asset.iso("USD");
    private static final long FUNDS = 1_000_000_000_000L;
    private static final int BULK = 1_000;

    private final Databases databases;
    private final Database database;
    private final ZentraLedger ledger;
    private final Ledgers ledgers;
    private final int customers;
    private final AtomicLong sales = new AtomicLong();

    Shop(WritingOptions options) throws Exception {
        customers = options.accounts();
        databases = options.databases(storage -> fill(storage, options.accounts()));
        database = databases.fresh();
        ledger = ZentraLedger.open(ZentraCore.Settings.of(database.storage()));
        ledgers = ledger.tenant(TENANT).as(ACTOR).ledgers();
    }

    private static void fill(Storage storage, int customers) {
        try (ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(storage))) {
            ledger.createTenant(TENANT, TenantConfig.standard(), ACTOR);
            ZentraLedger.Book book = ledger.tenant(TENANT).as(ACTOR);
            book.accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
            book.accounts().open(NewAccount.credit(MERCHANT, USD));
            for (int i = 0; i < customers; i += BULK) {
                List<PostingRequest> funding = new ArrayList<>();
                for (int customer = i; customer < Math.min(customers, i + BULK); customer++) {
                    book.accounts().open(NewAccount.credit(customer(customer), USD));
                    funding.add(
                            PostingRequest.of(BANK, customer(customer), Money.ofMinor(FUNDS, USD), "fund-" + customer));
                }
                book.ledgers().postAll(funding).forEach(outcome -> outcome.orElseThrow());
            }
        }
    }

    Ledgers ledgers() {
        return ledgers;
    }

    /** The next sale: of each customer in turn, under a key of its own that ascends. */
    PostingRequest sale() {
        long number = sales.incrementAndGet();
        return PostingRequest.of(
                customer(number * 7_919 % customers),
                MERCHANT,
                Money.ofMinor(1 + number % 1_000, USD),
                String.format(Locale.ROOT, "sale-%012d", number));
    }

    String description() throws SQLException {
        return databases.description();
    }

    @Override
    public void close() throws SQLException, IOException {
        try (databases;
                database) {
            ledger.close();
        }
    }

    private static String customer(long number) {
        return "customer:" + number;
    }
}
