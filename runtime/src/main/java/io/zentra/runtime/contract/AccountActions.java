package io.zentra.runtime.contract;

import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.runtime.intent.IntentAction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an intent does to an account, out of its members. */
final class AccountActions {
    /** The change that makes an account; the other ones are done to one that is there. */
    static final String OPEN = "open";

    private static final Words<AccountKind> KINDS = Words.of(AccountKind.values(), AccountKind::code);
    private static final Words<Side> SIDES = Words.of(Side.values(), Side::code);
    private static final Words<Action> ACTIONS = actions();

    /** Reads what an action says beside the account. */
    @FunctionalInterface
    private interface Action {
        IntentAction read(Members in, String account, Asset asset);
    }

    private AccountActions() {}

    private static Words<Action> actions() {
        Map<String, Action> all = new LinkedHashMap<>();
        all.put(OPEN, AccountActions::open);
        for (AccountChange change : AccountChange.values()) {
            boolean hasSides = change == AccountChange.FREEZE || change == AccountChange.UNFREEZE;
            all.put(
                    change.code(),
                    (in, account, asset) ->
                            new IntentAction.ChangeAccount(account, change, hasSides ? side(in, "side") : null));
        }
        return new Words<>(all);
    }

    static IntentAction read(Members in, Asset asset) {
        Action action = in.text("change", ACTIONS.of("change"));
        IntentAction read = action.read(in, in.text("account", id -> Identifier.require("account", id)), asset);
        in.requireNoOthers();
        return read;
    }

    /** The lowest balance has to be said: no account may be overdrawn without a limit because a member was forgotten. */
    private static IntentAction open(Members in, String id, Asset asset) {
        AccountKind kind = in.text("kind", KINDS.of("kind"));
        Side normalSide = side(in, "normal_side");
        NewAccount account = NewAccount.of(kind, id, asset)
                .withFloor(Money.ofMinor(in.integer("floor_minor"), asset))
                .withMetadata(in.optionalTexts("metadata"));
        if (in.sends("ceiling_minor")) {
            account = account.withCeiling(Money.ofMinor(in.integer("ceiling_minor"), asset));
        }
        return new IntentAction.OpenAccount(
                normalSide == null || normalSide == kind.normalSide() ? account : account.contra());
    }

    private static @Nullable Side side(Members in, String name) {
        return in.optionalText(name, SIDES.of(name));
    }
}
