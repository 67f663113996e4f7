package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.identity.Actor;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Rail;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check of what a dead process acknowledged is tripped by a planted fault, and passes without it. */
class AftermathTest {
    @TempDir
    Path folder;

    private final DataSource source = Storage.inMemory().open();
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final List<String> acknowledged = new ArrayList<>();
    private BookRail rail;
    private ZentraRuntime zentra;
    private Workspace acme;
    private Aftermath aftermath;

    @BeforeEach
    void writeSomeRounds() {
        rail = BookRail.over(folder.resolve("book"));
        Storage storage = Storage.of(source, Storage.inMemory().dialect());
        zentra = ChildWrites.open(storage, rail, clock);
        ChildWrites.prepare(zentra);
        acme = zentra.tenant("acme").as(Actor.service("svc_test"));
        ChildWrites writes = new ChildWrites(zentra, rail, clock);
        for (String round : List.of("r-0", "r-1")) {
            writes.run(round, done -> acknowledged.add(round + " " + done.write() + " " + done.id()));
        }
        aftermath = new Aftermath(zentra, rail, clock);
        aftermath.requireAllThere(acknowledged);
        clock.advance(Duration.ofDays(1));
        aftermath.requireAllEnd();
    }

    @AfterEach
    void close() throws Exception {
        zentra.close();
        ((AutoCloseable) source).close();
    }

    @Test
    void seesAnAcknowledgedKeyThatIsAbsent() {
        acknowledged.add("r-2 post po_0");
        requireSeen("r-2, acknowledged before the end");
    }

    @Test
    void seesAnAcknowledgedKeyWithAnotherResult() {
        acknowledged.set(0, acknowledged.get(0) + "x");
        requireSeen("r-0, acknowledged before the end");
    }

    /** So that the same request would take effect again. */
    @Test
    void seesAKeyThatWasForgotten() throws SQLException {
        change("delete from zentra_idempotency where tenant = 1");
        requireSeen("verification");
    }

    @Test
    void seesAnAttemptThatWasSentAndIsNotStored() {
        rail.submit(new Rail.Request("at_0", "tr_0", ChildWrites.TRANSFERRED, "a", "b", Instant.EPOCH, null, null));
        requireSeen("attempts are stored before they are sent");
    }

    @Test
    void seesBooksThatAreNotSound() throws SQLException {
        change("update zentra_journal set hash = zeroblob(32) where tenant = 1 and seq = 9");
        requireSeen("verification");
    }

    @Test
    void seesSumsThatAreNotZero() throws SQLException {
        change("update zentra_balance set credits = credits + 1 where account = 1");
        requireSeen("verification");
    }

    @Test
    void seesATransferThatDoesNotEnd() throws SQLException {
        change("update zentra_transfer set status = 'contradicted' where no = (select max(no) from zentra_transfer)");
        requireSeenAtTheEnd("transfers");
    }

    @Test
    void seesWhatTheRailTookAndNobodySent() {
        rail.submit(new Rail.Request("at_0", "tr_0", ChildWrites.TRANSFERRED, "a", "b", Instant.EPOCH, null, null));
        requireSeenAtTheEnd("each attempt is sent, and nothing else");
    }

    @Test
    void seesATransferThatArrivedTwice() {
        acme.ledgers()
                .post(ChildWrites.BANK, ChildWrites.MERCHANT, ChildWrites.TRANSFERRED, "again")
                .orElseThrow();
        requireSeenAtTheEnd("what arrived");
    }

    @Test
    void seesMoneyThatStaysReserved() {
        acme.ledgers()
                .post(ChildWrites.BANK, "reserved:usd", ChildWrites.TRANSFERRED, "reserved")
                .orElseThrow();
        requireSeenAtTheEnd("what is still reserved");
    }

    @Test
    void seesBooksThatAreNotSoundAtTheEnd() throws SQLException {
        change("update zentra_balance set credits = credits + 1, debits = debits + 1 where account = 1");
        requireSeenAtTheEnd("verification");
    }

    private void requireSeen(String what) {
        assertThatThrownBy(() -> aftermath.requireAllThere(acknowledged))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    private void requireSeenAtTheEnd(String what) {
        assertThatThrownBy(aftermath::requireAllEnd)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (statement.executeUpdate(sql) == 0) {
                throw new IllegalStateException("nothing to change: " + sql);
            }
        }
    }
}
