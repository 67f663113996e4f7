package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Composition;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.ImportReport.Refusal;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Posting;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * History keeps its times. Imports elsewhere put all of it on the day of the import, so every balance of the past is wrong;
 * or let it into years that are closed.
 */
public abstract class ImportTimeContract extends ImportStage {
    /** For subclasses. */
    protected ImportTimeContract() {}

    @Test
    void historyTakesEffectWhenItDid() {
        Instant before = clock().instant();
        fund(500);
        clock().advance(Duration.ofDays(1));
        acme().ledgers().post("customer:42", "merchant:7", usd(80), "sale");
        byte[] file = ndjson(acme());
        clock().advance(Duration.ofDays(30));
        ZentraLedger.Book copy = tenant("copy");
        assertThat(read(copy, file).isClean()).isTrue();

        Posting sale = copy.ledgers()
                .posting(copy.ledgers().trail("merchant:7", 1).get(0).postingId())
                .orElseThrow();
        assertThat(sale.effectiveAt()).isEqualTo(before.plus(Duration.ofDays(1)));
        assertThat(sale.postedAt()).isEqualTo(clock().instant());
        assertThat(copy.ledgers().balance("customer:42", TimeAxis.EFFECTIVE, before))
                .isEqualTo(usd(500));
        assertThat(copy.ledgers().balance("customer:42", TimeAxis.EFFECTIVE, sale.effectiveAt()))
                .isEqualTo(usd(420));
        assertThat(copy.ledgers().balance("customer:42", TimeAxis.RECORDED, sale.effectiveAt()))
                .isEqualTo(usd(0));
        assertThat(histories(copy)).isEqualTo(histories(acme()));
    }

    /** Out of the copy of a copy comes what went into the first. */
    @Test
    void aCopyOfACopyIsTheSame() {
        keepBooks();
        clock().advance(Duration.ofDays(1));
        ZentraLedger.Book copy = tenant("copy");
        read(copy, ndjson(acme()));
        clock().advance(Duration.ofDays(1));
        ZentraLedger.Book second = tenant("second");
        assertThat(read(second, ndjson(copy)).isClean()).isTrue();

        assertThat(histories(second)).isEqualTo(histories(acme()));
        assertThat(bases(second)).isEqualTo(bases(acme()));
        assertThat(balances(second)).isEqualTo(balances(acme()));
    }

    @Test
    void nothingComesIntoAClosedPeriod() {
        String file = file(
                dated("early", "2026-09-30T00:00:00Z"),
                dated("late", "2026-10-02T00:00:00Z"),
                posting("now", "assets:bank", "customer:42", 5));
        acme().periods().close(Instant.parse("2026-10-01T00:00:00Z"), "close").orElseThrow();
        ImportReport report = read(acme(), bytes(file));

        assertThat(report.imported()).isEqualTo(2);
        assertThat(report.refusals())
                .extracting(Refusal::line, Refusal::key, Refusal::code)
                .containsExactly(tuple(2, "early", ErrorCode.PERIOD_CLOSED));
        assertThat(types(acme())).endsWith("request.declined", "ledger.entry.created", "ledger.entry.created");

        acme().periods().reopen(Instant.parse("2026-09-01T00:00:00Z"), "reopen").orElseThrow();
        ImportOptions again = ImportOptions.standard().retryingRefused();
        assertThat(acme().ledgers().imports().ndjson(stream(file), again).imported())
                .isEqualTo(1);
    }

    @Test
    void nothingComesFromTheFuture() {
        ImportReport report = read(acme(), bytes(file(dated("one", "2026-11-21T09:00:01Z"))));

        assertThat(codes(report)).containsExactly(ErrorCode.EFFECTIVE_IN_FUTURE);
        assertThat(posted("customer:42")).isZero();
    }

    /** What would have broken a floor then is refused, or flagged, as for any other posting. */
    @Test
    void limitsInBetweenHoldForHistoryToo() {
        clock().advance(Duration.ofDays(1));
        fund(500);
        String spent = dated("spent", "2026-11-21T00:00:00Z")
                .replace("assets:bank", "x")
                .replace("customer:42", "assets:bank")
                .replace("\"x\"", "\"customer:42\"");
        assertThat(codes(read(acme(), bytes(file(spent))))).containsExactly(ErrorCode.FLOOR_CROSSED_BETWEEN);

        acme().periods().backdating(Backdating.FLAG, "flag").orElseThrow();
        String other = spent.replace("\"spent\"", "\"other\"");
        assertThat(read(acme(), bytes(file(other))).imported()).isEqualTo(1);
        Posting posting = acme().ledgers()
                .posting(acme().ledgers().trail("customer:42", 1).get(0).postingId())
                .orElseThrow();
        assertThat(posting.crossings()).hasSize(1);
    }

    /** Whoever may import may not therefore close a year. */
    @Test
    void periodsAskForTheirOwnPermissions() {
        String file = file(
                "{\"type\":\"period\",\"key\":\"a\",\"change\":\"closed\",\"closed_before\":\"2026-10-01T00:00:00Z\"}",
                "{\"type\":\"period\",\"key\":\"b\",\"change\":\"reopened\",\"closed_before\":\"2026-09-01T00:00:00Z\"}",
                "{\"type\":\"period\",\"key\":\"c\",\"change\":\"shut\",\"closed_before\":\"2026-09-01T00:00:00Z\"}",
                "{\"type\":\"backdating\",\"key\":\"d\",\"rule\":\"flag\"}");
        Actor clerk = Actor.service("clerk")
                .allowedOnly(
                        Permission.READ,
                        Permission.POST,
                        Permission.REVERSE,
                        Permission.MANAGE_ACCOUNTS,
                        Permission.CLOSE_PERIODS);
        ImportReport report = read(ledger().tenant("acme").as(clerk), bytes(file));

        assertThat(report.imported()).isEqualTo(2);
        assertThat(report.refusals())
                .extracting(Refusal::line, Refusal::key, Refusal::code)
                .containsExactly(tuple(3, "b", ErrorCode.PERMISSION_DENIED), tuple(4, "", ErrorCode.INVALID_LINE));
        assertThat(acme().periods().closedBefore()).contains(Instant.parse("2026-10-01T00:00:00Z"));
        assertThat(read(acme(), bytes(file)).imported()).isEqualTo(1);
        assertThat(acme().periods().closedBefore()).contains(Instant.parse("2026-09-01T00:00:00Z"));
    }

    /** With other balances here the rules come to something else: the lines stand, and no basis claims them. */
    @Test
    void aBasisThatDoesNotHoldHereIsOnlyTold() {
        fund(500);
        acme().ledgers()
                .compose(Composition.of(
                        "rest", Movement.all(USD).from("customer:42").to("merchant:7")))
                .orElseThrow();
        byte[] file = ndjson(acme());
        ZentraLedger.Book copy = tenant("copy");
        String more = file(
                text(file).lines().skip(1).limit(4).toArray(String[]::new)); // accounts, and what they are funded with
        read(copy, bytes(more));
        copy.ledgers().post("assets:bank", "customer:42", usd(1), "more").orElseThrow();
        assertThat(read(copy, file).isClean()).isTrue();

        String id = copy.ledgers().trail("merchant:7", 1).get(0).postingId();
        assertThat(copy.accounts().balances("customer:42").posted()).isEqualTo(usd(1));
        assertThat(copy.ledgers().basis(id)).isEmpty();
        assertThat(copy.ledgers().explain("merchant:7", id).source().request().toString())
                .contains("\"basis\"");
        copy.ledgers().verify().requireSound();
    }

    @Test
    void aBasisThatContradictsItselfIsRefused() {
        keepBooks();
        String file = text(ndjson(acme()));
        for (String[] change : new String[][] {
            {"\"bought_minor\":3055", "\"bought_minor\":3056"},
            {"\"rate\":\"0.9213\"", "\"rate\":\"9e999999999\""},
            {"\"difference\":\"", "\"difference\":\"1e999999999"},
            {"\"kind\":\"composition\"", "\"kind\":\"magic\""},
            {"\"mode\":\"up_to\"", "\"mode\":\"all_of\""},
            {"\"remainder\":\"last\"", "\"remainder\":\"first\""},
        }) {
            assertThat(file).contains(change[0]);
            ImportReport report = read(tenant("copy-" + change[1].length()), bytes(file.replace(change[0], change[1])));
            assertThat(codes(report)).as(change[1]).contains(ErrorCode.INVALID_LINE);
        }
    }

    private static String dated(String key, String effectiveAt) {
        return posting(key, "assets:bank", "customer:42", 100)
                .replace("\"entries\"", "\"effective_at\":\"" + effectiveAt + "\",\"entries\"");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
