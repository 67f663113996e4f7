package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A card authorization and what becomes of it, as docs/ledger-examples.md tells it. */
class CardGuideTest extends WorkedCase {
    @Test
    void aCardAuthorization() {
        acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", usd));
        acme.accounts().open(NewAccount.credit("scheme:settlement", usd));
        acme.accounts().open(NewAccount.debit("receivables:overdrawn", usd));
        acme.ledgers()
                .post("assets:bank", "customer:42", usd("200.00"), "top-up-1")
                .orElseThrow();

        Instant inAWeek = clock.instant().plus(Duration.ofDays(7));
        Hold hotel = acme.ledgers()
                .holds()
                .place(PostingRequest.of("customer:42", "scheme:settlement", usd("100.00"), "auth-1"), inAWeek)
                .orElseThrow();
        acme.ledgers()
                .holds()
                .increase(hotel.id(), usd("20.00"), "auth-1-increment")
                .orElseThrow();

        assertThat(available("customer:42")).isEqualTo(usd("80.00"));
        assertThat(posted("customer:42")).isEqualTo(usd("200.00"));

        Posting room =
                acme.ledgers().capture(hotel.id(), usd("45.00"), "clearing-1").orElseThrow();
        acme.ledgers().capture(hotel.id(), usd("30.00"), "clearing-2").orElseThrow();
        acme.ledgers()
                .holds()
                .captureFinal(hotel.id(), usd("40.00"), "clearing-3")
                .orElseThrow();

        assertThat(posted("scheme:settlement")).isEqualTo(usd("115.00"));
        assertThat(available("customer:42")).isEqualTo(usd("85.00"));
        Hold cleared = acme.ledgers().holds().find(hotel.id()).orElseThrow();
        assertThat(cleared.status()).isEqualTo(Hold.Status.CAPTURED);
        assertThat(cleared.legs().get(0).amount()).isEqualTo(usd("120.00"));
        assertThat(cleared.legs().get(0).released()).isEqualTo(usd("5.00"));

        acme.ledgers().reversals().reverse(room.id(), usd("15.00"), "refund-1").orElseThrow();

        assertThat(available("customer:42")).isEqualTo(usd("100.00"));
        assertThat(acme.ledgers().reversals().left(room.id()).get(0).amount()).isEqualTo(usd("30.00"));

        Hold forgotten = acme.ledgers()
                .holds()
                .place(PostingRequest.of("customer:42", "scheme:settlement", usd("60.00"), "auth-2"), inAWeek)
                .orElseThrow();
        assertThat(available("customer:42")).isEqualTo(usd("40.00"));
        clock.set(inAWeek);
        Outcome<Posting> late = acme.ledgers().capture(forgotten.id(), "clearing-4"); // hold_expired
        ledger.runDueWork();

        assertThat(code(late)).isEqualTo("hold_expired");
        assertThat(available("customer:42")).isEqualTo(usd("100.00"));
        assertThat(acme.ledgers().holds().find(forgotten.id()).orElseThrow().status())
                .isEqualTo(Hold.Status.EXPIRED);

        Hold fuel = acme.ledgers()
                .hold(PostingRequest.of("customer:42", "scheme:settlement", usd("90.00"), "auth-3"))
                .orElseThrow();
        Outcome<Posting> above = acme.ledgers().capture(fuel.id(), usd("130.00"), "clearing-5-above"); // hold_exceeded
        acme.ledgers().capture(fuel.id(), "clearing-5").orElseThrow();
        Posting forced = acme.ledgers()
                .compose(Composition.of(
                        "clearing-5-forced",
                        Movement.exactly(usd("40.00"))
                                .from("customer:42")
                                .from("receivables:overdrawn")
                                .to("scheme:settlement")))
                .orElseThrow();

        assertThat(code(above)).isEqualTo("hold_exceeded");
        assertThat(forced.balances("customer:42").posted()).isEqualTo(usd("0.00"));
        assertThat(forced.entries().get(0).amount()).isEqualTo(usd("10.00"));
        assertThat(posted("receivables:overdrawn")).isEqualTo(usd("30.00"));
        assertThat(posted("scheme:settlement")).isEqualTo(usd("230.00"));
    }
}
