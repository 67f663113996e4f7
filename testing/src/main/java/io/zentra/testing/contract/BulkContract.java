package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.ledger.BalanceChange;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests posted as one: all or none, and what becomes of their keys. */
public abstract class BulkContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";

    /** For subclasses. */
    protected BulkContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        fund(1_000);
    }

    @Test
    void postsAllInOneDecision() {
        List<Posting> postings = acme().ledgers()
                .postAtomically(List.of(
                        PostingRequest.of(BANK, CUSTOMER, usd(500), "in").correlation("order-1"),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(1_500), "out").correlation("order-1")))
                .orElseThrow();

        assertThat(postings.get(1).balances(CUSTOMER).available())
                .as("decided on what the one before it left")
                .isEqualTo(usd(0));
        assertThat(postings.get(1).seq()).isEqualTo(postings.get(0).seq() + 1);
        assertThat(acme().ledgers().posting(postings.get(1).id())).contains(postings.get(1));
        BalanceChange change = acme().ledgers().trail(MERCHANT, 1).get(0);
        assertThat(change.key()).contains("out");
        assertThat(change.operation()).contains("ledger.post");
    }

    /** Elsewhere the postings before the refused one stay, or are reversed afterwards: both moved money that never moved. */
    @Test
    void changesNothingWhenOneIsRefusedAndNamesIt() {
        long before = acme().journal().size();
        Outcome<List<Posting>> outcome = acme().ledgers()
                .postAtomically(
                        List.of(pay(300, "k1"), pay(800, "k2"), PostingRequest.of(BANK, CUSTOMER, usd(5_000), "k3")));
        ZentraException refusal = catchThrowableOfType(ZentraException.class, outcome::orElseThrow);

        assertThat(refusal.code()).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(refusal.details())
                .containsEntry("request_key", "k2")
                .containsEntry("request_index", "1")
                .containsEntry("available_minor", "700");
        assertThat(posted(CUSTOMER)).isEqualTo(1_000);
        assertThat(acme().ledgers().trail(MERCHANT, 10)).isEmpty();
        assertThat(acme().journal().after(before, 10))
                .extracting(event -> event.type() + " " + event.key().orElseThrow() + " "
                        + event.body().path("code").asText())
                .containsExactly(
                        "request.declined k1 bulk_declined",
                        "request.declined k2 floor_crossed",
                        "request.declined k3 bulk_declined");
    }

    @Test
    void answersTheSameBulkAgain() {
        List<PostingRequest> bulk = List.of(pay(300, "k1"), pay(400, "k2"));
        Outcome<List<Posting>> first = acme().ledgers().postAtomically(bulk);
        Outcome<List<Posting>> again = acme().ledgers().postAtomically(bulk);

        assertThat(again).isEqualTo(new Outcome.Replayed<>(first, 1));
        assertThat(posted(MERCHANT)).isEqualTo(700);
    }

    @Test
    void answersTheSameRefusalAgainWhateverChangedSince() {
        List<PostingRequest> bulk = List.of(pay(300, "k1"), pay(800, "k2"));
        Outcome<List<Posting>> first = acme().ledgers().postAtomically(bulk);
        fund(9_000, "more");
        Outcome<List<Posting>> again = acme().ledgers().postAtomically(bulk);

        assertThat(again).isEqualTo(new Outcome.Replayed<>(first, 1));
        assertThat(posted(MERCHANT)).isZero();
    }

    /** A retry must neither post the rest of a bulk nor take a posting made alone for a part of it. */
    @Test
    void conflictsWhenKeysWereUsedAloneOrInAnotherBulk() {
        acme().ledgers().post(pay(300, "k1")).orElseThrow();
        conflicts("k1", () -> acme().ledgers().postAtomically(List.of(pay(300, "k1"), pay(400, "k2"))));
        acme().ledgers().postAtomically(List.of(pay(100, "k3"), pay(100, "k4"))).orElseThrow();
        conflicts("k3", () -> acme().ledgers().postAtomically(List.of(pay(100, "k3"))));
        conflicts("k4", () -> acme().ledgers().postAtomically(List.of(pay(100, "k4"), pay(100, "k3"))));
        conflicts("k4", () -> acme().ledgers().post(pay(100, "k4")));
        conflicts("k3", () -> acme().ledgers().postAtomically(List.of(pay(100, "k3"), pay(100, "k4"), pay(100, "k5"))));

        assertThat(posted(MERCHANT)).isEqualTo(500);
        assertThat(acme().ledgers().post(pay(400, "k2")).isReplay())
                .as("a conflict uses no key up")
                .isFalse();
    }

    @Test
    void refusesBulksThatAreEmptyTooLargeOrNameAKeyTwice() {
        refuses("not 0 requests", List.of());
        refuses("not 1001 requests", many(Ledgers.MAX_ATOMIC_REQUESTS + 1, 1));
        refuses("of 10100 entries", many(101, 50));
        refuses("\"k1\"", List.of(pay(1, "k1"), pay(2, "k1")));
        ZentraException unbalanced = catchThrowableOfType(
                ZentraException.class,
                () -> acme().ledgers()
                        .postAtomically(List.of(
                                pay(1, "k1"),
                                PostingRequest.of("k2").debit(BANK, usd(1)).credit(CUSTOMER, usd(2)))));
        assertThat(unbalanced.code()).isEqualTo(ErrorCode.UNBALANCED_POSTING);
        assertThat(posted(MERCHANT)).isZero();
    }

    @Test
    void postsAThousandAsOne() {
        fund(1_000_000, "more");
        assertThat(acme().ledgers()
                        .postAtomically(many(Ledgers.MAX_ATOMIC_REQUESTS, 1))
                        .orElseThrow())
                .hasSize(Ledgers.MAX_ATOMIC_REQUESTS);
        assertThat(posted(MERCHANT)).isEqualTo(Ledgers.MAX_ATOMIC_REQUESTS);
    }

    private void refuses(String named, List<PostingRequest> bulk) {
        long before = acme().journal().size();
        ZentraException refusal = catchThrowableOfType(
                ZentraException.class, () -> acme().ledgers().postAtomically(bulk));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_BULK);
        assertThat(refusal.reason()).contains(named);
        assertThat(acme().journal().size()).isEqualTo(before);
    }

    /** A file of payments of which one has a key of yesterday: the others are paid, and each line has its own answer. */
    @Test
    void eachOfManyHasItsOwnAnswerWhateverBecomesOfTheOthers() {
        Posting yesterday = acme().ledgers().post(pay(1, "k17")).orElseThrow();
        List<PostingRequest> file = new ArrayList<>(
                IntStream.range(0, 1_000).mapToObj(i -> pay(1, "k" + i)).toList());
        file.set(17, pay(2, "k17"));
        file.set(18, pay(5_000, "k18"));
        file.set(19, pay(1, "k0"));
        List<Outcome<Posting>> answers = acme().ledgers().postAll(file);

        assertThat(answers).hasSize(1_000);
        assertThat(code(answers.get(17))).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(code(answers.get(18))).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(answers.get(19)).isEqualTo(new Outcome.Replayed<>(answers.get(0), 1));
        Outcome.Declined<Posting> declined = (Outcome.Declined<Posting>) answers.get(17);
        assertThat(declined.details()).containsEntry("key", "k17").containsEntry("field", "entries.0.amount_minor");
        Event conflict = acme().journal().event(declined.eventSeq()).orElseThrow();
        assertThat(conflict.type()).isEqualTo("request.conflicted");
        assertThat(conflict.body().path("first_seq").longValue()).isEqualTo(yesterday.seq());
        assertThat(answers.stream().filter(Outcome.Applied.class::isInstance)).hasSize(997);
        assertThat(posted(MERCHANT)).isEqualTo(998);
        assertThat(code(acme().ledgers().postAll(file).get(17)))
                .as("again, since the key stays that of the other")
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    private void conflicts(String key, Runnable call) {
        ZentraException conflict = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(conflict.details()).containsEntry("key", key);
        assertThat(conflict.details().get("field")).startsWith("bulk");
    }

    private static List<PostingRequest> many(int requests, int pairs) {
        return IntStream.range(0, requests)
                .mapToObj(i -> {
                    PostingRequest request = PostingRequest.of("many-" + i);
                    for (int pair = 0; pair < pairs; pair++) {
                        request = request.debit(CUSTOMER, usd(1)).credit(MERCHANT, usd(1));
                    }
                    return request;
                })
                .toList();
    }

    private static PostingRequest pay(long minor, String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key);
    }
}
