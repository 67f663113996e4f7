package io.zentra.testing.contract;

import static io.zentra.ledger.TimeAxis.EFFECTIVE;
import static io.zentra.ledger.TimeAxis.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Money;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingPage;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.ZentraLedger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How searches for postings must give page after page, whatever is posted meanwhile and however much there is. */
public abstract class SearchPageContract extends SearchStage {
    /** For subclasses. */
    protected SearchPageContract() {}

    /** "What did we book in May that was of April" reads those postings, not all that was posted since. */
    @Test
    void whatWasBackdatedIsFoundWithoutReadingWhatWasPostedSince() {
        Posting late = backdated(BEGIN.minus(Duration.ofDays(40)), "late");
        acme().ledgers()
                .postAll(IntStream.range(0, 9_000)
                        .mapToObj(i -> PostingRequest.of("assets:bank", "customer:42", usd(1), "k" + i))
                        .toList());
        acme().ledgers().prepareSearch();

        PostingSearch april = PostingSearch.all()
                .from(EFFECTIVE, BEGIN.minus(Duration.ofDays(41)))
                .to(EFFECTIVE, BEGIN.minus(Duration.ofDays(39)));
        for (PostingSearch ordered : List.of(april, april.newestFirst())) {
            PostingPage page = acme().ledgers().search(ordered);
            assertThat(ids(page)).containsExactly(late.id());
            assertThat(page.next()).as("a page that had read all would be cut").isEmpty();
        }
    }

    /** With an offset, or in an order that what is new can come into, rows are missed or come twice. */
    @Test
    void givesEachPostingOnceWhileOthersPost() {
        postAtRandom(60);
        for (PostingSearch search : List.of(
                PostingSearch.all().under("customer"),
                PostingSearch.all().amount(usd(1), usd(100)),
                PostingSearch.all())) {
            for (PostingSearch ordered :
                    List.of(search.limit(7), search.limit(7).newestFirst())) {
                List<String> there = ids(ordered.limit(1_000));
                AtomicInteger posted = new AtomicInteger();
                List<String> found = new ArrayList<>();
                pageThrough(ordered, 7, page -> {
                    found.addAll(ids(page));
                    if (posted.getAndIncrement() < 5) {
                        fund(posted.get(), "more-" + ordered.hashCode() + "-" + posted);
                    }
                });
                if (!ordered.isNewestFirst()) {
                    assertThat(found).startsWith(there.toArray(new String[0])).doesNotHaveDuplicates();
                } else {
                    assertThat(found).isEqualTo(there);
                }
            }
        }
    }

    @Test
    void severalSearchAndPostAtOnce() {
        postAtRandom(30);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int no = i;
            threads.add(CompletableFuture.runAsync(() -> {
                for (int k = 0; k < 20; k++) {
                    fund(1, "thread-" + no + "-" + k);
                }
            }));
            threads.add(CompletableFuture.runAsync(() -> {
                for (int k = 0; k < 10; k++) {
                    List<String> found = new ArrayList<>();
                    PostingSearch search = PostingSearch.all().under("assets");
                    pageThrough(no % 2 == 0 ? search : search.newestFirst(), 9, page -> found.addAll(ids(page)));
                    assertThat(found).hasSizeGreaterThan(9).doesNotHaveDuplicates();
                }
            }));
        }
        threads.forEach(CompletableFuture::join);
        acme().ledgers().prepareSearch();

        assertThat(ids(PostingSearch.all().under("assets")))
                .hasSizeGreaterThan(80)
                .isEqualTo(naive(posting -> hasEntry(posting, "assets:bank")));
        assertThat(position()).isEqualTo(acme().journal().size());
    }

    @Test
    void aCursorIsOfItsSearchAlone() {
        postAtRandom(60);
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        PostingSearch search =
                PostingSearch.all().metadata("tag", "t1").under("customer").limit(1);
        String next = acme().ledgers().search(search).next().orElseThrow();

        PostingSearch reordered =
                PostingSearch.all().under("customer").metadata("tag", "t1").limit(3);
        assertThat(acme().ledgers().search(reordered.after(next)).postings()).isNotEmpty();
        for (PostingSearch another : List.of(
                PostingSearch.all().metadata("tag", "t2").under("customer"),
                PostingSearch.all().under("customer"),
                search.newestFirst(),
                search.from(RECORDED, BEGIN),
                search.to(EFFECTIVE, BEGIN))) {
            assertRefused(ErrorCode.INVALID_CURSOR, () -> acme().ledgers().search(another.after(next)));
        }
        for (String wrong : List.of(
                "",
                "x",
                "not base 64!",
                "A".repeat(1 << 20),
                "\ud800",
                next.substring(2),
                next + "AA",
                flipped(next))) {
            assertRefused(ErrorCode.INVALID_CURSOR, () -> acme().ledgers().search(search.after(wrong)));
        }
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_edge"));
        assertRefused(ErrorCode.INVALID_CURSOR, () -> other.ledgers().search(search.after(next)));
    }

    /** No page takes longer because nobody has searched for long, and none is wrong. */
    @Test
    void isRightAndBoundedFarBehindTheWriter() {
        List<PostingRequest> many = IntStream.range(0, 10_500)
                .mapToObj(i -> PostingRequest.of("assets:bank", "customer:42", usd(1), "k" + i)
                        .metadata(i % 3_000 == 7 ? Map.of("tag", "rare") : Map.of()))
                .toList();
        acme().ledgers().postAll(many);
        List<String> expected = naive(posting -> isTagged(posting, "tag", "rare"));
        assertThat(expected).hasSize(4);

        PostingSearch search =
                PostingSearch.all().metadata("tag", "rare").newestFirst().limit(2);
        PostingPage first = acme().ledgers().search(search);
        assertThat(ids(first)).as("the first behind the index").containsExactly(expected.get(3), expected.get(2));
        assertThat(position()).isEqualTo(8_192);
        PostingPage second = acme().ledgers().search(search.after(first.next().orElseThrow()));
        assertThat(ids(second)).containsExactly(expected.get(1), expected.get(0));
        assertThat(position()).isEqualTo(acme().journal().size());
        assertThat(ids(PostingSearch.all().metadata("tag", "rare"))).isEqualTo(expected);
        assertThat(acme().ledgers().prepareSearch()).isZero();

        PostingPage nothing = acme().ledgers()
                .search(PostingSearch.all().amount(Money.ofMinor(1, JPY), Money.ofMinor(1L << 40, JPY)));
        assertThat(nothing.postings()).isEmpty();
        assertThat(nothing.next()).isPresent();
        assertThat(ids(PostingSearch.all().amount(Money.ofMinor(1, JPY), Money.ofMinor(1L << 40, JPY))))
                .isEmpty();
    }

    @Test
    void seesWhatTheHostsTransactionPostedAndFillsNothingThere() throws SQLException {
        fund(100);
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            ZentraLedger.Book joined = ledger().on(connection).tenant("acme").as(Actor.service("svc_edge"));
            joined.ledgers()
                    .post(PostingRequest.of("customer:42", "merchant:7", usd(9), "joined")
                            .metadata(Map.of("tag", "joined")))
                    .orElseThrow();
            assertThat(joined.ledgers()
                            .search(PostingSearch.all().metadata("tag", "joined"))
                            .postings())
                    .hasSize(1);
            assertThat(joined.ledgers()
                            .search(PostingSearch.all().under("customer").newestFirst())
                            .postings())
                    .hasSize(2);
            connection.rollback();
        }

        assertThat(position()).isZero();
        assertThat(ids(PostingSearch.all().metadata("tag", "joined"))).isEmpty();
        assertThat(ids(PostingSearch.all().under("customer"))).hasSize(1);
    }

    private static String flipped(String cursor) {
        char first = cursor.charAt(9) == 'A' ? 'B' : 'A';
        return cursor.substring(0, 9) + first + cursor.substring(10);
    }

    /** How far the terms of the tenant are filled. */
    private long position() {
        try (Connection connection = source().getConnection();
                PreparedStatement statement = connection.prepareStatement("select seq from zentra_search_position where"
                        + " tenant = (select no from zentra_tenant where tenant = 0 and id = 'acme')");
                ResultSet results = statement.executeQuery()) {
            return results.next() ? results.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException("the position cannot be read", e);
        }
    }
}
