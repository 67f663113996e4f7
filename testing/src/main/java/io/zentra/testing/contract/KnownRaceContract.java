package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Composed;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What other ledgers lost when many did the same at once: 64 threads in each story, and its source. */
public abstract class KnownRaceContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final int THREADS = 64;
    private static final int EACH = 8;

    /** For subclasses. */
    protected KnownRaceContract() {}

    /**
     * Cala (pull request 776): everybody posts to the same few accounts and waits for their locks, up to a second each; others
     * split such accounts by hand and lose the exact balance. Here each of the threads is told a balance and a version of
     * its own, and put in their order they are the sums of what was posted.
     */
    @Test
    void aHotAccountIsExactUnderManyThreads() throws Exception {
        acme().accounts().open(NewAccount.credit("hot", USD).withoutFloor());
        List<List<Posting>> answers = RaceContract.together(thread -> () -> {
            Random random = new Random(thread);
            return IntStream.range(0, EACH)
                    .mapToObj(i -> hot(1 + random.nextInt(1_000), random.nextBoolean(), thread + "-" + i))
                    .toList();
        });

        List<Posting> inOrder = answers.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(
                        posting -> posting.balances("hot").version()))
                .toList();
        assertThat(inOrder)
                .extracting(posting -> posting.balances("hot").version())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, THREADS * EACH).boxed().toList());
        long sum = 0;
        for (Posting posting : inOrder) {
            long minor = posting.entries().get(0).amount().minor();
            sum += posting.entries().get(0).account().equals("hot") ? -minor : minor;
            assertThat(posting.balances("hot").posted()).isEqualTo(usd(sum));
        }
        assertThat(posted("hot")).isEqualTo(sum);
    }

    private Posting hot(long minor, boolean in, String key) {
        return acme().ledgers()
                .post(in ? BANK : "hot", in ? "hot" : BANK, usd(minor), key)
                .orElseThrow();
    }

    /**
     * Midaz (issue 1023): the answer to a repeated key did not tell whether the first request had passed, failed or was still
     * under way. Here a payment that may or may not be covered is sent by many at once while money arrives: it is decided
     * once, and all are told that one outcome.
     */
    @Test
    void oneKeyHasOneOutcomeWhateverArrivesMeanwhile() throws Exception {
        List<List<Outcome<Posting>>> answers = RaceContract.together(thread -> () -> IntStream.range(0, EACH)
                .mapToObj(i -> thread % 2 == 0
                        ? acme().ledgers().post(CUSTOMER, MERCHANT, usd(500), "the-payment")
                        : acme().ledgers().post(BANK, CUSTOMER, usd(10), thread + "-" + i))
                .toList());
        List<Outcome<Posting>> ofTheKey = IntStream.range(0, THREADS)
                .filter(thread -> thread % 2 == 0)
                .mapToObj(answers::get)
                .flatMap(List::stream)
                .toList();

        List<Outcome<Posting>> decided =
                ofTheKey.stream().filter(outcome -> !outcome.isReplay()).toList();
        assertThat(decided).hasSize(1);
        assertThat(ofTheKey.stream()
                        .filter(Outcome::isReplay)
                        .map(outcome -> ((Outcome.Replayed<Posting>) outcome).first())
                        .distinct())
                .containsExactly(decided.get(0));
        assertThat(posted(MERCHANT)).isEqualTo(decided.get(0).isDeclined() ? 0 : 500);
        assertThat(posted(CUSTOMER)).isEqualTo(THREADS / 2 * EACH * 10 - posted(MERCHANT));
    }

    /**
     * Midaz (issue 2429, open): how much of a payment an overdraft has to cover is decided on a balance that is read before,
     * and applied to one that a credit has changed since; then debt is booked that nobody has. Here the rule is resolved on
     * the balance that it changes, so the claim is used only when nothing else is left.
     */
    @Test
    void anOverdraftIsDrawnOnlyForWhatIsMissing() throws Exception {
        acme().accounts().open(NewAccount.debit("receivables:42", USD));
        List<List<Posting>> answers = RaceContract.together(thread -> () -> IntStream.range(0, EACH)
                .mapToObj(i -> thread % 2 == 0
                        ? acme().ledgers().post(BANK, CUSTOMER, usd(5), "in-" + thread + "-" + i)
                        : acme().ledgers().compose(draw("out-" + thread + "-" + i)))
                .map(Outcome::orElseThrow)
                .toList());

        long drawn = 0;
        for (Posting posting : answers.stream().flatMap(List::stream).toList()) {
            List<Composed.Taken> taken = acme().ledgers()
                    .basis(posting.id())
                    .map(basis -> ((Composed) basis).movements().get(0).taken())
                    .orElse(List.of());
            if (taken.size() == 2) {
                assertThat(taken.get(0).amount())
                        .as("all that the customer had")
                        .isEqualTo(taken.get(0).room());
                drawn += taken.get(1).amount().minor();
            }
        }
        long sold = THREADS / 2 * EACH * 7;
        long paidIn = THREADS / 2 * EACH * 5;
        assertThat(posted(MERCHANT)).isEqualTo(sold);
        assertThat(posted("receivables:42")).isEqualTo(drawn).isGreaterThanOrEqualTo(sold - paidIn);
        assertThat(posted(CUSTOMER)).isEqualTo(paidIn - sold + drawn).isNotNegative();
    }

    private static Composition draw(String key) {
        return Composition.of(
                key,
                Movement.exactly(usd(7)).from(CUSTOMER).from("receivables:42").to(MERCHANT));
    }

    /**
     * Blnk (pull requests 171 and 315): commits of one hold read the same rest and took it twice, and refunds of one payment were
     * paid twice when they came at once. Here captures of a hold and refunds of those captures, each asked for by many, leave
     * every unit in one place.
     */
    @Test
    void capturesAndTheirRefundsLoseNoUnit() throws Exception {
        fund(1_000);
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(300), "hold"))
                .orElseThrow();
        Queue<Posting> captures = new ConcurrentLinkedQueue<>();
        AtomicLong refunds = new AtomicLong();
        List<List<ErrorCode>> refusals = RaceContract.together(thread -> () -> {
            List<ErrorCode> own = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                Outcome<Posting> capture = acme().ledgers().capture(hold.id(), usd(1), thread + "-" + i);
                if (capture.isDeclined()) {
                    own.add(code(capture));
                } else {
                    captures.add(capture.orElseThrow());
                }
                for (Posting some : captures.stream().limit(2).toList()) {
                    Outcome<Posting> refund =
                            acme().ledgers().reverse(some.id(), "refund-" + thread + "-" + i + "-" + some.seq());
                    captures.remove(some);
                    refunds.addAndGet(refund.isDeclined() ? 0 : 1);
                }
            }
            return own;
        });

        assertThat(refusals.stream().flatMap(Collection::stream))
                .as("512 captures of 300")
                .hasSize(THREADS * EACH - 300)
                .containsOnly(ErrorCode.HOLD_CLOSED);
        Hold.Leg leg =
                acme().ledgers().holds().find(hold.id()).orElseThrow().legs().get(0);
        assertThat(leg.captured()).isEqualTo(usd(300));
        assertThat(refunds.get()).isPositive().isLessThanOrEqualTo(300);
        assertThat(posted(MERCHANT)).isEqualTo(300 - refunds.get());
        Balances customer = acme().accounts().balances(CUSTOMER);
        assertThat(customer.posted()).isEqualTo(usd(700 + refunds.get()));
        assertThat(customer.available()).isEqualTo(customer.posted());
    }
}
