package io.zentra.runtime.internal.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.money.Money;
import io.zentra.runtime.internal.payment.Change.Sum;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.Order;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.payment.PaymentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WaysTest {
    private static final String HEAD = "| event | from | what the ledger does | to |\n|---|---|---|---|\n";

    /** As a whole: no line more, none less. */
    @ParameterizedTest
    @MethodSource("io.zentra.runtime.internal.payment.Ways#all")
    void isPrintedInTheGuide(Ways ways) throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "payments.md"));
        assertThat(guide).contains(HEAD + String.join("\n", ways.printed()) + "\n\n");
    }

    @ParameterizedTest
    @MethodSource("io.zentra.runtime.internal.payment.Ways#all")
    void leadsToEveryStateAndOutOfNoneThatWasDenied(Ways ways) {
        Set<PaymentStatus> reached = EnumSet.noneOf(PaymentStatus.class);
        for (Step step : Step.values()) {
            for (PaymentStatus after : PaymentStatus.values()) {
                if (leads(ways, step, null, after)
                        || Stream.of(PaymentStatus.values()).anyMatch(before -> leads(ways, step, before, after))) {
                    reached.add(after);
                }
            }
        }
        Set<PaymentStatus> all = EnumSet.allOf(PaymentStatus.class);
        if (ways != Ways.OVER_RAILS) {
            all.remove(PaymentStatus.PROCESSING); // only rails take their time
        }
        assertThat(reached).isEqualTo(all);
        assertThat(Step.values())
                .filteredOn(step -> ways.has(step, PaymentStatus.DENIED))
                .containsExactlyElementsOf(ways == Ways.CARD ? List.of(Step.FORCE) : List.of());
    }

    @Test
    void refusesWhatNoWayLeadsTo() {
        assertThatThrownBy(() -> Ways.PAYMENT.require(Step.CAPTURE, PaymentStatus.VOIDED, PaymentStatus.CAPTURED))
                .hasMessage("payment.captured leads no payment from VOIDED to CAPTURED");
        assertThat(leads(Ways.PAYMENT, Step.FORCE, PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED))
                .as("only cards are forced")
                .isFalse();
        assertThat(leads(Ways.CARD, Step.INCREMENT, PaymentStatus.AUTHORIZED, PaymentStatus.PARTLY_CAPTURED))
                .as("an increment leaves the state as it is")
                .isFalse();
        assertThat(leads(Ways.CARD, Step.REFUND, null, PaymentStatus.REFUNDED))
                .as("nothing begins with a refund")
                .isFalse();
    }

    /** Neither when a step is taken nor when its event is read. */
    @Test
    void refusesAmountsThatCannotBe() {
        PaymentRow held = step(begun(), Step.AUTHORIZE, 100, 100);
        PaymentRow captured = step(held, Step.CAPTURE, 60, 60);
        assertThat(captured.status()).isEqualTo(PaymentStatus.PARTLY_CAPTURED);
        assertThatThrownBy(() -> step(held, Step.CAPTURE, 101, 101)).hasMessageContaining("no payment comes to");
        assertThatThrownBy(() -> step(held, Step.VOID, 101, 101)).hasMessageContaining("no payment comes to");
        assertThatThrownBy(() -> step(captured, Step.REFUND, 61, 61)).hasMessageContaining("no payment comes to");
        PaymentRow disputed = step(captured, Step.CHARGE_BACK, 50, 50);
        assertThatThrownBy(() -> step(disputed, Step.REFUND, 11, 11)).hasMessageContaining("no payment comes to");
        assertThatThrownBy(() -> step(disputed, Step.REVERSE_CHARGEBACK, 51, 51))
                .hasMessageContaining("no payment comes to");
        assertThatThrownBy(() -> step(held, Step.REFUND, 1, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static PaymentRow begun() {
        Order order = new Order(PaymentFlow.PAYMENT, "customer:42", "merchant:7", usd(100), null, 1, false);
        return PaymentRow.begun(2, "pm_1", order, 0);
    }

    private static PaymentRow step(PaymentRow before, Step step, long amount, long ofHeld) {
        return new Change(step, new Sum(usd(amount), usd(ofHeld)), Told.NOTHING).in(before);
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, "USD");
    }

    private static boolean leads(Ways ways, Step step, @Nullable PaymentStatus before, PaymentStatus after) {
        try {
            ways.require(step, before, after);
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }
}
