package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Verification;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage that a verification must find, done by plain SQL; the first thing damaged is named. */
class TamperTest {
    private static final String OF_ACME = " where tenant = 1";
    private static final int TILE = 256;

    @TempDir
    Path folder;

    private Stage stage;
    private Checkpoint elsewhere;

    @BeforeEach
    void keepBooksFor300Events() {
        stage = new Stage(Database.SQLITE.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        List<PostingRequest> requests = IntStream.range(0, 300)
                .mapToObj(i -> PostingRequest.of(CUSTOMER, MERCHANT, usd(i + 1), "k" + i))
                .toList();
        stage.acme().ledgers().postAll(requests);
        stage.acme().ledgers().hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "held"));
        stage.acme().ledgers().reverse(stage.pay("paid").id(), "reversed").orElseThrow();
        elsewhere = stage.acme().journal().checkpoint();
        stage.pay("after-the-checkpoint");
        assertThat(verify().faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void findsAFlippedByteOfAnEvent() {
        change(
                "update zentra_journal set event = cast(replace(cast(event as text), 'svc_edge', 'svc_evil') as blob)",
                "seq = 17");
        finds("event 17 does not match its hash");
    }

    @Test
    void findsAFlippedByteOfAHash() {
        change("update zentra_journal set hash = zeroblob(32)", "seq = 17");
        finds("event 17 does not match its hash");
    }

    @Test
    void findsAMissingEvent() {
        change("delete from zentra_journal", "seq = 17");
        finds("event 17 is missing");
    }

    @Test
    void findsTwoEventsThatChangedPlaces() {
        change("update zentra_journal set seq = -17", "seq = 17");
        change("update zentra_journal set seq = 17", "seq = 18");
        change("update zentra_journal set seq = 18", "seq = -17");
        finds("event 17 does not match its hash");
    }

    @Test
    void findsACutTailByTheHead() {
        change("delete from zentra_journal", "seq > 300");
        finds("events 301 to " + stage.head() + " are missing");
    }

    @Test
    void findsAHeadThatTellsAnotherHash() {
        change("update zentra_journal_head set hash = zeroblob(32)", "tenant = 1");
        finds("the head's hash is not that of event " + stage.head());
    }

    @Test
    void findsEventsBehindTheHead() {
        long head = stage.head();
        change("insert into zentra_journal select tenant, seq + 1, event, hash from zentra_journal", "seq = " + head);
        finds("there are events behind the head, " + head);
    }

    @Test
    void findsAMissingHead() {
        change("delete from zentra_journal_head", "tenant = 1");
        finds("the journal head of tenant acme is missing");
    }

    /** Whoever cuts the tail and all that follows from it leaves a sound journal: only a checkpoint elsewhere tells. */
    @Test
    void findsAWellCutHistoryOnlyByACheckpointKeptElsewhere() {
        long size = elsewhere.size();
        long cut = size - 1; // the reversal goes
        change(
                "update zentra_journal_head set seq = " + cut
                        + ", hash = (select hash from zentra_journal where tenant = 1" + " and seq = " + cut + ")",
                "tenant = 1");
        undoLastTwoPostings(cut);

        assertThat(verify().faults()).as("without a checkpoint").isEmpty();
        assertThat(verify(elsewhere).faults().get(0)).startsWith("history was cut: a checkpoint speaks of " + size);
    }

    private void undoLastTwoPostings(long cut) {
        change("delete from zentra_checkpoint", "size > " + cut);
        change("delete from zentra_journal", "seq > " + cut);
        change("delete from zentra_reversal", "reversal > " + cut);
        change("delete from zentra_entry", "no >= " + (cut + 1) * 1_024);
        String last = "(select max(no) from zentra_entry e where e.tenant = 1 and e.account = zentra_balance.account)";
        // the reversal gave back 3 and the payment after it took 3: the sums of each side lose 3
        change(
                "update zentra_balance set debits = debits - 3, credits = credits - 3, version = version - 2,"
                        + " last_entry = " + last,
                "account in (select no from zentra_account where id in ('" + CUSTOMER + "', '" + MERCHANT + "'))");
    }

    @Test
    void findsARewrittenHistoryByACheckpointKeptElsewhere() {
        Checkpoint other;
        try (Stage rewritten =
                new Stage(Database.IN_MEMORY.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5))) {
            rewritten.pay("another-history");
            other = rewritten.acme().journal().checkpoint();
        }
        assertThat(verify(other).faults())
                .containsExactly("history was rewritten: the first " + other.size()
                        + " events do not have the checkpoint's root");
    }

    @Test
    void findsAChangedBalance() {
        change("update zentra_balance set debits = debits + 1", "account = " + account(BANK));
        finds("the balance of account " + account(BANK));
    }

    @Test
    void findsAChangedPendingBalance() {
        change("update zentra_balance set pending_debits = 0", "account = " + account(CUSTOMER));
        finds("the balance of account " + account(CUSTOMER));
    }

    @Test
    void findsAMissingBalance() {
        change("delete from zentra_balance", "account = " + account(BANK));
        finds("the balance of account " + account(BANK) + " is missing");
    }

    @Test
    void findsAChangedEntry() {
        change("update zentra_entry set amount = amount + 1", "no = 17 * 1024");
        finds("entry " + 17 * 1_024 + " of event 17");
    }

    @Test
    void findsAMissingEntry() {
        change("delete from zentra_entry", "no = 17 * 1024 + 1");
        finds("entry " + (17 * 1_024 + 1) + " of event 17 is missing");
    }

    @Test
    void findsAnEntryTooMany() {
        change(
                "insert into zentra_entry select tenant, no + 9, account, amount, balance, previous, version"
                        + " from zentra_entry",
                "no = 17 * 1024");
        assertThat(verify().faults().get(0)).startsWith("there are ").contains(" entries, not ");
    }

    @Test
    void findsAChangedFloor() {
        change("update zentra_account set floor_minor = -1000000", "id = '" + CUSTOMER + "'");
        finds("account " + CUSTOMER + " is ");
    }

    @Test
    void findsAChangedStatus() {
        change("update zentra_account set status = 'frozen'", "id = '" + CUSTOMER + "'");
        finds("account " + CUSTOMER + " is ");
    }

    @Test
    void findsAMissingAccount() {
        change("delete from zentra_account", "id = '" + CUSTOMER + "'");
        finds("account " + CUSTOMER + " is missing");
    }

    @Test
    void findsAChangedHold() {
        change("update zentra_hold set status = 'CLOSED'", "no > 0");
        assertThat(verify().faults().get(0)).startsWith("the hold of event ").contains(" is HoldRow");
    }

    @Test
    void findsAMissingHold() {
        change("delete from zentra_hold", "no > 0");
        assertThat(verify().faults().get(0)).startsWith("the hold of event ").endsWith(" is missing");
    }

    @Test
    void findsAMissingReversal() {
        change("delete from zentra_reversal", "posting > 0");
        assertThat(verify().faults().get(0))
                .startsWith("the reversal of event ")
                .endsWith(" is missing");
    }

    @Test
    void findsAForgedMerkleTile() {
        assertThat(stage.number("select count(*) from zentra_merkle_tile")).isEqualTo(stage.head() / TILE);
        change("update zentra_merkle_tile set hashes = zeroblob(8192)", "level = 0");
        finds("Merkle tile 0/0 does not match the events");
    }

    @Test
    void findsAForgedCheckpoint() {
        String note = elsewhere.note().replace("\n" + elsewhere.size() + "\n", "\n" + (elsewhere.size() - 1) + "\n");
        change("update zentra_checkpoint set note = '" + note + "'", "size > 0");
        finds("the checkpoint of size " + elsewhere.size() + " does not verify");
    }

    @Test
    void findsACheckpointFiledUnderAnotherSize() {
        change("update zentra_checkpoint set size = size - 1", "size > 0");
        finds("the checkpoint of size " + (elsewhere.size() - 1) + " is signed for " + elsewhere.size());
    }

    private void finds(String first) {
        assertThat(verify().faults()).isNotEmpty();
        assertThat(verify().faults().get(0)).startsWith(first);
    }

    private Verification verify(Checkpoint... keptElsewhere) {
        return stage.acme().ledgers().verify(new ArrayList<>(List.of(keptElsewhere)));
    }

    private long account(String id) {
        return stage.number("select no from zentra_account where tenant = 1 and id = ?", id);
    }

    private void change(String statement, String condition) {
        stage.change(statement + OF_ACME + " and " + condition);
    }
}
