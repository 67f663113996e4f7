package io.zentra.webhooks.delivery;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.endpoint.EndpointUrl;
import io.zentra.webhooks.internal.Sealing;
import io.zentra.webhooks.secret.KeyProvider;
import io.zentra.webhooks.secret.SecretCipher;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How events leave: what seals secrets, where they may go, by what, and when they are tried again. Immutable.
 *
 * <pre>{@code
 * DeliverySettings settings = DeliverySettings.builder()
 *         .sealedBy(LocalKeys.of("2026", key))
 *         .transport(HttpTransport.of(EgressRules.standard()))
 *         .build();
 * }</pre>
 */
public final class DeliverySettings {
    /** The pauses of Standard Webhooks 1.0.0, the first before the first attempt. */
    public static final List<Duration> STANDARD_SCHEDULE = List.of(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final int MAX_STEPS = 50;
    private static final int MAX_JITTER_PERCENT = 100;
    private static final int MAX_THREADS = 256;
    private static final Duration MIN_DEADLINE = Duration.ofMillis(10);
    private static final Duration MAX_DEADLINE = Duration.ofSeconds(30);
    private static final Duration MIN_KEPT = Duration.ofDays(1);

    private final @Nullable Sealing sealing;
    private final EgressRules rules;
    private final @Nullable Transport transport;
    private final EventMapping mapping;
    private final List<Duration> schedule;
    private final int jitterPercent;
    private final Duration deadline;
    private final Duration disableAfter;
    private final Duration keptFor;
    private final DeliveryMetrics metrics;
    private final int threads;

    private DeliverySettings(Builder builder) {
        this.sealing = builder.sealing;
        this.rules = Objects.requireNonNullElseGet(builder.rules, EgressRules::standard);
        this.transport = builder.transport;
        this.mapping = Objects.requireNonNullElseGet(builder.mapping, EventMapping::standard);
        this.schedule = Objects.requireNonNullElse(builder.schedule, STANDARD_SCHEDULE);
        this.jitterPercent = Objects.requireNonNullElse(builder.jitterPercent, 10);
        this.deadline = Objects.requireNonNullElse(builder.deadline, Duration.ofSeconds(15));
        this.disableAfter = Objects.requireNonNullElse(builder.disableAfter, Duration.ofDays(5));
        this.keptFor = Objects.requireNonNullElse(builder.keptFor, Duration.ofDays(90));
        this.metrics = Objects.requireNonNullElseGet(builder.metrics, DeliveryMetrics::none);
        this.threads = Objects.requireNonNullElse(builder.threads, 16);
    }

    /** Settings to be filled in; nothing must be, but without a transport and keys nothing is registered or sent. */
    public static Builder builder() {
        return new Builder();
    }

    /** A URL by these rules, in its one form. */
    public EndpointUrl url(String text) {
        return EndpointUrl.parse(text, rules);
    }

    /** What seals secrets; null for nothing. */
    public @Nullable Sealing sealing() {
        return sealing;
    }

    /** What carries messages; null for nothing. */
    public @Nullable Transport transport() {
        return transport;
    }

    /** Which events leave. */
    public EventMapping mapping() {
        return mapping;
    }

    /** The pauses before attempts. */
    public List<Duration> schedule() {
        return schedule;
    }

    /** Up to how much longer pauses may be. */
    public int jitterPercent() {
        return jitterPercent;
    }

    /** How long an attempt may take. */
    public Duration deadline() {
        return deadline;
    }

    /** After how long a failure endpoints are disabled. */
    public Duration disableAfter() {
        return disableAfter;
    }

    /** How long deliveries that arrived, were skipped or missed are kept. */
    public Duration keptFor() {
        return keptFor;
    }

    /** Who is told of attempts. */
    public DeliveryMetrics metrics() {
        return metrics;
    }

    /** How many endpoints are sent to at one time. */
    public int threads() {
        return threads;
    }

    /** Collects settings; each may be set once. */
    public static final class Builder {
        private @Nullable Sealing sealing;
        private @Nullable EgressRules rules;
        private @Nullable Transport transport;
        private @Nullable EventMapping mapping;
        private @Nullable List<Duration> schedule;
        private @Nullable Integer jitterPercent;
        private @Nullable Duration deadline;
        private @Nullable Duration disableAfter;
        private @Nullable Duration keptFor;
        private @Nullable DeliveryMetrics metrics;
        private @Nullable Integer threads;

        private Builder() {}

        /** The keys that seal secrets; without them no endpoint is registered. */
        public Builder sealedBy(KeyProvider keys) {
            sealing = once("sealedBy", sealing, new Sealing(SecretCipher.of(keys)));
            return this;
        }

        /** The rules for URLs that are registered; the public ones unless set. Give them to the transport too. */
        public Builder rules(EgressRules value) {
            rules = once("rules", rules, value);
            return this;
        }

        /** What carries messages, which the runtime closes; without it nothing is sent. */
        public Builder transport(Transport value) {
            transport = once("transport", transport, value);
            return this;
        }

        /** Which events leave, and what of them; the standard ones unless set. */
        public Builder mapping(EventMapping value) {
            mapping = once("mapping", mapping, value);
            return this;
        }

        /** The pauses before attempts, 1 to 50, the first before the first of all; {@link DeliverySettings#STANDARD_SCHEDULE} unless set. */
        public Builder schedule(List<Duration> pauses) {
            boolean isFit = !pauses.isEmpty()
                    && pauses.size() <= MAX_STEPS
                    && pauses.stream().noneMatch(Duration::isNegative);
            require(isFit, "the schedule " + pauses + " must have 1 to " + MAX_STEPS + " pauses of 0 or more");
            schedule = once("schedule", schedule, List.copyOf(pauses));
            return this;
        }

        /** Up to how many percent longer each pause may be, 0 to 100; 10 unless set. */
        public Builder jitterPercent(int percent) {
            require(percent >= 0 && percent <= MAX_JITTER_PERCENT, "the jitter must be 0 to 100%, not " + percent);
            jitterPercent = once("jitterPercent", jitterPercent, percent);
            return this;
        }

        /** How long an attempt may take, 10 ms to 30 s; 15 s unless set. */
        public Builder deadline(Duration value) {
            boolean isFit = value.compareTo(MIN_DEADLINE) >= 0 && value.compareTo(MAX_DEADLINE) <= 0;
            require(isFit, "an attempt may take " + MIN_DEADLINE + " to " + MAX_DEADLINE + ", not " + value);
            deadline = once("deadline", deadline, value);
            return this;
        }

        /** After how long a failure an endpoint is disabled; five days unless set. */
        public Builder disableAfter(Duration value) {
            require(!value.isNegative() && !value.isZero(), "endpoints may fail for some time, not " + value);
            disableAfter = once("disableAfter", disableAfter, value);
            return this;
        }

        /** How long deliveries that arrived, were skipped or missed are kept after their event, a day or more; 90 days unless set. */
        public Builder keptFor(Duration value) {
            require(value.compareTo(MIN_KEPT) >= 0, "deliveries are kept for " + MIN_KEPT + " or more, not " + value);
            keptFor = once("keptFor", keptFor, value);
            return this;
        }

        /** Who is told of attempts; nobody unless set. */
        public Builder metrics(DeliveryMetrics value) {
            metrics = once("metrics", metrics, value);
            return this;
        }

        /** How many endpoints are sent to at one time, 1 to 256; 16 unless set. */
        public Builder threads(int count) {
            require(
                    count >= 1 && count <= MAX_THREADS,
                    "deliveries have 1 to " + MAX_THREADS + " threads, not " + count);
            threads = once("threads", threads, count);
            return this;
        }

        /** The settings. */
        public DeliverySettings build() {
            return new DeliverySettings(this);
        }

        private static <T> T once(String name, @Nullable T before, T value) {
            require(before == null, name + " was set twice");
            return value;
        }

        private static void require(boolean isFit, String why) {
            if (!isFit) {
                throw ZentraException.of(ErrorCode.INVALID_CONFIGURATION, "the settings of deliveries: " + why);
            }
        }
    }
}
