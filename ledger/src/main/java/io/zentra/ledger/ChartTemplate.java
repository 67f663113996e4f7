package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The accounts that every tenant of a kind begins with: declared once, applied to each of them. Immutable.
 *
 * <pre>{@code
 * static final ChartTemplate WALLET = ChartTemplate.of(
 *         "wallet",
 *         NewAccount.debit("assets:bank:usd", USD).withoutFloor(),
 *         NewAccount.of(AccountKind.INCOME, "income:fees", USD));
 * }</pre>
 *
 * @param name in the form of {@link Identifier}
 * @param accounts 1 to {@value #MAX_ACCOUNTS}, kept in the order of their ids
 */
public record ChartTemplate(String name, List<NewAccount> accounts) {
    /** The most accounts, so that no decision holds a tenant's lock for long. */
    public static final int MAX_ACCOUNTS = 1_000;

    /**
     * Checks name and accounts.
     *
     * @throws ZentraException {@code invalid_id}, or {@code invalid_configuration} for no accounts, too many, or one twice
     */
    public ChartTemplate {
        Identifier.require("chart template", name);
        accounts =
                accounts.stream().sorted(Comparator.comparing(NewAccount::id)).toList();
        if (accounts.isEmpty() || accounts.size() > MAX_ACCOUNTS) {
            throw invalid(name, "has 1 to " + MAX_ACCOUNTS + " accounts, not " + accounts.size());
        }
        for (int i = 1; i < accounts.size(); i++) {
            if (accounts.get(i).id().equals(accounts.get(i - 1).id())) {
                throw invalid(name, "names the account " + accounts.get(i).id() + " twice");
            }
        }
    }

    /**
     * A template of these accounts.
     *
     * @throws ZentraException as for the constructor
     */
    public static ChartTemplate of(String name, NewAccount... accounts) {
        return new ChartTemplate(name, List.of(accounts));
    }

    /** The same with one more account. */
    public ChartTemplate with(NewAccount account) {
        List<NewAccount> more = new ArrayList<>(accounts);
        more.add(account);
        return new ChartTemplate(name, more);
    }

    private static ZentraException invalid(String name, String what) {
        return ZentraException.of(
                ErrorCode.INVALID_CONFIGURATION, "the chart template " + name + " " + what, Map.of("template", name));
    }
}
