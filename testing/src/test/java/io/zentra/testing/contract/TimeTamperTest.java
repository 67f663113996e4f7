package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage to what is kept about effective times, done by plain SQL. */
class TimeTamperTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private Stage stage;
    private Posting late;

    @BeforeEach
    void keepBooksWithALatePosting() {
        stage = new Stage(Database.SQLITE.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        Instant start = stage.clock().instant();
        stage.clock().advance(DAY);
        stage.pay("today");
        late = stage.acme()
                .ledgers()
                .post(PostingRequest.of(CUSTOMER, MERCHANT, usd(5), "late").effectiveAt(start.plus(DAY.dividedBy(2))))
                .orElseThrow();
        stage.acme().periods().close(start.plus(DAY.dividedBy(4)), "close-1").orElseThrow();
        stage.acme().periods().backdating(Backdating.FLAG, "backdating-1").orElseThrow();
        stage.acme()
                .ledgers()
                .post(PostingRequest.of(MERCHANT, CUSTOMER, usd(6), "flagged")
                        .effectiveAt(start.plus(DAY.dividedBy(3))))
                .orElseThrow();
        assertThat(faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void findsABackdatedEntryAtAnotherTime() {
        change("update zentra_backdated set effective_at = effective_at + 1", "no = " + entry());
        finds("the backdated entry " + entry() + " of account ");
    }

    @Test
    void findsABackdatedEntryOfAnotherAmount() {
        change("update zentra_backdated set amount = amount + 1", "no = " + entry());
        finds("the backdated entry " + entry() + " of account ");
    }

    @Test
    void findsAMissingBackdatedEntry() {
        change("delete from zentra_backdated", "no = " + entry());
        assertThat(faults().get(0))
                .startsWith("the backdated entry " + entry() + " of account ")
                .endsWith(" is missing");
    }

    @Test
    void findsAPlantedBackdatedEntry() {
        change(
                "insert into zentra_backdated select tenant, account, 1024, effective_at, amount, instant_sum, recorded_sum,"
                        + " ordinal from zentra_backdated",
                "no = " + entry());
        assertThat(faults().get(0))
                .startsWith("the backdated entry 1024 of account ")
                .contains(" comes from no event");
    }

    @Test
    void findsARunningSumOfBackdatedEntriesThatIsNotRight() {
        for (String column : List.of("instant_sum", "recorded_sum", "ordinal")) {
            change("update zentra_backdated set " + column + " = " + column + " + 1", "no = " + entry());
            finds("the backdated entry " + entry() + " of account ");
            change("update zentra_backdated set " + column + " = " + column + " - 1", "no = " + entry());
            assertThat(faults()).isEmpty();
        }
    }

    @Test
    void findsASumOfTimeThatIsNotRight() {
        for (int level = 0; level <= 7; level++) {
            for (String column : List.of("amount", "entries", "bucket")) {
                String changed = "update zentra_backdated_sum set " + column + " = " + column;
                change(changed + " + 1000000", "level = " + level);
                finds("the sum of bucket ");
                change(changed + " - 1000000", "level = " + level);
                assertThat(faults()).isEmpty();
            }
        }
    }

    @Test
    void findsAMissingSum() {
        change("delete from zentra_backdated_sum", "level = 3");
        assertThat(faults().get(0)).startsWith("the sum of bucket ").endsWith(" is missing");
    }

    @Test
    void findsAPlantedSum() {
        change(
                "insert into zentra_backdated_sum"
                        + " select tenant, account + 1000000, level, bucket, amount, entries from zentra_backdated_sum",
                "level = 7");
        assertThat(faults().get(0)).startsWith("the sum of bucket 0 of level 7").contains(" comes from no event");
    }

    @Test
    void findsAnEntryWithAnotherLatestTime() {
        change("update zentra_entry set latest_at = latest_at - 1", "no = " + entry());
        finds("entry " + entry() + " of event " + late.seq());
    }

    @Test
    void findsAMovedPeriod() {
        change("update zentra_time_rule set closed_before = closed_before - 1", "no = 0");
        finds("the rule about time 0 is ");
    }

    @Test
    void findsAnotherRule() {
        change("update zentra_time_rule set backdating = 'reject'", "no = 0");
        finds("the rule about time 0 is ");
    }

    @Test
    void findsAMissingRule() {
        change("delete from zentra_time_rule", "no = 0");
        finds("the rule about time 0 is missing");
    }

    @Test
    void findsAPlantedRule() {
        change(
                "insert into zentra_time_rule select tenant, 1, closed_before, backdating from zentra_time_rule",
                "no = 0");
        finds("the rule about time 1 comes from no event");
    }

    @Test
    void findsAPostingThatTookEffectInTheFuture() {
        record(json -> json.beginObject()
                .member("effective_at", "2027-01-01T00:00:00Z")
                .name("entries")
                .beginArray()
                .endArray()
                .endObject());
        finds("the posting of event " + stage.head()
                + " is effective at 2027-01-01T00:00:00Z, which was not open then");
    }

    @Test
    void findsAPostingInAClosedPeriod() {
        record(json -> json.beginObject()
                .member("effective_at", "2026-11-21T09:00:00Z")
                .name("entries")
                .beginArray()
                .endArray()
                .endObject());
        finds("the posting of event " + stage.head()
                + " is effective at 2026-11-21T09:00:00Z, which was not open then");
    }

    @Test
    void findsALimitThatWasNotBroken() {
        record(json -> crossing(json.beginObject())
                .member("effective_at", "2026-11-22T09:00:00Z")
                .name("entries")
                .beginArray()
                .endArray()
                .endObject());
        finds("event " + stage.head() + " does not tell the limits that the posting broke in between");
    }

    @Test
    void findsThatAPostingDidNotLookAtFewEntries() {
        record(json -> json.beginObject()
                .name("crossings")
                .beginArray()
                .beginObject()
                .member("account", CUSTOMER)
                .member("at", "2026-11-22T09:00:00Z")
                .member("kind", "not_looked_at")
                .endObject()
                .endArray()
                .member("effective_at", "2026-11-22T09:00:00Z")
                .name("entries")
                .beginArray()
                .endArray()
                .endObject());
        finds("event " + stage.head() + " does not tell the limits that the posting broke in between");
    }

    @Test
    void findsABrokenLimitThatTheRuleRejects() {
        stage.acme().periods().backdating(Backdating.REJECT, "backdating-2").orElseThrow();
        record(json -> crossing(json.beginObject())
                .member("effective_at", "2026-11-22T09:00:00Z")
                .name("entries")
                .beginArray()
                .endArray()
                .endObject());
        finds("event " + stage.head() + " breaks limits in between, which the rule about time rejects");
    }

    @Test
    void findsAReversalBeforeWhatItReverses() {
        String before = late.effectiveAt().minusSeconds(1).toString();
        record(json -> json.beginObject()
                .member("effective_at", before)
                .name("entries")
                .beginArray()
                .endArray()
                .member("reverses", late.id())
                .endObject());
        finds("event " + stage.head() + " reverses " + late.id() + " before that took effect");
    }

    /** What both break together is told by the second, and recomputed from both. */
    @Test
    void findsACorrectionThatTellsItsLimitsTwice() {
        String effectiveAt = "2026-11-22T09:00:00Z";
        record(json -> crossing(json.beginObject())
                .member("effective_at", effectiveAt)
                .name("entries")
                .beginArray()
                .endArray()
                .member("reverses", late.id())
                .endObject());
        record(json -> crossing(json.beginObject().member("corrects", late.id()))
                .member("effective_at", effectiveAt)
                .name("entries")
                .beginArray()
                .endArray()
                .endObject());
        finds("event " + (stage.head() - 1) + " tells limits that its correction would tell");
    }

    private static CanonicalJson crossing(CanonicalJson json) {
        return json.name("crossings")
                .beginArray()
                .beginObject()
                .member("account", CUSTOMER)
                .member("asset", "USD")
                .member("at", "2026-11-22T09:00:00Z")
                .member("balance_minor", -1)
                .member("kind", "floor")
                .member("limit_minor", 0)
                .endObject()
                .endArray();
    }

    /** The posting of the merchant's is told to have broken its floor; a lower floor then would have made that untrue. */
    @Test
    void comparesBrokenLimitsWithTheLimitsOfThen() {
        Posting flagged = stage.acme()
                .ledgers()
                .post(PostingRequest.of(MERCHANT, CUSTOMER, usd(1), "again")
                        .effectiveAt(late.effectiveAt().minusSeconds(1)))
                .orElseThrow();
        assertThat(flagged.crossings()).hasSize(1);
        stage.acme().accounts().setFloor(MERCHANT, usd(-1_000), "limit-1").orElseThrow();
        assertThat(faults()).isEmpty();
    }

    private void record(CanonicalJson.Value body) {
        stage.core().commits().run(stage.access(), new Strange(body));
    }

    /** Records a posting's event that no posting has made. */
    private record Strange(CanonicalJson.Value body) implements Command<Long> {
        @Override
        public Operation operation() {
            return new Operation(9_006, "test.strange");
        }

        @Override
        public void reads(Reads reads) {}

        @Override
        public Long decide(UnitOfWork work) {
            return work.record(new UnitOfWork.Draft("ledger.entry.created", work.newId("po"), null, body));
        }
    }

    private void finds(String first) {
        assertThat(faults()).isNotEmpty();
        assertThat(faults().get(0)).startsWith(first);
    }

    private List<String> faults() {
        return stage.acme().ledgers().verify().faults();
    }

    private long entry() {
        return late.seq() * 1_024;
    }

    private void change(String statement, String condition) {
        stage.change(statement + " where tenant = 1 and " + condition);
    }
}
