package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens an account; its id is its key, so the same account again changes nothing. */
public record OpenAccount(NewAccount account) implements Command<Account> {
    @Override
    public Operation operation() {
        return Operations.OPEN;
    }

    @Override
    public void reads(Reads reads) {
        reads.need(LedgerTables.ACCOUNT, account.id());
    }

    @Override
    public Account decide(UnitOfWork work) {
        AccountRow known = work.get(LedgerTables.ACCOUNT, account.id());
        AccountRow wanted = row(known == null ? work.nextSeq() : known.no());
        if (known != null) {
            return requireSame(known, wanted);
        }
        work.record(new UnitOfWork.Draft("account.opened", account.id(), null, this::write));
        work.put(LedgerTables.ACCOUNT, wanted);
        work.insert(LedgerTables.BALANCE, BalanceRow.empty(wanted.no()));
        return wanted.account();
    }

    private AccountRow row(long no) {
        Money floor = account.floor();
        return new AccountRow(
                account.id(),
                no,
                account.asset(),
                account.normalSide(),
                floor == null ? null : floor.minor(),
                AccountStatus.OPEN,
                LedgerTables.metadataText(account.metadata()));
    }

    private static Account requireSame(AccountRow known, AccountRow wanted) {
        if (!known.with(AccountStatus.OPEN).equals(wanted)) {
            throw ZentraException.of(
                    ErrorCode.ACCOUNT_EXISTS,
                    "account " + known.id() + " exists with other attributes: " + known.account(),
                    Map.of("account", known.id()));
        }
        return known.account();
    }

    private void write(CanonicalJson json) {
        @Nullable Money floor = account.floor();
        json.beginObject().member("asset", account.asset().toString());
        if (floor != null) {
            json.member("floor_minor", floor.minor());
        }
        json.optionalMember("metadata", account.metadata());
        json.member("normal_side", account.normalSide().code()).endObject();
    }
}
