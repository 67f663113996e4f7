package io.zentra.ledger.internal.file;

import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.Entry;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.Line.Opened;
import io.zentra.ledger.internal.LineAssembler.Made;
import io.zentra.ledger.internal.PostingText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A journal of plain-text accounting as hledger reads it: accounts and commodities are declared, debits are positive, and
 * at the end the balance of every account is asserted, so that {@code hledger check --strict} checks the books once more.
 */
public final class HledgerForm implements Form {
    private final Writer out;
    private final Set<Asset> declared = new HashSet<>();
    private @Nullable Book book;

    /** What is known once an export has begun. */
    private record Book(Head head, Transactions transactions) {}

    /** Writes to a stream, which is not closed. */
    public HledgerForm(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void begin(Head begun) throws IOException {
        book = new Book(begun, new Transactions(begun));
        out.write("; zentra.hledger 1 tenant=" + begun.tenant().id() + " first=" + begun.first() + " last="
                + begun.last() + " root=" + begun.root() + "\n; debits are positive\ndecimal-mark .\n\n");
    }

    @Override
    public int line(Made made) throws IOException {
        if (made.line() instanceof Opened opened) {
            declare(opened.account());
            return 1;
        }
        int transactions = 0;
        for (Event event : made.events()) {
            if (event.type().equals(PostingText.POSTED)) {
                transaction(event, PostingText.read(event));
                transactions++;
            }
        }
        return transactions;
    }

    private void declare(NewAccount account) throws IOException {
        Asset asset = account.asset();
        if (declared.add(asset)) {
            String sample = Money.ofMinor(0, asset).amount().toPlainString().replaceFirst("0", "1000");
            out.write("commodity " + sample + (asset.scale() == 0 ? "." : "") + " " + symbol(asset) + "\n");
        }
        out.write("account " + account.id() + "  ; type:" + type(account.kind()) + "\n\n");
    }

    private void transaction(Event event, Posting posting) throws IOException {
        out.write(book().transactions().day(posting) + " * (" + posting.id() + ") " + Transactions.description(posting)
                + "\n");
        out.write("    ; event:" + event.seq() + "\n");
        tag("recorded", event.at().toString());
        tag("key", event.key().orElse(null));
        tag("correlation", posting.correlation());
        for (Entry entry : posting.entries()) {
            out.write("    " + entry.account() + "  " + text(Transactions.signed(entry)) + "\n");
        }
        out.write("\n");
    }

    /** A tag's value ends at a comma: what comes behind one could be read as another tag. */
    private void tag(String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.write("    ; " + name + ":" + value.replace(',', '_') + "\n");
        }
    }

    @Override
    public void end(long lines, Map<String, Long> counts) throws IOException {
        new FinalBalances(book().head()).forEach(balance -> {
            String nothing = text(Money.zero(balance.net().asset()));
            out.write(book().transactions().latest() + " * balance of " + balance.account() + "\n    "
                    + balance.account() + "  " + nothing + " = " + text(balance.net()) + "\n\n");
        });
        out.write("; end lines=" + lines + "\n");
        out.flush();
    }

    private Book book() {
        if (book == null) {
            throw new IllegalStateException("a file begins with its header");
        }
        return book;
    }

    private static String text(Money money) {
        return money.amount().toPlainString() + " " + symbol(money.asset());
    }

    /** What is not letters alone stands in quotes. */
    private static String symbol(Asset asset) {
        String symbol = asset.toString();
        return symbol.chars().allMatch(c -> c >= 'A' && c <= 'Z') ? symbol : "\"" + symbol + "\"";
    }

    private static String type(AccountKind kind) {
        return switch (kind) {
            case ASSET -> "A";
            case LIABILITY -> "L";
            case EQUITY -> "E";
            case INCOME -> "R";
            case EXPENSE -> "X";
        };
    }
}
