package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Verification;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A ledger on a storage, with the tenant {@code acme}, a bank, a customer and a merchant. After each test the whole
 * journal is verified.
 */
public abstract class StorageContract {
    /** Signs what ledgers of these tests sign. */
    static final SigningKey KEY = SigningKey.generate("ledger.example");

    /** US dollars. */
    protected static final Asset USD = Asset.iso("USD");

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private DataSource source;
    private Dialect dialect;
    private boolean owned;
    private ZentraLedger ledger;
    private ZentraLedger.Book acme;

    /** For subclasses. */
    protected StorageContract() {}

    /** A storage without tables, or with those of this version and no tenant {@code acme}; another one at each call. */
    protected abstract Storage storage();

    /** The limits of the write path. */
    protected CommitLimits limits() {
        return CommitLimits.standard()
                .withWaits(Duration.ofSeconds(5), Duration.ofSeconds(5))
                .withLoggedRows(64);
    }

    @BeforeEach
    final void open() {
        Storage storage = storage();
        source = storage.open();
        owned = storage.owned();
        dialect = storage.dialect();
        ledger = another(Storage.of(source, storage.dialect()).lanes(storage.lanes()));
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
    }

    @AfterEach
    final void verifyAndClose() throws Exception {
        try {
            verifyAll().requireSound();
            assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
        } finally {
            ledger.close();
            if (owned && source instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    /** A verification of everything, as it is done after each test. */
    Verification verifyAll() {
        return acme.ledgers().verify();
    }

    /** A ledger on a storage; the caller closes it. */
    final ZentraLedger another(Storage storage) {
        return ZentraLedger.open(ZentraCore.Settings.of(storage)
                .withClock(clock)
                .withRandom(RandomSource.seeded(42))
                .withCheckpoints(KEY, CheckpointSink.none())
                .withLimits(limits()));
    }

    /** The clock of all ledgers of a test. */
    final SettableClock clock() {
        return clock;
    }

    final ZentraLedger ledger() {
        return ledger;
    }

    final ZentraLedger.Book acme() {
        return acme;
    }

    final ZentraCore core() {
        return ledger.core();
    }

    /** The dialect of the storage. */
    final Dialect dialect() {
        return dialect;
    }

    /** The connections under the ledger. */
    final DataSource source() {
        return source;
    }

    final Posting fund(long minor) {
        return fund(minor, "fund");
    }

    final Posting fund(long minor, String key) {
        return acme.ledgers()
                .post("assets:bank", "customer:42", usd(minor), key)
                .orElseThrow();
    }

    final long posted(String account) {
        return acme.accounts().balances(account).posted().minor();
    }

    /** The code of a refusal. */
    static ErrorCode code(Outcome<?> outcome) {
        return outcome.match(
                applied -> {
                    throw new AssertionError("applied: " + applied);
                },
                StorageContract::code,
                Outcome.Declined::code);
    }

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
