package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.EntryRequest;
import io.zentra.testing.model.LedgerModel.Refusal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a hold or posting with what is left of it. Not thread-safe.
 *
 * <p>What a part means is told again here in the plainest way: minor unit totals, taken from line after line.
 */
final class ModelLine {
    private final EntryRequest line;
    private BigInteger amount;
    private BigInteger left;

    ModelLine(EntryRequest line) {
        this.line = line;
        this.amount = BigInteger.valueOf(line.amount().minor());
        this.left = amount;
    }

    static List<ModelLine> of(List<EntryRequest> lines) {
        return lines.stream().map(ModelLine::new).toList();
    }

    EntryRequest line() {
        return line;
    }

    BigInteger left() {
        return left;
    }

    void take(BigInteger taken) {
        left = left.subtract(taken);
    }

    void grow(BigInteger more) {
        amount = amount.add(more);
        left = left.add(more);
    }

    static boolean isNothingLeft(List<ModelLine> lines) {
        return lines.stream().allMatch(line -> line.left.signum() == 0);
    }

    static boolean isAllLeft(List<ModelLine> lines) {
        return lines.stream().allMatch(line -> line.left.equals(line.amount));
    }

    /** How much of each line a part takes. */
    static List<BigInteger> taken(Step.Portion portion, List<ModelLine> lines, ErrorCode exceeded) {
        List<BigInteger> left =
                new ArrayList<>(lines.stream().map(ModelLine::left).toList());
        if (portion.isAll()) {
            return left;
        }
        for (Wanted wanted : wanted(portion, lines)) {
            refuseIf(lines.stream().noneMatch(line -> line.isOf(wanted)), ErrorCode.INVALID_PART);
            BigInteger rest = wanted.minor;
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).isOf(wanted)) {
                    BigInteger took = rest.min(left.get(i));
                    left.set(i, left.get(i).subtract(took));
                    rest = rest.subtract(took);
                }
            }
            refuseIf(rest.signum() > 0, exceeded);
        }
        List<BigInteger> taken = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            taken.add(lines.get(i).left.subtract(left.get(i)));
        }
        return taken;
    }

    /** How much a part adds to each line. */
    static List<BigInteger> added(Step.Portion portion, List<ModelLine> lines) {
        List<BigInteger> added = new ArrayList<>();
        lines.forEach(line -> added.add(BigInteger.ZERO));
        refuseIf(portion.isAll(), ErrorCode.INVALID_PART);
        for (Wanted wanted : wanted(portion, lines)) {
            int first = 0;
            while (first < lines.size() && !lines.get(first).isOf(wanted)) {
                first++;
            }
            refuseIf(first == lines.size(), ErrorCode.INVALID_PART);
            added.set(first, added.get(first).add(wanted.minor));
            refuseIf(added.get(first).bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
        }
        for (int i = 0; i < lines.size(); i++) {
            refuseIf(lines.get(i).amount.add(added.get(i)).bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
        }
        return added;
    }

    private record Wanted(EntryRequest line, BigInteger minor) {}

    private static List<Wanted> wanted(Step.Portion portion, List<ModelLine> lines) {
        Long minor = portion.minor();
        if (minor == null) {
            return portion.lines().stream()
                    .map(line ->
                            new Wanted(line, BigInteger.valueOf(line.amount().minor())))
                    .toList();
        }
        refuseIf(lines.size() != 2, ErrorCode.INVALID_PART);
        return lines.stream()
                .map(line -> new Wanted(line.line, BigInteger.valueOf(minor)))
                .toList();
    }

    private boolean isOf(Wanted wanted) {
        boolean same = line.account().equals(wanted.line.account()) && line.side() == wanted.line.side();
        refuseIf(same && !line.amount().asset().equals(wanted.line.amount().asset()), ErrorCode.ASSET_MISMATCH);
        return same;
    }

    private static void refuseIf(boolean condition, ErrorCode code) {
        if (condition) {
            throw new Refusal(code);
        }
    }
}
