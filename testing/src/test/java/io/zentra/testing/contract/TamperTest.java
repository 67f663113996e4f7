package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Verification;
import io.zentra.ledger.Hold;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                .mapToObj(i -> PostingRequest.of(CUSTOMER, MERCHANT, usd(i + 1), "k" + i)
                        .correlation("order-" + i % 7))
                .toList();
        stage.acme().ledgers().postAll(requests);
        stage.acme().ledgers().postAll(requests.subList(0, 3));
        stage.acme().ledgers().postAll(requests.subList(0, 1));
        assertThat(stage.acme()
                        .ledgers()
                        .post(CUSTOMER, MERCHANT, usd(5_000_000_000L), "too-much")
                        .isDeclined())
                .isTrue();
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
    void findsAChangedTenant() {
        assertThat(stage.ledger().verifyTenants(Actor.service("auditor")).isSound())
                .isTrue();
        stage.change("update zentra_tenant set max_entries_per_posting = 3 where id = 'acme'");

        assertThat(stage.ledger().verifyTenants(Actor.service("auditor")).faults())
                .singleElement()
                .asString()
                .startsWith("tenant acme is ");
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
        finds("event " + (head + 1) + " lies behind the head, " + head);
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
        change("delete from zentra_idempotency", "seq > " + cut);
        change("delete from zentra_reversal", "reversal > " + cut);
        change("delete from zentra_reversed", "latest > " + cut);
        change("delete from zentra_entry", "no >= " + (cut + 1) * 1_024);
        String last = "(select max(no) from zentra_entry e where e.tenant = 1 and e.account = zentra_balance.account)";
        // the reversal gave back 3 and the payment after it took 3: the sums of each side lose 3
        change(
                "update zentra_balance set debits = debits - 3, credits = credits - 3, version = version - 2,"
                        + " entries = entries - 2, last_entry = " + last,
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
    void findsAMissingLastEventOfATimeline() {
        change("delete from zentra_correlation", "correlation = 'order-6'");
        finds("the last event of order-6 is missing");
    }

    @Test
    void findsAChangedLastEventOfATimeline() {
        change("update zentra_correlation set last_seq = last_seq - 1", "correlation = 'order-6'");
        finds("the last event of order-6 is ");
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
                "insert into zentra_entry select tenant, no + 9, account, amount, balance, previous, version,"
                        + " latest_at from zentra_entry",
                "no = 17 * 1024");
        finds("entry " + (17 * 1_024 + 9) + " of event 17 comes from no event");
    }

    @Test
    void findsAnEntryBehindTheHead() {
        long event = stage.head() + 5;
        change(
                "insert into zentra_entry select tenant, " + event * 1_024
                        + ", account, amount, balance, previous, version, latest_at from zentra_entry",
                "no = 17 * 1024");
        finds("entry " + event * 1_024 + " of event " + event + " comes from no event");
    }

    @Test
    void findsAnEntryBeforeTheFirstEvent() {
        change(
                "insert into zentra_entry select tenant, -1024, account, amount, balance, previous, version, latest_at"
                        + " from zentra_entry",
                "no = 17 * 1024");
        finds("entry -1024 of event -1 comes from no event");
    }

    @Test
    void findsAnEventBeforeTheFirst() {
        change("insert into zentra_journal select tenant, 0, event, hash from zentra_journal", "seq = 17");
        finds("there is an event of sequence 0 before the first");
    }

    /** Whoever writes an event that no code of ours can read used to stop the verification with it. */
    @ParameterizedTest
    @ValueSource(strings = {"account.opened", "ledger.entry.created", "hold.placed", "hold.captured", "hold.expired"})
    void findsAnEventThatCannotBeRead(String type) {
        stage.core().commits().run(stage.access(), new Strange(type));
        finds("event " + stage.head() + ", or a row that it speaks of, is not readable: ");
    }

    @Test
    void findsAMissingMark() {
        long mark = mark();
        change("delete from zentra_entry_mark", "account = " + account(CUSTOMER) + " and no = " + mark);
        finds("the mark at entry " + mark + " of account " + account(CUSTOMER) + " is missing");
    }

    @Test
    void findsAChangedMark() {
        long mark = mark();
        change(
                "update zentra_entry_mark set latest_at = latest_at - 1",
                "account = " + account(CUSTOMER) + " and no = " + mark);
        finds("the mark at entry " + mark + " of account " + account(CUSTOMER) + " is ");
    }

    @Test
    void findsAPlantedMark() {
        long mark = mark();
        change(
                "insert into zentra_entry_mark select tenant, account, no + 1, latest_at from zentra_entry_mark",
                "account = " + account(CUSTOMER) + " and no = " + mark);
        finds("the mark at entry " + (mark + 1) + " of account " + account(CUSTOMER) + " comes from no event");
    }

    @Test
    void findsAChangedCeiling() {
        change("update zentra_account set ceiling_minor = 1", "id = '" + CUSTOMER + "'");
        finds("account " + CUSTOMER + " is ");
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
        change("update zentra_hold set status = 'captured'", "no > 0");
        assertThat(verify().faults().get(0)).startsWith("the hold of event ").contains(" is HoldRow");
    }

    @Test
    void findsAPlantedHold() {
        change(
                "insert into zentra_hold select tenant, 17, id, status, correlation, decision, legs, metadata, expires_at,"
                        + " last_event from zentra_hold",
                "no > 0");
        finds("the hold of event 17 comes from no event");
    }

    @Test
    void findsAHoldThatCannotBeRead() {
        change("update zentra_hold set legs = 'no legs'", "no > 0");
        finds("a stored row is not readable: ");
    }

    @Test
    void findsAnAccountThatCannotBeRead() {
        change("update zentra_account set asset = 'no asset'", "id = '" + CUSTOMER + "'");
        finds("a stored row is not readable: ");
    }

    @Test
    void findsAPlantedBalance() {
        change(
                "insert into zentra_balance select tenant, 4711, debits, credits, pending_debits, pending_credits,"
                        + " version, entries, last_entry from zentra_balance",
                "account = " + account(BANK));
        finds("the balance of account 4711 comes from no event");
    }

    @Test
    void findsAMissingHold() {
        change("delete from zentra_hold", "no > 0");
        assertThat(verify().faults().get(0)).startsWith("the hold of event ").endsWith(" is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "legs = replace(legs, '\"remaining_minor\":9', '\"remaining_minor\":8')",
                "legs = replace(legs, '\"captured_minor\":0', '\"captured_minor\":1')",
                "metadata = '{\"m\":{\"order\":\"17\"}}'",
                "expires_at = 1",
                "last_event = last_event - 1"
            })
    void findsAChangedColumnOfAHold(String damage) {
        change("update zentra_hold set " + damage, "no > 0");
        assertThat(verify().faults().get(0)).startsWith("the hold of event ").contains(" is HoldRow");
    }

    @Test
    void findsAMissingOpenHold() {
        change("delete from zentra_open_hold", "account = " + account(MERCHANT));
        assertThat(verify().faults().get(0))
                .startsWith("the open hold of event ")
                .endsWith(" in account " + account(MERCHANT) + " is missing");
    }

    @Test
    void findsAPlantedOpenHold() {
        change("insert into zentra_open_hold select tenant, account, 17 from zentra_open_hold", "hold > 0");
        finds("the open hold of event 17 in account ");
    }

    @Test
    void findsChangedRemainsOfAPosting() {
        change("update zentra_reversed set remaining = '3,3'", "posting > 0");
        assertThat(verify().faults().get(0))
                .startsWith("what is left of the posting of event ")
                .contains("remaining=[0, 0]");
    }

    @Test
    void findsMissingRemainsOfAPosting() {
        change("delete from zentra_reversed", "posting > 0");
        assertThat(verify().faults().get(0))
                .startsWith("what is left of the posting of event ")
                .endsWith(" is missing");
    }

    @Test
    void findsPlantedRemainsOfAPosting() {
        change("insert into zentra_reversed select tenant, 17, latest, remaining from zentra_reversed", "posting > 0");
        finds("what is left of the posting of event 17 comes from no event");
    }

    /** What is at stake: the refund was paid twice, and the verification says so. */
    @Test
    void findsAReversalThatTookEffectTwice() {
        change("delete from zentra_reversed", "posting > 0");
        stage.acme().ledgers().reverse(stage.pay("paid").id(), "reversed-again").orElseThrow();
        finds("event " + stage.head() + " reverses more of ");
    }

    @Test
    void findsAMissingReversal() {
        change("delete from zentra_reversal", "posting > 0");
        assertThat(verify().faults().get(0)).startsWith("the link of event ").endsWith(" is missing");
    }

    @Test
    void findsAPlantedReversal() {
        change("insert into zentra_reversal select tenant, 17, reversal from zentra_reversal", "posting > 0");
        finds("the link of event 17 to its reversal ");
    }

    @Test
    void findsAMissingKey() {
        change("delete from zentra_idempotency", "idempotency_key = 'k12'");
        finds("the key \"k12\" of ledger.post is missing, so the request of event 17 would take effect again");
    }

    @Test
    void findsAMissingKeyOfARefusal() {
        change("delete from zentra_idempotency", "idempotency_key = 'too-much'");
        finds("the key \"too-much\" of ledger.post is missing");
    }

    /** What is at stake: the request took effect again, and the verification says so. */
    @Test
    void findsARequestThatTookEffectTwice() {
        change("delete from zentra_idempotency", "idempotency_key = 'paid'");
        stage.pay("paid");
        finds("the key \"paid\" of ledger.post leads to event " + stage.head() + ", not ");
    }

    @ParameterizedTest
    @CsvSource({
        "102, ledger.post",
        "103, ledger.reverse",
        "104, ledger.hold",
        "105, ledger.capture",
        "106, ledger.release",
        "110, ledger.increase",
        "112, ledger.correct",
        "113, ledger.extend",
        "120, ledger.compose",
        "121, ledger.exchange"
    })
    void findsMissingKeysOfEveryOperation(int code, String operation) {
        Hold hold = stage.acme()
                .ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "held-again"))
                .orElseThrow();
        stage.acme().ledgers().capture(hold.id(), usd(4), "captured").orElseThrow();
        stage.acme().ledgers().holds().increase(hold.id(), usd(4), "increased").orElseThrow();
        stage.acme().ledgers().release(hold.id(), "released").orElseThrow();
        Instant soon = stage.clock().instant().plusSeconds(60);
        Hold expiring = stage.acme()
                .ledgers()
                .holds()
                .place(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "expiring"), soon)
                .orElseThrow();
        stage.acme()
                .ledgers()
                .holds()
                .extend(expiring.id(), soon.plusSeconds(60), "extended")
                .orElseThrow();
        stage.acme()
                .ledgers()
                .reversals()
                .correct(stage.pay("wrong").id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(2), "corrected"))
                .orElseThrow();
        BasisTamperTest.composeAndExchange(stage);
        change("delete from zentra_idempotency", "operation = " + code);
        assertThat(verify().faults().get(0)).startsWith("the key \"").contains(" of " + operation + " is missing");
    }

    @Test
    void findsAKeyThatLeadsElsewhere() {
        change("update zentra_idempotency set seq = 18", "idempotency_key = 'k12'");
        finds("the key \"k12\" of ledger.post leads to event 18, not 17");
    }

    @Test
    void findsARenamedKey() {
        change("update zentra_idempotency set idempotency_key = 'renamed'", "idempotency_key = 'k12'");
        finds("the key \"k12\" of ledger.post is missing");
    }

    @Test
    void findsAKeyOfAnotherOperation() {
        change("update zentra_idempotency set operation = 103", "idempotency_key = 'k12'");
        finds("the key \"k12\" of ledger.post is missing");
    }

    @Test
    void findsAPlantedKey() {
        change(
                "insert into zentra_idempotency select tenant, operation, 'planted', seq, 0 from zentra_idempotency",
                "idempotency_key = 'k12'");
        finds("the key \"planted\" of ledger.post comes from no event");
    }

    @Test
    void findsReplaysThatAreNotCounted() {
        change("update zentra_idempotency set replays = 1", "idempotency_key = 'k0'");
        finds("the key \"k0\" of ledger.post came again 2 times, and 1 are counted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k0", "k1", "k12"})
    void findsReplaysThatNeverWere(String key) {
        change("update zentra_idempotency set replays = replays + 1", "idempotency_key = '" + key + "'");
        int times = key.equals("k0") ? 2 : key.equals("k1") ? 1 : 0;
        finds("the key \"" + key + "\" of ledger.post came again " + times + " times, and " + (times + 1) + " are");
    }

    @Test
    void findsReplaysBeyondAllNumbers() {
        change("update zentra_idempotency set replays = 9223372036854775807", "operation = 102");
        finds(
                "the key \"after-the-checkpoint\" of ledger.post came again 0 times, and 9223372036854775807 are counted");
    }

    @Test
    void findsAnEventMissingInItsTimeline() {
        change("delete from zentra_timeline", "seq = 17");
        finds("event 17 is missing in the timeline of order-5");
    }

    @Test
    void findsAnEventThatMovedToAnotherTimeline() {
        change("update zentra_timeline set correlation = 'order-6'", "seq = 17");
        assertThat(verify().faults())
                .containsExactlyInAnyOrder(
                        "event 17 stands in the timeline of order-6, to which it does not belong",
                        "event 17 is missing in the timeline of order-5");
    }

    @Test
    void findsATimelineOfNoEvent() {
        change("insert into zentra_timeline select tenant, 'invented', seq from zentra_timeline", "seq = 17");
        finds("event 17 stands in the timeline of invented, to which it does not belong");
    }

    @Test
    void findsATimelineThatGoesOnBehindTheHead() {
        change("insert into zentra_timeline select tenant, correlation, seq + 9000 from zentra_timeline", "seq = 17");
        finds("event 9017 stands in the timeline of order-5, to which it does not belong");
    }

    @Test
    void findsAReplayThatIsGone() {
        change("delete from zentra_replay", "first_seq = 6");
        finds("event 306 is missing among the replays of event 6");
    }

    @Test
    void findsAReplayOfAnotherKey() {
        change("update zentra_replay set first_seq = 7", "first_seq = 6");
        assertThat(verify().faults())
                .containsExactlyInAnyOrder(
                        "event 306 is no replay of event 7", "event 306 is missing among the replays of event 6");
    }

    @Test
    void findsAReplayThatNeverWas() {
        change("insert into zentra_replay select tenant, 99, seq from zentra_replay", "first_seq = 6");
        finds("event 306 is no replay of event 99");
    }

    /** Keys, timelines and entries are compared a thousand at a time. */
    @Test
    void findsDamageBehindTheFirstThousands() {
        List<PostingRequest> requests = IntStream.range(0, 2_500)
                .mapToObj(i -> PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "many" + i)
                        .correlation("many-" + i % 7))
                .toList();
        long first = stage.head() + 1;
        stage.acme().ledgers().postAll(requests);
        assertThat(verify().faults()).isEmpty();
        for (int i : new int[] {0, 700, 1_400, 2_499}) {
            change("delete from zentra_idempotency", "idempotency_key = 'many" + i + "'");
            change("delete from zentra_timeline", "seq = " + (first + i));
            change("delete from zentra_entry", "no = " + (first + i) * 1_024);
            change(
                    "insert into zentra_timeline select tenant, 'many-1', seq from zentra_journal",
                    "seq = " + (first + i));
        }

        List<String> faults = verify().faults();
        for (int i : new int[] {0, 700, 1_400, 2_499}) {
            assertThat(faults)
                    .anyMatch(fault -> fault.startsWith("the key \"many" + i + "\" of ledger.post is missing"))
                    .contains("event " + (first + i) + " is missing in the timeline of many-" + i % 7)
                    .contains("event " + (first + i) + " stands in the timeline of many-1, to which it does not belong")
                    .contains("entry " + (first + i) * 1_024 + " of event " + (first + i) + " is missing");
        }
    }

    @Test
    void findsAMerkleTileThatIsNotFullYet() {
        change("insert into zentra_merkle_tile select tenant, level, 5, hashes from zentra_merkle_tile", "level = 0");
        finds("Merkle tile 0/5 is not full yet");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 7})
    void findsAMerkleTileOfALevelThatTheJournalDoesNotReach(int level) {
        change(
                "insert into zentra_merkle_tile select tenant, " + level + ", 0, hashes from zentra_merkle_tile",
                "level = 0");
        finds("Merkle tile " + level + "/0 is not full yet");
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

    /** Records an event that its module cannot read. */
    private record Strange(String type) implements Command<Long> {
        @Override
        public Operation operation() {
            return new Operation(9_005, "test.strange");
        }

        @Override
        public void reads(Reads reads) {}

        @Override
        public Long decide(UnitOfWork work) {
            return work.record(new UnitOfWork.Draft(
                    type, null, null, json -> json.beginObject().endObject()));
        }
    }

    /** It answered zero, and no change, for an account that had money. */
    @Test
    void tellsNoBalancesThatAreMissing() {
        change("delete from zentra_balance", "account = (select no from zentra_account where id = '" + CUSTOMER + "')");

        List<ThrowableAssert.ThrowingCallable> reads = List.of(
                () -> stage.acme().accounts().balances(CUSTOMER),
                () -> stage.acme().ledgers().trail(CUSTOMER, 10));
        for (ThrowableAssert.ThrowingCallable read : reads) {
            assertThatThrownBy(read).isInstanceOfSatisfying(ZentraException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_DAMAGED);
                assertThat(e.reason()).contains(CUSTOMER, "run verify()");
            });
        }
        assertThat(verify().isSound()).isFalse();
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

    /** The entry of the customer's first mark. */
    private long mark() {
        return stage.number(
                "select min(m.no) from zentra_entry_mark m join zentra_account a on a.tenant = m.tenant"
                        + " and a.no = m.account where m.tenant = 1 and a.id = ?",
                CUSTOMER);
    }

    private void change(String statement, String condition) {
        stage.change(statement + OF_ACME + " and " + condition);
    }
}
