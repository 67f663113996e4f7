package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.Composed;
import io.zentra.ledger.Composition;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Posts what rules come to with the balances of the moment. */
public record Compose(Composition composition) implements Command.Keyed<Posting> {
    @Override
    public Operation operation() {
        return Operations.COMPOSE;
    }

    @Override
    public IdempotencyKey key() {
        return composition.key();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject();
        Conditions.write(json, composition.conditions());
        json.optionalMember("correlation", composition.correlation());
        Instant effectiveAt = composition.effectiveAt();
        json.optionalMember("effective_at", effectiveAt == null ? null : effectiveAt.toString());
        json.optionalMember("metadata", composition.metadata()).name("movements");
        CompositionText.writeRules(json, composition.movements());
        json.endObject();
    }

    @Override
    public void reads(Reads reads) {
        String correlation = composition.correlation();
        if (correlation != null) {
            reads.needCorrelation(correlation);
        }
        accounts(composition.movements()).forEach(account -> LedgerWork.needAccount(reads, account));
        Conditions.need(reads, composition.conditions());
        horizon().need(reads);
    }

    static Stream<String> accounts(List<Movement> movements) {
        return movements.stream()
                .flatMap(movement -> Stream.concat(
                        movement.sources().stream().map(Movement.Source::account),
                        movement.destinations().stream().map(Movement.Destination::account)));
    }

    /** Of every account that it may come to. */
    private Horizon horizon() {
        return Horizon.NONE.and(accounts(composition.movements()), composition.effectiveAt());
    }

    @Override
    public Posting decide(UnitOfWork work) {
        Conditions.require(work, composition.conditions());
        Composed composed = Resolver.resolve(composition.movements(), new Current(work, new Books(work)));
        LedgerWork.Draft draft = new LedgerWork.Draft(
                composed.entries(),
                composition.correlation(),
                null,
                null,
                null,
                null,
                composition.metadata(),
                composition.effectiveAt());
        return PostingWriter.post(work, draft, horizon(), composed);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return new Belonging(null, composition.correlation());
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }

    /** The accounts as they are in the decision. */
    record Current(UnitOfWork work, Books books) implements Resolver.Shelf {
        @Override
        public AccountRow known(String id) {
            return ChangeStatus.requireKnown(work, id);
        }

        @Override
        public void requireOpen(String id, Side side, Money amount) {
            books.requireOpen(id, side, amount);
        }

        @Override
        public BalanceRow balance(AccountRow account) {
            return books.row(account.id());
        }
    }

    /**
     * The accounts as a verification has recomputed them; what is open was checked when it was decided.
     *
     * @param accounts by their ids
     * @param balances by the accounts' numbers
     */
    record Recomputed(Map<String, AccountRow> accounts, Map<Long, BalanceRow> balances) implements Resolver.Shelf {
        @Override
        public AccountRow known(String id) {
            AccountRow account = accounts.get(id);
            if (account == null) {
                throw new IllegalStateException("account " + id + " is unknown");
            }
            return account;
        }

        @Override
        public void requireOpen(String id, Side side, Money amount) {}

        @Override
        public BalanceRow balance(AccountRow account) {
            return balances.getOrDefault(account.no(), BalanceRow.empty(account.no()));
        }
    }
}
