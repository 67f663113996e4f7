package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.testing.model.ModelHistory.Dated;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A ledger of plain maps and big integers: what each step answers, and the balances after it. Not thread-safe. */
final class LedgerModel {
    private final Map<String, ModelAccount> accounts = new TreeMap<>();
    private final Map<String, List<ModelLine>> postings = new HashMap<>();
    private final Map<String, ModelHold> holds = new HashMap<>();
    private ModelHistory history = new ModelHistory();
    private final Map<String, FirstUse> keys = new HashMap<>();
    private final ModelBook book = new ModelBook();
    private final ModelUsage usage = new ModelUsage();

    /** What was asked and answered under a key. */
    private record FirstUse(String request, String answer) {}

    /** A step is refused. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ErrorCode code;

        Refusal(ErrorCode code) {
            super(code.code());
            this.code = code;
        }
    }

    /** The answer to a step, in the words of {@link LedgerDriver#answer}. */
    String answer(Step step) {
        try {
            if (step instanceof Step.Keyed keyed) {
                return keyed(keyed);
            }
            if (step instanceof Step.Search search) {
                return book.find(search);
            }
            if (step instanceof Step.Open open) {
                open(open.account());
            } else if (step instanceof Step.Wait wait) {
                pass(wait);
            }
            return "done";
        } catch (Refusal refusal) {
            return "refused " + refusal.code;
        }
    }

    Map<String, ModelAccount> accounts() {
        return accounts;
    }

    /** Postings by name, with what is left to reverse of them. */
    Map<String, List<ModelLine>> postings() {
        return postings;
    }

    Map<String, ModelHold> holds() {
        return holds;
    }

    ModelHistory history() {
        return history;
    }

    private void pass(Step.Wait wait) {
        history.pass(wait.micros());
        if (wait.runsDueWork()) {
            holds.values().stream()
                    .filter(hold -> hold.isOpen() && hold.isOver(history.now()))
                    .forEach(hold -> letGo(hold, Step.ALL, Hold.Status.EXPIRED));
        }
    }

    private void open(NewAccount wanted) {
        ModelAccount known = accounts.get(wanted.id());
        if (known == null) {
            accounts.put(wanted.id(), ModelAccount.of(wanted));
        } else if (!known.opened().equals(wanted)) {
            throw new Refusal(ErrorCode.ACCOUNT_EXISTS);
        }
    }

    private String change(Step.Change change) {
        ModelAccount account = require(accounts.get(change.account()), ErrorCode.UNKNOWN_ACCOUNT);
        boolean closed = account.isClosed();
        switch (change.verb()) {
            case CLOSE -> {
                refuseIf(!closed && !account.isEmpty(), ErrorCode.ACCOUNT_NOT_EMPTY);
                accounts.put(change.account(), account.closed(true));
            }
            case REOPEN -> {
                if (closed) {
                    accounts.put(change.account(), account.closed(false).frozen(Set.of()));
                }
            }
            default -> {
                refuseIf(closed, ErrorCode.ACCOUNT_CLOSED);
                Set<Side> frozen = new HashSet<>(account.frozen());
                switch (change.verb()) {
                    case FREEZE -> frozen.addAll(Set.of(Side.values()));
                    case FREEZE_DEBITS -> frozen.add(Side.DEBIT);
                    case FREEZE_CREDITS -> frozen.add(Side.CREDIT);
                    case UNFREEZE_DEBITS -> frozen.remove(Side.DEBIT);
                    case UNFREEZE_CREDITS -> frozen.remove(Side.CREDIT);
                    default -> frozen.clear();
                }
                accounts.put(change.account(), account.frozen(frozen));
            }
        }
        return Objects.requireNonNull(accounts.get(change.account())).words();
    }

    private String limit(Step.Limit limit) {
        ModelAccount account = require(accounts.get(limit.account()), ErrorCode.UNKNOWN_ACCOUNT);
        refuseIf(account.isClosed(), ErrorCode.ACCOUNT_CLOSED);
        Long floor = limit.isFloor() ? limit.to() : account.floor();
        Long ceiling = limit.isFloor() ? account.ceiling() : limit.to();
        refuseIf(floor != null && ceiling != null && floor > ceiling, ErrorCode.INVALID_LIMITS);
        ModelAccount limited = account.limited(floor, ceiling);
        accounts.put(limit.account(), limited);
        return limited.words();
    }

    private String keyed(Step.Keyed step) {
        if (step instanceof Step.Bulk bulk) {
            return bulk(bulk.parts());
        }
        if (step instanceof Step.Each each) {
            return each(each.parts());
        }
        if (step instanceof Step.OfPart of && of.portion().minor() != null) {
            refuseIf(of.portion().minor() <= 0, ErrorCode.AMOUNT_NOT_POSITIVE);
        }
        refuseIf(!isBalanced(step), ErrorCode.UNBALANCED_POSTING);
        refuseIf(step instanceof Step.Control control && !control.isSound(), ErrorCode.PROPOSAL_MISMATCH);
        String request = request(step) + " if " + expected(step);
        FirstUse first = keys.get(step.name());
        if (first != null) {
            refuseIf(!first.request().equals(request), ErrorCode.IDEMPOTENCY_CONFLICT);
            return "replayed " + first.answer();
        }
        String answer;
        try {
            if (step instanceof Step.Hold hold) {
                requireToCome(hold.expiresAt()); // before its condition
            }
            require(step.expected(), accounts);
            answer = "applied" + decide(step);
        } catch (Refusal refusal) {
            answer = "declined " + refusal.code;
        }
        keys.put(step.name(), new FirstUse(request, answer));
        return answer;
    }

    /** What each request says is of the balances that were there before the first one ran. */
    private String each(List<Step.Post> parts) {
        parts.forEach(part -> refuseIf(!isBalanced(part), ErrorCode.UNBALANCED_POSTING));
        List<String> requests = parts.stream()
                .map(part -> request(part) + " if " + expected(part))
                .toList();
        Map<String, ModelAccount> begin = new TreeMap<>(accounts);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            answers.add(one(parts.get(i), requests.get(i), begin));
        }
        return String.join(LedgerDriver.BESIDE, answers);
    }

    private String one(Step.Post part, String request, Map<String, ModelAccount> begin) {
        FirstUse first = keys.get(part.name());
        if (first != null) {
            return first.request().equals(request)
                    ? "replayed " + first.answer()
                    : "declined " + ErrorCode.IDEMPOTENCY_CONFLICT;
        }
        String answer;
        try {
            require(part.expected(), begin);
            answer = "applied" + post(part.name(), part.lines(), part.effectiveAt());
        } catch (Refusal refusal) {
            answer = "declined " + refusal.code;
        }
        keys.put(part.name(), new FirstUse(request, answer));
        return answer;
    }

    private String bulk(List<Step.Post> parts) {
        parts.forEach(part -> refuseIf(!isBalanced(part), ErrorCode.UNBALANCED_POSTING));
        Map<String, String> requests = new LinkedHashMap<>();
        parts.forEach(part -> requests.put(
                part.name(),
                request(part) + " if " + expected(part) + " as " + requests.size() + " of " + parts.size() + " from "
                        + parts.get(0).name()));
        refuseIf(requests.size() < parts.size(), ErrorCode.INVALID_BULK);
        List<FirstUse> before = requests.keySet().stream()
                .map(keys::get)
                .filter(Objects::nonNull)
                .toList();
        refuseIf(
                !before.isEmpty()
                        && !before.stream().map(FirstUse::request).toList().equals(List.copyOf(requests.values())),
                ErrorCode.IDEMPOTENCY_CONFLICT);
        if (!before.isEmpty()) {
            return "replayed " + together(before.stream().map(FirstUse::answer).toList());
        }
        Map<String, ModelAccount> accountsBefore = new TreeMap<>(accounts);
        Map<String, List<ModelLine>> postingsBefore = new HashMap<>(postings);
        ModelHistory historyBefore = history.copy();
        int bookBefore = book.size();
        Map<String, String> answers = new LinkedHashMap<>();
        for (Step.Post part : parts) {
            try {
                require(part.expected(), accountsBefore);
                answers.put(part.name(), "applied" + post(part.name(), part.lines(), part.effectiveAt()));
            } catch (Refusal refusal) {
                parts.forEach(each -> answers.put(each.name(), "declined " + ErrorCode.BULK_DECLINED));
                answers.put(part.name(), "declined " + refusal.code);
                accounts.clear();
                accounts.putAll(accountsBefore);
                postings.clear();
                postings.putAll(postingsBefore);
                history = historyBefore;
                book.cut(bookBefore);
                break;
            }
        }
        answers.forEach(
                (name, answer) -> keys.put(name, new FirstUse(Objects.requireNonNull(requests.get(name)), answer)));
        return together(List.copyOf(answers.values()));
    }

    /** The refusal of one, or what all of them tell. */
    private static String together(List<String> answers) {
        return answers.stream()
                .filter(answer ->
                        answer.startsWith("declined ") && !answer.equals("declined " + ErrorCode.BULK_DECLINED))
                .findFirst()
                .orElseGet(() -> answers.stream()
                        .map(answer -> answer.substring("applied".length()))
                        .collect(Collectors.joining("", "applied", "")));
    }

    /** What a request says; something unknown has no name in it. */
    private String request(Step.Keyed step) {
        if (step instanceof Step.Post post) {
            return post.lines() + " " + post.effectiveAt();
        }
        if (step instanceof Step.Import imported) {
            return imported.lines() + " " + imported.effectiveAt();
        }
        if (step instanceof Step.Compose compose) {
            return compose.movements() + " " + compose.effectiveAt();
        }
        if (step instanceof Step.Exchanges exchanges) {
            return exchanges.exchange() + " " + exchanges.effectiveAt();
        }
        if (step instanceof Step.Hold hold) {
            return hold.lines() + " " + hold.expiresAt();
        }
        if (step instanceof Step.Control control) {
            return control.lines() + " " + control.from() + control.isHeld() + " " + control.expiresAt();
        }
        if (step instanceof Step.Extend extend) {
            return known(extend.of()) + " until " + extend.expiresAt();
        }
        if (step instanceof Step.OfPart of) {
            return known(of.of()) + " " + of.portion() + " "
                    + (of instanceof Step.Capture capture && capture.isFinal())
                    + (of instanceof Step.Reverse reverse ? " " + reverse.effectiveAt() : "");
        }
        if (step instanceof Step.Apply apply) {
            return apply.template().toString();
        }
        if (!(step instanceof Step.Correct correct)) {
            return step.toString();
        }
        Long reversedAt = correct.reversedAt() == null ? correct.effectiveAt() : correct.reversedAt();
        Long effectiveAt = correct.effectiveAt() == null ? reversedAt : correct.effectiveAt();
        return known(correct.of()) + " " + correct.isOfRest() + " " + correct.lines() + " " + reversedAt + " "
                + effectiveAt;
    }

    private String known(String name) {
        return holds.containsKey(name) || postings.containsKey(name) ? name : "none";
    }

    /** What is to be told of it besides. */
    private String decide(Step.Keyed step) {
        if (step instanceof Step.Post post) {
            return post(post.name(), post.lines(), post.effectiveAt());
        } else if (step instanceof Step.Import imported) {
            return post(step.name(), imported.lines(), imported.effectiveAt());
        } else if (step instanceof Step.Compose compose) {
            return post(step.name(), ModelComposition.lines(compose.movements(), accounts), compose.effectiveAt());
        } else if (step instanceof Step.Exchanges exchanges) {
            return post(step.name(), ModelExchange.lines(exchanges.exchange()), exchanges.effectiveAt());
        } else if (step instanceof Step.Hold hold) {
            hold(hold.name(), hold.key(), hold.lines(), hold.expiresAt());
        } else if (step instanceof Step.Control control) {
            return control(control);
        } else if (step instanceof Step.Capture capture) {
            capture(capture);
        } else if (step instanceof Step.Release release) {
            ModelHold hold = require(holds.get(release.of()), ErrorCode.UNKNOWN_HOLD);
            hold.requireOpen();
            letGo(hold, release.portion(), Hold.Status.RELEASED);
        } else if (step instanceof Step.Increase increase) {
            increase(increase);
        } else if (step instanceof Step.Extend extend) {
            ModelHold hold = require(holds.get(extend.of()), ErrorCode.UNKNOWN_HOLD);
            hold.requireLive(history.now());
            refuseIf(!hold.extend(extend.expiresAt()), ErrorCode.EXPIRY_NOT_LATER);
        } else if (step instanceof Step.Reverse reverse) {
            return reverse(reverse);
        } else if (step instanceof Step.Correct correct) {
            return correct(correct);
        } else if (step instanceof Step.Apply apply) {
            apply(apply);
        } else if (step instanceof Step.Change change) {
            return change(change);
        } else if (step instanceof Step.Limit limit) {
            return limit(limit);
        } else if (step instanceof Step.Period period) {
            return " closed before " + history.move(period);
        } else if (step instanceof Step.Flagging flagging) {
            return " " + history.flag(flagging.flags());
        }
        return "";
    }

    /** The number that is expected, which for an unknown account begins at zero. */
    private @Nullable String expected(Step.Keyed step) {
        Step.Expected expected = step.expected();
        return expected == null ? null : expected + " " + wanted(expected, accounts);
    }

    /** The number that is expected, at the end of the numbers one of the other end: it is only to be something else. */
    private static long wanted(Step.Expected expected, Map<String, ModelAccount> seen) {
        return found(expected, seen).add(BigInteger.valueOf(expected.off())).longValue();
    }

    private static BigInteger found(Step.Expected expected, Map<String, ModelAccount> seen) {
        ModelAccount account = seen.get(expected.account());
        if (account == null) {
            return BigInteger.ZERO;
        }
        return switch (expected.field()) {
            case VERSION -> BigInteger.valueOf(account.version());
            case POSTED -> account.posted();
            case AVAILABLE -> account.available();
        };
    }

    /** What is expected of an account is what was there when the step began: a bulk may have changed it since. */
    private void require(Step.@Nullable Expected expected, Map<String, ModelAccount> begin) {
        if (expected != null) {
            refuseIf(!begin.containsKey(expected.account()), ErrorCode.UNKNOWN_ACCOUNT);
            refuseIf(wanted(expected, begin) != found(expected, accounts).longValueExact(), ErrorCode.CONDITION_FAILED);
        }
    }

    private String post(String name, List<EntryRequest> lines, @Nullable Long effectiveAt) {
        Map<String, ModelAccount> after = new LinkedHashMap<>();
        Dated dated = post(after, lines, false, effectiveAt);
        String crossings = close(after, dated);
        posted(name, dated);
        book.posted(name, history.now(), dated);
        return crossings;
    }

    private String reverse(Step.Reverse reverse) {
        Map<String, ModelAccount> after = new LinkedHashMap<>();
        List<BigInteger> taken = reversing(reverse.of(), reverse.portion(), reverse.effectiveAt());
        Dated dated = post(after, opposite(reverse.of(), taken), false, reverse.effectiveAt());
        String crossings = close(after, dated);
        takeBack(reverse.of(), taken);
        posted(reverse.name(), dated);
        book.posted(reverse.name(), history.now(), dated, reverse.of());
        return crossings;
    }

    private String correct(Step.Correct correct) {
        Map<String, ModelAccount> after = new LinkedHashMap<>();
        Long reversedAt = correct.reversedAt() == null ? correct.effectiveAt() : correct.reversedAt();
        List<ModelLine> lines = reversible(correct.of());
        boolean isPartly = !ModelLine.isNothingLeft(lines) && !ModelLine.isAllLeft(lines);
        refuseIf(isPartly && !correct.isOfRest(), ErrorCode.PARTLY_REVERSED);
        List<BigInteger> taken = reversing(correct.of(), Step.ALL, reversedAt);
        Dated reversal = post(after, opposite(correct.of(), taken), false, reversedAt);
        Dated dated =
                post(after, correct.lines(), false, correct.effectiveAt() == null ? reversedAt : correct.effectiveAt());
        String crossings = close(after, reversal, dated);
        takeBack(correct.of(), taken);
        posted(correct.name(), dated);
        book.posted(correct.name(), history.now(), reversal, correct.of());
        book.corrected(correct, history.now(), dated);
        return crossings;
    }

    private void posted(String name, Dated dated) {
        postings.put(name, ModelLine.of(dated.lines()));
        history.took(name, dated);
    }

    private void apply(Step.Apply apply) {
        for (NewAccount wanted : apply.template().accounts()) {
            ModelAccount known = accounts.get(wanted.id());
            refuseIf(known != null && !known.opened().equals(wanted), ErrorCode.ACCOUNT_EXISTS);
        }
        apply.template().accounts().forEach(this::open);
    }

    private Dated post(
            Map<String, ModelAccount> after, List<EntryRequest> lines, boolean fromHold, @Nullable Long effectiveAt) {
        history.requireOpen(effectiveAt);
        for (EntryRequest line : lines) {
            ModelAccount account = open(after, line);
            ModelAccount freed =
                    fromHold ? account.held(line.side(), minor(line).negate()) : account;
            ModelAccount posted = freed.posted(line.side(), minor(line));
            posted.requireFits();
            after.put(line.account(), posted);
        }
        return new Dated(lines, effectiveAt);
    }

    private void requireToCome(@Nullable Long expiresAt) {
        refuseIf(expiresAt != null && expiresAt <= history.now(), ErrorCode.HOLD_EXPIRED);
    }

    private void hold(String name, String key, List<EntryRequest> lines, @Nullable Long expiresAt) {
        requireToCome(expiresAt);
        Map<String, ModelAccount> after = new LinkedHashMap<>();
        lines.forEach(line -> held(after, line));
        close(after);
        book.held(name, key);
        holds.put(name, new ModelHold(name, ModelLine.of(lines), expiresAt));
    }

    /** What the ledger refuses counts nothing. */
    private String control(Step.Control control) {
        ModelUsage.Verdict verdict = usage.decide(control, history.now());
        if (verdict.letsThrough() && control.isHeld()) {
            hold(control.name(), control.key(), control.lines(), control.expiresAt());
        } else if (verdict.letsThrough()) {
            post(control.name(), control.lines(), null);
        }
        if (verdict.letsThrough()) {
            usage.count(control, history.now());
        }
        return verdict.words();
    }

    private void held(Map<String, ModelAccount> after, EntryRequest line) {
        ModelAccount held = open(after, line).held(line.side(), minor(line));
        refuseIf(held.heldDebits().bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
        refuseIf(held.heldCredits().bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
        after.put(line.account(), held);
    }

    private void increase(Step.Increase increase) {
        ModelHold hold = require(holds.get(increase.of()), ErrorCode.UNKNOWN_HOLD);
        hold.requireLive(history.now());
        refuseIf(usage.isCounted(increase.of()), ErrorCode.HOLD_DECIDED);
        List<BigInteger> added = ModelLine.added(increase.portion(), hold.legs());
        Map<String, ModelAccount> after = new LinkedHashMap<>();
        lines(hold.legs(), added).forEach(line -> held(after, line));
        close(after);
        for (int i = 0; i < added.size(); i++) {
            hold.legs().get(i).grow(added.get(i));
        }
    }

    private void capture(Step.Capture capture) {
        ModelHold hold = require(holds.get(capture.of()), ErrorCode.UNKNOWN_HOLD);
        hold.requireLive(history.now());
        List<BigInteger> taken = ModelLine.taken(capture.portion(), hold.legs(), ErrorCode.HOLD_EXCEEDED);
        List<EntryRequest> lines = lines(hold.legs(), taken);
        Map<String, ModelAccount> after = new LinkedHashMap<>();
        Dated dated = post(after, lines, true, null);
        close(after, dated);
        take(hold.legs(), taken);
        hold.closeIfEmpty(Hold.Status.CAPTURED);
        if (capture.isFinal() && hold.isOpen()) {
            letGo(hold, Step.ALL, Hold.Status.CAPTURED);
        }
        hold.capturedBy(capture.name());
        usage.isPartOf(capture.of(), capture.name());
        posted(capture.name(), dated);
        book.posted(capture.name(), history.now(), dated, capture.of());
    }

    private void letGo(ModelHold hold, Step.Portion portion, Hold.Status closing) {
        List<BigInteger> taken = ModelLine.taken(portion, hold.legs(), ErrorCode.HOLD_EXCEEDED);
        lines(hold.legs(), taken)
                .forEach(line -> accounts.computeIfPresent(
                        line.account(),
                        (id, account) -> account.held(line.side(), minor(line).negate())));
        takeBack(hold.name(), hold.legs(), taken);
        hold.closeIfEmpty(closing);
    }

    /** How much of each line a reversal takes that is effective at a time. */
    private List<BigInteger> reversing(String of, Step.Portion portion, @Nullable Long effectiveAt) {
        List<ModelLine> lines = reversible(of);
        refuseIf(ModelLine.isNothingLeft(lines), ErrorCode.ALREADY_REVERSED);
        refuseIf(effectiveAt != null && effectiveAt < history.effectiveAt(of), ErrorCode.REVERSED_BEFORE_EFFECT);
        return ModelLine.taken(portion, lines, ErrorCode.REVERSAL_EXCEEDED);
    }

    private List<ModelLine> reversible(String of) {
        return require(postings.get(of), ErrorCode.UNKNOWN_POSTING);
    }

    private void takeBack(String posting, List<BigInteger> taken) {
        takeBack(posting, reversible(posting), taken);
    }

    /** What is undone of something that the policy let through makes room. */
    private void takeBack(String of, List<ModelLine> lines, List<BigInteger> taken) {
        take(lines, taken);
        usage.undo(
                of,
                lines(lines, taken).stream()
                        .filter(line -> line.side() == Side.DEBIT)
                        .map(LedgerModel::minor)
                        .reduce(BigInteger.ZERO, BigInteger::add));
    }

    private static void take(List<ModelLine> lines, List<BigInteger> taken) {
        for (int i = 0; i < taken.size(); i++) {
            lines.get(i).take(taken.get(i));
        }
    }

    private static List<EntryRequest> lines(List<ModelLine> lines, List<BigInteger> amounts) {
        List<EntryRequest> some = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (amounts.get(i).signum() > 0) {
                some.add(with(lines.get(i).line(), amounts.get(i).longValueExact()));
            }
        }
        return some;
    }

    private List<EntryRequest> opposite(String of, List<BigInteger> taken) {
        return lines(reversible(of), taken).stream()
                .map(line -> new EntryRequest(line.account(), line.side().opposite(), line.amount()))
                .toList();
    }

    private ModelAccount open(Map<String, ModelAccount> after, EntryRequest line) {
        ModelAccount account =
                require(after.getOrDefault(line.account(), accounts.get(line.account())), ErrorCode.UNKNOWN_ACCOUNT);
        refuseIf(!account.opened().asset().equals(line.amount().asset()), ErrorCode.ASSET_MISMATCH);
        refuseIf(account.isClosed(), ErrorCode.ACCOUNT_CLOSED);
        refuseIf(account.frozen().contains(line.side()), ErrorCode.ACCOUNT_FROZEN);
        return account;
    }

    /** Keeps what a step makes of accounts, unless a limit forbids it; tells those that it breaks in between. */
    private String close(Map<String, ModelAccount> after, Dated... posted) {
        requireWithinLimits(after);
        String crossings = history.crossings(accounts, List.of(posted));
        accounts.putAll(after);
        history.add(accounts, List.of(posted));
        return crossings;
    }

    private void requireWithinLimits(Map<String, ModelAccount> after) {
        after.forEach((id, account) -> {
            if (account.equals(accounts.get(id))) {
                return;
            }
            account.requireFits();
            ModelAccount before = Objects.requireNonNull(accounts.get(id));
            boolean takes = account.available().compareTo(before.available()) < 0;
            refuseIf(takes && account.isBelowFloor(), ErrorCode.FLOOR_CROSSED);
            boolean gives = account.highest().compareTo(before.highest()) > 0;
            refuseIf(gives && account.isAboveCeiling(), ErrorCode.CEILING_CROSSED);
        });
    }

    private static boolean isBalanced(Step.Keyed step) {
        Map<Asset, BigInteger> sums = new HashMap<>();
        linesOf(step)
                .forEach(line -> sums.merge(
                        line.amount().asset(),
                        line.side() == Side.DEBIT ? minor(line) : minor(line).negate(),
                        BigInteger::add));
        return sums.values().stream().allMatch(sum -> sum.signum() == 0);
    }

    private static List<EntryRequest> linesOf(Step.Keyed step) {
        if (step instanceof Step.Post post) {
            return post.lines();
        }
        if (step instanceof Step.Import imported) {
            return imported.lines();
        }
        if (step instanceof Step.Hold hold) {
            return hold.lines();
        }
        if (step instanceof Step.Correct correct) {
            return correct.lines();
        }
        if (step instanceof Step.Control control) {
            return control.lines();
        }
        return step instanceof Step.OfPart of ? of.portion().lines() : List.of();
    }

    private static EntryRequest with(EntryRequest line, long minor) {
        return new EntryRequest(
                line.account(), line.side(), Money.ofMinor(minor, line.amount().asset()));
    }

    private static BigInteger minor(EntryRequest line) {
        return BigInteger.valueOf(line.amount().minor());
    }

    private static <T> T require(@Nullable T value, ErrorCode otherwise) {
        if (value == null) {
            throw new Refusal(otherwise);
        }
        return value;
    }

    private static void refuseIf(boolean condition, ErrorCode code) {
        if (condition) {
            throw new Refusal(code);
        }
    }
}
