package io.zentra.testing.model;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Side;
import io.zentra.ledger.TimeAxis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command of a sequence. Holds and postings are named by the operation and key that made them, such as
 * {@code hold/k7}, so that a step can be dropped from a sequence and what speaks of it speaks of something unknown.
 */
sealed interface Step {
    /** Opens an account. */
    record Open(NewAccount account) implements Step {}

    /** Freezes, unfreezes, closes or reopens an account. */
    record Change(String key, String account, Verb verb) implements Keyed {
        @Override
        public String operation() {
            return "status";
        }
    }

    /** Sets the floor or the ceiling of an account, in its minor units; removes it when there is none. */
    record Limit(
            String key,
            String account,
            Asset asset,
            boolean isFloor,
            @Nullable Long to) implements Keyed {
        @Override
        public String operation() {
            return "limit";
        }
    }

    /** Lets microseconds pass, and runs what is due if it says so. */
    record Wait(long micros, boolean runsDueWork) implements Step {}

    /** Verifies what is new since the last time, so many events at once; no other step may notice. */
    record Verify(long events) implements Step {}

    /** Moves what is old into an archive; no other step may notice. */
    record Archive() implements Step {}

    /** Closes all before a time, in microseconds since the sequence began, or opens it from then on. */
    record Period(String key, boolean reopens, long at) implements Keyed {
        @Override
        public String operation() {
            return "period";
        }
    }

    /** Says whether limits broken in between are flagged. */
    record Flagging(String key, boolean flags) implements Keyed {
        @Override
        public String operation() {
            return "backdating";
        }
    }

    /** What happens to an account. */
    enum Verb {
        FREEZE,
        FREEZE_DEBITS,
        FREEZE_CREDITS,
        UNFREEZE,
        UNFREEZE_DEBITS,
        UNFREEZE_CREDITS,
        CLOSE,
        REOPEN
    }

    /** A step that takes effect once per operation and key. */
    sealed interface Keyed extends Step {
        String key();

        /** The operation. */
        String operation();

        /** The name of what it makes. */
        default String name() {
            return operation() + "/" + key();
        }

        /** What it expects of an account; null for nothing. */
        default @Nullable Expected expected() {
            return null;
        }
    }

    /** What is expected of an account: what is there, or something else by so much. */
    record Expected(String account, Asset asset, Field field, long off) {}

    /** What may be expected of an account. */
    enum Field {
        VERSION,
        POSTED,
        AVAILABLE
    }

    /** Posts lines, if what it expects is there, effective at a time in microseconds since the sequence began, if any. */
    record Post(
            String key,
            List<EntryRequest> lines,
            @Nullable Expected expected,
            @Nullable Long effectiveAt) implements Keyed {
        Post(String key, List<EntryRequest> lines) {
            this(key, lines, null, null);
        }

        @Override
        public String operation() {
            return "post";
        }
    }

    /** Posts lines by a file of one line, effective at a time when there is one. */
    record Import(
            String key, List<EntryRequest> lines, @Nullable Long effectiveAt) implements Keyed {
        @Override
        public String operation() {
            return "import";
        }
    }

    /** Several postings, each with its own key. */
    sealed interface OfPosts extends Keyed {
        List<Post> parts();

        @Override
        default String key() {
            return parts().get(0).key();
        }

        @Override
        default String operation() {
            return "post";
        }
    }

    /** Posts requests of which all take effect or none. Named by its first part, and each part by its own key. */
    record Bulk(List<Post> parts) implements OfPosts {}

    /** Posts requests, each on its own. Named as a bulk is. */
    record Each(List<Post> parts) implements OfPosts {}

    /** Posts what movements come to, if what it expects is there, effective at a time when there is one. */
    record Compose(
            String key,
            List<Movement> movements,
            @Nullable Expected expected,
            @Nullable Long effectiveAt) implements Keyed {
        @Override
        public String operation() {
            return "compose";
        }
    }

    /** Sells one asset for another, if what it expects is there, effective at a time when there is one. */
    record Exchanges(
            String key,
            Exchange exchange,
            @Nullable Expected expected,
            @Nullable Long effectiveAt) implements Keyed {
        @Override
        public String operation() {
            return "exchange";
        }
    }

    /** Holds lines, if what it expects is there, until a time in microseconds since the sequence began when there is one. */
    record Hold(
            String key,
            List<EntryRequest> lines,
            @Nullable Expected expected,
            @Nullable Long expiresAt) implements Keyed {
        @Override
        public String operation() {
            return "hold";
        }
    }

    /**
     * Posts or holds lines if the policy lets them, from the first account on one side to the first on the other; a hold until
     * a time in microseconds since the sequence began when there is one.
     */
    record Control(
            String key,
            List<EntryRequest> lines,
            Side from,
            boolean isHeld,
            @Nullable Long expiresAt) implements Keyed {
        @Override
        public String operation() {
            return "control";
        }

        /** Where it comes from. */
        String source() {
            return first(from);
        }

        /** Where it goes. */
        String destination() {
            return first(from.opposite());
        }

        private String first(Side side) {
            return lines.stream()
                    .filter(line -> line.side() == side)
                    .map(EntryRequest::account)
                    .findFirst()
                    .orElseThrow();
        }

        /** What is moved; the lines are of one asset. */
        Money amount() {
            return lines.stream()
                    .filter(line -> line.side() == from)
                    .map(EntryRequest::amount)
                    .reduce(Money::plus)
                    .orElseThrow();
        }

        /** Whether its source is the only account of its side. */
        boolean isSound() {
            return lines.stream()
                    .allMatch(line -> (line.side() == from) == line.account().equals(source()));
        }
    }

    /**
     * What of a hold or posting is meant.
     *
     * @param minor an amount; null when it is lines, or all
     * @param lines lines; empty when it is an amount, or all
     */
    record Portion(@Nullable Long minor, List<EntryRequest> lines) {
        boolean isAll() {
            return minor == null && lines.isEmpty();
        }
    }

    /** A keyed step that speaks of a part of something made before. */
    sealed interface OfPart extends Keyed {
        /** The name of what it is a part of. */
        String of();

        Portion portion();
    }

    /** All that is left. */
    Portion ALL = new Portion(null, List.of());

    /** Captures a part of a hold; lets go of the rest when it is final. */
    record Capture(
            String key,
            String of,
            Portion portion,
            boolean isFinal,
            @Nullable Expected expected) implements OfPart {
        @Override
        public String operation() {
            return "capture";
        }
    }

    /** Releases a part of a hold. */
    record Release(
            String key,
            String of,
            Portion portion,
            @Nullable Expected expected) implements OfPart {
        @Override
        public String operation() {
            return "release";
        }
    }

    /** Holds more. */
    record Increase(
            String key,
            String of,
            Portion portion,
            @Nullable Expected expected) implements OfPart {
        @Override
        public String operation() {
            return "increase";
        }
    }

    /** Moves the expiry of a hold, to a time in microseconds since the sequence began. */
    record Extend(
            String key, String of, long expiresAt, @Nullable Expected expected) implements Keyed {
        @Override
        public String operation() {
            return "extend";
        }
    }

    /** Reverses a part of a posting, effective at a time when there is one. */
    record Reverse(
            String key,
            String of,
            Portion portion,
            @Nullable Long effectiveAt,
            @Nullable Expected expected) implements OfPart {
        @Override
        public String operation() {
            return "reverse";
        }
    }

    /**
     * Reverses a posting, or what is left of it, and posts lines in its place, each effective at a time when there is one.
     */
    record Correct(
            String key,
            String of,
            boolean isOfRest,
            List<EntryRequest> lines,
            @Nullable Long reversedAt,
            @Nullable Long effectiveAt,
            @Nullable Expected expected)
            implements Keyed {
        @Override
        public String operation() {
            return "correct";
        }
    }

    /** Opens the accounts of a template. */
    record Apply(String key, ChartTemplate template) implements Keyed {
        @Override
        public String operation() {
            return "chart";
        }
    }

    /** Looks for postings, also by a time, in microseconds since the sequence began: from one on, before another. */
    record Search(
            PostingSearch search,
            TimeAxis axis,
            @Nullable Long from,
            @Nullable Long to) implements Step {}
}
