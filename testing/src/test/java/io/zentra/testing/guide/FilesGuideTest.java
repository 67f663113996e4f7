package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.Exported;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.ZentraLedger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/ledger.md on files, as they stand there. */
class FilesGuideTest {
    private static final Asset USD = Asset.iso("USD");

    private final ZentraLedger ledger = ZentraLedger.open(Storage.inMemory());
    private ZentraLedger.Book acme;

    @TempDir
    Path folder;

    @BeforeEach
    void openAccounts() {
        acme = tenant("acme");
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.of(AccountKind.EQUITY, "equity:opening", USD));
    }

    @AfterEach
    void verify() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void aLedgerMoves() throws IOException {
        acme.ledgers().post("assets:bank", "customer:42", usd("500.00"), "fund").orElseThrow();
        ZentraLedger.Book copy = tenant("copy");
        List<String> log = new ArrayList<>();

        try (OutputStream file = Files.newOutputStream(folder.resolve("acme.ndjson"))) {
            Exported exported = acme.ledgers().exports().ndjson(file);
            log.add(exported.lines() + " lines up to event " + exported.last());
        }
        try (InputStream file = Files.newInputStream(folder.resolve("acme.ndjson"))) {
            ImportReport report = copy.ledgers().imports().ndjson(file, ImportOptions.standard());
            log.add(report.imported() + " imported, " + report.refused() + " refused");
        }
        assertThat(log).containsExactly("4 lines up to event 4", "4 imported, 0 refused");
        assertThat(copy.accounts().balances("customer:42").posted()).isEqualTo(usd("500.00"));
    }

    @Test
    void aTableWithAFault() {
        List<String> log = new ArrayList<>();
        InputStream table = bytes("""
                key,account,side,asset,amount
                old-1,assets:bank,debit,USD,10.00
                old-1,customer:42,credit,USD,10.00
                old-2,customer:42,debit,USD,11.00
                old-2,assets:bank,credit,USD,11.00
                """);
        ImportReport report = acme.ledgers().imports().csv(table, ImportOptions.standard());
        for (ImportReport.Refusal refusal : report.refusals()) {
            log.add(refusal.line() + " " + refusal.key() + " " + refusal.code() + ": " + refusal.message());
        }

        assertThat(report.imported()).isEqualTo(1);
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("4 old-2 floor_crossed: account customer:42 has 10.00 USD");
    }

    @Test
    void balancesThatAccountsBringAlong() {
        InputStream balances = bytes("""
                account,asset,balance
                assets:bank,USD,1000.00
                customer:42,USD,800.00
                """);
        ImportReport brought = acme.ledgers()
                .imports()
                .openings(balances, "equity:opening", Instant.parse("2026-01-01T00:00:00Z"), ImportOptions.standard());

        assertThat(brought.isClean()).isTrue();
        assertThat(acme.accounts().balances("equity:opening").posted()).isEqualTo(usd("200.00"));
    }

    private ZentraLedger.Book tenant(String id) {
        ledger.createTenant(id, TenantConfig.standard(), Actor.service("setup"));
        return ledger.tenant(id).as(Actor.service("svc_edge"));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
