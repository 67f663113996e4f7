package io.zentra.testing;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.webhooks.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider that does what its script says, in this process. Like a good provider it takes each reference once: the same
 * reference again gets the first answer. Thread-safe.
 *
 * <pre>{@code
 * SandboxRail bank = SandboxRail.create();                      // accepts, and calls back later
 * bank.nextSubmit(new RailOutcome.Unknown("timeout"));          // the next submit times out
 * SandboxRail.Message message = bank.success(reference, now);   // the callback it would send, signed
 * }</pre>
 */
public final class SandboxRail implements Rail {
    private final StandardWebhooks scheme = StandardWebhooks.generate();
    private final RailCapabilities capabilities;
    private final Deque<RailOutcome> submits = new ArrayDeque<>();
    private final Deque<RailOutcome> queries = new ArrayDeque<>();
    private final Map<String, Request> taken = new LinkedHashMap<>();
    private final Map<String, RailOutcome> answers = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private @Nullable Error submitError;
    private @Nullable Runnable elsewhere;
    private @Nullable Runnable elsewhereInQuery;
    private int messages;

    private SandboxRail(RailCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    /**
     * A callback as a provider would send it. The headers and body are copies.
     *
     * @param headers the signed headers
     * @param text the body, in UTF-8 when sent
     */
    public record Message(Map<String, String> headers, String text) {
        /** Copies the headers. */
        public Message {
            headers = Map.copyOf(headers);
        }

        /** The bytes to send. */
        public byte[] body() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A rail that accepts everything until its script says otherwise. */
    public static SandboxRail create() {
        return create(RailCapabilities.any());
    }

    /** The same of a rail that says what it can take, and when it settles. */
    public static SandboxRail create(RailCapabilities capabilities) {
        return new SandboxRail(capabilities);
    }

    /** How its callbacks are signed, for the runtime's builder. */
    public StandardWebhooks scheme() {
        return scheme;
    }

    /** The answer to the next submit that is not a repetition; {@code Unknown} is taken but not told, as in a timeout. */
    public synchronized SandboxRail nextSubmit(RailOutcome outcome) {
        submits.add(outcome);
        return this;
    }

    /** The next submit takes the transfer and throws, so that nobody learns of it. */
    public synchronized SandboxRail nextSubmitThrows(Error error) {
        submitError = error;
        return this;
    }

    /** What happens elsewhere while the next submit is under way, before it answers; on the thread of the call. */
    public synchronized SandboxRail duringNextSubmit(Runnable meanwhile) {
        elsewhere = meanwhile;
        return this;
    }

    /** The answer to the next query; without one it is the first answer to the reference's submit. */
    public synchronized SandboxRail nextQuery(RailOutcome outcome) {
        queries.add(outcome);
        return this;
    }

    /** What happens elsewhere while the next query is under way, before it answers; on the thread of the call. */
    public synchronized SandboxRail duringNextQuery(Runnable meanwhile) {
        elsewhereInQuery = meanwhile;
        return this;
    }

    /** The calls so far, as {@code submit at_…} and {@code query at_…}. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** The requests that it took, each once. */
    public synchronized List<Request> taken() {
        return List.copyOf(taken.values());
    }

    @Override
    public RailCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public RailOutcome submit(Request request) {
        RailOutcome scripted;
        Runnable meanwhile;
        Error error;
        synchronized (this) {
            calls.add("submit " + request.reference());
            RailOutcome first = answers.get(request.reference());
            if (first != null) {
                return first;
            }
            scripted = submits.poll();
            meanwhile = elsewhere;
            elsewhere = null;
            error = submitError;
            submitError = null;
        }
        run(meanwhile);
        RailOutcome answer = scripted == null ? accepted(request.reference()) : scripted;
        keep(request, answer);
        if (error != null) {
            throw error;
        }
        return answer;
    }

    /** Without the lock: what happens elsewhere may call this rail by another thread. */
    private static void run(@Nullable Runnable meanwhile) {
        if (meanwhile != null) {
            meanwhile.run();
        }
    }

    /** What never came is not known later; what was taken without an answer is. */
    private synchronized void keep(Request request, RailOutcome answer) {
        if (answer instanceof RailOutcome.NotSent || answers.containsKey(request.reference())) {
            return;
        }
        answers.put(
                request.reference(), answer instanceof RailOutcome.Unknown ? accepted(request.reference()) : answer);
        if (!(answer instanceof RailOutcome.Declined)) {
            taken.put(request.reference(), request);
        }
    }

    @Override
    public RailOutcome query(String reference) {
        RailOutcome scripted;
        Runnable meanwhile;
        synchronized (this) {
            calls.add("query " + reference);
            scripted = queries.poll();
            meanwhile = elsewhereInQuery;
            elsewhereInQuery = null;
        }
        run(meanwhile);
        return scripted == null ? known(reference) : scripted;
    }

    private synchronized RailOutcome known(String reference) {
        return answers.getOrDefault(reference, new RailOutcome.NotSent("no such reference"));
    }

    /** The callback that the money arrived. */
    public Message success(String reference, Instant at) {
        return message(reference, amount(reference), "transfer.succeeded", null, at);
    }

    /** The callback that it is with its destination, over a rail that settles later. */
    public Message settlement(String reference, Instant at) {
        return message(reference, amount(reference), "transfer.settled", null, at);
    }

    /** The callback that it will not arrive. */
    public Message failure(String reference, String reason, Instant at) {
        return message(reference, amount(reference), "transfer.failed", reason, at);
    }

    /** The callback that it came back after it was paid. */
    public Message returned(String reference, String reason, Instant at) {
        return message(reference, amount(reference), "transfer.returned", reason, at);
    }

    /** The callback that another amount arrived. */
    public Message success(String reference, Money amount, Instant at) {
        return message(reference, amount, "transfer.succeeded", null, at);
    }

    /** Signs any body as a message of its own. */
    public synchronized Message signed(String text, Instant at) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        messages++;
        return new Message(scheme.sign("msg_" + messages, at, body), text);
    }

    private Message message(String reference, Money amount, String type, @Nullable String reason, Instant at) {
        byte[] body = CanonicalJson.bytes(json -> json.beginObject()
                .name("data")
                .beginObject()
                .member("amount_minor", amount.minor())
                .member("currency", amount.asset().toString())
                .member("provider_reference", "prov-" + reference)
                .optionalMember("reason", reason)
                .member("reference", reference)
                .endObject()
                .member("timestamp", at.toString())
                .member("type", type)
                .endObject());
        return signed(new String(body, StandardCharsets.UTF_8), at);
    }

    private synchronized Money amount(String reference) {
        Request request = taken.get(reference);
        if (request == null) {
            throw new IllegalArgumentException(
                    "the rail did not take " + reference + ": give the amount too, success(reference, amount, at)");
        }
        return request.amount();
    }

    private static RailOutcome accepted(String reference) {
        return new RailOutcome.Accepted("prov-" + reference);
    }
}
