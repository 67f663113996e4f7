package io.zentra.ledger.internal.file;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.internal.file.Form.Head;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** The posted balances of all accounts at the moment of an export, some at a time. Debits are positive. */
final class FinalBalances {
    private static final int PAGE = 1_000;

    /** Ids are compared byte by byte: what is below an account lies between the colon and the semicolon behind it. */
    private static final String BALANCES = """
            select a.id, a.asset, a.kind, b.debits, b.credits,
                case when exists (select 1 from zentra_account c
                    where c.tenant = :tenant and c.id > a.id || ':' and c.id < a.id || ';') then 1 else 0 end
            from zentra_account a
            join zentra_balance b on b.tenant = :tenant and b.account = a.no
            where a.tenant = :tenant and a.id > :after and a.id < :end order by a.id
            """;

    /** Comes after every id. */
    private static final String END = "~";

    private final Head head;

    /**
     * An account with what was posted to it.
     *
     * @param hasOthersBelow whether there are accounts whose ids begin with its id and a colon
     */
    record Balance(String account, AccountKind kind, Money net, boolean hasOthersBelow) {}

    /** Takes one balance after the other. */
    @FunctionalInterface
    interface Taker {
        void take(Balance balance) throws IOException;
    }

    FinalBalances(Head head) {
        this.head = head;
    }

    /** Gives all of them in the order of their ids. */
    void forEach(Taker taker) throws IOException {
        forEach("", END, taker);
    }

    /** The balance of an account with those below it, of its kind and asset, in whole units. */
    BigDecimal withThoseBelow(Balance top) throws IOException {
        BigInteger[] sum = {BigInteger.valueOf(top.net().minor())};
        forEach(top.account() + ":", top.account() + ";", below -> {
            if (below.kind() == top.kind()
                    && below.net().asset().equals(top.net().asset())) {
                sum[0] = sum[0].add(BigInteger.valueOf(below.net().minor()));
            }
        });
        return new BigDecimal(sum[0], top.net().asset().scale());
    }

    private void forEach(String from, String end, Taker taker) throws IOException {
        String after = from;
        List<Balance> page;
        do {
            page = page(after, end);
            for (Balance balance : page) {
                after = balance.account();
                taker.take(balance);
            }
        } while (!page.isEmpty());
    }

    private List<Balance> page(String after, String end) {
        return head.stored()
                .select(
                        BALANCES,
                        head.tenant().no(),
                        Map.of("after", after, "end", end),
                        PAGE,
                        (results, context) -> new Balance(
                                results.getString(1),
                                AccountKind.of(results.getString(3)),
                                Money.ofMinor(
                                        Math.subtractExact(results.getLong(4), results.getLong(5)),
                                        Asset.parse(results.getString(2))),
                                results.getInt(6) == 1));
    }
}
