package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens an account; its id is its key, so the same request again changes nothing, whatever became of the account. */
public record OpenAccount(NewAccount account) implements Command<Account> {
    /** The type of the event of an account's opening. */
    public static final String OPENED = "account.opened";

    @Override
    public Operation operation() {
        return Operations.OPEN;
    }

    @Override
    public void reads(Reads reads) {
        AccountRow known = reads.need(LedgerTables.ACCOUNT, account.id());
        if (known != null) {
            reads.needEvent(known.no());
        }
    }

    @Override
    public Account decide(UnitOfWork work) {
        AccountRow known = work.get(LedgerTables.ACCOUNT, account.id());
        if (known != null) {
            return requireSame(known, opened(Objects.requireNonNull(work.event(known.no()))), row(known.no()));
        }
        return open(work, null).account();
    }

    /** Opens it as a part of something else, which an account that is there is no part of. */
    public Account openAnew(UnitOfWork work, String correlation) {
        AccountRow known = work.get(LedgerTables.ACCOUNT, account.id());
        if (known != null) {
            throw ZentraException.of(
                    ErrorCode.ACCOUNT_EXISTS,
                    "account " + known.id() + " was opened before as " + known.account()
                            + ": use it, or open another id",
                    Map.of("account", known.id()));
        }
        return open(work, correlation).account();
    }

    /**
     * Opens an account that is not there.
     *
     * @param correlation what the opening is a part of; null for nothing
     */
    AccountRow open(UnitOfWork work, @Nullable String correlation) {
        AccountRow opened = row(work.nextSeq());
        work.record(new UnitOfWork.Draft(OPENED, account.id(), correlation, this::write));
        work.put(LedgerTables.ACCOUNT, opened);
        work.insert(LedgerTables.BALANCE, BalanceRow.empty(opened.no()));
        return opened;
    }

    /** The account as it is right after its opening by an event. */
    AccountRow row(long no) {
        return new AccountRow(
                account.id(),
                no,
                account.asset(),
                account.kind(),
                account.normalSide(),
                ChangeLimits.minor(account.floor()),
                ChangeLimits.minor(account.ceiling()),
                AccountStatus.OPEN,
                LedgerTables.metadataText(account.metadata()));
    }

    /** The account of an event that opened one. */
    static AccountRow opened(Event event) {
        return AccountText.read(event, event.seq());
    }

    private static Account requireSame(AccountRow known, AccountRow opened, AccountRow wanted) {
        if (!opened.equals(wanted)) {
            throw ZentraException.of(
                    ErrorCode.ACCOUNT_EXISTS,
                    "account " + known.id() + " was opened as " + opened.account()
                            + ": ask for it with these attributes, or open another id",
                    Map.of("account", known.id()));
        }
        return known.account();
    }

    /** The account's attributes, all but its id. */
    public void write(CanonicalJson json) {
        AccountText.write(json.beginObject(), row(0).account()).endObject();
    }
}
