package io.zentra.testing.contract;

import static io.zentra.ledger.TimeAxis.EFFECTIVE;
import static io.zentra.ledger.TimeAxis.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Money;
import io.zentra.ledger.Correction;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Hold;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.ZentraLedger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What searches for postings must find on every storage. */
public abstract class SearchContract extends SearchStage {
    /** For subclasses. */
    protected SearchContract() {}

    @Test
    void findsWhatALookAtEveryPostingFinds() {
        postAtRandom(150);
        Money least = usd(10);
        Money most = usd(70);
        compare(PostingSearch.all(), posting -> true);
        compare(PostingSearch.all().account("customer:42"), posting -> hasEntry(posting, "customer:42"));
        compare(PostingSearch.all().account("customer"), posting -> false);
        compare(
                PostingSearch.all().under("customer"),
                posting -> hasEntry(posting, "customer:42") || hasEntry(posting, "customer:4"));
        compare(PostingSearch.all().under("customer:4"), posting -> hasEntry(posting, "customer:4"));
        compare(PostingSearch.all().correlation("order-3"), posting -> "order-3".equals(posting.correlation()));
        compare(PostingSearch.all().metadata("tag", "t1"), posting -> isTagged(posting, "tag", "t1"));
        compare(
                PostingSearch.all().metadata("tag", "t1").metadata("colour", "c2"),
                posting -> isTagged(posting, "tag", "t1") && isTagged(posting, "colour", "c2"));
        compare(PostingSearch.all().amount(usd(17)), posting -> hasAmount(posting, usd(17), usd(17)));
        compare(PostingSearch.all().amount(least, most), posting -> hasAmount(posting, least, most));
        compare(
                PostingSearch.all().amount(usd(-1), usd(Long.MAX_VALUE)),
                posting -> hasAmount(posting, usd(0), usd(Long.MAX_VALUE)));
        compare(
                PostingSearch.all().from(RECORDED, BEGIN.plusSeconds(40)).to(RECORDED, BEGIN.plusSeconds(110)),
                posting -> !posting.postedAt().isBefore(BEGIN.plusSeconds(40))
                        && posting.postedAt().isBefore(BEGIN.plusSeconds(110)));
        compare(
                PostingSearch.all()
                        .from(RECORDED, BEGIN.plusSeconds(50))
                        .under("customer")
                        .metadata("tag", "t2")
                        .amount(least, most)
                        .correlation("order-1"),
                posting -> !posting.postedAt().isBefore(BEGIN.plusSeconds(50))
                        && isTagged(posting, "tag", "t2")
                        && "order-1".equals(posting.correlation())
                        && posting.entries().stream()
                                .anyMatch(entry ->
                                        entry.account().startsWith("customer:") && isBetween(entry, least, most)));
    }

    @Test
    void findsByTheTimeThatPostingsTookEffectHoweverFarBack() {
        postAtRandom(60);
        List<Duration> ages = List.of(
                Duration.ofNanos(1_000),
                Duration.ofSeconds(45),
                Duration.ofMinutes(80),
                Duration.ofDays(2),
                Duration.ofDays(100),
                Duration.ofDays(800),
                Duration.ofDays(365 * 30),
                Duration.ofDays(365 * 1_500));
        for (int i = 0; i < 3; i++) {
            for (Duration age : ages) {
                clock().advance(Duration.ofSeconds(1));
                backdated(clock().instant().minus(age), "late-" + age + i);
            }
        }
        for (Duration age : ages) {
            Instant first = clock().instant().minus(age).minusSeconds(7);
            for (Instant end : List.of(first.plusSeconds(9), first.plusSeconds(60), clock().instant())) {
                compare(
                        PostingSearch.all().from(EFFECTIVE, first).to(EFFECTIVE, end),
                        posting -> !posting.effectiveAt().isBefore(first)
                                && posting.effectiveAt().isBefore(end));
                compare(
                        PostingSearch.all().to(EFFECTIVE, end).account("merchant:7"),
                        posting -> posting.effectiveAt().isBefore(end) && hasEntry(posting, "merchant:7"));
            }
            compare(
                    PostingSearch.all().from(EFFECTIVE, first).to(RECORDED, BEGIN.plusSeconds(70)),
                    posting -> !posting.effectiveAt().isBefore(first)
                            && posting.postedAt().isBefore(BEGIN.plusSeconds(70)));
        }
    }

    /** Elsewhere "account X and amount Y" finds postings where X had another amount, and Y was another's. */
    @Test
    void allThatIsSaidOfAnEntryIsTrueOfOne() {
        fund(1_000);
        Posting split = acme().ledgers()
                .post(PostingRequest.of("split")
                        .debit("customer:42", usd(100))
                        .credit("merchant:7", usd(97))
                        .credit("assets:bank", usd(3)))
                .orElseThrow();

        PostingSearch merchants = PostingSearch.all().account("merchant:7").amount(usd(97));
        assertThat(ids(merchants)).containsExactly(split.id());
        assertThat(split.entries().stream().filter(merchants::isMetBy))
                .extracting(Entry::account)
                .containsExactly("merchant:7");
        assertThat(ids(PostingSearch.all().account("merchant:7").amount(usd(3))))
                .isEmpty();
        assertThat(ids(PostingSearch.all().under("merchant").amount(usd(1), usd(50))))
                .isEmpty();
    }

    @Test
    void findsThePostingsOfAKey() {
        Posting funds = fund(1_000);
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(60), "shared"))
                .orElseThrow();
        Posting captured =
                acme().ledgers().capture(hold.id(), usd(20), "shared").orElseThrow();
        Correction correction = acme().ledgers()
                .reversals()
                .correct(captured.id(), PostingRequest.of("customer:42", "merchant:7", usd(19), "mended"))
                .orElseThrow();
        acme().ledgers()
                .post("customer:42", "merchant:7", usd(5), "shared")
                .orElseThrow()
                .id();
        acme().ledgers().post("customer:42", "merchant:7", usd(1_000_000), "declined");
        acme().ledgers().post("assets:bank", "customer:42", usd(1_000), "fund");

        assertThat(ids(PostingSearch.all().key("fund"))).containsExactly(funds.id());
        assertThat(ids(PostingSearch.all().key("mended")))
                .containsExactly(
                        correction.reversal().id(), correction.posting().id());
        assertThat(ids(PostingSearch.all().key("shared"))).hasSize(2).contains(captured.id());
        assertThat(ids(PostingSearch.all().key("shared").amount(usd(20)))).containsExactly(captured.id());
        assertThat(ids(PostingSearch.all().key("declined"))).isEmpty();
        assertThat(ids(PostingSearch.all().key("never"))).isEmpty();
    }

    /**
     * A correction makes two postings, which were looked for from the event of its key on: so the key of a refused one
     * found the posting that somebody else made next.
     */
    @Test
    void theKeyOfARefusedCorrectionFindsNothingOfOthers() {
        Posting funds = fund(1_000);
        PostingRequest other = PostingRequest.of("customer:42", "merchant:7", usd(1), "refused");
        assertThat(acme().ledgers().reversals().correct("po_none", other).isDeclined())
                .isTrue();
        acme().ledgers().post("customer:42", "merchant:7", usd(5), "next").orElseThrow();

        assertThat(ids(PostingSearch.all().key("refused"))).isEmpty();
        assertThat(ids(PostingSearch.all().key("fund"))).containsExactly(funds.id());
    }

    /** A line of a file is a request too, and a correction that was imported is as much two postings as one that was made. */
    @Test
    void theKeyOfAnImportedCorrectionFindsBothPostings() {
        Posting wrong = fund(1_000);
        Correction correction = acme().ledgers()
                .reversals()
                .correct(wrong.id(), PostingRequest.of("assets:bank", "customer:42", usd(100), "mended"))
                .orElseThrow();
        acme().ledgers().post("customer:42", "merchant:7", usd(5), "next").orElseThrow();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        acme().ledgers().exports().ndjson(file);
        ledger().createTenant("copy", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book copy = ledger().tenant("copy").as(Actor.service("svc_edge"));
        copy.ledgers().imports().ndjson(new ByteArrayInputStream(file.toByteArray()), ImportOptions.standard());

        assertThat(amounts(copy, "acme/" + wrong.seq())).containsExactly(usd(1_000));
        assertThat(amounts(copy, "acme/" + correction.reversal().seq())).containsExactly(usd(1_000), usd(100));
    }

    private static List<Money> amounts(ZentraLedger.Book book, String key) {
        return book.ledgers().search(PostingSearch.all().key(key)).postings().stream()
                .map(posting -> posting.entries().get(0).amount())
                .toList();
    }

    @Test
    void refusesSearchesThatContradictThemselves() {
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> PostingSearch.all().account("a").under("b"));
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> PostingSearch.all().metadata("a", "1").metadata("a", "2"));
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> PostingSearch.all().amount(usd(2), usd(1)));
        assertRefused(ErrorCode.ASSET_MISMATCH, () -> PostingSearch.all().amount(usd(1), Money.ofMinor(2, JPY)));
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> PostingSearch.all().limit(0));
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> PostingSearch.all().limit(PostingSearch.MAX_LIMIT + 1));
        assertRefused(ErrorCode.INVALID_ID, () -> PostingSearch.all().under("no path"));
        assertRefused(ErrorCode.INVALID_KEY, () -> PostingSearch.all().key(""));
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> PostingSearch.all().to(EFFECTIVE, BEGIN).to(EFFECTIVE, BEGIN));
        for (String wrong : List.of("x".repeat(513), "\0", "\ud800")) {
            assertRefused(ErrorCode.INVALID_METADATA, () -> PostingSearch.all().metadata("tag", wrong));
        }
        assertRefused(ErrorCode.INVALID_ID, () -> PostingSearch.all().metadata("no name", "x"));
        for (Instant wrong : List.of(Instant.MIN, Instant.MAX)) {
            assertRefused(
                    ErrorCode.INVALID_EFFECTIVE_TIME, () -> PostingSearch.all().from(RECORDED, wrong));
            assertRefused(
                    ErrorCode.INVALID_EFFECTIVE_TIME, () -> PostingSearch.all().to(EFFECTIVE, wrong));
        }
        assertThat(ids(PostingSearch.all()
                        .from(RECORDED, BEGIN.plusSeconds(9))
                        .to(RECORDED, BEGIN)
                        .to(EFFECTIVE, BEGIN.minusSeconds(9))))
                .isEmpty();
        PostingSearch full = PostingSearch.all();
        for (int i = 0; i < PostingSearch.MAX_CRITERIA; i++) {
            full = full.metadata("name-" + i, "x");
        }
        PostingSearch most = full;
        assertThat(ids(most)).isEmpty();
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> most.metadata("one-more", "x"));
    }

    @Test
    void findsNothingOfOtherTenants() {
        postAtRandom(10);
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_edge"));

        assertThat(other.ledgers().search(PostingSearch.all()).postings()).isEmpty();
        assertThat(other.ledgers().search(PostingSearch.all().under("customer")).postings())
                .isEmpty();
        assertThat(other.ledgers().search(PostingSearch.all().key("k1")).postings())
                .isEmpty();
    }

    /** Both orders, with pages of many lengths, against a look at every posting. */
    private void compare(PostingSearch search, Predicate<Posting> wanted) {
        List<String> expected = naive(wanted);
        for (int limit : new int[] {2, 50, 1_000}) {
            List<String> found = new ArrayList<>();
            pageThrough(search, limit, page -> found.addAll(ids(page)));
            assertThat(found).as("%s by %d", search, limit).isEqualTo(expected);
            List<String> newest = new ArrayList<>();
            pageThrough(search.newestFirst(), limit, page -> newest.addAll(ids(page)));
            Collections.reverse(newest);
            assertThat(newest).as("%s by %d, newest first", search, limit).isEqualTo(expected);
        }
    }

    private static boolean hasAmount(Posting posting, Money least, Money most) {
        return posting.entries().stream().anyMatch(entry -> isBetween(entry, least, most));
    }
}
