package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.money.Asset;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import java.io.ByteArrayOutputStream;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Books that are exported. */
abstract class FileStage extends StorageContract {
    static final Asset POINTS = Asset.custom("POINTS", 0);
    static final Asset EUR = Asset.iso("EUR");
    /** Two times, assets, limits, every kind of posting, holds in every state, periods. */
    final void keepBooks() {
        acme().accounts().open(NewAccount.credit("frozen", USD).withMetadata(Map.of("note", "a \"b\"\n")));
        acme().accounts().open(NewAccount.credit("points:42", POINTS).withoutFloor());
        fund(900_000);
        Posting sale = acme().ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd(200), "sale")
                        .correlation("order-17")
                        .metadata(Map.of("channel", "shop")))
                .orElseThrow();
        acme().ledgers().reversals().reverse(sale.id(), usd(50), "part").orElseThrow();
        Posting right = acme().ledgers()
                .reversals()
                .correctRest(sale.id(), PostingRequest.of("customer:42", "merchant:7", usd(175), "right"))
                .orElseThrow()
                .posting();
        acme().ledgers().reversals().reverse(right.id(), Part.all(), "undo").orElseThrow();
        keepHolds();
        keepRules();
        keepTimes();
        acme().accounts().setFloor("merchant:7", usd(-100), "floor").orElseThrow();
        acme().accounts().setCeiling("merchant:7", usd(1_000_000), "ceiling").orElseThrow();
        acme().accounts().freeze("frozen", Side.DEBIT, "freeze").orElseThrow();
        acme().accounts().freeze("points:42", "freeze-points").orElseThrow();
        acme().accounts().unfreeze("points:42", "unfreeze-points").orElseThrow();
        acme().accounts().close("points:42", "close-points").orElseThrow();
    }

    private void keepHolds() {
        Hold hold = hold("held", 600);
        acme().ledgers().holds().increase(hold.id(), usd(10), "more").orElseThrow();
        Instant later = clock().instant().plusSeconds(900);
        acme().ledgers().holds().extend(hold.id(), later, "longer").orElseThrow();
        acme().ledgers().capture(hold.id(), usd(25), "capture").orElseThrow();
        acme().ledgers().release(hold.id(), usd(5), "less").orElseThrow();
        hold("brief", 1);
        clock().advance(Duration.ofSeconds(2));
        ledger().runDueWork();
    }

    private void keepRules() {
        for (String account : List.of("position:usd", "position:eur", "customer:42:eur")) {
            Asset asset = account.endsWith("usd") ? USD : EUR;
            acme().accounts().open(NewAccount.credit(account, asset).withoutFloor());
        }
        acme().ledgers()
                .exchange(Exchange.of(
                        "fx",
                        usd(3_333),
                        Quote.of(USD, EUR, "0.9213", RoundingMode.DOWN).spread("0.5"),
                        Exchange.Accounts.from("customer:42", "position:usd").to("position:eur", "customer:42:eur")))
                .orElseThrow();
        acme().ledgers()
                .compose(Composition.of(
                        "rule", Movement.upTo(usd(700)).from("customer:42").to("merchant:7")))
                .orElseThrow();
    }

    /** What is backdated, also against a rule, then closed, then opened again in part. */
    private void keepTimes() {
        Instant now = clock().instant();
        acme().ledgers()
                .post(PostingRequest.of("assets:bank", "customer:42", usd(11), "late")
                        .effectiveAt(now.minus(Duration.ofDays(9))))
                .orElseThrow();
        acme().periods().backdating(Backdating.FLAG, "flag").orElseThrow();
        Posting flagged = acme().ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd(40), "flagged")
                        .effectiveAt(now.minus(Duration.ofDays(8))))
                .orElseThrow();
        assertThat(flagged.crossings()).isNotEmpty();
        acme().ledgers()
                .reversals()
                .effectiveAt(now.minus(Duration.ofDays(7)))
                .correct(
                        flagged.id(),
                        PostingRequest.of("customer:42", "merchant:7", usd(4), "sooner")
                                .effectiveAt(now.minus(Duration.ofDays(6))))
                .orElseThrow();
        acme().periods().close(now.minus(Duration.ofDays(2)), "close").orElseThrow();
        acme().periods().reopen(now.minus(Duration.ofDays(5)), "reopen").orElseThrow();
    }

    final Hold hold(String key, long seconds) {
        return acme().ledgers()
                .holds()
                .place(
                        PostingRequest.of("customer:42", "merchant:7", usd(50), key),
                        clock().instant().plusSeconds(seconds))
                .orElseThrow();
    }

    static byte[] ndjson(ZentraLedger.Book book) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        book.ledgers().exports().ndjson(out);
        return out.toByteArray();
    }

    static byte[] csv(ZentraLedger.Book book) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        book.ledgers().exports().csv(out);
        return out.toByteArray();
    }

    static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    static List<String> lines(byte[] file) {
        return text(file).lines().toList();
    }
}
