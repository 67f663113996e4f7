package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.USD;

import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.NewAccount;
import io.zentra.testing.contract.Write.Attempt;
import java.util.List;

/** Writes of charts, for a fault to strike. */
final class ChartWrites {
    private ChartWrites() {}

    static List<Write> all() {
        return List.of(
                new Write(
                        "applies a template",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme().chart().apply(template(tag), tag),
                                "chart.applied",
                                "account.opened",
                                "account.opened")),
                new Write("declines a template that differs", (stage, tag) -> {
                    stage.acme().accounts().open(NewAccount.debit("a:" + tag, USD));
                    return Attempt.leaving(() -> stage.acme().chart().apply(template(tag), tag), "request.declined");
                }));
    }

    private static ChartTemplate template(String tag) {
        return ChartTemplate.of(tag, NewAccount.credit("a:" + tag, USD), NewAccount.credit("b:" + tag, USD));
    }
}
