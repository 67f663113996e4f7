package io.zentra.testing.model;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Account;
import io.zentra.ledger.Accounts;
import io.zentra.ledger.AppliedChart;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Correction;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Holds;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingPage;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Reversals;
import io.zentra.ledger.Side;
import io.zentra.policy.Proposal;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Workspace;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.MemoryVault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sends steps to a real ledger and puts its answers into the words of the model. */
class LedgerDriver {
    /** Between the answers to requests of which each is answered on its own. */
    static final String BESIDE = " | ";

    private static final Duration OLD = Duration.ofDays(4);

    private final Workspace book;
    private final SettableClock clock;
    private final Runnable dueWork;
    private final MemoryVault records = new MemoryVault();
    private final MemoryVault archives = new MemoryVault();
    private final Instant begin;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, Asset> assets = new HashMap<>();

    /**
     * A driver of a tenant's sequence, which begins now.
     *
     * @param dueWork runs what is due
     */
    LedgerDriver(Workspace book, SettableClock clock, Runnable dueWork) {
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

    Workspace book() {
        return book;
    }

    MemoryVault archives() {
        return archives;
    }

    /** Gives a tenant a past that can be archived and of which no model needs to know: requests that were refused. */
    static void growOld(Workspace book, SettableClock clock) {
        Money one = Money.ofMinor(1, Asset.iso("USD"));
        book.ledgers()
                .postAll(IntStream.range(0, Retention.LEAST_EVENTS + 1)
                        .mapToObj(i -> PostingRequest.of("nobody", "no-one", one, "of-old-" + i))
                        .toList());
        clock.advance(OLD);
        book.ledgers().postAll(List.of(PostingRequest.of("nobody", "no-one", one, "since")));
    }

    /**
     * {@code done} or {@code refused code} of a step without a key; {@code applied}, {@code declined code} or
     * {@code refused code} of one with a key, with {@code replayed} before it when the key came before.
     */
    String answer(Step step) {
        try {
            if (step instanceof Step.Import imported) {
                return new LineDriver(this).answer(imported);
            }
            if (step instanceof Step.Each each) {
                return each(each.parts());
            }
            if (step instanceof Step.Keyed keyed) {
                Outcome<?> outcome = send(keyed);
                return words(keyed, outcome) + ToldBalances.lies(book, outcome);
            }
            if (step instanceof Step.Search search) {
                return search(search);
            }
            if (step instanceof Step.Open open) {
                book.accounts().open(open.account());
            } else if (step instanceof Step.Wait wait) {
                clock.advance(Duration.ofNanos(1_000 * wait.micros()));
                if (wait.runsDueWork()) {
                    dueWork.run();
                }
            } else if (step instanceof Step.Verify verify) {
                verify(verify.events());
            } else if (step instanceof Step.Archive) {
                book.archive(Retention.before(begin.minus(OLD.dividedBy(2))), archives);
            }
            return "done";
        } catch (ZentraException e) {
            return "refused " + e.code();
        }
    }

    private String each(List<Step.Post> parts) {
        List<Outcome<Posting>> outcomes =
                book.ledgers().postAll(parts.stream().map(this::request).toList());
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            answers.add(words(parts.get(i), outcomes.get(i)));
        }
        return String.join(BESIDE, answers) + ToldBalances.lies(book, outcomes);
    }

    /** Goes on from where it ended the last time. */
    void verify(long events) {
        VerificationPlan plan = VerificationPlan.full()
                .goingOnFrom(records)
                .readingArchives(archives)
                .atMost(events);
        boolean complete = false;
        while (!complete) {
            complete = book.verify(plan).requireSound().isComplete();
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

    private Outcome<Account> change(Step.Change change) {
        Accounts accounts = book.accounts();
        String account = change.account();
        String key = change.key();
        return switch (change.verb()) {
            case FREEZE -> accounts.freeze(account, key);
            case FREEZE_DEBITS -> accounts.freeze(account, Side.DEBIT, key);
            case FREEZE_CREDITS -> accounts.freeze(account, Side.CREDIT, key);
            case UNFREEZE -> accounts.unfreeze(account, key);
            case UNFREEZE_DEBITS -> accounts.unfreeze(account, Side.DEBIT, key);
            case UNFREEZE_CREDITS -> accounts.unfreeze(account, Side.CREDIT, key);
            case CLOSE -> accounts.close(account, key);
            case REOPEN -> accounts.reopen(account, key);
        };
    }

    private Outcome<Account> limit(Step.Limit limit) {
        Accounts accounts = book.accounts();
        if (limit.to() == null) {
            return limit.isFloor()
                    ? accounts.removeFloor(limit.account(), limit.key())
                    : accounts.removeCeiling(limit.account(), limit.key());
        }
        Money to = Money.ofMinor(limit.to(), limit.asset());
        return limit.isFloor()
                ? accounts.setFloor(limit.account(), to, limit.key())
                : accounts.setCeiling(limit.account(), to, limit.key());
    }

    /** What changes an account, or what may be said of the past; null for others. */
    private @Nullable Outcome<?> decide(Step.Keyed step) {
        if (step instanceof Step.Change change) {
            return change(change);
        } else if (step instanceof Step.Limit limit) {
            return limit(limit);
        } else if (step instanceof Step.Period period) {
            Instant at = instant(period.at());
            return period.reopens()
                    ? book.periods().reopen(at, period.key())
                    : book.periods().close(at, period.key());
        } else if (step instanceof Step.Flagging flagging) {
            return book.periods().backdating(flagging.flags() ? Backdating.FLAG : Backdating.REJECT, flagging.key());
        }
        return null;
    }

    private Outcome<?> send(Step.Keyed step) {
        Outcome<?> decided = decide(step);
        if (decided != null) {
            return decided;
        }
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
                    conditions(compose),
                    at(compose.effectiveAt())));
        }
        if (step instanceof Step.Exchanges exchanges) {
            ModelBook.Words words = ModelBook.Words.of(exchanges.key());
            Exchange exchange = exchanges.exchange().metadata(words.metadata());
            exchange = words.correlation() == null ? exchange : exchange.correlation(words.correlation());
            for (Condition condition : conditions(exchanges)) {
                exchange = exchange.when(condition);
            }
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
                    ? holds(hold).place(request)
                    : holds(hold).place(request, instant(hold.expiresAt()));
        }
        if (step instanceof Step.Control control) {
            return send(control);
        }
        if (step instanceof Step.OfPart of) {
            return send(of, part(of));
        }
        if (step instanceof Step.Extend extend) {
            return holds(extend)
                    .extend(ids.getOrDefault(extend.of(), "none"), instant(extend.expiresAt()), extend.key());
        }
        if (step instanceof Step.Apply apply) {
            return book.chart().apply(apply.template(), apply.key());
        }
        Step.Correct correct = (Step.Correct) step;
        String posting = ids.getOrDefault(correct.of(), "po_none");
        PostingRequest replacement = request(correct.key(), correct.lines(), correct.effectiveAt());
        Reversals reversals = reversals(correct, correct.reversedAt());
        return correct.isOfRest()
                ? reversals.correctRest(posting, replacement)
                : reversals.correct(posting, replacement);
    }

    private Outcome<Ruling> send(Step.Control control) {
        Proposal proposal = Proposal.of(ModelPolicy.NAME, control.amount())
                .from(control.source(), Map.of())
                .to(control.destination(), Map.of());
        PostingRequest request = request(control.key(), control.lines(), null);
        return control.isHeld()
                ? book.controlled().hold(proposal, request, at(control.expiresAt()))
                : book.controlled().post(proposal, request);
    }

    private Reversals reversals(Step.Keyed step, @Nullable Long at) {
        Reversals reversals = book.ledgers().reversals().metadata(ModelBook.Words.own(step.key()));
        reversals = at == null ? reversals : reversals.effectiveAt(instant(at));
        return step.expected() == null ? reversals : reversals.when(condition(step.expected()));
    }

    private Holds holds(Step.Keyed step) {
        Holds holds = book.ledgers().holds();
        return step.expected() == null ? holds : holds.when(condition(step.expected()));
    }

    private Outcome<?> send(Step.OfPart step, Part part) {
        String id = ids.getOrDefault(step.of(), "none");
        if (step instanceof Step.Capture capture) {
            Map<String, String> words = ModelBook.Words.own(step.key());
            return capture.isFinal()
                    ? holds(step).captureFinal(id, part, step.key(), words)
                    : holds(step).capture(id, part, step.key(), words);
        }
        if (step instanceof Step.Release) {
            return holds(step).release(id, part, step.key());
        }
        if (step instanceof Step.Increase) {
            return holds(step).increase(id, part, step.key());
        }
        return reversals(step, ((Step.Reverse) step).effectiveAt()).reverse(id, part, step.key());
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

    private List<Condition> conditions(Step.Keyed step) {
        return step.expected() == null ? List.of() : List.of(condition(step.expected()));
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

    /** What a result tells besides. */
    private String told(Object result) {
        if (result instanceof Account account) {
            return ModelAccount.words(account.status().name(), minor(account.floor()), minor(account.ceiling()));
        } else if (result instanceof Optional<?> closed) {
            return " closed before " + closed.map(at -> micros((Instant) at)).orElse(null);
        } else if (result instanceof Backdating rule) {
            return " " + rule;
        } else if (result instanceof Ruling ruling) {
            return ModelUsage.words(ruling);
        } else if (result instanceof List<?> postings) {
            return postings.stream()
                    .map(posting -> told(Objects.requireNonNull(posting)))
                    .collect(Collectors.joining());
        }
        Object last = result instanceof Correction correction ? correction.posting() : result;
        return last instanceof Posting posting && !posting.crossings().isEmpty()
                ? " "
                        + posting.crossings().stream()
                                .map(crossing -> crossing.account() + " " + crossing.kind() + " "
                                        + Objects.requireNonNull(crossing.balance())
                                                .minor() + " at "
                                        + micros(crossing.at()))
                                .toList()
                : "";
    }

    private PostingRequest request(String key, List<EntryRequest> lines, @Nullable Long at) {
        ModelBook.Words words = ModelBook.Words.of(key);
        return new PostingRequest(
                IdempotencyKey.of(key), lines, words.correlation(), words.metadata(), List.of(), at(at));
    }

    private static @Nullable Long minor(@Nullable Money limit) {
        return limit == null ? null : limit.minor();
    }

    private @Nullable Instant at(@Nullable Long micros) {
        return micros == null ? null : instant(micros);
    }

    private String words(Step.Keyed step, Outcome<?> outcome) {
        return outcome.match(
                result -> {
                    remember(step, result);
                    return "applied" + told(result);
                },
                first -> "replayed " + words(step, first),
                declined -> "declined " + declined.code()
                        + (lacksAsset(declined.details()) ? ", without what its minor units are of" : ""));
    }

    private static boolean lacksAsset(Map<String, String> details) {
        return !details.containsKey("asset") && details.keySet().stream().anyMatch(name -> name.endsWith("_minor"));
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

    /** Keeps what a file made, and tells the limits that it broke in between. */
    String imported(Step.Import step, String id) {
        Posting posting = book.ledgers().posting(id).orElseThrow();
        made(step.name(), posting);
        return told(posting);
    }

    private void made(String name, Object result) {
        if (result instanceof Ruling ruling) {
            ToldBalances.moved(ruling).ifPresent(moved -> made(name, moved));
            return;
        }
        if (result instanceof AppliedChart
                || result instanceof Account
                || result instanceof Optional
                || result instanceof Backdating) {
            return; // accounts are named by their ids, and the rest has no name
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
