package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.USD;
import static io.zentra.testing.contract.Stage.usd;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.testing.contract.Write.Attempt;
import java.util.List;

/** The kinds of write to tenants and accounts. */
final class RegistryWrites {
    private RegistryWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("creates a tenant", RegistryWrites::createsTenant),
                new Write(
                        "opens an account",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD)),
                                "account.opened")),
                new Write("freezes an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(() -> stage.acme().accounts().freeze("a:" + tag), "account.frozen");
                }),
                new Write("unfreezes an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    stage.acme().accounts().freeze("a:" + tag);
                    return Attempt.leaving(() -> stage.acme().accounts().unfreeze("a:" + tag), "account.unfrozen");
                }),
                new Write("closes an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(() -> stage.acme().accounts().close("a:" + tag), "account.closed");
                }),
                new Write("freezes a side of an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(
                            () -> stage.acme().accounts().freeze("a:" + tag, Side.DEBIT), "account.frozen");
                }),
                new Write("unfreezes a side of an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    stage.acme().accounts().freeze("a:" + tag);
                    return Attempt.leaving(
                            () -> stage.acme().accounts().unfreeze("a:" + tag, Side.CREDIT), "account.unfrozen");
                }),
                new Write("reopens an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    stage.acme().accounts().close("a:" + tag);
                    return Attempt.leaving(() -> stage.acme().accounts().reopen("a:" + tag), "account.reopened");
                }),
                new Write("limits an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(
                            () -> stage.acme().accounts().limit("a:" + tag, usd(-7), usd(70)), "account.limited");
                }));
    }

    private static Attempt createsTenant(Stage stage, String tag) {
        return Attempt.seenBy(
                () -> stage.number(
                                "select count(*) from zentra_tenant t join zentra_journal_head h on h.tenant = t.no"
                                        + " where t.tenant = 0 and t.id = ?",
                                "t-" + tag)
                        == 1,
                () -> stage.ledger().createTenant("t-" + tag, TenantConfig.standard(), Actor.service("setup")));
    }
}
