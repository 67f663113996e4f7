package io.zentra.ledger.internal.file;

import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LineAssembler.Made;
import io.zentra.ledger.internal.PostingText;
import io.zentra.ledger.internal.file.FinalBalances.Balance;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A journal of plain-text accounting as beancount reads it. Accounts are opened at its end, where the earliest day is
 * known: the order of directives means nothing to beancount. There their balances are asserted too, to the last digit.
 */
public final class BeancountForm implements Form {
    private final Writer out;
    private @Nullable Book book;

    /** What is known once an export has begun. */
    private record Book(Head head, Transactions transactions, BeancountNames names) {}

    /** Writes to a stream, which is not closed. */
    public BeancountForm(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void begin(Head head) throws IOException {
        book = new Book(head, new Transactions(head), new BeancountNames(head));
        String tenant = head.tenant().id().value();
        out.write("; zentra.beancount 1 tenant=" + tenant + " first=" + head.first() + " last=" + head.last() + " root="
                + head.root() + "\n; debits are positive\noption \"title\" " + quoted(tenant) + "\n\n");
    }

    @Override
    public int line(Made made) throws IOException {
        int transactions = 0;
        for (Event event : made.events()) {
            if (event.type().equals(PostingText.POSTED)) {
                transaction(event, PostingText.read(event));
                transactions++;
            }
        }
        return transactions;
    }

    private void transaction(Event event, Posting posting) throws IOException {
        out.write(book().transactions().day(posting) + " * " + quoted(Transactions.description(posting)) + "\n");
        meta("id", posting.id());
        meta("event", String.valueOf(event.seq()));
        meta("recorded", event.at().toString());
        meta("key", event.key().orElse(null));
        meta("correlation", posting.correlation());
        for (Entry entry : posting.entries()) {
            out.write("  " + book().names().of(entry.account()) + "  " + text(Transactions.signed(entry)) + "\n");
        }
        out.write("\n");
    }

    private void meta(String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.write("  " + name + ": " + quoted(value) + "\n");
        }
    }

    @Override
    public void end(long lines, Map<String, Long> counts) throws IOException {
        FinalBalances balances = new FinalBalances(book().head());
        Set<Asset> assets = new HashSet<>();
        balances.forEach(balance -> {
            open(balance, assets);
            check(balance, balances);
        });
        out.write("; end lines=" + lines + "\n");
        out.flush();
    }

    private void open(Balance balance, Set<Asset> assets) throws IOException {
        Asset asset = balance.net().asset();
        String day = book().transactions().earliest().toString();
        if (assets.add(asset)) {
            out.write(day + " commodity " + BeancountNames.of(asset) + "\n\n");
        }
        out.write(day + " open " + BeancountNames.of(balance.kind(), balance.account()) + " " + BeancountNames.of(asset)
                + "\n");
        meta("account", balance.account());
    }

    /** A balance there is one at the begin of a day, and of the accounts below together; without ~ 0 it may be near it. */
    private void check(Balance balance, FinalBalances balances) throws IOException {
        Asset asset = balance.net().asset();
        BigDecimal sum = balance.hasOthersBelow()
                ? balances.withThoseBelow(balance)
                : balance.net().amount();
        out.write(book().transactions().latest().plusDays(1) + " balance "
                + BeancountNames.of(balance.kind(), balance.account()) + "  " + sum.toPlainString() + " ~ 0 "
                + BeancountNames.of(asset) + "\n\n");
    }

    private Book book() {
        if (book == null) {
            throw new IllegalStateException("a file begins with its header");
        }
        return book;
    }

    private static String text(Money money) {
        return money.amount().toPlainString() + " " + BeancountNames.of(money.asset());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
