package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Exchanged;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/** Posts an exchange. */
public record PostExchange(Exchange exchange) implements Command.Keyed<Posting> {
    @Override
    public Operation operation() {
        return Operations.EXCHANGE;
    }

    @Override
    public IdempotencyKey key() {
        return exchange.key();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject();
        Conditions.write(json, exchange.conditions());
        json.optionalMember("correlation", exchange.correlation());
        Instant effectiveAt = exchange.effectiveAt();
        json.optionalMember("effective_at", effectiveAt == null ? null : effectiveAt.toString());
        json.name("exchange");
        ExchangeText.writeRule(json, exchange);
        json.optionalMember("metadata", exchange.metadata()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        String correlation = exchange.correlation();
        if (correlation != null) {
            reads.needCorrelation(correlation);
        }
        accounts(exchange.accounts()).forEach(account -> LedgerWork.needAccount(reads, account));
        Conditions.need(reads, exchange.conditions());
        horizon().need(reads);
    }

    static Stream<String> accounts(Exchange.Accounts accounts) {
        return Stream.of(
                        accounts.from(),
                        accounts.soldPosition(),
                        accounts.boughtPosition(),
                        accounts.to(),
                        accounts.spread())
                .filter(Objects::nonNull);
    }

    private Horizon horizon() {
        return Horizon.NONE.and(accounts(exchange.accounts()), exchange.effectiveAt());
    }

    @Override
    public Posting decide(UnitOfWork work) {
        Conditions.require(work, exchange.conditions());
        Exchanged exchanged = Exchanged.of(exchange.quote(), exchange.accounts(), exchange.sold());
        LedgerWork.Draft draft = new LedgerWork.Draft(
                exchanged.entries(),
                exchange.correlation(),
                null,
                null,
                null,
                null,
                exchange.metadata(),
                exchange.effectiveAt());
        return PostingWriter.post(work, draft, horizon(), exchanged);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return new Belonging(null, exchange.correlation());
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }
}
