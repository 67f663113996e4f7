package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Correction;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads on the same holds and postings: never more held and posted than is there, nothing refunded twice. */
public abstract class HoldRaceContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final int EACH = 8;
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** For subclasses. */
    protected HoldRaceContract() {}

    @Test
    void neverHoldsAndPostsMoreThanIsThere() throws Exception {
        requireNeverOverspent(thread -> acme());
    }

    @Test
    void neverHoldsAndPostsMoreThanIsThereFromTwoRuntimes() throws Exception {
        try (ZentraLedger second = second()) {
            ZentraLedger.Book other = second.tenant("acme").as(Actor.service("svc_other"));
            requireNeverOverspent(thread -> thread % 2 == 0 ? acme() : other);
        }
    }

    @Test
    void everyUnitOfAnExpiringHoldIsCapturedOrLetGoOnce() throws Exception {
        requireEachUnitOnce(thread -> ledger());
    }

    @Test
    void everyUnitOfAnExpiringHoldIsCapturedOrLetGoOnceByTwoRuntimes() throws Exception {
        try (ZentraLedger second = second()) {
            requireEachUnitOnce(thread -> thread % 2 == 0 ? ledger() : second);
        }
    }

    /** The classic: a refund button pressed by many, each with a key of its own. */
    @Test
    void neverRefundsMoreThanWasPaid() throws Exception {
        fund(1_000);
        Posting sale =
                acme().ledgers().post(CUSTOMER, MERCHANT, usd(100), "sale").orElseThrow();
        acme().ledgers().post(CUSTOMER, MERCHANT, usd(900), "other-sales").orElseThrow();
        List<List<Outcome<Posting>>> answers = RaceContract.together(thread -> () -> IntStream.range(0, EACH)
                .mapToObj(i -> acme().ledgers().reversals().reverse(sale.id(), usd(3), "refund-" + thread + "-" + i))
                .toList());

        assertThat(applied(answers)).as("33 times 3 of 100").hasSize(33);
        assertThat(posted(CUSTOMER)).isEqualTo(99);
        assertThat(acme().ledgers().reversals().left(sale.id()).get(0).amount()).isEqualTo(usd(1));
        assertThat(acme().ledgers().reversals().of(sale.id(), "", 100)).hasSize(33);
        assertThat(codes(answers)).containsOnly(ErrorCode.REVERSAL_EXCEEDED);
    }

    @Test
    void oneOfManyReversalsAndCorrectionsTakesAllThatIsLeft() throws Exception {
        fund(1_000);
        Posting sale =
                acme().ledgers().post(CUSTOMER, MERCHANT, usd(100), "sale").orElseThrow();
        List<Outcome<?>> answers = RaceContract.together(thread -> () -> thread % 2 == 0
                ? acme().ledgers().reverse(sale.id(), "reverse-" + thread)
                : acme().ledgers()
                        .reversals()
                        .correct(sale.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(90), "correct-" + thread)));

        List<Outcome<?>> applied =
                answers.stream().filter(outcome -> !outcome.isDeclined()).toList();
        assertThat(applied).hasSize(1);
        boolean corrected = applied.get(0).orElseThrow() instanceof Correction;
        assertThat(posted(MERCHANT)).isEqualTo(corrected ? 90 : 0);
    }

    private void requireNeverOverspent(IntFunction<ZentraLedger.Book> books) throws Exception {
        fund(1_000);
        List<List<Outcome<?>>> answers = RaceContract.together(thread -> () -> {
            Random random = new Random(thread);
            List<Outcome<?>> own = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                spend(books.apply(thread), random, thread + "-" + i, own);
            }
            return own;
        });

        assertThat(answers.stream().flatMap(List::stream).filter(outcome -> !outcome.isDeclined()))
                .as("available after each")
                .allSatisfy(outcome -> assertThat(available(outcome)).isNotNegative());
        assertThat(codes(answers)).as("the race was for too little").contains(ErrorCode.FLOOR_CROSSED);
        long held = acme().ledgers().holds().list("", 1_000).stream()
                .mapToLong(hold -> hold.legs().get(0).remaining().minor())
                .sum();
        long available = acme().accounts().balances(CUSTOMER).available().minor();
        assertThat(held + posted(MERCHANT) + available).isEqualTo(1_000);
        assertThat(available).isNotNegative();
    }

    /** A payment, or a hold with what may become of it. */
    private static void spend(ZentraLedger.Book book, Random random, String tag, List<Outcome<?>> answers) {
        PostingRequest request = PostingRequest.of(CUSTOMER, MERCHANT, usd(1 + random.nextInt(20)), tag);
        if (random.nextInt(3) == 0) {
            answers.add(book.ledgers().post(request));
            return;
        }
        Outcome<Hold> hold = book.ledgers().hold(request);
        answers.add(hold);
        if (!hold.isDeclined()) {
            String id = hold.orElseThrow().id();
            answers.add(book.ledgers().holds().increase(id, usd(1 + random.nextInt(10)), tag));
            switch (random.nextInt(4)) {
                case 0 -> answers.add(book.ledgers().release(id, tag));
                case 1 -> answers.add(book.ledgers().capture(id, usd(1), tag));
                case 2 -> answers.add(book.ledgers().holds().captureFinal(id, usd(1), tag));
                default -> {} // stays held
            }
        }
    }

    private static long available(Outcome<?> outcome) {
        return outcome.orElseThrow() instanceof Hold hold
                ? hold.legs().get(0).balances().available().minor()
                : ((Posting) outcome.orElseThrow())
                        .balances(CUSTOMER)
                        .available()
                        .minor();
    }

    private void requireEachUnitOnce(IntFunction<ZentraLedger> ledgers) throws Exception {
        fund(1_000);
        Hold hold = acme().ledgers()
                .holds()
                .place(PostingRequest.of(CUSTOMER, MERCHANT, usd(1_000), "hold"), NOON)
                .orElseThrow();
        clock().set(NOON.minusNanos(1_000));
        List<List<Outcome<?>>> answers =
                RaceContract.together(thread -> against(ledgers.apply(thread), hold.id(), thread));
        ledger().runDueWork();

        long captured =
                applied(answers).stream().filter(Posting.class::isInstance).count();
        Hold closed = acme().ledgers().holds().find(hold.id()).orElseThrow();
        Hold.Leg leg = closed.legs().get(0);
        assertThat(closed.status()).isEqualTo(Hold.Status.EXPIRED);
        assertThat(leg.captured()).isEqualTo(usd(captured));
        assertThat(leg.released()).isEqualTo(usd(1_000 - captured));
        assertThat(posted(MERCHANT)).isEqualTo(captured);
        assertThat(acme().accounts().balances(CUSTOMER).available()).isEqualTo(usd(1_000 - captured));
        assertThat(acme().journal().after(0, 10_000).stream().map(Event::type).filter("hold.expired"::equals))
                .hasSize(1);
        // How many came too late is the race's to say: none need have, so one more comes now.
        assertThat(codes(answers)).allMatch(ErrorCode.HOLD_EXPIRED::equals);
        assertThat(code(acme().ledgers().capture(hold.id(), usd(1), "late"))).isEqualTo(ErrorCode.HOLD_EXPIRED);
        assertThat(ledger().runDueWork()).isZero();
    }

    /** Some capture, some release, some work off what is due, and one lets the time pass. */
    private Callable<List<Outcome<?>>> against(ZentraLedger ledger, String hold, int thread) {
        ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_race"));
        return () -> {
            List<Outcome<?>> own = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                String key = "race-" + thread + "-" + i;
                switch (thread % 4) {
                    case 0, 1 -> own.add(acme.ledgers().capture(hold, usd(1), key));
                    case 2 -> own.add(acme.ledgers().release(hold, usd(1), key));
                    default -> {
                        if (i == EACH / 2) {
                            clock().set(NOON);
                        }
                        ledger.runDueWork();
                    }
                }
            }
            return own;
        };
    }

    private static List<Object> applied(Collection<? extends Collection<? extends Outcome<?>>> answers) {
        return answers.stream()
                .flatMap(Collection::stream)
                .filter(Predicate.not(Outcome::isDeclined))
                .<Object>map(Outcome::orElseThrow)
                .toList();
    }

    private static List<ErrorCode> codes(Collection<? extends Collection<? extends Outcome<?>>> answers) {
        return answers.stream()
                .flatMap(Collection::stream)
                .filter(Outcome::isDeclined)
                .<ErrorCode>map(StorageContract::code)
                .toList();
    }

    /** Another runtime's way to the same database: nothing is shared but the tables. */
    private ZentraLedger second() {
        return another(Storage.of(source(), core().settings().storage().dialect()));
    }
}
