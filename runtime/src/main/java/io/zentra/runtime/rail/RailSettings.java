package io.zentra.runtime.rail;

import io.zentra.runtime.FlowAccounts;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the runtime uses a rail. Immutable.
 *
 * <pre>{@code
 * RailSettings.builder()
 *         .timeout(Duration.ofSeconds(10))
 *         .mostAtOnce(8)
 *         .breaker(new RailSettings.Breaker(3, 10, Duration.ofMinutes(1)))
 *         .retryable("temporarily_unavailable")
 *         .build();
 * }</pre>
 *
 * @param timeout how long a call may take from its beginning until its outcome counts as unknown, 10 ms to 25 s
 * @param mostAtOnce the most calls at one time in a process, 1 to 1,000
 * @param breaker when the rail is left alone
 * @param querySchedule the pauses after each answer that is not final, 1 to 50 of 1 s to 30 days; then the last one
 * @param retryable the reasons of declines after which another rail may be tried, at most 256
 * @param accounts the accounts that money passes through over this rail; null for those of the runtime
 * @param paysOut whether money that has arrived leaves by the payout account, in the posting that brings it
 */
public record RailSettings(
        Duration timeout,
        int mostAtOnce,
        Breaker breaker,
        List<Duration> querySchedule,
        Set<String> retryable,
        @Nullable FlowAccounts accounts,
        boolean paysOut) {
    /** The pauses unless others are set. */
    public static final List<Duration> STANDARD_SCHEDULE = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));

    /** The shortest timeout. */
    public static final Duration MIN_TIMEOUT = Duration.ofMillis(10);

    /** The longest timeout: a question and a call after it, each after a wait for a thread, fit into the minute of a lease. */
    public static final Duration MAX_TIMEOUT = Duration.ofSeconds(25);

    /** The most calls at one time. */
    public static final int MAX_AT_ONCE = 1_000;

    /** The most pauses of a schedule. */
    public static final int MAX_PAUSES = 50;

    /** The shortest pause of a schedule. */
    public static final Duration MIN_PAUSE = Duration.ofSeconds(1);

    /** The longest pause of a schedule. */
    public static final Duration MAX_PAUSE = Duration.ofDays(30);

    /** The most reasons. */
    public static final int MAX_REASONS = 256;

    /** The longest reason, in characters: what is kept of a provider's. */
    public static final int MAX_REASON = 512;

    private static final RailSettings STANDARD = builder().build();

    /**
     * When a rail is left alone: so many of the last calls had unknown outcomes. Then one call is let through after a
     * pause, and decides whether it is used again or left alone once more. Immutable.
     *
     * @param failures how many unknown outcomes, 1 to {@code calls}
     * @param calls of how many calls, at most {@value #MAX_CALLS}
     * @param openFor how long it is left alone, 1 s to 1 day
     */
    public record Breaker(int failures, int calls, Duration openFor) {
        /** The most calls that are looked at. */
        public static final int MAX_CALLS = 1_000;

        /** The shortest pause. */
        public static final Duration MIN_OPEN = Duration.ofSeconds(1);

        /** The longest pause. */
        public static final Duration MAX_OPEN = Duration.ofDays(1);

        /** 5 of 10, and 30 s. */
        public static final Breaker STANDARD = new Breaker(5, 10, Duration.ofSeconds(30));

        /**
         * Checks all.
         *
         * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
         */
        public Breaker {
            Given.within("the breaker's calls", calls, 1, MAX_CALLS);
            Given.within("the breaker's failures", failures, 1, calls);
            Given.within("the breaker's pause", openFor, MIN_OPEN, MAX_OPEN);
        }
    }

    /**
     * Checks and copies all.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
     */
    public RailSettings {
        Given.within("the timeout", timeout, MIN_TIMEOUT, MAX_TIMEOUT);
        Given.within("the most calls at once", mostAtOnce, 1, MAX_AT_ONCE);
        Given.within("pauses of the query schedule", querySchedule.size(), 1, MAX_PAUSES);
        querySchedule.forEach(pause -> Given.within("a pause of the query schedule", pause, MIN_PAUSE, MAX_PAUSE));
        Given.within("retryable reasons", retryable.size(), 0, MAX_REASONS);
        retryable.forEach(
                reason -> Given.within("the characters of a retryable reason", reason.length(), 1, MAX_REASON));
        querySchedule = List.copyOf(querySchedule);
        retryable = Set.copyOf(retryable);
    }

    /**
     * 20 s, 64 calls at once, the standard breaker and schedule, no decline is tried elsewhere, the runtime's accounts, and
     * nothing is paid out.
     */
    public static RailSettings standard() {
        return STANDARD;
    }

    /** Begins settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether another rail may be tried after a decline for this reason. */
    public boolean mayFailOver(String reason) {
        return retryable.contains(reason);
    }

    /** Collects settings; each is set once. Not thread-safe. */
    public static final class Builder {
        private @Nullable Duration timeout;
        private @Nullable Integer mostAtOnce;
        private @Nullable Breaker breaker;
        private @Nullable List<Duration> querySchedule;
        private @Nullable Set<String> retryable;
        private @Nullable FlowAccounts accounts;
        private @Nullable Boolean paysOut;

        private Builder() {}

        /** How long a call may take; 20 s unless set. */
        public Builder timeout(Duration value) {
            timeout = Given.once("timeout", timeout, value);
            return this;
        }

        /** The most calls at one time; 64 unless set, which is as many as due work has threads. */
        public Builder mostAtOnce(int count) {
            mostAtOnce = Given.once("mostAtOnce", mostAtOnce, count);
            return this;
        }

        /** When the rail is left alone; {@link Breaker#STANDARD} unless set. */
        public Builder breaker(Breaker value) {
            breaker = Given.once("breaker", breaker, value);
            return this;
        }

        /** The pauses between questions; {@link RailSettings#STANDARD_SCHEDULE} unless set. */
        public Builder querySchedule(List<Duration> pauses) {
            querySchedule = Given.once("querySchedule", querySchedule, pauses);
            return this;
        }

        /** The reasons of declines after which another rail may be tried; none unless set. */
        public Builder retryable(String... reasons) {
            retryable = Given.once("retryable", retryable, new HashSet<>(Arrays.asList(reasons)));
            return this;
        }

        /**
         * The accounts that money passes through over this rail; those of the runtime unless set. They are opened with the
         * others by {@link io.zentra.runtime.Transfers#openFlowAccounts}.
         */
        public Builder accounts(FlowAccounts value) {
            accounts = Given.once("accounts", accounts, value);
            return this;
        }

        /**
         * What has arrived leaves: the posting that brings money to its destination takes it on to the payout account, so
         * that the destination shows what came and that it was paid out. Unless this is set, money stays with its destination.
         */
        public Builder paysOut() {
            paysOut = Given.once("paysOut", paysOut, true);
            return this;
        }

        /**
         * The settings.
         *
         * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
         */
        public RailSettings build() {
            return new RailSettings(
                    Objects.requireNonNullElse(timeout, Duration.ofSeconds(20)),
                    Objects.requireNonNullElse(mostAtOnce, 64),
                    Objects.requireNonNullElse(breaker, Breaker.STANDARD),
                    Objects.requireNonNullElse(querySchedule, STANDARD_SCHEDULE),
                    Objects.requireNonNullElse(retryable, Set.of()),
                    accounts,
                    paysOut != null);
        }
    }
}
