package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.ImportReport.Refusal;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables that are imported: entries, and balances that accounts bring along. */
public abstract class TableContract extends ImportStage {
    /** For subclasses. */
    protected TableContract() {}

    @Test
    void entriesOfATableArePostedByTheirKeys() {
        fund(500);
        acme().ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd(200), "=sale")
                        .correlation("order-17")
                        .metadata(Map.of("note", "=1,\"2\"\n3")));
        byte[] table = csv(acme());
        ZentraLedger.Book copy = tenant("copy");
        acme().accounts().list("", 10).forEach(account -> copy.accounts().open(as(account)));
        ImportReport report = copy.ledgers().imports().csv(new ByteArrayInputStream(table), ImportOptions.standard());
        Posting posted = copy.ledgers()
                .posting(copy.ledgers().trail("merchant:7", 1).get(0).postingId())
                .orElseThrow();

        assertThat(report.isClean()).isTrue();
        assertThat(report.imported()).isEqualTo(2);
        assertThat(balances(copy)).isEqualTo(balances(acme()));
        assertThat(posted.correlation()).isEqualTo("order-17");
        assertThat(posted.metadata()).isEqualTo(Map.of("note", "=1,\"2\"\n3"));
        ImportReport again = copy.ledgers().imports().csv(new ByteArrayInputStream(table), ImportOptions.standard());
        assertThat(again.alreadyThere()).isEqualTo(2);
        ImportReport cut = copy.ledgers()
                .imports()
                .csv(new ByteArrayInputStream(table, 0, table.length - 14), ImportOptions.standard());
        assertThat(codes(cut)).containsExactly(ErrorCode.FILE_INCOMPLETE);
    }

    @Test
    void rowsThatAreNotFitAreRefusedByTheirNumbers() {
        String table = "\uFEFF" + """
                key,account,side,amount,asset,correlation
                one,assets:bank,debit,1.00,USD,
                one,customer:42,credit,1.00,USD,
                two,assets:bank,debit,1.00,USD,a
                two,customer:42,credit,1.00,USD,b
                three,assets:bank,debit,1.005,USD,
                three,customer:42,credit,1.005,USD,
                four,assets:bank,left,1.00,USD,
                five,assets:bank,debit,1.00
                ,assets:bank,debit,1.00,USD,
                six,assets:bank,debit,2.00,USD,
                six,customer:42,credit,2.00,USD,
                """.replace("\n", "\r\n");
        ImportReport report = acme().ledgers().imports().csv(stream(table), ImportOptions.standard());

        assertThat(report.imported()).isEqualTo(2);
        assertThat(report.refusals())
                .extracting(Refusal::line, Refusal::key, Refusal::code)
                .containsExactly(
                        tuple(4, "", ErrorCode.INVALID_LINE),
                        tuple(6, "", ErrorCode.INVALID_AMOUNT),
                        tuple(8, "", ErrorCode.INVALID_LINE),
                        tuple(9, "", ErrorCode.INVALID_LINE),
                        tuple(10, "", ErrorCode.INVALID_LINE));
        assertThat(posted("customer:42")).isEqualTo(300);
    }

    @Test
    void accountsBringTheirBalancesAlong() {
        acme().accounts()
                .open(NewAccount.of(AccountKind.EQUITY, "equity:opening", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("overdrawn", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("points:42", POINTS));
        String table = """
                account,asset,balance
                assets:bank,USD,1000.00
                customer:42,USD,800.00
                overdrawn,USD,-30.00
                merchant:7,USD,0.00
                nobody,USD,1.00
                points:42,POINTS/0,5
                """;
        ImportReport report = openings(table);

        assertThat(report.imported()).isEqualTo(3);
        assertThat(report.alreadyThere()).isEqualTo(1);
        assertThat(report.refusals())
                .extracting(Refusal::line, Refusal::key, Refusal::code)
                .containsExactly(
                        tuple(6, "opening/nobody", ErrorCode.UNKNOWN_ACCOUNT),
                        tuple(7, "opening/points:42", ErrorCode.ASSET_MISMATCH));
        assertThat(posted("assets:bank")).isEqualTo(100_000);
        assertThat(posted("customer:42")).isEqualTo(80_000);
        assertThat(posted("overdrawn")).isEqualTo(-3_000);
        assertThat(posted("equity:opening")).isEqualTo(100_000 - 80_000 + 3_000);
        assertThat(openings(table).imported()).isZero();
        assertThat(codes(openings(table.replace("800.00", "900.00")))).contains(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(posted("customer:42")).isEqualTo(80_000);
    }

    private ImportReport openings(String table) {
        return acme().ledgers()
                .imports()
                .openings(stream(table), "equity:opening", clock().instant(), ImportOptions.standard());
    }

    @Test
    void balancesTakeEffectWhenTheyWereSo() {
        acme().accounts()
                .open(NewAccount.of(AccountKind.EQUITY, "equity:opening", USD).withoutFloor());
        Instant newYear = Instant.parse("2026-01-01T00:00:00Z");
        InputStream table = stream("account,asset,balance\nassets:bank,USD,10.00\n");
        acme().ledgers().imports().openings(table, "equity:opening", newYear, ImportOptions.standard());

        assertThat(acme().ledgers().balance("assets:bank", TimeAxis.EFFECTIVE, newYear))
                .isEqualTo(usd(1_000));
        assertThat(acme().ledgers().balance("assets:bank", TimeAxis.EFFECTIVE, newYear.minusNanos(1_000)))
                .isEqualTo(usd(0));
        assertThat(acme().ledgers().balance("assets:bank", TimeAxis.RECORDED, newYear))
                .isEqualTo(usd(0));
    }

    /** The effective time of a row counts, else the recorded one, else now. */
    @Test
    void entriesTakeEffectWhenTheyDid() {
        String table = """
                key,account,side,amount_minor,asset,recorded_at,effective_at
                one,assets:bank,debit,1,USD,2026-03-01T00:00:00Z,2026-02-01T00:00:00Z
                one,customer:42,credit,1,USD,2026-03-01T00:00:00Z,2026-02-01T00:00:00Z
                two,assets:bank,debit,20,USD,2026-03-01T00:00:00Z,
                two,customer:42,credit,20,USD,2026-03-01T00:00:00Z,
                three,assets:bank,debit,300,USD,,
                three,customer:42,credit,300,USD,,
                four,assets:bank,debit,4000,USD,2026-03-01,
                five,assets:bank,debit,4000,USD,,2027-01-01T00:00:00Z
                five,customer:42,credit,4000,USD,,2027-01-01T00:00:00Z
                """;
        ImportReport report = acme().ledgers().imports().csv(stream(table), ImportOptions.standard());

        assertThat(report.refusals())
                .extracting(Refusal::line, Refusal::key, Refusal::code)
                .containsExactly(tuple(8, "", ErrorCode.INVALID_LINE), tuple(9, "five", ErrorCode.EFFECTIVE_IN_FUTURE));
        assertThat(balance("2026-02-01T00:00:00Z")).isEqualTo(usd(1));
        assertThat(balance("2026-03-01T00:00:00Z")).isEqualTo(usd(21));
        assertThat(balance("2026-11-21T09:00:00Z")).isEqualTo(usd(321));
    }

    private Money balance(String effective) {
        return acme().ledgers().balance("customer:42", TimeAxis.EFFECTIVE, Instant.parse(effective));
    }
}
