package io.zentra.testing;

import io.zentra.webhooks.delivery.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receivers of webhooks without a network: each host answers what its test says, else 200, and keeps what it got. Thread-safe.
 *
 * <pre>{@code
 * SandboxReceiver receiver = SandboxReceiver.create().next("hooks.example.com", SandboxReceiver.status(503));
 * DeliverySettings settings = DeliverySettings.builder().sealedBy(keys).transport(receiver).build();
 * }</pre>
 */
public final class SandboxReceiver implements Transport {
    private final Map<String, Deque<Reply>> scripts = new HashMap<>();
    private final Map<String, Reply> always = new HashMap<>();
    private final List<Received> received = new ArrayList<>();
    private volatile @Nullable Consumer<Received> listener;

    private SandboxReceiver() {}

    /**
     * A message that came.
     *
     * @param host to whom
     * @param headers its headers
     * @param body its body
     */
    public record Received(String host, Map<String, String> headers, String body) {
        /** Its id. */
        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    /** Receivers that take everything. */
    public static SandboxReceiver create() {
        return new SandboxReceiver();
    }

    /** An answer with this status and no more. */
    public static Reply status(int status) {
        return new Reply.Answered(status, null, "");
    }

    /** The same, asking to be tried again as this header says. */
    public static Reply retryAfter(int status, String value) {
        return new Reply.Answered(status, value, "");
    }

    /** No answer in time. */
    public static Reply timeout() {
        return new Reply.Failed(Reason.DEADLINE, "no whole answer within the deadline");
    }

    /** What a host answers next, one message after the other. */
    public synchronized SandboxReceiver next(String host, Reply... replies) {
        scripts.computeIfAbsent(host, name -> new ArrayDeque<>()).addAll(List.of(replies));
        return this;
    }

    /** What a host answers from now on, when nothing else is said. */
    public synchronized SandboxReceiver always(String host, Reply reply) {
        always.put(host, reply);
        return this;
    }

    /** Runs when a message has come, before it is answered. */
    public void onReceived(Consumer<Received> action) {
        listener = action;
    }

    /** What came so far, in order. */
    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** What came to a host. */
    public synchronized List<Received> received(String host) {
        return received.stream().filter(one -> one.host().equals(host)).toList();
    }

    @Override
    public Reply send(Message message) {
        Received one = new Received(
                message.url().host(),
                Map.copyOf(message.headers()),
                new String(message.body(), StandardCharsets.UTF_8));
        Reply reply = taken(one);
        Consumer<Received> action = listener;
        if (action != null) {
            action.accept(one);
        }
        return reply;
    }

    private synchronized Reply taken(Received one) {
        received.add(one);
        Reply scripted = scripts.getOrDefault(one.host(), new ArrayDeque<>()).poll();
        return scripted != null ? scripted : always.getOrDefault(one.host(), status(200));
    }
}
