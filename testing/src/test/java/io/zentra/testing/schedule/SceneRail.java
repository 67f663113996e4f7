package io.zentra.testing.schedule;

import io.zentra.core.money.Money;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.RailPaymentScene.Bank;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.webhooks.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A rail for payments that does as a scene says, and signs its callbacks; it outlives every process. */
final class SceneRail implements Rail {
    private final StandardWebhooks scheme = StandardWebhooks.generate();
    private final AtomicInteger messages = new AtomicInteger();
    private final Settles settles;
    private volatile Bank bank = Bank.ACCEPTING;

    SceneRail(Settles settles) {
        this.settles = settles;
    }

    /** A callback; for who sends it at once. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(Map<String, String> headers, byte[] body) {}

    StandardWebhooks scheme() {
        return scheme;
    }

    void play(Bank next) {
        bank = next;
    }

    @Override
    public RailOutcome submit(Request request) {
        String provider = "prov-" + request.reference();
        return switch (bank.submitted()) {
            case ACCEPTED -> new RailOutcome.Accepted(provider);
            case SUCCEEDED -> new RailOutcome.Succeeded(provider);
            case DECLINED -> new RailOutcome.Declined("account closed");
            case UNKNOWN -> new RailOutcome.Unknown("no answer");
            case NOT_SENT -> new RailOutcome.NotSent("no connection");
        };
    }

    @Override
    public RailOutcome query(String reference) {
        return switch (bank.answered()) {
            case SUCCESS -> new RailOutcome.Succeeded("prov-" + reference);
            case FAILURE -> new RailOutcome.Declined("account closed");
            case SETTLEMENT, RETURN, NOTHING -> new RailOutcome.Accepted("prov-" + reference);
        };
    }

    @Override
    public RailCapabilities capabilities() {
        return RailCapabilities.builder().settles(settles).build();
    }

    Message message(News news, String reference, Money amount, Instant at) {
        String body = "{\"type\":\"transfer." + type(news) + "\",\"data\":{"
                + "\"reference\":\"" + reference + "\",\"provider_reference\":\"prov-" + reference + "\","
                + "\"amount_minor\":" + amount.minor() + ",\"currency\":\"" + amount.asset() + "\"}}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Message(scheme.sign("msg_" + messages.incrementAndGet(), at, bytes), bytes);
    }

    private static String type(News news) {
        return switch (news) {
            case SUCCESS -> "succeeded";
            case SETTLEMENT -> "settled";
            case RETURN -> "returned";
            case FAILURE, NOTHING -> "failed";
        };
    }
}
