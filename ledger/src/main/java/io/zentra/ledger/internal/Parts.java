package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Part;
import io.zentra.ledger.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which amounts of the lines of a hold or posting a part means.
 *
 * @param what what the lines are of, for messages
 * @param lines each line with what is left of it
 * @param exceeded the code when a part asks for more
 */
record Parts(String what, List<Line> lines, ErrorCode exceeded) {
    /** A line with what is left of it. */
    record Line(String account, Side side, Money left) {
        boolean isOf(EntryRequest wanted) {
            return account.equals(wanted.account()) && side == wanted.side();
        }
    }

    /** The member of a request that names a part, {@code amount} or {@code lines}; none for all that is left. */
    static void write(CanonicalJson json, Part part) {
        if (part instanceof Part.Amount of) {
            json.member("amount", of.amount().toString());
        } else if (part instanceof Part.Lines named) {
            json.name("lines");
            PostingText.writeLines(json, named.lines());
        }
    }

    /** What a part takes of each line; none takes more than is left. */
    List<Money> taken(Part part) {
        if (part instanceof Part.All) {
            return lines.stream().map(Line::left).toList();
        }
        List<Money> left = new ArrayList<>(lines.stream().map(Line::left).toList());
        for (EntryRequest wanted : wanted(part)) {
            first(wanted); // refuses what is not there
            Money rest = wanted.amount();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).isOf(wanted)) {
                    Money took = rest.compareTo(left.get(i)) < 0 ? rest : left.get(i);
                    left.set(i, left.get(i).minus(took));
                    rest = rest.minus(took);
                }
            }
            if (rest.isPositive()) {
                throw exceeded(wanted, wanted.amount().minus(rest));
            }
        }
        List<Money> taken = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            taken.add(lines.get(i).left().minus(left.get(i)));
        }
        return taken;
    }

    /** What a part adds to each line: an amount goes to the first line of its account and side. */
    List<Money> added(Part part) {
        if (part instanceof Part.All) {
            throw ZentraException.of(
                    ErrorCode.INVALID_PART,
                    what + " cannot grow by all that is left: give an amount or lines",
                    Map.of("part", "all"));
        }
        List<Money> added = new ArrayList<>(
                lines.stream().map(line -> Money.zero(line.left().asset())).toList());
        for (EntryRequest wanted : wanted(part)) {
            int first = first(wanted);
            added.set(first, added.get(first).plus(wanted.amount()));
        }
        return added;
    }

    /** The first line that one of a part means. */
    private int first(EntryRequest wanted) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isOf(wanted)) {
                return i;
            }
        }
        throw ZentraException.of(
                ErrorCode.INVALID_PART,
                what + " has no " + wanted.side().code() + " of " + wanted.account() + ": name lines that it has",
                Map.of("account", wanted.account(), "side", wanted.side().code()));
    }

    private List<EntryRequest> wanted(Part part) {
        if (part instanceof Part.Lines named) {
            return named.lines();
        }
        if (!(part instanceof Part.Amount of) || lines.size() != 2) {
            throw ZentraException.of(
                    ErrorCode.INVALID_PART,
                    what + " has " + lines.size() + " lines, and an amount can only mean both of two: name the lines",
                    Map.of("lines", String.valueOf(lines.size())));
        }
        return lines.stream()
                .map(line -> new EntryRequest(line.account(), line.side(), of.amount()))
                .toList();
    }

    private ZentraException exceeded(EntryRequest wanted, Money left) {
        return ZentraException.of(
                exceeded,
                what + " has " + left + " left to " + wanted.side().code() + " " + wanted.account() + ", less than "
                        + wanted.amount() + ": ask for that at most",
                Map.of(
                        "account",
                        wanted.account(),
                        "asset",
                        left.asset().toString(),
                        "remaining_minor",
                        String.valueOf(left.minor())));
    }
}
