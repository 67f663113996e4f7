package io.zentra.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** History to the last byte: wherever one of it is another one, or is cut off, the event is named. */
class EveryByteTest {
    private static final int EVENTS = 3;

    private final Random random = new Random(5);
    private DataSource source;
    private ZentraCore core;
    private Access acme;

    @BeforeEach
    void keepAJournal() {
        source = Storage.inMemory().open();
        Storage storage = Storage.of(source, Storage.inMemory().dialect());
        core = ZentraCore.open(ZentraCore.Settings.of(storage), List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
        for (int i = 0; i < EVENTS; i++) {
            core.commits().run(acme, Probe.add(Probe.KEPT, "key-" + i, "row", 1));
        }
        assertThat(faults()).isEmpty();
    }

    @AfterEach
    void close() throws Exception {
        core.close();
        ((AutoCloseable) source).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "hash"})
    void findsABitFlippedInAnyByte(String column) throws SQLException {
        for (int seq = 1; seq <= EVENTS; seq++) {
            byte[] right = bytes(column, seq);
            for (int at = 0; at < right.length; at++) {
                byte[] wrong = right.clone();
                wrong[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                requireFound(column, seq, wrong, "byte " + at);
            }
            change(column, seq, right);
        }
        assertThat(faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "hash"})
    void findsWhatIsCutOffAtAnyByte(String column) throws SQLException {
        for (int seq = 1; seq <= EVENTS; seq++) {
            byte[] right = bytes(column, seq);
            for (int end = 0; end < right.length; end++) {
                requireFound(column, seq, Arrays.copyOf(right, end), "the end " + end);
            }
            change(column, seq, right);
        }
        assertThat(faults()).isEmpty();
    }

    private void requireFound(String column, int seq, byte[] wrong, String where) throws SQLException {
        change(column, seq, wrong);
        List<String> faults = faults();
        assertThat(faults).as("%s of %s %s", where, column, seq).isNotEmpty();
        assertThat(faults.get(0)).as("%s of %s %s", where, column, seq).startsWith("event " + seq + " ");
    }

    private List<String> faults() {
        return core.journal(acme).verify(List.of(), List.of()).faults();
    }

    private byte[] bytes(String column, int seq) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select " + column + " from zentra_journal where tenant = 1 and seq = " + seq);
                ResultSet results = statement.executeQuery()) {
            assertThat(results.next()).isTrue();
            return results.getBytes(1);
        }
    }

    private void change(String column, int seq, byte[] value) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "update zentra_journal set " + column + " = ? where tenant = 1 and seq = " + seq)) {
            statement.setBytes(1, value);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
