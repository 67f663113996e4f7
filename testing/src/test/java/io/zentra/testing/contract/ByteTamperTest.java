package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.ZentraLedger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No byte of an event or of a hash, wherever it stands, can be another one unseen. */
class ByteTamperTest {
    private static final Asset USD = Asset.iso("USD");
    private static final long PAID = 3;
    private static final long LAST = 4;

    private final DataSource source = Storage.inMemory().open();
    private final ZentraLedger ledger = ZentraLedger.open(
            ZentraCore.Settings.of(Storage.of(source, Storage.inMemory().dialect())));
    private ZentraLedger.Book acme;

    @BeforeEach
    void keepBooks() {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        for (String key : List.of("first", "second")) {
            acme.ledgers()
                    .post("assets:bank", "customer:42", Money.ofMinor(5_000, USD), key)
                    .orElseThrow();
        }
        assertThat(acme.journal().size()).isEqualTo(LAST);
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
        ((AutoCloseable) source).close();
    }

    /** The lowest bit of each byte in turn, in the middle of the journal and at its end. */
    @ParameterizedTest
    @ValueSource(strings = {"event", "hash"})
    void findsEveryFlippedByte(String column) throws SQLException {
        for (long seq : new long[] {PAID, LAST}) {
            byte[] stored = read(column, seq);
            List<Integer> unseen = new ArrayList<>();
            for (int i = 0; i < stored.length; i++) {
                byte[] flipped = stored.clone();
                flipped[i] ^= 1;
                write(column, seq, flipped);
                List<String> faults = acme.ledgers().verify(List.of()).faults();
                if (faults.isEmpty() || !faults.get(0).startsWith("event " + seq + " ")) {
                    unseen.add(i);
                }
            }
            write(column, seq, stored);

            assertThat(stored).hasSizeGreaterThanOrEqualTo(32);
            assertThat(unseen).as("bytes of the %s of event %s", column, seq).isEmpty();
            acme.ledgers().verify(List.of()).requireSound();
        }
    }

    private byte[] read(String column, long seq) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select " + column + " from zentra_journal where tenant = 1 and seq = " + seq);
                ResultSet row = select.executeQuery()) {
            assertThat(row.next()).isTrue();
            return row.getBytes(1);
        }
    }

    private void write(String column, long seq, byte[] bytes) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update zentra_journal set " + column + " = ? where tenant = 1 and seq = " + seq)) {
            update.setBytes(1, bytes);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
