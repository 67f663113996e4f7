package io.zentra.runtime.internal.intent;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountWork;
import io.zentra.ledger.LedgerWork;
import io.zentra.runtime.intent.IntentAction;
import io.zentra.runtime.intent.IntentRequest;
import java.util.Map;

/**
 * What an intent does to an account.
 *
 * @param request of which the action is none that moves money
 */
record AccountDeed(IntentRequest request) implements CreateIntent.Deed {
    @Override
    public void reads(Reads reads) {
        LedgerWork.needAccount(reads, accountId());
    }

    @Override
    public void begin(UnitOfWork work, String id) {
        Account account = account(work, id);
        if (!account.asset().equals(request.moneyModel())) {
            throw ZentraException.of(
                    ErrorCode.ASSET_MISMATCH,
                    "account " + account.id() + " has " + account.asset() + ", and the intent counts in "
                            + request.moneyModel() + ": name the account's asset",
                    Map.of("account", account.id()));
        }
    }

    private Account account(UnitOfWork work, String id) {
        if (request.action() instanceof IntentAction.ChangeAccount asked) {
            return AccountWork.change(work, asked.account(), asked.change(), asked.side(), id);
        }
        return AccountWork.open(work, opened().account(), id);
    }

    private String accountId() {
        return request.action() instanceof IntentAction.ChangeAccount asked
                ? asked.account()
                : opened().account().id();
    }

    private IntentAction.OpenAccount opened() {
        return (IntentAction.OpenAccount) request.action();
    }
}
