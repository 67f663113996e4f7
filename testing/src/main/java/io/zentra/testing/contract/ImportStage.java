package io.zentra.testing.contract;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Account;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.ImportReport.Refusal;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.ZentraLedger;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;

/** Files that are imported, and what becomes of them. */
abstract class ImportStage extends FileStage {
    private static final String HEADER =
            "{\"type\":\"header\",\"format\":\"zentra.ledger\",\"v\":1,\"tenant\":\"elsewhere\"}";

    /** Each account's history by effective times, without what is of this ledger alone. */
    static Map<String, List<String>> histories(ZentraLedger.Book book) {
        return book.accounts().list("", 100).stream()
                .collect(Collectors.toMap(
                        Account::id,
                        account -> book
                                .ledgers()
                                .statement(StatementRequest.of(account.id())
                                        .effective()
                                        .limit(StatementRequest.MAX_LIMIT))
                                .lines()
                                .stream()
                                .map(line -> line.effectiveAt() + " " + line.side() + " " + line.amount() + " "
                                        + line.balance())
                                .toList()));
    }

    /** What each posting's amounts came from, and the limits that it broke in between, in the order of the journal. */
    static List<String> bases(ZentraLedger.Book book) {
        return book.journal().after(0, 10_000).stream()
                .filter(event -> event.type().equals("ledger.entry.created"))
                .map(event -> event.subject().orElseThrow())
                .map(id -> book.ledgers().basis(id) + " "
                        + book.ledgers().posting(id).orElseThrow().crossings())
                .toList();
    }

    final ZentraLedger.Book tenant(String id) {
        ledger().createTenant(id, TenantConfig.standard(), Actor.service("setup"));
        return ledger().tenant(id).as(Actor.service("svc_import"));
    }

    static NewAccount as(Account account) {
        return new NewAccount(
                account.id(),
                account.asset(),
                account.kind(),
                account.normalSide(),
                account.floor(),
                account.ceiling(),
                account.metadata());
    }

    static Map<String, String> accounts(ZentraLedger.Book book) {
        return book.accounts().list("", 100).stream().collect(Collectors.toMap(Account::id, Account::toString));
    }

    static Map<String, String> balances(ZentraLedger.Book book) {
        return book.accounts().list("", 100).stream()
                .collect(Collectors.toMap(
                        Account::id,
                        account -> book.accounts().balances(account.id()).toString()));
    }

    static List<String> openHolds(ZentraLedger.Book book) {
        return book.ledgers().holds().list("", 100).stream()
                .map(hold -> hold.legs() + " " + hold.expiresAt() + " " + hold.correlation() + " " + hold.metadata())
                .toList();
    }

    static List<String> types(ZentraLedger.Book book) {
        return book.journal().after(0, 10_000).stream().map(Event::type).toList();
    }

    static List<ErrorCode> codes(ImportReport report) {
        return report.refusals().stream().map(Refusal::code).toList();
    }

    static ImportReport read(ZentraLedger.Book book, byte[] file) {
        return book.ledgers().imports().ndjson(new ByteArrayInputStream(file), ImportOptions.standard());
    }

    static String file(String... lines) {
        return HEADER + "\n" + String.join("\n", lines) + "\n{\"type\":\"trailer\",\"lines\":" + lines.length + "}\n";
    }

    static String posting(String key, String debit, String credit, long minor) {
        return "{\"type\":\"posting\",\"key\":\"" + key + "\",\"entries\":[" + entry(debit, "debit", minor) + ","
                + entry(credit, "credit", minor) + "]}";
    }

    static String entry(String account, String side, long minor) {
        return "{\"account\":\"" + account + "\",\"side\":\"" + side + "\",\"amount_minor\":" + minor
                + ",\"asset\":\"USD\"}";
    }

    static Tuple tuple(long line, String key, ErrorCode code) {
        return Assertions.tuple(line, key, code);
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
