package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.Correction;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Reversals;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host's own words on what captures and reverses: why money went back, and which clearing took it. */
public abstract class WordsContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final Map<String, String> SALE = Map.of("channel", "shop", "clerk", "17");

    /** For subclasses. */
    protected WordsContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        fund(1_000);
    }

    /** Support asks why the money went back; elsewhere the reason stands in another system, if it does. */
    @Test
    void aRefundTellsItsReasonBesideTheWordsOfTheSale() {
        Posting sale = acme().ledgers().post(sale("sale")).orElseThrow();
        Posting refund =
                because("damaged").reverse(sale.id(), usd(30), "refund").orElseThrow();

        assertThat(refund.metadata()).isEqualTo(Map.of("channel", "shop", "clerk", "17", "reason", "damaged"));
        assertThat(acme().ledgers().posting(refund.id())).contains(refund);
        assertThat(acme().ledgers()
                        .search(PostingSearch.all().metadata("reason", "damaged"))
                        .postings())
                .containsExactly(refund);
        assertThat(acme().ledgers().reverse(sale.id(), "rest").orElseThrow().metadata())
                .isEqualTo(SALE);
    }

    @Test
    void theReasonIsAPartOfTheRequest() {
        Posting sale = acme().ledgers().post(sale("sale")).orElseThrow();
        Posting refund = because("damaged").reverse(sale.id(), usd(30), "k").orElseThrow();

        assertThat(because("damaged").reverse(sale.id(), usd(30), "k").orElseThrow())
                .isEqualTo(refund);
        conflicts("metadata.reason", () -> because("late").reverse(sale.id(), usd(30), "k"));
        conflicts("metadata", () -> acme().ledgers().reversals().reverse(sale.id(), usd(30), "k"));
        assertThat(posted(MERCHANT)).isEqualTo(70);
    }

    @Test
    void itsOwnWordCountsWhereBothHaveOne() {
        Posting sale = acme().ledgers().post(sale("sale")).orElseThrow();
        Posting refund = acme().ledgers()
                .reversals()
                .metadata(Map.of("clerk", "18"))
                .reverse(sale.id(), Part.all(), "refund")
                .orElseThrow();

        assertThat(refund.metadata()).isEqualTo(Map.of("channel", "shop", "clerk", "18"));
    }

    @Test
    void theReversalOfACorrectionHasThemAndItsReplacementItsOwn() {
        Posting sale = acme().ledgers().post(sale("sale")).orElseThrow();
        PostingRequest right = PostingRequest.of(CUSTOMER, MERCHANT, usd(90), "right");
        Correction correction = because("typo").correct(sale.id(), right).orElseThrow();

        assertThat(correction.reversal().metadata())
                .containsEntry("reason", "typo")
                .containsEntry("clerk", "17");
        assertThat(correction.posting().metadata()).isEmpty();
        assertThat(because("typo").correct(sale.id(), right).orElseThrow()).isEqualTo(correction);
        conflicts("metadata.reason", () -> because("other").correct(sale.id(), right));
    }

    /** What reverses at another time keeps its words, in whichever order both were said. */
    @Test
    void wordsAndTimeGoTogether() {
        Posting sale = acme().ledgers().post(sale("sale")).orElseThrow();
        Posting first = because("damaged")
                .effectiveAt(sale.effectiveAt())
                .reverse(sale.id(), usd(10), "first")
                .orElseThrow();
        Posting second = acme().ledgers()
                .reversals()
                .effectiveAt(sale.effectiveAt())
                .metadata(Map.of("reason", "damaged"))
                .reverse(sale.id(), usd(10), "second")
                .orElseThrow();

        assertThat(first.metadata()).containsEntry("reason", "damaged").isEqualTo(second.metadata());
        assertThat(first.effectiveAt()).isEqualTo(second.effectiveAt()).isEqualTo(sale.effectiveAt());
    }

    @Test
    void aCaptureTellsItsClearingBesideTheWordsOfTheHold() {
        Hold hold = acme().ledgers().hold(sale("hold")).orElseThrow();
        Map<String, String> clearing = Map.of("clearing", "c-1", "clerk", "18");
        Posting part = acme().ledgers()
                .holds()
                .capture(hold.id(), Part.of(usd(30)), "part", clearing)
                .orElseThrow();
        Posting last = acme().ledgers()
                .holds()
                .captureFinal(hold.id(), Part.of(usd(40)), "last", Map.of("clearing", "c-2"))
                .orElseThrow();

        assertThat(part.metadata()).isEqualTo(Map.of("channel", "shop", "clerk", "18", "clearing", "c-1"));
        assertThat(last.metadata()).isEqualTo(Map.of("channel", "shop", "clerk", "17", "clearing", "c-2"));
        assertThat(acme().ledgers().holds().find(hold.id()).orElseThrow().metadata())
                .as("the hold's own stay")
                .isEqualTo(SALE);
        assertThat(acme().ledgers()
                        .holds()
                        .capture(hold.id(), Part.of(usd(30)), "part", clearing)
                        .orElseThrow())
                .isEqualTo(part);
        conflicts("metadata", () -> acme().ledgers().holds().capture(hold.id(), Part.of(usd(30)), "part"));
        conflicts(
                "metadata.clearing",
                () -> acme().ledgers()
                        .holds()
                        .captureFinal(hold.id(), Part.of(usd(40)), "last", Map.of("clearing", "c-3")));
    }

    @Test
    void declinesMoreWordsThanAPostingHas() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 31; i++) {
            many.put("n" + i, "v");
        }
        Posting sale = acme().ledgers().post(sale("sale")).orElseThrow();
        Hold hold = acme().ledgers().hold(sale("hold")).orElseThrow();

        assertThat(code(acme().ledgers().reversals().metadata(many).reverse(sale.id(), Part.all(), "refund")))
                .isEqualTo(ErrorCode.INVALID_METADATA);
        assertThat(code(acme().ledgers().holds().capture(hold.id(), Part.all(), "capture", many)))
                .isEqualTo(ErrorCode.INVALID_METADATA);
        assertThat(posted(MERCHANT)).isEqualTo(100);
        many.remove("n0");
        assertThat(acme().ledgers()
                        .reversals()
                        .metadata(many)
                        .reverse(sale.id(), Part.all(), "refund-32")
                        .orElseThrow()
                        .metadata())
                .hasSize(32);
    }

    @Test
    void refusesMalformedWordsAtOnce() {
        Posting sale = acme().ledgers().post(sale("sale")).orElseThrow();
        Hold hold = acme().ledgers().hold(sale("hold")).orElseThrow();
        long size = acme().journal().size();
        Map<String, String> tooLong = Map.of("reason", "x".repeat(513));

        refuses(() -> acme().ledgers().reversals().metadata(tooLong));
        refuses(() -> acme().ledgers().holds().capture(hold.id(), Part.all(), "k", tooLong));
        refuses(() -> acme().ledgers().holds().captureFinal(hold.id(), Part.all(), "k", tooLong));
        assertThat(acme().journal().size()).isEqualTo(size);
        assertThat(acme().ledgers().reverse(sale.id(), "k").isReplay()).isFalse();
    }

    private Reversals because(String reason) {
        return acme().ledgers().reversals().metadata(Map.of("reason", reason));
    }

    private static PostingRequest sale(String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(100), key).metadata(SALE);
    }

    private static void refuses(Runnable call) {
        assertThat(catchThrowableOfType(ZentraException.class, call::run).code())
                .isEqualTo(ErrorCode.INVALID_METADATA);
    }

    private static void conflicts(String field, Runnable call) {
        ZentraException conflict = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(conflict.details()).containsEntry("field", field);
    }
}
