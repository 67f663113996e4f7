package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentPage;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentSearch;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.payment.Payments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Payments and cards by source, destination and metadata: exactly what a look at each of them finds. */
public abstract class PaymentSearchContract extends RequestSearchDesk {
    /** For subclasses. */
    protected PaymentSearchContract() {}

    @Test
    void findsPaymentsAndCardsEachForItself() {
        publish(Policy.named("payment")
                .review("treasury", Condition.amountOver(usd(500)))
                .build());
        List<Payment> payments = new ArrayList<>();
        List<Payment> cards = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clock().advance(Duration.ofSeconds(1));
            String from = ENDS.get(random.nextInt(2));
            Map<String, String> words = words();
            PaymentRequest request = PaymentRequest.of(from, another(from), usd(random.nextInt(1, 1_000)), "p" + i)
                    .metadata(words);
            int way = random.nextInt(3);
            Payment payment = made(request, way);
            keep(payment.id(), words);
            (way == 0 ? payments : cards).add(payment);
        }

        compareAtRandom(payments, acme().payments()::search);
        compareAtRandom(cards, acme().cards()::search);
        zentra().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        Payments ofOther =
                zentra().tenant("other").as(Actor.service("svc_edge")).payments();
        assertThat(ids(ofOther::search, PaymentSearch.all().source(CUSTOMER))).isEmpty();
        assertThat(position()).isEqualTo(acme().journal().size());
    }

    private Payment made(PaymentRequest request, int way) {
        return switch (way) {
            case 0 -> acme().payments().authorize(request).orElseThrow();
            case 1 -> acme().cards().authorize(request).orElseThrow();
            default -> acme().cards().force(request, "cleared").orElseThrow();
        };
    }

    private void compareAtRandom(List<Payment> all, Function<PaymentSearch, PaymentPage> searching) {
        for (int i = 0; i < 40; i++) {
            String source = random.nextBoolean() ? ENDS.get(random.nextInt(2)) : null;
            String destination = random.nextBoolean() ? ENDS.get(random.nextInt(ENDS.size())) : null;
            PaymentStatus status = random.nextInt(3) == 0 ? PaymentStatus.AUTHORIZED : null;
            Payment one = all.get(random.nextInt(all.size()));
            Map<String, String> said = random.nextBoolean() ? Map.of() : aPart(one.id());
            PaymentSearch search = PaymentSearch.all().limit(random.nextInt(1, 5));
            search = source == null ? search : search.source(source);
            search = destination == null ? search : search.destination(destination);
            search = status == null ? search : search.status(status);
            for (Map.Entry<String, String> word : said.entrySet()) {
                search = search.metadata(word.getKey(), word.getValue());
            }
            List<String> expected = new ArrayList<>(all.stream()
                    .filter(each -> source == null || each.source().equals(source))
                    .filter(each -> destination == null || each.destination().equals(destination))
                    .filter(each -> status == null || each.status() == status)
                    .filter(each -> said(each.id()).entrySet().containsAll(said.entrySet()))
                    .map(Payment::id)
                    .toList());
            assertThat(ids(searching, search)).as("%s", search).isEqualTo(expected);
            Collections.reverse(expected);
            assertThat(ids(searching, search.newestFirst()))
                    .as("back: %s", search)
                    .isEqualTo(expected);
        }
    }

    private static List<String> ids(Function<PaymentSearch, PaymentPage> searching, PaymentSearch search) {
        List<String> found = new ArrayList<>();
        PaymentPage page = searching.apply(search);
        page.payments().forEach(payment -> found.add(payment.id()));
        while (page.hasNext()) {
            page = searching.apply(search.after(page.next()));
            page.payments().forEach(payment -> found.add(payment.id()));
        }
        return found;
    }

    @Test
    void refusesWhatNoPaymentHas() {
        PaymentSearch payments = PaymentSearch.all();
        refused(ErrorCode.INVALID_ID, () -> payments.metadata("n".repeat(1_000), "v"));
        refused(ErrorCode.INVALID_METADATA, () -> payments.metadata("order", "v".repeat(LONGEST + 1)));
        refused(ErrorCode.INVALID_CURSOR, () -> payments.after(Long.MIN_VALUE));
        refused(ErrorCode.INVALID_CURSOR, () -> payments.after(Long.MAX_VALUE));
    }
}
