package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;

import io.zentra.ledger.Backdating;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Instant;
import java.util.List;

/** Every kind of write that says something about the past. */
final class TimeWrites {
    private static final String POSTED = "ledger.entry.created";

    private TimeWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("posts into the past", (stage, tag) -> {
                    PostingRequest late = ofThePast(stage, BANK, CUSTOMER, tag);
                    return Attempt.leaving(() -> stage.acme().ledgers().post(late), POSTED);
                }),
                new Write("posts two into the past as one", (stage, tag) -> {
                    List<PostingRequest> late = List.of(
                            ofThePast(stage, BANK, CUSTOMER, tag + "-1"),
                            ofThePast(stage, CUSTOMER, MERCHANT, tag + "-2"));
                    return Attempt.leaving(() -> stage.acme().ledgers().postAtomically(late), POSTED, POSTED);
                }),
                new Write("corrects the past", (stage, tag) -> {
                    Posting wrong = stage.acme()
                            .ledgers()
                            .post(ofThePast(stage, BANK, CUSTOMER, tag + "-wrong"))
                            .orElseThrow();
                    PostingRequest right = PostingRequest.of(BANK, CUSTOMER, usd(6), tag);
                    return Attempt.leaving(
                            () -> stage.acme()
                                    .ledgers()
                                    .reversals()
                                    .effectiveAt(wrong.effectiveAt())
                                    .correct(wrong.id(), right),
                            POSTED,
                            POSTED);
                }),
                new Write("closes a period", (stage, tag) -> {
                    Instant later = Instant.EPOCH.plusSeconds(stage.head());
                    return Attempt.leaving(() -> stage.acme().periods().close(later, tag), "period.closed");
                }),
                new Write("reopens a period", (stage, tag) -> {
                    Instant later = Instant.EPOCH.plusSeconds(stage.head());
                    stage.acme().periods().close(later, tag + "-before").orElseThrow();
                    return Attempt.leaving(
                            () -> stage.acme().periods().reopen(later.minusSeconds(1), tag), "period.reopened");
                }),
                new Write("changes the rule for backdating", (stage, tag) -> {
                    Backdating other = stage.acme().periods().backdating() == Backdating.REJECT
                            ? Backdating.FLAG
                            : Backdating.REJECT;
                    return Attempt.leaving(() -> stage.acme().periods().backdating(other, tag), "backdating.changed");
                }));
    }

    private static PostingRequest ofThePast(Stage stage, String debit, String credit, String key) {
        return PostingRequest.of(debit, credit, usd(5), key)
                .effectiveAt(stage.clock().instant().minusSeconds(60));
    }
}
