package io.zentra.testing.model;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.AppliedChart;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Correction;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingPage;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Reversals;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends steps to a real ledger and puts its answers into the words of the model. */
class LedgerDriver {
    private final ZentraLedger.Book book;
    private final SettableClock clock;
    private final Runnable dueWork;
    private final Instant begin;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, Asset> assets = new HashMap<>();

    /**
     * A driver of a tenant's sequence, which begins now.
     *
     * @param dueWork runs what is due
     */
    LedgerDriver(ZentraLedger.Book book, SettableClock clock, Runnable dueWork) {
        this.book = book;
        this.clock = clock;
        this.dueWork = dueWork;
        this.begin = clock.instant();
    }

    /** The id of what a step made, when it made something. */
    Optional<String> id(String name) {
        return Optional.ofNullable(ids.get(name));
    }

    /** An instant, by the microseconds since the sequence began. */
    Instant instant(long micros) {
        return begin.plusNanos(1_000 * micros);
    }

    /** The microseconds from the begin of the sequence to an instant. */
    long micros(Instant instant) {
        return Duration.between(begin, instant).toNanos() / 1_000;
    }

    ZentraLedger.Book book() {
        return book;
    }

    /**
     * {@code done} or {@code refused code} of a step without a key; {@code applied}, {@code declined code} or
     * {@code refused code} of one with a key, with {@code replayed} before it when the key came before.
     */
    String answer(Step step) {
        try {
            if (step instanceof Step.Keyed keyed) {
                Outcome<?> outcome = send(keyed);
                return words(keyed, outcome) + ToldBalances.lies(book, outcome);
            }
            if (step instanceof Step.Search search) {
                return search(search);
            }
            if (step instanceof Step.Open open) {
                book.accounts().open(open.account());
            } else if (step instanceof Step.Change change) {
                change(change);
            } else if (step instanceof Step.Wait wait) {
                clock.advance(Duration.ofNanos(1_000 * wait.micros()));
                if (wait.runsDueWork()) {
                    dueWork.run();
                }
            } else if (step instanceof Step.Period period) {
                move(period);
            } else if (step instanceof Step.Flagging flagging) {
                book.periods().backdating(flagging.flags() ? Backdating.FLAG : Backdating.REJECT);
            } else if (step instanceof Step.Limit limit) {
                book.accounts()
                        .limit(
                                limit.account(),
                                money(limit.floor(), limit.asset()),
                                money(limit.ceiling(), limit.asset()));
            }
            return "done";
        } catch (ZentraException e) {
            return "refused " + e.code();
        }
    }

    private void move(Step.Period period) {
        if (period.reopens()) {
            book.periods().reopen(instant(period.at()));
        } else {
            book.periods().close(instant(period.at()));
        }
    }

    /** All pages of a search, each of another length. */
    private String search(Step.Search step) {
        PostingSearch search = step.search();
        search = step.from() == null ? search : search.from(step.axis(), instant(step.from()));
        search = step.to() == null ? search : search.to(step.axis(), instant(step.to()));
        List<String> found = new ArrayList<>();
        int length = search.limit();
        PostingPage page = book.ledgers().search(search);
        while (true) {
            page.postings().forEach(posting -> found.add(words(posting)));
            if (page.next().isEmpty()) {
                return ModelBook.answer(found);
            }
            length = length % 7 + 1;
            page = book.ledgers().search(search.limit(length).after(page.next().get()));
        }
    }

    private static String words(Posting posting) {
        List<String> lines = posting.entries().stream()
                .map(entry -> ModelBook.line(
                        entry.account(), entry.side().code(), entry.amount().minor()))
                .toList();
        return ModelBook.posting(lines, posting.metadata().getOrDefault("tag", ""));
    }

    private void change(Step.Change change) {
        switch (change.verb()) {
            case FREEZE -> book.accounts().freeze(change.account());
            case FREEZE_DEBITS -> book.accounts().freeze(change.account(), Side.DEBIT);
            case FREEZE_CREDITS -> book.accounts().freeze(change.account(), Side.CREDIT);
            case UNFREEZE -> book.accounts().unfreeze(change.account());
            case UNFREEZE_DEBITS -> book.accounts().unfreeze(change.account(), Side.DEBIT);
            case UNFREEZE_CREDITS -> book.accounts().unfreeze(change.account(), Side.CREDIT);
            case CLOSE -> book.accounts().close(change.account());
            case REOPEN -> book.accounts().reopen(change.account());
        }
    }

    private static @Nullable Money money(@Nullable Long minor, Asset asset) {
        return minor == null ? null : Money.ofMinor(minor, asset);
    }

    private Outcome<?> send(Step.Keyed step) {
        Ledgers ledgers = book.ledgers();
        if (step instanceof Step.Post post) {
            return ledgers.post(request(post));
        }
        if (step instanceof Step.Compose compose) {
            ModelBook.Words words = ModelBook.Words.of(compose.key());
            return ledgers.compose(new Composition(
                    IdempotencyKey.of(compose.key()),
                    compose.movements(),
                    words.correlation(),
                    words.metadata(),
                    List.of(),
                    at(compose.effectiveAt())));
        }
        if (step instanceof Step.Exchanges exchanges) {
            ModelBook.Words words = ModelBook.Words.of(exchanges.key());
            Exchange exchange = exchanges.exchange().metadata(words.metadata());
            exchange = words.correlation() == null ? exchange : exchange.correlation(words.correlation());
            Instant at = at(exchanges.effectiveAt());
            return ledgers.exchange(at == null ? exchange : exchange.effectiveAt(at));
        }
        if (step instanceof Step.Bulk bulk) {
            return ledgers.postAtomically(
                    bulk.parts().stream().map(this::request).toList());
        }
        if (step instanceof Step.Hold hold) {
            PostingRequest request = request(hold.key(), hold.lines(), null);
            return hold.expiresAt() == null
                    ? ledgers.holds().place(request)
                    : ledgers.holds().place(request, instant(hold.expiresAt()));
        }
        if (step instanceof Step.OfPart of) {
            return send(of, part(of));
        }
        if (step instanceof Step.Apply apply) {
            return book.chart().apply(apply.template(), apply.key());
        }
        Step.Correct correct = (Step.Correct) step;
        return reversals(correct.reversedAt())
                .correct(
                        ids.getOrDefault(correct.of(), "po_none"),
                        request(correct.key(), correct.lines(), correct.effectiveAt()));
    }

    private Reversals reversals(@Nullable Long at) {
        Reversals reversals = book.ledgers().reversals();
        return at == null ? reversals : reversals.effectiveAt(instant(at));
    }

    private Outcome<?> send(Step.OfPart step, Part part) {
        String id = ids.getOrDefault(step.of(), "none");
        if (step instanceof Step.Capture capture) {
            return capture.isFinal()
                    ? book.ledgers().holds().captureFinal(id, part, step.key())
                    : book.ledgers().holds().capture(id, part, step.key());
        }
        if (step instanceof Step.Release) {
            return book.ledgers().holds().release(id, part, step.key());
        }
        if (step instanceof Step.Increase) {
            return book.ledgers().holds().increase(id, part, step.key());
        }
        return reversals(((Step.Reverse) step).effectiveAt()).reverse(id, part, step.key());
    }

    /** An amount is in the asset of the first line of what it is a part of. */
    private Part part(Step.OfPart step) {
        Long minor = step.portion().minor();
        if (minor != null) {
            return Part.of(Money.ofMinor(minor, assets.getOrDefault(step.of(), Asset.iso("USD"))));
        }
        return step.portion().isAll()
                ? Part.all()
                : new Part.Lines(step.portion().lines());
    }

    private PostingRequest request(Step.Post post) {
        PostingRequest request = request(post.key(), post.lines(), post.effectiveAt());
        return post.expected() == null ? request : request.when(condition(post.expected()));
    }

    private Condition condition(Step.Expected expected) {
        String id = expected.account();
        Money zero = Money.zero(expected.asset());
        Balances now =
                book.accounts().find(id).isPresent() ? book.accounts().balances(id) : new Balances(zero, zero, zero, 0);
        return switch (expected.field()) {
            case VERSION -> Condition.version(id, now.version() + expected.off());
            case POSTED -> Condition.posted(id, plus(now.posted(), expected.off()));
            case AVAILABLE -> Condition.available(id, plus(now.available(), expected.off()));
        };
    }

    /** At the end of the numbers the other way: it is only to be something else. */
    private static Money plus(Money balance, long off) {
        return Money.ofMinor(balance.minor() + off, balance.asset());
    }

    private String crossings(Object result) {
        if (result instanceof List<?> postings) {
            return postings.stream()
                    .map(posting -> crossings(Objects.requireNonNull(posting)))
                    .collect(Collectors.joining());
        }
        Object last = result instanceof Correction correction ? correction.posting() : result;
        return last instanceof Posting posting && !posting.crossings().isEmpty()
                ? " "
                        + posting.crossings().stream()
                                .map(crossing -> crossing.account() + " " + crossing.kind() + " "
                                        + crossing.balance().minor() + " at "
                                        + micros(crossing.at()))
                                .toList()
                : "";
    }

    private PostingRequest request(String key, List<EntryRequest> lines, @Nullable Long at) {
        ModelBook.Words words = ModelBook.Words.of(key);
        return new PostingRequest(
                IdempotencyKey.of(key), lines, words.correlation(), words.metadata(), List.of(), at(at));
    }

    private @Nullable Instant at(@Nullable Long micros) {
        return micros == null ? null : instant(micros);
    }

    private String words(Step.Keyed step, Outcome<?> outcome) {
        return outcome.match(
                result -> {
                    remember(step, result);
                    return "applied" + crossings(result);
                },
                first -> "replayed " + words(step, first),
                declined -> "declined " + declined.code());
    }

    private void remember(Step.Keyed step, Object result) {
        if (step instanceof Step.Bulk bulk) {
            List<?> postings = (List<?>) result;
            for (int i = 0; i < postings.size(); i++) {
                made(bulk.parts().get(i).name(), Objects.requireNonNull(postings.get(i)));
            }
        } else {
            made(step.name(), result);
        }
    }

    private void made(String name, Object result) {
        if (result instanceof AppliedChart) {
            return; // accounts are named by their ids
        }
        if (result instanceof Hold hold) {
            ids.put(name, hold.id());
            assets.put(name, hold.legs().get(0).amount().asset());
            return;
        }
        Posting posting = result instanceof Correction correction ? correction.posting() : (Posting) result;
        ids.put(name, posting.id());
        assets.put(name, posting.entries().get(0).amount().asset());
    }
}
