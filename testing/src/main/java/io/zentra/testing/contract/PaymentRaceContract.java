package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.RandomSource;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.payment.Payments;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sixty-four threads, one payment: never more than is held, with the destination, or charged back. */
public abstract class PaymentRaceContract extends PaymentDesk {
    private static final int TRIES = 4;
    private static final long PART = 7;

    /** For subclasses. */
    protected PaymentRaceContract() {}

    @Test
    void capturesNeverMoreThanIsHeld() throws Exception {
        Payment payment = authorized(500);
        List<Outcome<Payment>> outcomes = race(
                thread -> by(OPERATOR).payments(), (payments, key) -> payments.capture(payment.id(), usd(PART), key));
        requireApplied(outcomes, 500 / PART, ErrorCode.PAYMENT_EXCEEDED);
        is(acme().payments().get(payment.id()), PaymentStatus.PARTLY_CAPTURED, 500, 500 % PART, 500 - 500 % PART, 0, 0);
    }

    /** Two processes on one database: nothing is shared but the tables. */
    @Test
    void givesNeverMoreBackThanArrived() throws Exception {
        Payment payment = captured(500);
        try (ZentraRuntime second = runtime(RandomSource.seeded(43))) {
            Payments other = second.tenant("acme").as(OPERATOR).payments();
            Payments one = by(OPERATOR).payments();
            List<Outcome<Payment>> outcomes = race(
                    thread -> thread % 2 == 0 ? one : other,
                    (payments, key) -> key.hashCode() % 2 == 0
                            ? payments.refund(payment.id(), usd(PART), "race", key)
                            : payments.chargeBack(payment.id(), usd(PART), "race", key));
            requireApplied(outcomes, 500 / PART, ErrorCode.PAYMENT_EXCEEDED);
        }
        assertThat(acme().payments().get(payment.id()).amounts().arrived()).isEqualTo(usd(500 % PART));
    }

    @Test
    void takesAStepOnceWhenThreadsRaceForItsKey() throws Exception {
        Payment payment = authorized(500);
        List<Outcome<Payment>> outcomes = race(
                thread -> by(OPERATOR).payments(),
                (payments, key) -> payments.captureFinal(payment.id(), usd(PART), "one-key"));
        assertThat(outcomes).filteredOn(outcome -> !outcome.isReplay()).hasSize(1);
        is(acme().payments().get(payment.id()), PaymentStatus.CAPTURED, 500, 0, PART, 0, 0);
    }

    private interface Try {
        Outcome<Payment> of(Payments payments, String key);
    }

    private static List<Outcome<Payment>> race(IntFunction<Payments> whose, Try each) throws Exception {
        return RaceContract.together(thread -> () -> IntStream.range(0, TRIES)
                        .mapToObj(i -> each.of(whose.apply(thread), "race-" + thread + "-" + i))
                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static void requireApplied(List<Outcome<Payment>> outcomes, long times, ErrorCode otherwise) {
        assertThat(outcomes).filteredOn(outcome -> !outcome.isDeclined()).hasSize((int) times);
        assertThat(outcomes)
                .filteredOn(Outcome::isDeclined)
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(code(outcome)).isEqualTo(otherwise));
    }
}
