package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.ZentraCore;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Hold;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.fault.MemoryVault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A verification that goes on from where the last one ended. Formance and Blnk verify their chains from the first entry
 * each time, or after a delay; here a nightly run costs what the day has brought, and says what it builds on.
 */
public abstract class VerificationContract extends StorageContract {
    private final MemoryVault vault = new MemoryVault();

    /** For subclasses. */
    protected VerificationContract() {}

    @BeforeEach
    void keepBooks() {
        fund(1_000_000);
        pay(0, 40);
    }

    @Test
    void readsOnlyWhatIsNew() {
        long size = acme().journal().size();
        Verification first = verify(nightly());
        pay(40, 7);
        Verification second = verify(nightly());
        Verification third = verify(nightly());

        assertThat(first).isEqualTo(new Verification(size, size, true, List.of()));
        assertThat(second).isEqualTo(new Verification(size + 7, 7, true, List.of()));
        assertThat(third).isEqualTo(new Verification(size + 7, 0, true, List.of()));
    }

    /** The money of an account that nobody touched since is compared with what was verified, not only with its entries. */
    @Test
    void comparesTheStateOfWhatNobodyTouched() {
        verify(nightly()).requireSound();
        pay(40, 1);
        change("update zentra_balance set pending_debits = 5, debits = debits + 5 where tenant = 1 and account ="
                + " (select no from zentra_account where tenant = 1 and id = 'assets:bank')");

        assertThat(verify(nightly()).faults()).singleElement().asString().startsWith("the balance of account ");
        change("update zentra_balance set pending_debits = 0, debits = debits - 5 where tenant = 1 and account ="
                + " (select no from zentra_account where tenant = 1 and id = 'assets:bank')");
    }

    /** Rows of old events are taken for verified; a pass of its own from the first event reads them again. */
    @Test
    void findsOldDamageInAPassOfItsOwn() {
        verify(nightly()).requireSound();
        pay(40, 1);
        change("update zentra_entry set amount = amount + 1 where tenant = 1 and no = 10 * 1024");

        verify(nightly()).requireSound();
        VerificationPlan weekly =
                VerificationPlan.full().goingOnFrom(new MemoryVault()).atMost(5);
        Verification step = verify(weekly);
        while (step.isSound() && !step.isComplete()) {
            step = verify(weekly);
        }
        assertThat(step.faults())
                .containsExactly(verify(VerificationPlan.full()).faults().get(0));
        change("update zentra_entry set amount = amount - 1 where tenant = 1 and no = 10 * 1024");
    }

    /** An intruder who recomputes all hashes behind a changed event comes to another hash than the record has. */
    @Test
    void findsThatHistoryWasRewrittenUpToWhereItWasVerified() {
        verify(nightly()).requireSound();
        long size = acme().journal().size();
        pay(40, 1);
        byte[] hash = bytes("select hash from zentra_journal where tenant = 1 and seq = 3");
        byte[] right = bytes("select hash from zentra_journal where tenant = 1 and seq = " + size);
        change("update zentra_journal set hash = ? where tenant = 1 and seq = " + size, hash);

        assertThat(verify(nightly()).faults())
                .containsExactly("history was rewritten: event " + size + " is not the one that was verified");
        change("update zentra_journal set hash = ? where tenant = 1 and seq = " + size, right);
    }

    @Test
    void findsThatHistoryWasCutBeforeWhereItWasVerified() {
        verify(nightly()).requireSound();
        long size = acme().journal().size();
        change("update zentra_journal_head set seq = 10 where tenant = 1");

        assertThat(verify(nightly()).faults())
                .containsExactly("history was cut: it was verified up to event " + size + ", the journal has 10");
        change("update zentra_journal_head set seq = " + size + " where tenant = 1");
    }

    /** Roots of checkpoints and proofs are made of tiles: they must give what was verified before anything builds on them. */
    @Test
    void findsTilesThatDoNotGiveTheRootThatWasVerified() {
        pay(40, 300);
        acme().journal().checkpoint();
        verify(nightly()).requireSound();
        long verified = acme().journal().size();
        pay(340, 1);
        byte[] tile = bytes("select hashes from zentra_merkle_tile where tenant = 1 and level = 0 and tile = 0");
        byte[] changed = tile.clone();
        changed[77] ^= 1;
        for (byte[] hashes : List.of(changed, Arrays.copyOf(tile, 100))) {
            change("update zentra_merkle_tile set hashes = ? where tenant = 1 and level = 0 and tile = 0", hashes);
            assertThat(verify(nightly()).faults())
                    .containsExactly("the tiles up to event " + verified + " do not give the root that was verified");
        }
        change("update zentra_merkle_tile set hashes = ? where tenant = 1 and level = 0 and tile = 0", tile);
        verify(nightly()).requireSound();
    }

    @Test
    void comparesCheckpointsOfBefore() {
        Checkpoint early = acme().journal().checkpoint();
        pay(40, 3);
        verify(nightly().against(List.of(early))).requireSound();
        pay(43, 3);
        verify(nightly().against(List.of(early, acme().journal().checkpoint()))).requireSound();

        Checkpoint ofAnother = other().journal().checkpoint();
        assertThat(verify(nightly().against(List.of(ofAnother))).faults())
                .singleElement()
                .asString()
                .contains("the checkpoint is of ledger.example/other, not of tenant acme");
    }

    /** It ends anywhere but between the two events of a capture, and the next one goes on there. */
    @Test
    void endsAfterSoManyEventsAndGoesOn() {
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(9), "held"))
                .orElseThrow();
        acme().ledgers().capture(hold.id(), usd(4), "captured").orElseThrow();
        long captured = acme().journal().size();
        acme().ledgers().release(hold.id(), "released").orElseThrow();
        long size = acme().journal().size();
        VerificationPlan step = nightly().atMost(1);
        Verification last = verify(step);
        while (!last.isComplete()) {
            assertThat(last.requireSound().read()).isEqualTo(last.events() == captured ? 2 : 1);
            last = verify(step);
        }

        assertThat(last.faults()).isEmpty();
        assertThat(last.events()).isEqualTo(size);
    }

    @Test
    void comparesStateWhenItComesToTheEnd() {
        change("update zentra_balance set version = version + 1 where tenant = 1");
        VerificationPlan half = nightly().atMost(acme().journal().size() - 1);

        assertThat(verify(half).requireSound().isComplete()).isFalse();
        assertThat(verify(half).faults()).hasSize(3);
        change("update zentra_balance set version = version - 1 where tenant = 1");
    }

    /** What is kept in memory and in the record does not grow with what is over: only by a mark for 128 entries of an account. */
    @Test
    void keepsNoMoreForWhatIsOver() {
        live(100);
        verify(nightly()).requireSound();
        long rows = rowsKept();
        live(1_000);

        verify(nightly()).requireSound();
        assertThat(rowsKept() - rows).isBetween(2 * (600L / 128), 2 * (620L / 128) + 2);
    }

    private void live(int from) {
        for (int i = from; i < from + 20; i++) {
            Hold hold = acme().ledgers()
                    .hold(PostingRequest.of("customer:42", "merchant:7", usd(9), "held-" + i)
                            .correlation("sale-" + i))
                    .orElseThrow();
            acme().ledgers().capture(hold.id(), usd(4), "captured-" + i).orElseThrow();
            acme().ledgers().release(hold.id(), "released-" + i).orElseThrow();
        }
        pay(from, 600);
        acme().ledgers().prepareSearch();
    }

    private long rowsKept() {
        return new String(vault.file("tenant-1.verified"), StandardCharsets.UTF_8)
                .lines()
                .count();
    }

    @Test
    void keepsNoRecordOfWhatIsDamaged() {
        verify(nightly()).requireSound();
        byte[] record = vault.file("tenant-1.verified");
        pay(40, 1);
        change("update zentra_account set status = 'frozen' where tenant = 1 and id = 'merchant:7'");

        assertThat(verify(nightly()).faults()).hasSize(1);
        assertThat(vault.file("tenant-1.verified")).isEqualTo(record);
        change("update zentra_account set status = 'open' where tenant = 1 and id = 'merchant:7'");
        assertThat(verify(nightly()).requireSound().read()).isEqualTo(1);
    }

    /** Nothing of it is taken in before its seal has proven to be genuine: whatever is changed in it, that is what is told. */
    @Test
    void refusesARecordThatNobodyHasSealed() throws IOException {
        verify(nightly()).requireSound();
        byte[] record = vault.file("tenant-1.verified");
        for (int at = 0; at < record.length; at += 1 + record.length / 200) {
            byte[] forged = record.clone();
            forged[at] ^= 1;
            vault.keep("tenant-1.verified", out -> out.write(forged));
            assertThatThrownBy(() -> verify(nightly()))
                    .as("byte %s of %s", at, new String(record, StandardCharsets.UTF_8))
                    .isInstanceOfSatisfying(ZentraException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.PROOF_INVALID);
                        assertThat(e.reason()).contains("no trusted key has sealed it");
                    });
        }
        vault.keep("tenant-1.verified", out -> out.write(record));
        verify(nightly()).requireSound();
    }

    @Test
    void refusesTheRecordOfAnotherTenant() throws IOException {
        ZentraLedger.Book other = other();
        other.ledgers().verify(nightly()).requireSound();
        byte[] record = vault.file("tenant-2.verified");
        vault.keep("tenant-1.verified", out -> out.write(record));

        assertRefused(ErrorCode.PROOF_INVALID, () -> verify(nightly()));
    }

    /** Whoever knows less, as a node before its upgrade, keeps less: the next one begins again, and raises no alarm. */
    @Test
    void beginsAgainAfterARecordOfOtherFolds() {
        verify(nightly()).requireSound();
        pay(40, 1);
        acme().journal().verify(nightly(), List.of()).requireSound();
        pay(41, 1);
        long size = acme().journal().size();

        assertThat(verify(nightly())).isEqualTo(new Verification(size, size, true, List.of()));
        assertThat(verify(nightly())).isEqualTo(new Verification(size, 0, true, List.of()));
    }

    @Test
    void needsAKeyToSealARecord() {
        Storage same = Storage.of(source(), dialect());
        try (ZentraLedger keyless =
                ZentraLedger.open(ZentraCore.Settings.of(same).withClock(clock()))) {
            assertRefused(
                    ErrorCode.SIGNING_KEY_MISSING,
                    () -> keyless.tenant("acme")
                            .as(Actor.service("svc_edge"))
                            .ledgers()
                            .verify(nightly()));
        }
    }

    /** What the host's transaction takes back must not stand in a record. */
    @Test
    void keepsNoRecordOfWhatIsNotCommitted() throws SQLException {
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            ZentraLedger.Book joined = ledger().on(connection).tenant("acme").as(Actor.service("svc_edge"));
            assertRefused(ErrorCode.CONNECTION_UNFIT, () -> joined.ledgers().verify(nightly()));
            connection.rollback();
        }
    }

    @Test
    void tellsWhenTheVaultFails() {
        VerificationPlan failing = VerificationPlan.full().goingOnFrom(new Vault() {
            @Override
            public void keep(String name, Content content) throws IOException {
                throw new IOException("full");
            }

            @Override
            public Optional<InputStream> open(String name) {
                return Optional.empty();
            }
        });

        assertRefused(ErrorCode.VAULT_FAILED, () -> verify(failing));
    }

    @Test
    void refusesLimitsThatMeanNothing() {
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> nightly().atMost(0));
    }

    private VerificationPlan nightly() {
        return VerificationPlan.full().goingOnFrom(vault);
    }

    private Verification verify(VerificationPlan plan) {
        return acme().ledgers().verify(plan);
    }

    private void pay(int from, int count) {
        acme().ledgers()
                .postAll(IntStream.range(from, from + count)
                        .mapToObj(i -> PostingRequest.of("customer:42", "merchant:7", usd(i + 1), "k" + i)
                                .correlation("order-" + i % 5))
                        .toList());
    }

    private ZentraLedger.Book other() {
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        return ledger().tenant("other").as(Actor.service("svc_edge"));
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void change(String sql, Object... values) {
        new RawSql(source()).change(sql, values);
    }

    private byte[] bytes(String sql) {
        return new RawSql(source()).bytes(sql);
    }
}
