package io.zentra.testing.contract;

import static io.zentra.ledger.TimeAxis.EFFECTIVE;
import static io.zentra.ledger.TimeAxis.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Quote;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many postings as one, compositions and exchanges that took effect before they are recorded. */
public abstract class PastBulkContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MICRO = Duration.ofNanos(1_000);

    /** For subclasses. */
    protected PastBulkContract() {}

    /** A bank's statement of the weekend, told on Monday as one: each line on what those before it left, then and now. */
    @Test
    void eachOfABulkIsDecidedOnWhatThoseBeforeItLeftInBetweenToo() {
        Instant start = rich();
        List<Posting> postings = acme().ledgers()
                .postAtomically(List.of(
                        at(start.plus(DAY), request(BANK, CUSTOMER, 50, "in")),
                        request(CUSTOMER, MERCHANT, 10, "now"),
                        at(start.plus(DAY), request(CUSTOMER, MERCHANT, 150, "out")),
                        at(start, request(BANK, CUSTOMER, 5, "before")),
                        at(start.plus(DAY.dividedBy(2)), request(CUSTOMER, MERCHANT, 5, "between"))))
                .orElseThrow();

        assertThat(postings).allMatch(posting -> posting.crossings().isEmpty());
        assertThat(balance(start)).isEqualTo(105);
        assertThat(balance(start.plus(DAY))).isZero();
        assertThat(balance(clock().instant())).isEqualTo(90);
        assertThat(acme().ledgers().balance(CUSTOMER, RECORDED, start.plus(DAY)).minor())
                .isEqualTo(100);
    }

    @Test
    void oneThatBreaksALimitInBetweenDeclinesTheWholeBulk() {
        Instant start = rich();
        List<PostingRequest> bulk = List.of(
                at(start.plus(DAY), request(CUSTOMER, MERCHANT, 60, "first")),
                request(BANK, CUSTOMER, 1_000, "now"),
                at(start.plus(DAY.dividedBy(2)), request(CUSTOMER, MERCHANT, 41, "second")));
        Outcome<List<Posting>> outcome = acme().ledgers().postAtomically(bulk);

        assertThat(code(outcome)).isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        assertThat(balance(clock().instant())).isEqualTo(200);
        assertThat(acme().ledgers().postAtomically(bulk)).isEqualTo(new Outcome.Replayed<>(outcome, 1));
        acme().periods().close(start.plus(DAY), "close-1").orElseThrow();
        assertThat(code(acme().ledgers()
                        .postAtomically(List.of(
                                at(start.plus(DAY), request(CUSTOMER, MERCHANT, 1, "open")),
                                at(start.plus(DAY).minus(MICRO), request(CUSTOMER, MERCHANT, 1, "closed"))))))
                .isEqualTo(ErrorCode.PERIOD_CLOSED);
        assertThat(balance(clock().instant())).isEqualTo(200);
    }

    @Test
    void eachOfABulkTellsTheLimitsThatItBreaks() {
        Instant start = rich();
        acme().periods().backdating(Backdating.FLAG, "backdating-1").orElseThrow();
        List<PostingRequest> bulk = List.of(
                at(start, request(CUSTOMER, MERCHANT, 70, "fits")),
                at(start.plus(DAY.dividedBy(2)), request(CUSTOMER, MERCHANT, 70, "does-not")));
        List<Posting> postings = acme().ledgers().postAtomically(bulk).orElseThrow();

        assertThat(postings.get(0).crossings()).isEmpty();
        assertThat(postings.get(1).crossings())
                .containsExactly(
                        new Crossing(CUSTOMER, Crossing.Kind.FLOOR, usd(0), usd(-40), start.plus(DAY.dividedBy(2))));
        assertThat(acme().ledgers().postAtomically(bulk).orElseThrow()).isEqualTo(postings);
    }

    /** A thousand lines of an old statement: what is stored is read once for each account and line, not in each decision. */
    @Test
    void aThousandOfThePastAsOne() {
        Instant start = rich();
        List<PostingRequest> bulk = IntStream.range(0, Ledgers.MAX_ATOMIC_REQUESTS)
                .mapToObj(i -> at(
                        start.plus(MICRO.multipliedBy((i * 7L) % 1_000)),
                        i % 2 == 0
                                ? request(BANK, CUSTOMER, 2, "line-" + i)
                                : request(CUSTOMER, MERCHANT, 1, "line-" + i)))
                .toList();
        acme().ledgers().postAtomically(bulk).orElseThrow();

        assertThat(balance(start.plus(MICRO.multipliedBy(999)))).isEqualTo(100 + 1_000 - 500);
    }

    /** Each looks no further back than its own time, however far another of the bulk does. */
    @Test
    void countsTheEntriesAfterEachOnesOwnTime() {
        Instant start = rich();
        Instant middle = clock().instant();
        clock().advance(DAY);
        acme().ledgers().postAll(busy()).forEach(Outcome::orElseThrow);
        Instant recent = clock().instant();
        clock().advance(MICRO);
        fund(1, "last");

        acme().ledgers()
                .postAtomically(List.of(
                        at(recent, request(CUSTOMER, MERCHANT, 1, "recent")),
                        at(start, request(BANK, MERCHANT, 1, "far-back-elsewhere"))))
                .orElseThrow();
        List<PostingRequest> bulk = List.of(
                at(recent, request(CUSTOMER, MERCHANT, 1, "recent-again")),
                at(middle, request(CUSTOMER, MERCHANT, 1, "too-far-back")));
        Outcome<List<Posting>> outcome = acme().ledgers().postAtomically(bulk);
        assertThat(code(outcome)).isEqualTo(ErrorCode.BACKDATED_TOO_FAR);
        assertThatThrownBy(outcome::orElseThrow)
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        refusal -> assertThat(refusal.details()).containsEntry("request_key", "too-far-back"));
    }

    /** What a rule comes to is what is there now; that it would not have been there then is another matter. */
    @Test
    void aCompositionTakesWhatIsThereNowAndMustHaveFittedThen() {
        Instant start = rich();
        Composition all = Composition.of("all", Movement.all(USD).from(CUSTOMER).to(MERCHANT));

        assertThat(code(acme().ledgers().compose(all.effectiveAt(start)))).isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        Composition some = Composition.of(
                        "some", Movement.upTo(usd(80)).from(CUSTOMER).to(MERCHANT))
                .effectiveAt(start);
        Posting posting = acme().ledgers().compose(some).orElseThrow();
        assertThat(posting.effectiveAt()).isEqualTo(start);
        assertThat(balance(start)).isEqualTo(20);
        assertThat(acme().ledgers().compose(some).orElseThrow()).isEqualTo(posting);
        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> acme().ledgers().compose(some.effectiveAt(start.plus(DAY))));
        refuses(ErrorCode.INVALID_EFFECTIVE_TIME, () -> some.effectiveAt(Instant.MAX));
        acme().periods().close(start.plus(DAY), "close-2").orElseThrow();
        assertThat(code(acme().ledgers()
                        .compose(Composition.of(
                                        "closed",
                                        Movement.upTo(usd(1)).from(CUSTOMER).to(MERCHANT))
                                .effectiveAt(start))))
                .isEqualTo(ErrorCode.PERIOD_CLOSED);
        assertThat(code(acme().ledgers()
                        .compose(Composition.of(
                                        "later",
                                        Movement.upTo(usd(1)).from(CUSTOMER).to(MERCHANT))
                                .effectiveAt(clock().instant().plus(MICRO)))))
                .isEqualTo(ErrorCode.EFFECTIVE_IN_FUTURE);
    }

    @Test
    void anExchangeMayHaveTakenEffectBefore() {
        Asset eur = Asset.iso("EUR");
        acme().accounts().open(NewAccount.debit("position:usd", USD).withoutFloor());
        acme().accounts().open(NewAccount.debit("position:eur", eur).withoutFloor());
        acme().accounts().open(NewAccount.credit("customer:42:eur", eur));
        Instant start = rich();
        Exchange.Accounts accounts =
                Exchange.Accounts.from(CUSTOMER, "position:usd").to("position:eur", "customer:42:eur");
        Quote quote = Quote.of(USD, eur, "0.5", RoundingMode.DOWN);
        Exchange exchange = Exchange.of("fx", usd(100), quote, accounts).effectiveAt(start);
        Posting posting = acme().ledgers().exchange(exchange).orElseThrow();

        assertThat(posting.effectiveAt()).isEqualTo(start);
        assertThat(balance(start)).isZero();
        assertThat(acme().ledgers().balance("customer:42:eur", EFFECTIVE, start).minor())
                .isEqualTo(50);
        assertThat(acme().ledgers().exchange(exchange).orElseThrow()).isEqualTo(posting);
        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> acme().ledgers().exchange(exchange.effectiveAt(start.plus(DAY))));
        assertThat(code(acme().ledgers()
                        .exchange(Exchange.of("more", usd(2), quote, accounts).effectiveAt(start))))
                .isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        assertThat(code(acme().ledgers()
                        .reversals()
                        .effectiveAt(start.minus(MICRO))
                        .reverse(posting.id(), Part.all(), "before")))
                .isEqualTo(ErrorCode.REVERSED_BEFORE_EFFECT);
        acme().periods().close(start.plus(DAY), "close-3").orElseThrow();
        assertThat(code(acme().ledgers()
                        .exchange(Exchange.of("closed", usd(2), quote, accounts).effectiveAt(start))))
                .isEqualTo(ErrorCode.PERIOD_CLOSED);
    }

    /** 100 on the first day and 100 more on the third, which is now. */
    private Instant rich() {
        Instant start = clock().instant();
        fund(100);
        clock().advance(DAY.multipliedBy(2));
        fund(100, "more");
        return start;
    }

    /** As many entries of the customer as may be looked through, and one more. */
    private List<PostingRequest> busy() {
        List<PostingRequest> many = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            PostingRequest request = PostingRequest.of("many-" + i);
            for (int line = 0; line < 50; line++) {
                request = request.debit(BANK, usd(1)).credit(CUSTOMER, usd(1));
            }
            many.add(request);
        }
        return many;
    }

    private long balance(Instant at) {
        return acme().ledgers().balance(CUSTOMER, EFFECTIVE, at).minor();
    }

    private static PostingRequest at(Instant time, PostingRequest request) {
        return request.effectiveAt(time);
    }

    private static PostingRequest request(String debit, String credit, long minor, String key) {
        return PostingRequest.of(debit, credit, usd(minor), key);
    }

    private static void refuses(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
