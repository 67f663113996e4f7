package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.RandomSource;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Cards;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps drawn at random, beside a model that keeps five numbers: both allow the same steps and come to the same. */
public abstract class PaymentModelContract extends PaymentDesk {
    private static final int STEPS = 300;
    private static final int MOST = 60;

    /** For subclasses. */
    protected PaymentModelContract() {}

    /** A card authorization as whoever has read the guide would keep it. */
    private static final class Model {
        private long authorized;
        private long held;
        private long captured;
        private long refunded;
        private long chargedBack;
        private boolean expired;
        private long ends;

        private long arrived() {
            return captured - refunded - chargedBack;
        }

        private boolean isOpen() {
            return held > 0 && chargedBack == 0;
        }

        private boolean allows(String step, long minor) {
            return switch (step) {
                case "increment" -> isOpen();
                case "clear", "clearFinal", "reverse" -> minor <= held;
                case "refund", "chargeBack" -> minor <= arrived();
                case "reverseChargeback" -> minor <= chargedBack;
                default -> true;
            };
        }

        private void take(String step, long minor) {
            switch (step) {
                case "increment" -> {
                    authorized += minor;
                    held += minor;
                }
                case "clear" -> {
                    held -= minor;
                    captured += minor;
                }
                case "clearFinal" -> {
                    held = 0;
                    captured += minor;
                }
                case "reverse" -> held -= minor;
                case "refund" -> refunded += minor;
                case "chargeBack" -> chargedBack += minor;
                case "reverseChargeback" -> chargedBack -= minor;
                default -> {
                    held -= Math.min(held, minor);
                    captured += minor;
                }
            }
        }

        private PaymentStatus status() {
            if (chargedBack > 0) {
                return PaymentStatus.CHARGED_BACK;
            } else if (held > 0) {
                return captured == 0 ? PaymentStatus.AUTHORIZED : PaymentStatus.PARTLY_CAPTURED;
            } else if (captured == 0) {
                return expired ? PaymentStatus.EXPIRED : PaymentStatus.VOIDED;
            }
            return arrived() == 0 ? PaymentStatus.REFUNDED : PaymentStatus.CAPTURED;
        }
    }

    private static final List<String> KINDS = List.of(
            "increment",
            "clear",
            "clear",
            "clearFinal",
            "reverse",
            "refund",
            "chargeBack",
            "reverseChargeback",
            "force");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void comesToTheSameAsTheModel(long seed) {
        Random random = new Random(seed);
        Map<String, Model> models = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            if (ids.isEmpty() || random.nextInt(12) == 0) {
                begin(random, models, ids);
            } else if (random.nextInt(40) == 0) {
                letTimePass(random, models);
            } else {
                step(random, models, ids.get(random.nextInt(ids.size())));
            }
            if (random.nextInt(50) == 0) {
                requireSame(models);
            }
        }
        zentra().runDueWork();
        requireSame(models);
        assertThat(posted(MERCHANT))
                .isEqualTo(models.values().stream().mapToLong(Model::arrived).sum());
        assertThat(FUNDS - posted(MERCHANT) - available())
                .as("what is held")
                .isEqualTo(
                        models.values().stream().mapToLong(model -> model.held).sum());
    }

    private void begin(Random random, Map<String, Model> models, List<String> ids) {
        Model model = new Model();
        model.authorized = 1L + random.nextInt(MOST);
        model.held = model.authorized;
        model.ends = clock().instant().plus(WEEK).getEpochSecond();
        Payment payment = card(model.authorized);
        models.put(payment.id(), model);
        ids.add(payment.id());
    }

    /** Due work is run or not: it makes no difference to what may be done. */
    private void letTimePass(Random random, Map<String, Model> models) {
        clock().advance(WEEK.dividedBy(3));
        long now = clock().instant().getEpochSecond();
        models.values().stream()
                .filter(model -> model.ends <= now && model.held > 0)
                .forEach(model -> {
                    model.held = 0;
                    model.expired = true;
                });
        if (random.nextBoolean()) {
            zentra().runDueWork();
        }
    }

    private void step(Random random, Map<String, Model> models, String id) {
        Model model = Objects.requireNonNull(models.get(id));
        String kind = KINDS.get(random.nextInt(KINDS.size()));
        long minor = 1L + random.nextInt(MOST / 2);
        boolean isAllowed = model.allows(kind, minor);
        String key = newKey();
        Outcome<Payment> outcome = take(kind, id, minor, key);
        assertThat(outcome.isDeclined())
                .as("%s %s of %s, which is %s", kind, minor, id, acme().cards().get(id))
                .isEqualTo(!isAllowed);
        if (isAllowed) {
            model.take(kind, minor);
        }
        if (random.nextInt(5) == 0) {
            assertThat(take(kind, id, minor, key).isReplay()).isTrue();
        }
    }

    private Outcome<Payment> take(String kind, String id, long minor, String key) {
        Cards cards = by(OPERATOR).cards();
        return switch (kind) {
            case "increment" -> cards.increment(id, usd(minor), key);
            case "clear" -> cards.clear(id, usd(minor), key);
            case "clearFinal" -> cards.clearFinal(id, usd(minor), key);
            case "reverse" -> cards.reverse(id, usd(minor), "drawn", key);
            case "refund" -> cards.refund(id, usd(minor), "drawn", key);
            case "chargeBack" -> cards.chargeBack(id, usd(minor), "drawn", key);
            case "reverseChargeback" -> cards.reverseChargeback(id, usd(minor), "drawn", key);
            default -> cards.force(id, usd(minor), "drawn", key);
        };
    }

    /** What is stored and over, but not worked off yet, is compared once it was. */
    private void requireSame(Map<String, Model> models) {
        zentra().runDueWork();
        try (ZentraRuntime restarted = runtime(RandomSource.seeded(7))) {
            Cards cards = restarted.tenant("acme").as(OPERATOR).cards();
            models.forEach((id, model) -> is(
                    cards.get(id),
                    model.status(),
                    model.authorized,
                    model.held,
                    model.captured,
                    model.refunded,
                    model.chargedBack));
        }
    }
}
