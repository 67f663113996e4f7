package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.internal.Line.Changed;
import io.zentra.ledger.internal.Line.Limited;
import io.zentra.ledger.internal.Line.Opened;
import io.zentra.ledger.internal.Line.Period;
import io.zentra.ledger.internal.Line.Ruled;
import io.zentra.ledger.internal.Line.Source;
import java.util.Optional;

/** Lines of events by which nothing moves: accounts, their limits and statuses, and the rules about time. */
final class RuleLines {
    private RuleLines() {}

    /** The line of an event; empty for any that is not the ledger's. */
    static Optional<Line> of(Event event, IdempotencyKey key, Source source) {
        return switch (event.type()) {
            case "account.opened" ->
                Optional.of(
                        new Opened(key, source, opened(OpenAccount.opened(event).account())));
            case "account.limited" -> Optional.of(limited(event, key, source));
            case "account.frozen", "account.unfrozen", "account.closed", "account.reopened" ->
                Optional.of(changed(event, key, source));
            case MovePeriod.CLOSED -> MovePeriod.closed(event).map(before -> new Period(key, source, before, false));
            case MovePeriod.REOPENED -> MovePeriod.closed(event).map(before -> new Period(key, source, before, true));
            case ChangeBackdating.CHANGED -> Optional.of(new Ruled(key, source, ChangeBackdating.told(event)));
            default -> Optional.empty();
        };
    }

    private static NewAccount opened(Account account) {
        return new NewAccount(
                account.id(),
                account.asset(),
                account.kind(),
                account.normalSide(),
                account.floor(),
                account.ceiling(),
                account.metadata());
    }

    private static Limited limited(Event event, IdempotencyKey key, Source source) {
        JsonNode body = event.body();
        return new Limited(
                key,
                source,
                event.subject().orElseThrow(),
                ChangeLimits.read(body, "floor_minor"),
                ChangeLimits.read(body, "ceiling_minor"));
    }

    private static Changed changed(Event event, IdempotencyKey key, Source source) {
        String status = event.body().path("status").asText();
        return new Changed(key, source, event.subject().orElseThrow(), AccountStatus.of(status));
    }
}
