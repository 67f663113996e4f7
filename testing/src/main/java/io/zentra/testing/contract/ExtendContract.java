package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Holds;
import io.zentra.ledger.PostingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds whose expiry is moved. */
public abstract class ExtendContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final Instant FRIDAY = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-11-30T12:00:00Z");

    /** For subclasses. */
    protected ExtendContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        fund(1_000);
    }

    /** The guest stays for the weekend: elsewhere the hotel lets go of the room's money and takes it anew, if it is there. */
    @Test
    void aHoldLivesOnUntilItsNewTime() {
        Hold hold = until(FRIDAY, "hold");
        Hold extended = holds().extend(hold.id(), MONDAY, "extend").orElseThrow();

        assertThat(extended.expiresAt()).isEqualTo(MONDAY);
        assertThat(extended.legs()).isEqualTo(hold.legs());
        assertThat(holds().find(hold.id())).contains(extended);
        clock().advance(Duration.between(clock().instant(), FRIDAY));
        ledger().runDueWork();
        assertThat(holds().find(hold.id())).contains(extended);
        acme().ledgers().capture(hold.id(), usd(100), "on-saturday").orElseThrow();
        clock().advance(Duration.between(FRIDAY, MONDAY));
        assertThat(code(acme().ledgers().capture(hold.id(), usd(1), "too-late")))
                .isEqualTo(ErrorCode.HOLD_EXPIRED);
        ledger().runDueWork();
        assertThat(holds().find(hold.id()).orElseThrow().status()).isEqualTo(Hold.Status.EXPIRED);
        assertThat(acme().accounts().balances(CUSTOMER).available()).isEqualTo(usd(900));
    }

    @Test
    void isAnEventOfTheHoldAndOnItsTimeline() {
        Hold hold = until(FRIDAY, "hold");
        holds().extend(hold.id(), MONDAY, "extend").orElseThrow();
        assertThat(code(holds().extend(hold.id(), FRIDAY, "back"))).isEqualTo(ErrorCode.EXPIRY_NOT_LATER);
        List<Event> timeline = acme().journal().timeline("order-17");

        assertThat(timeline)
                .extracting(Event::type)
                .containsExactly("hold.placed", "hold.extended", "request.declined");
        assertThat(timeline).extracting(event -> event.subject().orElse("")).containsOnly(hold.id());
    }

    @Test
    void takesEffectOncePerKey() {
        Hold hold = until(FRIDAY, "hold");
        Outcome<Hold> first = holds().extend(hold.id(), MONDAY, "extend");
        holds().extend(hold.id(), MONDAY.plusSeconds(1), "further").orElseThrow();

        assertThat(holds().extend(hold.id(), MONDAY, "extend")).isEqualTo(new Outcome.Replayed<>(first, 1));
        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> holds().extend(hold.id(), MONDAY.plusSeconds(2), "extend"));
        assertThat(holds().find(hold.id()).orElseThrow().expiresAt()).isEqualTo(MONDAY.plusSeconds(1));
    }

    @Test
    void declinesWhatIsNotLaterOverOrClosed() {
        Hold hold = until(FRIDAY, "hold");
        assertThat(code(holds().extend(hold.id(), FRIDAY, "same"))).isEqualTo(ErrorCode.EXPIRY_NOT_LATER);
        assertThat(code(holds().extend(hold.id(), FRIDAY.minusSeconds(1), "earlier")))
                .isEqualTo(ErrorCode.EXPIRY_NOT_LATER);
        Hold forEver = acme().ledgers().hold(request("for-ever")).orElseThrow();
        assertThat(code(holds().extend(forEver.id(), MONDAY, "never"))).isEqualTo(ErrorCode.EXPIRY_NOT_LATER);
        acme().ledgers().release(forEver.id(), "release").orElseThrow();
        assertThat(code(holds().extend(forEver.id(), MONDAY, "closed"))).isEqualTo(ErrorCode.HOLD_CLOSED);
        assertThat(code(holds().extend("ho_nobody", MONDAY, "nobody"))).isEqualTo(ErrorCode.UNKNOWN_HOLD);
        clock().advance(Duration.between(clock().instant(), FRIDAY));
        assertThat(code(holds().extend(hold.id(), MONDAY, "over"))).isEqualTo(ErrorCode.HOLD_EXPIRED);
        ledger().runDueWork();
        assertThat(code(holds().extend(hold.id(), MONDAY, "expired"))).isEqualTo(ErrorCode.HOLD_EXPIRED);
    }

    @Test
    void refusesTimesThatCannotBeKept() {
        Hold hold = until(FRIDAY, "hold");
        refuses(ErrorCode.INVALID_EXPIRY, () -> holds().extend(hold.id(), Instant.MAX, "k"));
        refuses(ErrorCode.INVALID_EXPIRY, () -> holds().extend(hold.id(), Instant.MIN, "k"));
        assertThat(holds().find(hold.id())).contains(hold);
    }

    @Test
    void holdsToItsConditions() {
        Hold hold = until(FRIDAY, "hold");
        Condition unchanged = Condition.available(CUSTOMER, usd(700));
        holds().when(unchanged).extend(hold.id(), MONDAY, "extend").orElseThrow();
        acme().ledgers().capture(hold.id(), usd(100), "capture").orElseThrow();
        acme().ledgers().release(hold.id(), "release").orElseThrow();

        assertThat(code(holds().when(unchanged).extend(hold.id(), MONDAY.plusSeconds(1), "again")))
                .as("what is expected comes before that it is closed")
                .isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(holds().when(unchanged).extend(hold.id(), MONDAY, "extend").isReplay())
                .isTrue();
        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> holds().extend(hold.id(), MONDAY, "extend"));
    }

    /** Nothing is posted by it, so what keeps money from moving does not keep a hold from staying. */
    @Test
    void frozenAccountsDoNotStopIt() {
        Hold hold = until(FRIDAY, "hold");
        acme().accounts().freeze(CUSTOMER, "freeze").orElseThrow();

        assertThat(holds().extend(hold.id(), MONDAY, "extend").orElseThrow().expiresAt())
                .isEqualTo(MONDAY);
    }

    private Hold until(Instant time, String key) {
        return holds().place(request(key), time).orElseThrow();
    }

    private static PostingRequest request(String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(300), key).correlation("order-17");
    }

    private Holds holds() {
        return acme().ledgers().holds();
    }

    private static void refuses(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(ZentraException.class, call).code()).isEqualTo(code);
    }
}
