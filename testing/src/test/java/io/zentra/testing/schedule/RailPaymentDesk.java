package io.zentra.testing.schedule;

import static io.zentra.testing.schedule.RailGround.MERCHANT;
import static io.zentra.testing.schedule.RailGround.RAIL;
import static io.zentra.testing.schedule.RailGround.SECOND_RAIL;
import static io.zentra.testing.schedule.RailGround.USD;
import static io.zentra.testing.schedule.RailGround.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Policy;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.payment.Payments;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.RailPaymentScene.Person;
import io.zentra.testing.schedule.RailPaymentScene.Word;
import io.zentra.testing.schedule.Scene.Rails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is done to a payment that goes over rails, by whomever: who asks, its rails, its destination and persons. */
final class RailPaymentDesk {
    static final String WHY = "as the scene says";
    static final String BANK = "bank:usd";
    static final String REVIEWED = "reviewed";

    /** A merchant that may not owe. */
    static final String POOR = "merchant:8";

    static final List<String> ACCOUNTS =
            List.of(RailGround.CUSTOMER, "reserved:usd", "settlement:usd", MERCHANT, POOR, BANK);

    private final Rails rails;
    private final RailGround ground;
    private final MortalRuntime runtime;

    RailPaymentDesk(Storage storage, Rails rails, SameEnd ends) {
        this.rails = rails;
        this.ground = new RailGround(storage, ends, bank -> rails(bank, rails));
        this.runtime = ground.runtime();
        ground.acme().accounts().open(NewAccount.credit(MERCHANT, USD).withoutFloor());
        ground.acme().accounts().open(NewAccount.credit(POOR, USD));
        ground.acme().accounts().open(NewAccount.credit(BANK, USD).withoutFloor());
        runtime.setLane("payments");
        runtime.setLane("reversals");
        runtime.publish(Policy.named("payment")
                .review("payments", Condition.is(Field.SCOPE, REVIEWED))
                .build());
        runtime.publish(Policy.named("reversal")
                .review("reversals", Condition.amountOver(usd(ExpectedRailPayment.BY_HAND)))
                .build());
    }

    private static Map<String, Rail> rails(ScriptedBank bank, Rails which) {
        Map<String, Rail> all = new LinkedHashMap<>();
        all.put(RAIL, bank.first(which == Rails.LATER ? Settles.LATER : Settles.AT_ONCE));
        if (which.areTwo()) {
            all.put(SECOND_RAIL, bank.second());
        }
        return all;
    }

    RailGround ground() {
        return ground;
    }

    private Workspace acme() {
        return ground.acme();
    }

    Outcome<Payment> request(RailPaymentStep step, String id, String key) {
        return request(acme().payments(), step, id, key);
    }

    static Outcome<Payment> request(Payments payments, RailPaymentStep step, String id, String key) {
        Money amount = usd(step.minor());
        return switch (step) {
            case CAPTURE -> payments.capture(id, amount, key);
            case CAPTURE_LAST -> payments.captureFinal(id, amount, key);
            case VOID -> payments.voidHeld(id, WHY, key);
            case REFUND -> payments.refund(id, amount, WHY, key);
            case CHARGE_BACK -> payments.chargeBack(id, amount, WHY, key);
            case WIN -> payments.reverseChargeback(id, amount, WHY, key);
            default -> throw new IllegalStateException(step + " is no request");
        };
    }

    static @Nullable ErrorCode declined(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Replayed<?> replayed) {
            return declined(replayed.first());
        }
        return outcome instanceof Outcome.Declined<?> declined ? declined.code() : null;
    }

    Payment payment(String id) {
        return acme().payments().get(id);
    }

    List<Transfer> transfers(String id) {
        return payment(id).transferIds().stream().map(ground::transfer).toList();
    }

    List<String> attempts(Transfer transfer) {
        return acme().journal().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals("provider.routed"))
                .map(event -> event.subject().orElseThrow())
                .toList();
    }

    /** Calls back twice about the first or the last attempt of the transfer in a place, if one is there. */
    Runnable callBack(Word word, List<Transfer> transfers, int place, boolean isFirst) {
        if (place < 0 || place >= transfers.size()) {
            return () -> {};
        }
        Transfer about = transfers.get(place);
        List<String> attempts = attempts(about);
        int attempt = isFirst ? 0 : attempts.size() - 1;
        return callBack(word, about, attempts.get(attempt), rails.failure());
    }

    Runnable callBack(Word word, Transfer about, String attempt, String reason) {
        ScriptedBank.Message message = ground.bank()
                .message(
                        word.news(),
                        attempt,
                        told(word, about),
                        reason,
                        runtime.clock().instant());
        String rail = rail(about, attempt);
        return () -> {
            ground.callBack(rail, message);
            CallbackOutcome again = ground.callBack(rail, message);
            if (!(again instanceof CallbackOutcome.Rejected)) {
                assertThat(again).as("the same message again").isInstanceOf(CallbackOutcome.Duplicate.class);
            }
        };
    }

    private static Money told(Word word, Transfer about) {
        long minor = about.amount().minor();
        return switch (word.wrong()) {
            case NOTHING -> about.amount();
            case AMOUNT -> usd(minor - 1);
            case ASSET -> Money.ofMinor(minor, "EUR");
        };
    }

    private String rail(Transfer about, String attempt) {
        return acme().journal().timeline(about.id()).stream()
                .filter(event -> event.subject().filter(attempt::equals).isPresent())
                .filter(event -> event.type().equals("provider.routed"))
                .map(event -> event.body().path("rail").asText())
                .findFirst()
                .orElseThrow();
    }

    void post(String from, String to, long minor) {
        acme().ledgers().post(from, to, usd(minor), runtime.newKey()).orElseThrow();
    }

    /** What decides all that waits for persons, and due work after it. */
    Supplier<@Nullable ErrorCode> decisions(String id, boolean isApproved) {
        List<Runnable> all = new ArrayList<>();
        Payment payment = payment(id);
        String waiting = payment.status() == PaymentStatus.IN_REVIEW ? payment.caseId() : null;
        if (waiting != null) {
            all.add(ground.decision(waiting, isApproved));
        }
        for (Transfer each : transfers(id)) {
            if (each.caseId() != null) {
                all.add(ground.decision(each.caseId(), isApproved));
            }
        }
        return () -> {
            all.forEach(Runnable::run);
            ground.work();
            return null;
        };
    }

    /** What an operator does to the youngest transfer, if one is there. */
    Supplier<@Nullable ErrorCode> operation(Person person, String payment) {
        List<String> all = payment(payment).transferIds();
        if (all.isEmpty()) {
            return () -> null;
        }
        String key = runtime.newKey();
        String id = all.get(all.size() - 1);
        Money part = usd(ExpectedRailPayment.BY_HAND);
        return () -> declined(
                switch (person) {
                    case CANCELS -> acme().transfers().cancel(id, WHY, key);
                    case REVERSES -> ground.asDora().transfers().reverse(id, part, WHY, key);
                    default -> ground.asDora().transfers().markReturned(id, WHY, key);
                });
    }
}
