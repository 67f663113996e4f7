package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Side;
import io.zentra.testing.model.LedgerModel.Refusal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What an exchange comes to, in whole numbers: one fraction, one division, and a look at what is left. */
final class ModelExchange {
    private static final BigDecimal NONE = BigDecimal.ZERO;

    private ModelExchange() {}

    static List<EntryRequest> lines(Exchange exchange) {
        Quote quote = exchange.quote();
        BigInteger gross = amount(exchange, NONE);
        BigInteger bought = amount(exchange, quote.spread());
        if (gross.bitLength() > 63) {
            throw new Refusal(ErrorCode.AMOUNT_OVERFLOW);
        }
        if (bought.signum() == 0) {
            throw new Refusal(ErrorCode.AMOUNT_NOT_POSITIVE);
        }
        BigInteger spread = gross.subtract(bought);
        Exchange.Accounts accounts = exchange.accounts();
        boolean apart = accounts.spread() != null && spread.signum() > 0;
        List<EntryRequest> lines = new ArrayList<>();
        Side out = accounts.side();
        Side in = out == Side.DEBIT ? Side.CREDIT : Side.DEBIT;
        lines.add(new EntryRequest(accounts.from(), out, exchange.sold()));
        lines.add(new EntryRequest(accounts.soldPosition(), in, exchange.sold()));
        lines.add(line(accounts.boughtPosition(), out, apart ? gross : bought, quote.bought()));
        lines.add(line(accounts.to(), in, bought, quote.bought()));
        if (accounts.spread() != null && apart) {
            lines.add(line(accounts.spread(), in, spread, quote.bought()));
        }
        return lines;
    }

    private static EntryRequest line(String account, Side side, BigInteger minor, Asset asset) {
        return new EntryRequest(account, side, Money.ofMinor(minor.longValueExact(), asset));
    }

    private static BigInteger amount(Exchange exchange, BigDecimal spread) {
        Quote quote = exchange.quote();
        BigInteger hundred = BigInteger.valueOf(100).multiply(BigInteger.TEN.pow(spread.scale()));
        BigInteger over = BigInteger.valueOf(exchange.sold().minor())
                .multiply(quote.rate().unscaledValue())
                .multiply(hundred.subtract(spread.unscaledValue()))
                .multiply(BigInteger.TEN.pow(quote.bought().scale()));
        BigInteger under = hundred.multiply(BigInteger.TEN.pow(quote.rate().scale()))
                .multiply(BigInteger.TEN.pow(quote.sold().scale()));
        BigInteger[] parts = over.divideAndRemainder(under);
        int half = parts[1].shiftLeft(1).compareTo(under);
        boolean up = switch (quote.rounding()) {
            case UP, CEILING -> parts[1].signum() > 0;
            case HALF_UP -> half >= 0;
            case HALF_DOWN -> half > 0;
            case HALF_EVEN -> half > 0 || (half == 0 && parts[0].testBit(0));
            default -> false;
        };
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }
}
