package io.zentra.policy.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.time.Micros;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.Reading;
import io.zentra.core.usage.Reading.Tally;
import io.zentra.core.usage.Window;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One meter in memory. Not thread-safe. */
final class SimulatedMeter {
    private final Window window;
    private final Deque<Use> inOrder = new ArrayDeque<>(); // of a rolling window only
    private final Map<String, Integer> values = new HashMap<>();
    private long beginsAt = Long.MIN_VALUE;
    private long sumMinor;
    private long uses;

    /** What one decision added. */
    final class Use {
        private final long at;
        private final long period;
        private final long amountMinor;
        private final @Nullable String value;
        private boolean gone;
        private long leftMinor;

        private Use(long at, Charge charge) {
            this.at = at;
            this.period = beginsAt;
            this.amountMinor = charge.amountMinor();
            this.leftMinor = charge.amountMinor();
            this.value = charge.value();
        }

        /** Whether it counts at a time. */
        boolean counts(Instant now, ZoneId zone) {
            if (gone || period != beginsAt) {
                return false;
            }
            return window instanceof Window.Rolling rolling
                    ? at > Micros.of(rolling.startOf(now, zone))
                    : period >= Micros.of(window.startOf(now, zone));
        }

        /** Takes back in proportion, what is left rounded up; the use and its value when all is undone. */
        void giveBack(long wholeMinor, long undoneBefore, long undoneAfter, long now) {
            if (window instanceof Window.Rolling) {
                drop(now - micros());
            }
            long left = left(amountMinor, wholeMinor, undoneAfter);
            long less = left(amountMinor, wholeMinor, undoneBefore) - left;
            boolean isWhole = undoneAfter == wholeMinor;
            if (!gone && period == beginsAt) {
                sumMinor -= less;
                leftMinor -= less;
                if (isWhole) {
                    take();
                }
            }
            gone |= isWhole;
        }

        /** Has the meter forget what has left its window. */
        void leave(Instant now, ZoneId zone) {
            advance(now, zone);
        }

        /** Takes the use and its value off the meter. */
        private void take() {
            uses--;
            sumMinor -= leftMinor;
            leftMinor = 0;
            gone = true;
            if (value != null) {
                values.computeIfPresent(value, (same, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    SimulatedMeter(Window window) {
        this.window = window;
    }

    Reading read(Charge charge, Instant now, ZoneId zone) {
        advance(now, zone);
        boolean different = charge.value() != null && !values.containsKey(charge.value());
        return new Reading(
                new Tally(sumMinor, uses, values.size()),
                new Tally(plus(charge.amountMinor()), uses + 1, values.size() + (different ? 1 : 0)));
    }

    /** Adds a charge, after {@link #read} at the same time. */
    Use add(Charge charge, long now) {
        sumMinor = plus(charge.amountMinor());
        uses++;
        if (charge.value() != null) {
            values.merge(charge.value(), 1, Integer::sum);
        }
        Use use = new Use(now, charge);
        if (window instanceof Window.Rolling) {
            inOrder.addLast(use);
        }
        return use;
    }

    /** Whether nothing of it counts any more. */
    boolean isOver(Instant now, ZoneId zone) {
        advance(now, zone);
        return uses == 0;
    }

    private void advance(Instant now, ZoneId zone) {
        if (window instanceof Window.Rolling) {
            drop(Micros.of(now) - micros());
            return;
        }
        long begins = Micros.of(window.startOf(now, zone));
        if (begins > beginsAt) {
            beginsAt = begins;
            sumMinor = 0;
            uses = 0;
            values.clear();
        }
    }

    private void drop(long cut) {
        while (!inOrder.isEmpty() && (inOrder.getFirst().gone || inOrder.getFirst().at <= cut)) {
            Use first = inOrder.removeFirst();
            if (!first.gone) {
                first.take();
            }
        }
    }

    private long micros() {
        return Micros.of(Instant.EPOCH.plus(((Window.Rolling) window).length()));
    }

    private long plus(long minor) {
        try {
            return Math.addExact(sumMinor, minor);
        } catch (ArithmeticException tooMuch) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_OVERFLOW,
                    "the sum of a window would leave the range of a 64-bit integer: " + sumMinor + " and " + minor
                            + " more minor units");
        }
    }

    private static long left(long amountMinor, long wholeMinor, long undoneMinor) {
        BigInteger all = BigInteger.valueOf(wholeMinor);
        BigInteger[] parts = BigInteger.valueOf(amountMinor)
                .multiply(all.subtract(BigInteger.valueOf(undoneMinor)))
                .divideAndRemainder(all);
        return parts[0].longValueExact() + parts[1].signum();
    }
}
