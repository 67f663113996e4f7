package io.zentra.testing.contract;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.MeterKey;
import io.zentra.core.usage.Reading;
import io.zentra.core.usage.Reserved;
import io.zentra.core.usage.Usage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Posts or holds lines under a decision that counts them against a cap within an hour, and for the day: what a policy does,
 * in short.
 *
 * @param lines the lines
 * @param asset the asset in which they are counted
 * @param capMinor the most within an hour
 * @param kind whether they are posted or held
 * @param expiresAt from when on the hold can only be released; null for never
 */
record Allow(
        PostingRequest lines,
        Asset asset,
        long capMinor,
        Kind kind,
        @Nullable Instant expiresAt) implements Command.Keyed<Allow.Allowed> {
    private static final Operation ALLOW = new Operation(9_301, "test.allow");

    /** What becomes of the lines. */
    enum Kind {
        POSTED,
        HELD
    }

    /**
     * What was let through.
     *
     * @param decision the id of the decision
     * @param made the id of the posting or hold
     */
    record Allowed(String decision, String made) {}

    /** Reads meters. */
    record Look(List<Charge> charges) implements Command<List<Reading>> {
        @Override
        public Operation operation() {
            return new Operation(9_302, "test.look");
        }

        @Override
        public void reads(Reads reads) {
            charges.forEach(charge -> Usage.need(reads, charge));
        }

        @Override
        public List<Reading> decide(UnitOfWork work) {
            return charges.stream().map(charge -> Usage.read(work, charge)).toList();
        }
    }

    static Allow posted(PostingRequest lines, long capMinor) {
        return new Allow(lines, Asset.iso("USD"), capMinor, Kind.POSTED, null);
    }

    static Allow held(PostingRequest lines, long capMinor) {
        return new Allow(lines, Asset.iso("USD"), capMinor, Kind.HELD, null);
    }

    /** What the sum within an hour, or of the day, is read by. */
    static Charge charge(Window window, long minor) {
        return new Charge(MeterKey.of(json -> json.value(window.toString())), window, minor, "merchant:7");
    }

    static List<Charge> charges(long minor) {
        return List.of(charge(Window.rolling(Duration.ofHours(1)), minor), charge(Window.day(), minor));
    }

    /** The same without keeping the key. */
    Command<Allowed> once() {
        return new Once(this);
    }

    private record Once(Allow allow) implements Command<Allowed> {
        @Override
        public Operation operation() {
            return ALLOW;
        }

        @Override
        public void reads(Reads reads) {
            allow.reads(reads);
        }

        @Override
        public Allowed decide(UnitOfWork work) {
            return allow.decide(work);
        }
    }

    @Override
    public Operation operation() {
        return ALLOW;
    }

    @Override
    public IdempotencyKey key() {
        return lines.key();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("cap_minor", capMinor).endObject();
    }

    @Override
    public void reads(Reads reads) {
        lines.entries().forEach(line -> LedgerWork.needAccount(reads, line.account()));
        if (lines.correlation() != null) {
            reads.needCorrelation(lines.correlation());
        }
        charges(whole()).forEach(charge -> Usage.need(reads, charge));
    }

    @Override
    public Allowed decide(UnitOfWork work) {
        List<Charge> charges = charges(whole());
        if (Usage.read(work, charges.get(0)).after().sumMinor() > capMinor) {
            throw ZentraException.of(ErrorCode.CONDITION_FAILED, "above the cap of " + capMinor);
        }
        String decision = work.newId("de");
        Reserved reserved = Usage.reserve(work, Money.ofMinor(whole(), asset), charges);
        String made = work.newId(kind == Kind.HELD ? "ho" : "po", 1);
        work.record(new UnitOfWork.Draft("test.allowed", decision, lines.correlation(), json -> {
            json.beginObject().member("made", made);
            reserved.write(json);
            json.endObject();
        }));
        LedgerWork.Draft draft = LedgerWork.Draft.of(lines).decidedBy(decision);
        return new Allowed(
                decision,
                kind == Kind.HELD
                        ? LedgerWork.hold(work, draft, expiresAt).id()
                        : LedgerWork.post(work, draft, made).id());
    }

    /** The debits in the asset. */
    private long whole() {
        return lines.entries().stream()
                .filter(line ->
                        line.side() == Side.DEBIT && line.amount().asset().equals(asset))
                .map(EntryRequest::amount)
                .mapToLong(Money::minor)
                .sum();
    }

    @Override
    public Allowed replayed(Event first) {
        return new Allowed(
                first.subject().orElseThrow(), first.body().path("made").asText());
    }
}
