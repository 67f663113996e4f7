package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A wallet, as docs/ledger-examples.md tells it. */
class WalletGuideTest extends WorkedCase {
    @Test
    void aWallet() {
        acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("wallet:42", usd));
        acme.accounts().open(NewAccount.credit("merchant:7", usd));

        acme.ledgers()
                .post("assets:bank", "wallet:42", usd("50.00"), "top-up-1")
                .orElseThrow();
        Posting payment = acme.ledgers()
                .post("wallet:42", "merchant:7", usd("12.50"), "order-1")
                .orElseThrow();
        Money left = payment.balances("wallet:42").available();

        assertThat(left).isEqualTo(usd("37.50"));

        Hold hold = acme.ledgers()
                .hold(PostingRequest.of("wallet:42", "merchant:7", usd("30.00"), "order-2"))
                .orElseThrow();
        Outcome<Posting> refused = acme.ledgers().post("wallet:42", "merchant:7", usd("10.00"), "order-3");
        String answer = refused.match(
                posting -> "paid",
                first -> "seen before",
                declined ->
                        declined.code() + ", there are " + declined.details().get("available_minor"));

        assertThat(answer).isEqualTo("floor_crossed, there are 750");
        assertThat(posted("wallet:42")).isEqualTo(usd("37.50"));
        assertThat(available("wallet:42")).isEqualTo(usd("7.50"));

        acme.ledgers().release(hold.id(), "order-2-cancelled").orElseThrow();
        Outcome<Posting> retry = acme.ledgers().post("wallet:42", "merchant:7", usd("10.00"), "order-3");
        Outcome<Posting> another = acme.ledgers().post("wallet:42", "merchant:7", usd("10.00"), "order-3-again");

        assertThat(available("wallet:42")).isEqualTo(usd("27.50"));
        assertThat(retry).isEqualTo(new Outcome.Replayed<>(refused, 1));
        assertThat(another.isDeclined()).isFalse();

        Outcome<Posting> lostAnswer = acme.ledgers().post("wallet:42", "merchant:7", usd("12.50"), "order-1");
        assertThat(lostAnswer.isReplay()).isTrue();
        assertThat(lostAnswer.orElseThrow()).isEqualTo(payment);
        ZentraException conflict = catchThrowableOfType(
                ZentraException.class, () -> acme.ledgers().post("wallet:42", "merchant:7", usd("12.05"), "order-1"));
        assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(conflict.details()).containsEntry("field", "entries.0.amount_minor");

        List<String> lines = new ArrayList<>();
        Statement statement = acme.ledgers().statement(StatementRequest.of("wallet:42"));
        for (Statement.Line line : statement.lines()) {
            lines.add(line.side().code() + " " + line.amount() + ", then " + line.balance());
        }

        assertThat(lines)
                .containsExactly(
                        "credit 50.00 USD, then 50.00 USD",
                        "debit 12.50 USD, then 37.50 USD",
                        "debit 10.00 USD, then 27.50 USD");
        assertThat(statement.closing()).isEqualTo(usd("27.50"));
    }
}
