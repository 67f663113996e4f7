package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.MerkleProof;
import io.zentra.ledger.BalanceChange;
import io.zentra.ledger.Correction;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Explanation;
import io.zentra.ledger.Hold;
import io.zentra.ledger.IdempotencyRecord;
import io.zentra.ledger.IdempotencyRecord.Replay;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One answer to the question why a balance changed: entries, source event with its proof, actor, idempotency record and
 * replay results. Whoever asked it elsewhere had to join logs of several systems.
 */
public abstract class ExplainContract extends StorageContract {
    /** For subclasses. */
    protected ExplainContract() {}

    @Test
    void explainsAPostingOnceAndForAll() {
        fund(500);
        Posting sale = pay("sale-1").orElseThrow();
        Explanation why = acme().ledgers().explain("customer:42", sale.id());

        assertThat(why.account()).isEqualTo("customer:42");
        assertThat(why.after()).isEqualTo(sale.balances("customer:42"));
        assertThat(why.entries()).isEqualTo(sale.entries());
        assertThat(why.posting()).contains(sale);
        assertThat(why.hold()).isEmpty();
        assertThat(why.actor()).isEqualTo("service:svc_edge");
        assertThat(why.at()).isEqualTo(sale.postedAt());
        assertThat(why.source().seq()).isEqualTo(sale.seq());
        assertThat(why.origin().seq()).isEqualTo(sale.seq());
        IdempotencyRecord request = why.request().orElseThrow();
        assertThat(request.operation()).isEqualTo("ledger.post");
        assertThat(request.key()).isEqualTo("sale-1");
        assertThat(request.firstSeq()).isEqualTo(sale.seq());
        assertThat(request.firstUsedAt()).isEqualTo(sale.postedAt());
        assertThat(request.request()).contains("\"amount_minor\":200").contains("\"correlation\":\"order-17\"");
        assertThat(request.replays()).isZero();
    }

    /** The incident: a service retries a money write after losing its response, and finance asks whether it was paid twice. */
    @Test
    void tellsEachTimeThatTheRequestCameAgain() {
        fund(500);
        Posting sale = pay("sale-1").orElseThrow();
        clock().advance(Duration.ofSeconds(5));
        pay("sale-1");
        clock().advance(Duration.ofSeconds(5));
        ledger().tenant("acme").as(Actor.service("svc_retry")).ledgers().post(sale("sale-1"));
        assertThatThrownBy(() -> acme().ledgers().post("customer:42", "merchant:7", usd(201), "sale-1"))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
        IdempotencyRecord request =
                acme().ledgers().explain("merchant:7", sale.id()).request().orElseThrow();

        assertThat(request.replays()).isEqualTo(2);
        assertThat(request.latest())
                .containsExactly(
                        new Replay(sale.seq() + 2, sale.postedAt().plusSeconds(10), "service:svc_retry"),
                        new Replay(sale.seq() + 1, sale.postedAt().plusSeconds(5), "service:svc_edge"));
        assertThat(request.latest())
                .extracting(replay ->
                        acme().journal().event(replay.seq()).orElseThrow().type())
                .containsOnly("request.replayed");
    }

    @Test
    void givesTheHashAndThePlaceForWhichTheJournalHasAProof() {
        fund(500);
        Posting sale = pay("sale-1").orElseThrow();
        Checkpoint checkpoint = acme().journal().checkpoint();
        Explanation why = acme().ledgers().explain(sale.entries().get(0).id());

        assertThat(why.hash()).matches("[0-9a-f]{64}");
        MerkleProof.requireIncluded(
                why.source().bytes(),
                why.source().seq(),
                checkpoint.size(),
                acme().journal().inclusionPath(why.source().seq(), checkpoint.size()),
                checkpoint.rootHash());
    }

    /** Only the first event of a command has its key; a correction's posting is its second. */
    @Test
    void leadsALaterEventOfACommandBackToItsRequest() {
        fund(500);
        Posting sale = pay("sale-1").orElseThrow();
        PostingRequest right = PostingRequest.of("customer:42", "merchant:7", usd(150), "right");
        Correction correction =
                acme().ledgers().reversals().correct(sale.id(), right).orElseThrow();
        acme().ledgers().reversals().correct(sale.id(), right).orElseThrow();
        Explanation why =
                acme().ledgers().explain("merchant:7", correction.posting().id());

        assertThat(why.origin().seq()).isEqualTo(correction.reversal().seq());
        assertThat(why.request().orElseThrow().operation()).isEqualTo("ledger.correct");
        assertThat(why.request().orElseThrow().replays()).isEqualTo(1);
        BalanceChange change = acme().ledgers().trail("merchant:7", 1).get(0);
        assertThat(change.key()).contains("right");
        assertThat(change.operation()).contains("ledger.correct");
        assertThat(change.replays()).isEqualTo(1);
    }

    /** Every version, whether a posting or a hold led to it; long histories are searched by their marks. */
    @Test
    void explainsEveryVersionOfAnAccount() {
        fund(100_000);
        List<String> expected = new ArrayList<>(List.of("fund"));
        for (int i = 0; i < 150; i++) {
            pay("sale-" + i).orElseThrow();
            expected.add("sale-" + i);
            if (i % 9 == 4) {
                hold(i);
                expected.addAll(List.of("hold-" + i, "more-" + i, "part-" + i, "part-" + i, "rest-" + i));
            }
        }
        assertThat(acme().accounts().balances("customer:42").version()).isEqualTo(expected.size());

        for (int version = 1; version <= expected.size(); version++) {
            Explanation why = acme().ledgers().explain("customer:42", version);
            assertThat(why.request().orElseThrow().key())
                    .as("version %s", version)
                    .isEqualTo(expected.get(version - 1));
            assertThat(why.posting().isPresent()).isNotEqualTo(why.hold().isPresent());
            assertThat(why.after().version()).isIn((long) version, (long) version + 1);
        }
    }

    /** Holds the customer's money, more of it, captures a part and lets go of the rest: five versions. */
    private void hold(int number) {
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(10), "hold-" + number))
                .orElseThrow();
        acme().ledgers().holds().increase(hold.id(), usd(5), "more-" + number).orElseThrow();
        acme().ledgers().capture(hold.id(), usd(7), "part-" + number).orElseThrow();
        acme().ledgers().release(hold.id(), "rest-" + number).orElseThrow();
    }

    @Test
    void explainsAHoldThatExpiredWithoutAnyRequest() {
        fund(500);
        Hold hold = acme().ledgers()
                .holds()
                .place(
                        PostingRequest.of("customer:42", "merchant:7", usd(10), "hold"),
                        clock().instant().plusSeconds(60))
                .orElseThrow();
        clock().advance(Duration.ofMinutes(2));
        ledger().runDueWork();
        Explanation why = acme().ledgers().explain("customer:42", 3);

        assertThat(why.hold().orElseThrow().id()).isEqualTo(hold.id());
        assertThat(why.hold().orElseThrow().status()).isEqualTo(Hold.Status.EXPIRED);
        assertThat(why.after().available()).isEqualTo(usd(500));
        assertThat(why.source().type()).isEqualTo("hold.expired");
        assertThat(why.entries()).isEmpty();
        assertThat(why.actor()).isEqualTo("system:due_work");
        assertThat(why.request()).isEmpty();
    }

    /** Two lines of a posting in one account are two changes of its balance. */
    @Test
    void explainsEachLineOfAPosting() {
        fund(500);
        Posting sale = acme().ledgers()
                .post(PostingRequest.of("twice")
                        .debit("customer:42", usd(10))
                        .debit("customer:42", usd(5))
                        .credit("merchant:7", usd(15)))
                .orElseThrow();

        for (Entry entry : sale.entries()) {
            assertThat(acme().ledgers().explain(entry.id()).after()).isEqualTo(entry.balances());
        }
        assertThat(acme().ledgers().explain("customer:42", 2).after())
                .isEqualTo(sale.entries().get(0).balances());
        assertThat(acme().ledgers().explain("customer:42", 3).after())
                .isEqualTo(sale.entries().get(1).balances());
        assertThat(acme().ledgers().explain("customer:42", sale.id()).after())
                .isEqualTo(sale.entries().get(1).balances());
    }

    @Test
    void everyChangeOfATrailCanBeExplained() {
        fund(500);
        Posting sale = pay("sale-1").orElseThrow();
        acme().ledgers().reversals().reverse(sale.id(), Part.all(), "undo").orElseThrow();

        for (BalanceChange change : acme().ledgers().trail("customer:42", 10)) {
            Explanation why = acme().ledgers().explain(change.entryId());
            assertThat(why.after().version()).isEqualTo(change.version());
            assertThat(why.after().posted()).isEqualTo(change.postedAfter());
            assertThat(why.source().seq()).isEqualTo(change.eventSeq());
            assertThat(why.request().map(IdempotencyRecord::key)).isEqualTo(change.key());
            assertThat(acme().ledgers()
                            .explain("customer:42", change.version())
                            .source()
                            .seq())
                    .isEqualTo(change.eventSeq());
        }
    }

    @Test
    void namesWhatItDoesNotKnow() {
        Posting posting = fund(500);
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_edge"));

        assertRefused(ErrorCode.UNKNOWN_POSTING, () -> acme().ledgers().explain("po_none/0"));
        assertRefused(ErrorCode.UNKNOWN_POSTING, () -> other.ledgers().explain(posting.id() + "/0"));
        assertRefused(ErrorCode.UNKNOWN_ENTRY, () -> acme().ledgers().explain(posting.id() + "/2"));
        assertRefused(ErrorCode.UNKNOWN_ENTRY, () -> acme().ledgers().explain("merchant:7", posting.id()));
        assertRefused(ErrorCode.UNKNOWN_ACCOUNT, () -> acme().ledgers().explain("nobody", posting.id()));
        assertRefused(ErrorCode.UNKNOWN_ACCOUNT, () -> other.ledgers().explain("customer:42", 1));
        assertRefused(ErrorCode.UNKNOWN_VERSION, () -> acme().ledgers().explain("customer:42", 0));
        assertRefused(ErrorCode.UNKNOWN_VERSION, () -> acme().ledgers().explain("customer:42", 2));
        assertRefused(ErrorCode.UNKNOWN_VERSION, () -> acme().ledgers().explain("merchant:7", 1));
    }

    private Outcome<Posting> pay(String key) {
        return acme().ledgers().post(sale(key));
    }

    private static PostingRequest sale(String key) {
        return PostingRequest.of("customer:42", "merchant:7", usd(200), key).correlation("order-17");
    }

    private static void assertRefused(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
