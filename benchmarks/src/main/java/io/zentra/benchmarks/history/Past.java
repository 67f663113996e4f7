package io.zentra.benchmarks.history;

import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.database.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A ledger in which one account has a long history, made by bulk postings while the time goes on. Not thread-safe. */
final class Past implements AutoCloseable {
    static final String ACCOUNT = "customer:0";

    private static final String OTHER = "assets:bank";
    private static final Asset USD = Asset.iso("USD");
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration LATEST = Duration.ofHours(1);
    private static final int ACCOUNTS = 2;
    private static final int BULK = 1_000;
    private static final long REPORT_EVERY = 1_000_000;

    private final Databases databases;
    private final Database database;
    private final ZentraLedger ledger;
    private final ZentraLedger.Book book;
    private final AtomicLong ticks = new AtomicLong();
    private final SplittableRandom random = new SplittableRandom(3);
    private final PrintStream out;

    /** Makes a history of so many entries. */
    Past(HistoryOptions options, long entries, PrintStream out) throws Exception {
        this.out = out;
        databases = options.databases("past-" + entries);
        database = databases.fresh();
        ledger = ZentraLedger.open(ZentraCore.Settings.of(database.storage())
                .withClock(() -> BEGIN.plus(TICK.multipliedBy(ticks.incrementAndGet())))
                .withCheckpoints(SigningKey.generate("bench"), CheckpointSink.none()));
        ledger.createTenant("bench", TenantConfig.standard(), Actor.service("bench"));
        book = ledger.tenant("bench").as(Actor.service("bench"));
        book.accounts().open(NewAccount.debit(OTHER, USD).withoutFloor());
        book.accounts().open(NewAccount.credit(ACCOUNT, USD).withoutFloor());
        long made = book.journal().size() - ACCOUNTS;
        if (made == 0) {
            fill(0, entries, options.backdated());
        } else if (made == entries) {
            goOn();
        } else {
            throw new IllegalStateException(databases.description() + " has " + made + " entries, not " + entries);
        }
    }

    /** The clock of a history that is kept stands at its last event. */
    private void goOn() {
        Instant last = book.journal().after(book.journal().size() - 1, 1).get(0).at();
        ticks.set(Duration.between(BEGIN, last).dividedBy(TICK));
    }

    /** Goes on with the history, from its so many entries to others. */
    void fill(long first, long end, double backdated) {
        long begin = System.nanoTime();
        for (long made = first; made < end; made += BULK) {
            List<PostingRequest> requests = new ArrayList<>(BULK);
            for (long i = made; i < Math.min(end, made + BULK); i++) {
                PostingRequest request = PostingRequest.of(OTHER, ACCOUNT, Money.ofMinor(1 + i % 1_000, USD), "p" + i);
                requests.add(random.nextDouble() < backdated ? request.effectiveAt(late()) : request);
            }
            book.ledgers().postAll(requests).forEach(outcome -> outcome.orElseThrow());
            if ((made + BULK) % REPORT_EVERY == 0) {
                out.println("history: " + (made + BULK) + " entries after "
                        + (System.nanoTime() - begin) / 1_000_000_000 + " s");
            }
        }
    }

    private Instant late() {
        Instant now = BEGIN.plus(TICK.multipliedBy(ticks.get()));
        return now.minusNanos(random.nextLong(LATEST.toNanos()));
    }

    ZentraLedger.Book book() {
        return book;
    }

    /** Any time of the history. */
    Instant anyTime() {
        return BEGIN.plusNanos(random.nextLong(TICK.toNanos() * ticks.get()));
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
}
