package io.zentra.testing.schedule;

import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Submitted;
import io.zentra.webhooks.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A bank that does as a script says, over three rails, and signs its callbacks; it outlives every process. Like a good provider
 * it takes each reference once, does not know what it never got, and says of an end what it said at first.
 */
final class ScriptedBank {
    /** Between these its rail that settles later takes transfers. */
    static final Corridor COUNTRIES = Corridor.of("US", "DE");

    private static final String ENDED = "the process ended";

    private final StandardWebhooks scheme = StandardWebhooks.generate();
    private final AtomicInteger messages = new AtomicInteger();
    private final Map<String, Submitted> called = new ConcurrentHashMap<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private volatile BankScript script = Scene.all().get(0);
    private final AtomicReference<Predicate<String>> atNextCall = new AtomicReference<>(reference -> true);
    private volatile BiConsumer<String, News> heard = (reference, news) -> {};

    /** A callback; for who sends it at once. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(Map<String, String> headers, byte[] body) {}

    StandardWebhooks scheme() {
        return scheme;
    }

    /** Does so from now on, with what it has already as well. */
    void play(BankScript next) {
        script = next;
    }

    /** Begins anew, and tells what it says of how each reference ended. */
    void play(BankScript next, BiConsumer<String, News> listener) {
        script = next;
        heard = listener;
        called.clear();
        begun.clear();
    }

    /** A process ended that may have called it with this reference: that it has it not proves nothing any more. */
    void mayHaveBegun(String reference) {
        begun.add(reference);
    }

    /** What happens with a reference when it is called or asked the next time, before it answers: whether that reaches it. */
    void atNextCall(Predicate<String> then) {
        atNextCall.set(then);
    }

    /** A rail that is tried first. */
    Rail first(Settles settles) {
        return new Way(this, settles, false);
    }

    /** The rail that is tried after the first. */
    Rail second() {
        return new Way(this, Settles.AT_ONCE, true);
    }

    private record Way(ScriptedBank bank, Settles settles, boolean isSecond) implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return bank.submit(request.reference(), bank.script.submitted(isSecond));
        }

        @Override
        public RailOutcome query(String reference) {
            return bank.query(reference);
        }

        @Override
        public RailCapabilities capabilities() {
            RailCapabilities.Builder all = RailCapabilities.builder().settles(settles);
            return (settles == Settles.LATER ? all.countries(COUNTRIES) : all).build();
        }
    }

    private boolean isReached(String reference) {
        return atNextCall.getAndSet(any -> true).test(reference);
    }

    private RailOutcome submit(String reference, Submitted how) {
        if (!isReached(reference)) {
            return new RailOutcome.Unknown(ENDED);
        }
        called.put(reference, how);
        if (how == Submitted.NOT_SENT) {
            heard.accept(reference, begun.add(reference) ? News.FAILURE : News.NOTHING);
            return new RailOutcome.NotSent("no connection");
        }
        return how == Submitted.UNKNOWN ? new RailOutcome.Unknown("no answer") : said(reference, atOnce(how));
    }

    private RailOutcome query(String reference) {
        if (!isReached(reference)) {
            return new RailOutcome.Unknown(ENDED);
        }
        Submitted how = called.getOrDefault(reference, Submitted.NOT_SENT);
        if (how == Submitted.NOT_SENT) {
            return new RailOutcome.NotSent("no such reference");
        }
        News ended = atOnce(how);
        return said(reference, ended == News.NOTHING ? script.answered() : ended);
    }

    private static News atOnce(Submitted how) {
        return switch (how) {
            case SUCCEEDED -> News.SUCCESS;
            case DECLINED -> News.FAILURE;
            case ACCEPTED, UNKNOWN, NOT_SENT -> News.NOTHING;
        };
    }

    private RailOutcome said(String reference, News news) {
        heard.accept(reference, news);
        return switch (news) {
            case SUCCESS -> new RailOutcome.Succeeded("prov-" + reference);
            case FAILURE -> new RailOutcome.Declined(script.failure());
            case SETTLEMENT, RETURN, NOTHING -> new RailOutcome.Accepted("prov-" + reference);
        };
    }

    /** A callback; the reason is that of a failure. */
    Message message(News news, String reference, Money amount, String reason, Instant at) {
        String body = "{\"type\":\"transfer." + type(news) + "\",\"data\":{"
                + "\"reference\":\"" + reference + "\",\"provider_reference\":\"prov-" + reference + "\","
                + (news == News.FAILURE ? "\"reason\":\"" + reason + "\"," : "")
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
