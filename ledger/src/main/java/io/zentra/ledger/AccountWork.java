package io.zentra.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.ledger.internal.AccountText;
import io.zentra.ledger.internal.ChangeStatus;
import io.zentra.ledger.internal.OpenAccount;
import org.jspecify.annotations.Nullable;

/**
 * Accounts inside a command of another module, whose rows {@link LedgerWork#needAccount} names: opened and changed as a part
 * of it, which their events name as their correlation.
 */
public final class AccountWork {
    private AccountWork() {}

    /** The type of the event of an opening. */
    public static String openedEvent() {
        return OpenAccount.OPENED;
    }

    /**
     * Opens an account.
     *
     * @throws ZentraException {@code account_exists} when there is one of the id, whatever its attributes
     */
    public static Account open(UnitOfWork work, NewAccount account, String correlation) {
        return new OpenAccount(account).openAnew(work, correlation);
    }

    /**
     * Changes an account; what it is already changes nothing, and is recorded.
     *
     * @param side the side to freeze or unfreeze; null for both
     * @throws ZentraException {@code unknown_account}, {@code account_closed} or {@code account_not_empty}
     */
    public static Account change(
            UnitOfWork work, String id, AccountChange change, @Nullable Side side, String correlation) {
        return ChangeStatus.change(work, id, change, side, correlation);
    }

    /** Writes the attributes of an account to open, all but its id, as an object. */
    public static void write(CanonicalJson json, NewAccount account) {
        new OpenAccount(account).write(json);
    }

    /** The account to open whose attributes were written. */
    public static NewAccount read(JsonNode attributes, String id) {
        Account account = AccountText.read(attributes, id, 0).account();
        return new NewAccount(
                id,
                account.asset(),
                account.kind(),
                account.normalSide(),
                account.floor(),
                account.ceiling(),
                account.metadata());
    }
}
