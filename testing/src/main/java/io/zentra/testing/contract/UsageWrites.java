package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;

import io.zentra.core.commit.Outcome;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.contract.Allow.Allowed;
import io.zentra.testing.contract.Write.Attempt;
import java.util.List;

/** The kinds of write that count against windows, and give back. */
final class UsageWrites {
    private static final String ALLOWED = "test.allowed";
    private static final String POSTED = "ledger.entry.created";
    private static final String RETURNED = "usage.returned";

    private static final long CAP = 1_000_000;

    private UsageWrites() {}

    static List<Write> all() {
        return List.of(
                new Write(
                        "posts under a cap",
                        (stage, tag) ->
                                Attempt.leaving(() -> run(stage, Allow.posted(request(tag), CAP)), ALLOWED, POSTED)),
                new Write("reverses what a decision let through", (stage, tag) -> {
                    String posting = run(stage, Allow.posted(request(tag + "-paid"), CAP))
                            .orElseThrow()
                            .made();
                    return Attempt.leaving(() -> stage.acme().ledgers().reverse(posting, tag), POSTED, RETURNED);
                }),
                new Write("releases what a decision let through", (stage, tag) -> {
                    String hold = run(stage, Allow.held(request(tag + "-held"), CAP))
                            .orElseThrow()
                            .made();
                    return Attempt.leaving(
                            () -> stage.acme().ledgers().release(hold, usd(4), tag), "hold.released", RETURNED);
                }));
    }

    private static Outcome<Allowed> run(Stage stage, Allow allow) {
        return stage.core().commits().run(stage.access(), allow);
    }

    private static PostingRequest request(String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(9), key);
    }
}
