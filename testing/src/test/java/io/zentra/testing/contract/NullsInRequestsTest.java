package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Composition;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Side;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.webhooks.delivery.NewEndpoint;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A request that lacks what it must have is refused where it is made, in the caller's own code: one that comes further once
 * failed inside, and asked for a report of a defect.
 */
class NullsInRequestsTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Money AMOUNT = Money.ofMinor(1_000, USD);
    private static final IdempotencyKey KEY = IdempotencyKey.of("once");

    static Stream<Record> requests() {
        TransferRequest transfer = TransferRequest.builder()
                .from("customer:42")
                .to("merchant:7")
                .amount(AMOUNT)
                .idempotencyKey("once")
                .build();
        EntryRequest entry = new EntryRequest("customer:42", Side.DEBIT, AMOUNT);
        return Stream.of(
                NewAccount.credit("customer:42", USD),
                entry,
                new PostingRequest(KEY, List.of(entry), null, Map.of(), List.of(), null),
                new Composition(KEY, List.of(), null, Map.of(), List.of(), null),
                Exchange.of(
                        "once",
                        AMOUNT,
                        Quote.of(USD, Asset.iso("EUR"), "0.9213", RoundingMode.DOWN),
                        Exchange.Accounts.from("customer:42", "position:usd").to("position:eur", "customer:42:eur")),
                transfer,
                PaymentRequest.of("customer:42", "merchant:7", AMOUNT, "once"),
                IntentRequest.builder("intent_042")
                        .scope("workspace_scope")
                        .moneyModel(USD)
                        .primitives(Primitive.LEDGER, Primitive.ROUTES)
                        .from("customer:42")
                        .to("merchant:7")
                        .amountMinor(1_000)
                        .build(),
                NewEndpoint.of("https://example.com/hooks", "transfer.settled"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void areRefusedWhereTheRequestIsMade(Record request) throws Exception {
        RecordComponent[] components = request.getClass().getRecordComponents();
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            if (mayNotBeNull(components[i]) && !isRefused(request, components, i)) {
                accepted.add(components[i].getName());
            }
        }
        assertThat(accepted).isEmpty();
    }

    private static boolean mayNotBeNull(RecordComponent component) {
        return !component.getType().isPrimitive()
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean isRefused(Record request, RecordComponent[] components, int missing) throws Exception {
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = components[i].getAccessor().invoke(request);
        }
        Constructor<?> made = request.getClass().getDeclaredConstructor(types);
        assertThat(made.newInstance(values)).isEqualTo(request);
        values[missing] = null;
        Throwable thrown = catchThrowable(() -> made.newInstance(values));
        return thrown instanceof InvocationTargetException refused
                && (refused.getCause() instanceof NullPointerException
                        || refused.getCause() instanceof ZentraException);
    }
}
