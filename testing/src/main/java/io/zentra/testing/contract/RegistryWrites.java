package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.USD;
import static io.zentra.testing.contract.Stage.usd;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.limit.RateLimits;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Duration;
import java.util.List;

/** The kinds of write to tenants and accounts. */
final class RegistryWrites {
    private RegistryWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("creates a tenant", RegistryWrites::createsTenant),
                new Write("limits a tenant", RegistryWrites::limitsTenant),
                new Write(
                        "opens an account",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD)),
                                "account.opened")),
                new Write("freezes an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(() -> stage.acme().accounts().freeze("a:" + tag, tag), "account.frozen");
                }),
                new Write("unfreezes an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    stage.acme().accounts().freeze("a:" + tag, tag + "-before").orElseThrow();
                    return Attempt.leaving(() -> stage.acme().accounts().unfreeze("a:" + tag, tag), "account.unfrozen");
                }),
                new Write("closes an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(() -> stage.acme().accounts().close("a:" + tag, tag), "account.closed");
                }),
                new Write("freezes a side of an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(
                            () -> stage.acme().accounts().freeze("a:" + tag, Side.DEBIT, tag), "account.frozen");
                }),
                new Write("unfreezes a side of an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    stage.acme().accounts().freeze("a:" + tag, tag + "-before").orElseThrow();
                    return Attempt.leaving(
                            () -> stage.acme().accounts().unfreeze("a:" + tag, Side.CREDIT, tag), "account.unfrozen");
                }),
                new Write("reopens an account", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    stage.acme().accounts().close("a:" + tag, tag + "-before").orElseThrow();
                    return Attempt.leaving(() -> stage.acme().accounts().reopen("a:" + tag, tag), "account.reopened");
                }),
                new Write("sets a floor", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(
                            () -> stage.acme().accounts().setFloor("a:" + tag, usd(-7), tag), "account.limited");
                }),
                new Write("removes a floor", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(
                            () -> stage.acme().accounts().removeFloor("a:" + tag, tag), "account.limited");
                }),
                new Write("sets a ceiling", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    return Attempt.leaving(
                            () -> stage.acme().accounts().setCeiling("a:" + tag, usd(70), tag), "account.limited");
                }),
                new Write("removes a ceiling", (stage, tag) -> {
                    stage.acme()
                            .accounts()
                            .open(NewAccount.credit("a:" + tag, USD).withCeiling(usd(70)));
                    return Attempt.leaving(
                            () -> stage.acme().accounts().removeCeiling("a:" + tag, tag), "account.limited");
                }),
                new Write("declines to close what is not empty", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    stage.acme()
                            .ledgers()
                            .post(Stage.BANK, "a:" + tag, usd(1), tag + "-funds")
                            .orElseThrow();
                    return Attempt.leaving(() -> stage.acme().accounts().close("a:" + tag, tag), "request.declined");
                }),
                new Write("replays a floor after a newer one", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.credit("a:" + tag, USD));
                    stage.acme().accounts().setFloor("a:" + tag, usd(-7), tag).orElseThrow();
                    stage.acme()
                            .accounts()
                            .setFloor("a:" + tag, usd(0), tag + "-newer")
                            .orElseThrow();
                    return Attempt.leaving(() -> stage.acme().accounts().setFloor("a:" + tag, usd(-7), tag));
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

    private static Attempt limitsTenant(Stage stage, String tag) {
        stage.ledger().createTenant("t-" + tag, TenantConfig.standard(), Actor.service("setup"));
        RateLimits limits = RateLimits.none().writes(RateLimit.of(7, Duration.ofSeconds(1)));
        return Attempt.seenBy(
                () -> stage.number(
                                "select count(*) from zentra_rate_limit l join zentra_tenant t on t.no = l.no"
                                        + " where l.tenant = 0 and t.tenant = 0 and l.write_calls = 7 and t.id = ?",
                                "t-" + tag)
                        == 1,
                () -> stage.ledger().limitTenant("t-" + tag, limits, Actor.service("setup"), tag));
    }
}
