package io.zentra.runtime.intent;

import io.zentra.ledger.AccountChange;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.runtime.TransferRequest;
import org.jspecify.annotations.Nullable;

/** What an intent does. Immutable. */
public sealed interface IntentAction {
    /**
     * Money moves.
     *
     * @param movement from where, to where, how much; its key is the intent's id, which takes effect once
     */
    record Move(TransferRequest movement) implements IntentAction {}

    /**
     * An account is opened.
     *
     * @param account which was not there before
     */
    record OpenAccount(NewAccount account) implements IntentAction {}

    /**
     * An account is frozen, unfrozen, closed or reopened.
     *
     * @param account its id
     * @param change what is done to it
     * @param side the side to freeze or unfreeze; null for both
     */
    record ChangeAccount(
            String account, AccountChange change, @Nullable Side side) implements IntentAction {}
}
