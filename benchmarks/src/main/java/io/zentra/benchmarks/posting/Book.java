package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.workload.Transfer;
import io.zentra.benchmarks.workload.Workload.Caller;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Our ledger with the benchmark's tenant. Thread-safe. */
final class Book implements AutoCloseable {
    static final String TENANT = "bench";
    static final Actor ACTOR = Actor.service("bench");

    private static final Asset ASSET = Asset.iso(Transfer.ASSET);

    private final ZentraLedger ledger;
    private final ZentraLedger.Book book;
    private final Ledgers ledgers;
    private final LongAdder clockReadings;

    private Book(ZentraLedger ledger, LongAdder clockReadings) {
        this.ledger = ledger;
        this.book = ledger.tenant(TENANT).as(ACTOR);
        this.ledgers = book.ledgers();
        this.clockReadings = clockReadings;
    }

    /** Opens a ledger in which the tenant is. */
    static Book open(Storage storage) {
        LongAdder clockReadings = new LongAdder();
        InstantSource clock = () -> {
            clockReadings.increment();
            return InstantSource.system().instant();
        };
        ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(storage).withClock(clock));
        ledger.createTenant(TENANT, TenantConfig.standard(), ACTOR);
        return new Book(ledger, clockReadings);
    }

    /** Opens an account that may go below zero. */
    void openAccount(int account) {
        book.accounts()
                .open(NewAccount.credit(Transfer.accountId(account), ASSET).withoutFloor());
    }

    /** Posts a transfer and waits until it is durable. */
    void post(Transfer transfer) {
        ledgers.post(request(transfer)).orElseThrow();
    }

    /** Posts a caller's next transfers at once and waits until all are durable. */
    void postAll(Caller caller, int count) {
        List<PostingRequest> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            requests.add(request(caller.next()));
        }
        ledgers.postAll(requests).forEach(outcome -> outcome.orElseThrow());
    }

    /** How many commits there were: a batch reads the clock once, under its lock. */
    long commits() {
        return clockReadings.sum();
    }

    @Override
    public void close() {
        ledger.close();
    }

    private static PostingRequest request(Transfer transfer) {
        return PostingRequest.of(
                Transfer.accountId(transfer.debit()),
                Transfer.accountId(transfer.credit()),
                Money.ofMinor(transfer.minor(), ASSET),
                transfer.key());
    }
}
