package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
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
import org.jspecify.annotations.Nullable;

/** A ledger of plain maps and big integers: what each step answers, and the balances after it. Not thread-safe. */
final class LedgerModel {
    private final Map<String, ModelAccount> accounts = new TreeMap<>();
    private final Map<String, List<EntryRequest>> postings = new HashMap<>();
    private final Map<String, List<EntryRequest>> holds = new HashMap<>();
    private final Set<String> reversed = new HashSet<>();
    private final Map<String, FirstUse> keys = new HashMap<>();

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
            if (step instanceof Step.Open open) {
                open(open.account());
            } else if (step instanceof Step.Change change) {
                change(change);
            } else if (step instanceof Step.Limit limit) {
                limit(limit);
            }
            return "done";
        } catch (Refusal refusal) {
            return "refused " + refusal.code;
        }
    }

    Map<String, ModelAccount> accounts() {
        return accounts;
    }

    private void open(NewAccount wanted) {
        ModelAccount known = accounts.get(wanted.id());
        if (known == null) {
            accounts.put(wanted.id(), ModelAccount.of(wanted));
        } else if (!known.opened().equals(wanted)) {
            throw new Refusal(ErrorCode.ACCOUNT_EXISTS);
        }
    }

    private void change(Step.Change change) {
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
    }

    private void limit(Step.Limit limit) {
        ModelAccount account = require(accounts.get(limit.account()), ErrorCode.UNKNOWN_ACCOUNT);
        refuseIf(account.isClosed(), ErrorCode.ACCOUNT_CLOSED);
        refuseIf(
                limit.floor() != null && limit.ceiling() != null && limit.floor() > limit.ceiling(),
                ErrorCode.INVALID_LIMITS);
        accounts.put(limit.account(), account.limited(limit.floor(), limit.ceiling()));
    }

    private String keyed(Step.Keyed step) {
        refuseIf(!isBalanced(step), ErrorCode.UNBALANCED_POSTING);
        String request = request(step);
        FirstUse first = keys.get(step.name());
        if (first != null) {
            refuseIf(!first.request().equals(request), ErrorCode.IDEMPOTENCY_CONFLICT);
            return "replayed " + first.answer();
        }
        String answer;
        try {
            decide(step);
            answer = "applied";
        } catch (Refusal refusal) {
            answer = "declined " + refusal.code;
        }
        keys.put(step.name(), new FirstUse(request, answer));
        return answer;
    }

    /** What a request says; something unknown has no name in it. */
    private String request(Step.Keyed step) {
        if (step instanceof Step.Post post) {
            return post.lines().toString();
        }
        if (step instanceof Step.Hold hold) {
            return hold.lines().toString();
        }
        if (step instanceof Step.Capture capture) {
            return (holds.containsKey(capture.hold()) ? capture.hold() : "none") + " " + capture.minor();
        }
        if (step instanceof Step.Release release) {
            return (holds.containsKey(release.hold()) ? release.hold() : "none") + " " + release.minor();
        }
        Step.Reverse reverse = (Step.Reverse) step;
        return postings.containsKey(reverse.posting()) ? reverse.posting() : "none";
    }

    private void decide(Step.Keyed step) {
        if (step instanceof Step.Post post) {
            post(step.name(), post.lines(), false);
        } else if (step instanceof Step.Hold hold) {
            hold(hold);
        } else if (step instanceof Step.Capture capture) {
            List<EntryRequest> part = part(capture.hold(), capture.minor());
            post(step.name(), part, true);
            takeOff(capture.hold(), capture.minor());
        } else if (step instanceof Step.Release release) {
            List<EntryRequest> part = part(release.hold(), release.minor());
            part.forEach(line -> accounts.computeIfPresent(
                    line.account(),
                    (id, account) -> account.held(line.side(), minor(line).negate())));
            takeOff(release.hold(), release.minor());
        } else if (step instanceof Step.Reverse reverse) {
            List<EntryRequest> lines = require(postings.get(reverse.posting()), ErrorCode.UNKNOWN_POSTING);
            refuseIf(reversed.contains(reverse.posting()), ErrorCode.ALREADY_REVERSED);
            List<EntryRequest> opposite = lines.stream()
                    .map(line -> new EntryRequest(line.account(), line.side().opposite(), line.amount()))
                    .toList();
            post(step.name(), opposite, false);
            reversed.add(reverse.posting());
        }
    }

    private void post(String name, List<EntryRequest> lines, boolean fromHold) {
        Map<String, ModelAccount> after = new LinkedHashMap<>();
        for (EntryRequest line : lines) {
            ModelAccount account = open(after, line);
            ModelAccount freed =
                    fromHold ? account.held(line.side(), minor(line).negate()) : account;
            ModelAccount posted = freed.posted(line.side(), minor(line));
            posted.requireFits();
            after.put(line.account(), posted);
        }
        close(after);
        postings.put(name, lines);
    }

    private void hold(Step.Hold hold) {
        Map<String, ModelAccount> after = new LinkedHashMap<>();
        for (EntryRequest line : hold.lines()) {
            ModelAccount held = open(after, line).held(line.side(), minor(line));
            refuseIf(held.heldDebits().bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
            refuseIf(held.heldCredits().bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
            after.put(line.account(), held);
        }
        close(after);
        holds.put(hold.name(), hold.lines());
    }

    private ModelAccount open(Map<String, ModelAccount> after, EntryRequest line) {
        ModelAccount account =
                require(after.getOrDefault(line.account(), accounts.get(line.account())), ErrorCode.UNKNOWN_ACCOUNT);
        refuseIf(!account.opened().asset().equals(line.amount().asset()), ErrorCode.ASSET_MISMATCH);
        refuseIf(account.isClosed(), ErrorCode.ACCOUNT_CLOSED);
        refuseIf(account.frozen().contains(line.side()), ErrorCode.ACCOUNT_FROZEN);
        return account;
    }

    private void close(Map<String, ModelAccount> after) {
        after.forEach((id, account) -> {
            if (account.equals(accounts.get(id))) {
                return;
            }
            account.requireFits();
            ModelAccount before = Objects.requireNonNull(accounts.get(id));
            boolean takes = account.available().compareTo(before.available()) < 0;
            refuseIf(takes && account.isBelowFloor(), ErrorCode.FLOOR_CROSSED);
            refuseIf(account.ceiling() != null && account.highest().bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
            boolean gives = account.highest().compareTo(before.highest()) > 0;
            refuseIf(gives && account.isAboveCeiling(), ErrorCode.CEILING_CROSSED);
        });
        accounts.putAll(after);
    }

    private List<EntryRequest> part(String name, @Nullable Long minor) {
        List<EntryRequest> left = require(holds.get(name), ErrorCode.UNKNOWN_HOLD);
        refuseIf(left.isEmpty(), ErrorCode.HOLD_CLOSED);
        if (minor == null) {
            return left;
        }
        refuseIf(left.size() != 2, ErrorCode.INVALID_AMOUNT);
        refuseIf(minor <= 0, ErrorCode.AMOUNT_NOT_POSITIVE);
        refuseIf(minor(left.get(0)).compareTo(BigInteger.valueOf(minor)) < 0, ErrorCode.HOLD_EXCEEDED);
        return left.stream().map(line -> with(line, minor)).toList();
    }

    private void takeOff(String name, @Nullable Long minor) {
        List<EntryRequest> left = new ArrayList<>();
        if (minor != null) {
            for (EntryRequest line : require(holds.get(name), ErrorCode.UNKNOWN_HOLD)) {
                long rest = line.amount().minor() - minor;
                if (rest > 0) {
                    left.add(with(line, rest));
                }
            }
        }
        holds.put(name, left);
    }

    private static boolean isBalanced(Step.Keyed step) {
        List<EntryRequest> lines = step instanceof Step.Post post
                ? post.lines()
                : step instanceof Step.Hold hold ? hold.lines() : List.of();
        Map<Asset, BigInteger> sums = new HashMap<>();
        lines.forEach(line -> sums.merge(
                line.amount().asset(),
                line.side() == Side.DEBIT ? minor(line) : minor(line).negate(),
                BigInteger::add));
        return sums.values().stream().allMatch(sum -> sum.signum() == 0);
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
