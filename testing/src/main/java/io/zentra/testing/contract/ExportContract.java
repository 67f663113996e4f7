package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.Exported;
import io.zentra.ledger.Exports;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A ledger as files: each tells where it begins and ends, and nothing in it is calculated. */
public abstract class ExportContract extends FileStage {
    /** For subclasses. */
    protected ExportContract() {}

    @Test
    void namesFormatTenantRangeAndRoot() {
        keepBooks();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exported exported = acme().ledgers().exports().ndjson(out);
        List<String> lines = lines(out.toByteArray());
        long size = acme().journal().size();
        String root = acme().journal().checkpoint().root();

        assertThat(exported.root()).isEqualTo(root);
        assertThat(exported.last()).isEqualTo(size);
        assertThat(lines.get(0))
                .isEqualTo("{\"first\":1,\"format\":\"zentra.ledger\",\"last\":" + size + ",\"root\":\"" + root
                        + "\",\"tenant\":\"acme\",\"type\":\"header\",\"v\":1}");
        assertThat(lines.get(lines.size() - 1))
                .startsWith("{\"counts\":{\"account\":8,\"backdating\":1,\"capture\":1,\"correction\":2,")
                .endsWith("\"lines\":" + (lines.size() - 2) + ",\"type\":\"trailer\"}");
        assertThat(exported.counts().values().stream().mapToLong(count -> count).sum())
                .isEqualTo(exported.lines());
        assertThat(ndjson(acme())).isEqualTo(out.toByteArray());
    }

    @Test
    void noFileBeginsInTheMiddleOfACommand() {
        fund(500);
        Hold hold = hold("held", 60);
        long seq = acme().ledgers().capture(hold.id(), "capture").orElseThrow().seq();

        for (long after : new long[] {seq, -1, seq + 2}) {
            assertThatThrownBy(() -> acme().ledgers().exports().ndjson(new ByteArrayOutputStream(), after))
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        }
        assertThat(acme().ledgers()
                        .exports()
                        .ndjson(new ByteArrayOutputStream(), seq + 1)
                        .lines())
                .isZero();
    }

    @Test
    void spreadsheetsShowWhatTheyWouldCalculate() {
        acme().ledgers()
                .post(PostingRequest.of("assets:bank", "customer:42", usd(125_000), "=1+1")
                        .correlation("order-17")
                        .metadata(Map.of("note", "a, \"b\"")));
        acme().ledgers().post("customer:42", "merchant:7", usd(5), "@SUM(A1)");
        acme().accounts().open(NewAccount.debit("odd", USD).withoutFloor());
        acme().ledgers().post("customer:42", "odd", usd(7), "-7");
        List<String> rows = lines(csv(acme()));

        assertThat(rows.get(0))
                .startsWith("# zentra.entries 1 tenant=acme first=1 last=")
                .contains(" root=");
        assertThat(rows.get(1))
                .startsWith("key,id,recorded_at,effective_at,account,side,amount_minor,amount,asset,posted_minor,");
        assertThat(rows.get(2))
                .startsWith("acme/4,po_")
                .contains(",assets:bank,debit,125000,1250.00,USD,125000,service:svc_edge,'=1+1,order-17,")
                .endsWith(",\"{\"\"note\"\":\"\"a, \\\"\"b\\\"\"\"\"}\"");
        assertThat(rows.get(4)).contains(",'@SUM(A1),");
        assertThat(rows.get(7)).contains(",odd,credit,7,0.07,USD,-7,").contains(",'-7,");
        assertThat(rows.get(8)).isEqualTo("# end rows=6");
    }

    @Test
    void plainTextAccountingGetsEveryPosting() {
        keepBooks();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        acme().ledgers().exports().hledger(out);
        String journal = text(out.toByteArray());

        assertThat(journal)
                .startsWith("; zentra.hledger 1 tenant=acme first=1 last=")
                .contains("\ncommodity 1000.00 USD\n", "\ncommodity 1000. \"POINTS/0\"\n")
                .contains("\naccount customer:42  ; type:L\n")
                .contains("\n    ; key:fund\n    assets:bank  9000.00 USD\n    customer:42  -9000.00 USD\n")
                .contains(" * balance of assets:bank\n    assets:bank  0.00 USD = 9000.11 USD\n")
                .containsPattern("\n; end lines=[0-9]+\n$");
    }

    @Test
    void beancountGetsEveryPostingUnderItsOwnNames() {
        keepBooks();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        acme().ledgers().exports().beancount(out);
        String journal = text(out.toByteArray());

        assertThat(journal)
                .startsWith("; zentra.beancount 1 tenant=acme first=1 last=")
                .contains(
                        "\n  key: \"fund\"\n  Assets:Assets:Bank  9000.00 USD\n  Liabilities:Customer:42  -9000.00 USD\n")
                .contains("\n2026-11-12 commodity POINTS-0\n")
                .contains("\n2026-11-12 open Liabilities:Customer:42 USD\n  account: \"customer:42\"\n")
                .contains("\n2026-11-22 balance Assets:Assets:Bank  9000.11 ~ 0 USD\n")
                .containsPattern("\n; end lines=[0-9]+\n$");
    }

    /** What was said to be so on another day stands on that day. */
    @Test
    void everyFormTellsWhenAPostingTookEffect() {
        acme().ledgers()
                .post(PostingRequest.of("assets:bank", "customer:42", usd(5), "late")
                        .effectiveAt(Instant.parse("2026-10-31T23:30:00Z")))
                .orElseThrow();

        assertThat(text(ndjson(acme()))).contains("\"effective_at\":\"2026-10-31T23:30:00Z\"");
        assertThat(lines(csv(acme())).get(2)).contains(",2026-11-21T09:00:00Z,2026-10-31T23:30:00Z,assets:bank,");
        assertThat(written(Exports::hledger))
                .contains("\n2026-10-31 * (po_")
                .contains("; recorded:2026-11-21T09:00:00Z\n");
        assertThat(written(Exports::beancount)).contains("\n2026-10-31 * \"posting\"\n");
    }

    /** They are told in their own right, not as their lines alone. */
    @Test
    void whatAmountsCameFromIsTold() {
        keepBooks();
        assertThat(text(ndjson(acme())))
                .contains("\"basis\":{\"bought_minor\":3055,", "\"rate\":\"0.9213\",\"rounding\":\"down\"")
                .contains("\"basis\":{\"kind\":\"composition\",\"movements\":[{\"amount_minor\":700,");
    }

    private String written(BiConsumer<Exports, OutputStream> form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.accept(acme().ledgers().exports(), out);
        return text(out.toByteArray());
    }
}
