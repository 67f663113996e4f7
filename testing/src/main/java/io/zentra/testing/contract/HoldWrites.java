package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;

import io.zentra.ledger.PostingRequest;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The kinds of write that place a hold and change it. */
final class HoldWrites {
    private static final String POSTED = "ledger.entry.created";

    private HoldWrites() {}

    static List<Write> all() {
        return List.of(
                new Write(
                        "holds",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme().ledgers().hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), tag)),
                                "hold.placed")),
                new Write(
                        "holds for a time",
                        (stage, tag) -> Attempt.leaving(
                                () -> stage.acme()
                                        .ledgers()
                                        .holds()
                                        .place(
                                                PostingRequest.of(CUSTOMER, MERCHANT, usd(9), tag),
                                                Instant.parse("2099-01-01T00:00:00Z")),
                                "hold.placed")),
                new Write("holds more", (stage, tag) -> {
                    String hold = hold(stage, tag);
                    return Attempt.leaving(
                            () -> stage.acme().ledgers().holds().increase(hold, usd(4), tag), "hold.increased");
                }),
                new Write("holds longer", (stage, tag) -> {
                    Instant time = Instant.parse("2099-01-01T00:00:00Z");
                    String hold = stage.acme()
                            .ledgers()
                            .holds()
                            .place(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), tag + "-held"), time)
                            .orElseThrow()
                            .id();
                    return Attempt.leaving(
                            () -> stage.acme().ledgers().holds().extend(hold, time.plusSeconds(1), tag),
                            "hold.extended");
                }),
                new Write("captures finally", (stage, tag) -> {
                    String hold = hold(stage, tag);
                    return Attempt.leaving(
                            () -> stage.acme().ledgers().holds().captureFinal(hold, usd(4), tag),
                            POSTED,
                            "hold.captured");
                }),
                new Write("captures in part", (stage, tag) -> {
                    String hold = hold(stage, tag);
                    return Attempt.leaving(
                            () -> stage.acme().ledgers().capture(hold, usd(4), tag), POSTED, "hold.captured");
                }),
                new Write("captures all", (stage, tag) -> {
                    String hold = hold(stage, tag);
                    return Attempt.leaving(() -> stage.acme().ledgers().capture(hold, tag), POSTED, "hold.captured");
                }),
                new Write("releases in part", (stage, tag) -> {
                    String hold = hold(stage, tag);
                    return Attempt.leaving(() -> stage.acme().ledgers().release(hold, usd(4), tag), "hold.released");
                }),
                new Write("releases all", (stage, tag) -> {
                    String hold = hold(stage, tag);
                    return Attempt.leaving(() -> stage.acme().ledgers().release(hold, tag), "hold.released");
                }),
                new Write("lets a hold expire", HoldWrites::expires));
    }

    private static Attempt expires(Stage stage, String tag) {
        Instant expiresAt = stage.clock().instant().plus(Duration.ofHours(1));
        String hold = stage.acme()
                .ledgers()
                .holds()
                .place(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), tag), expiresAt)
                .orElseThrow()
                .id();
        BooleanSupplier isDone =
                () -> stage.number("select count(*) from zentra_hold where id = ? and status = 'expired'", hold) == 1;
        return Attempt.whenDue(
                isDone, () -> stage.runDueUntil(isDone, () -> stage.ledger().runDueWork()), "hold.expired");
    }

    private static String hold(Stage stage, String tag) {
        return stage.acme()
                .ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(9), tag + "-held"))
                .orElseThrow()
                .id();
    }
}
