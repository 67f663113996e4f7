package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingPage;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Postings to search for, and a look at every one of them to compare with. */
abstract class SearchStage extends StorageContract {
    static final Asset JPY = Asset.iso("JPY");
    static final Instant BEGIN = Instant.parse("2026-11-21T09:00:00Z");

    Posting backdated(Instant effectiveAt, String key) {
        return acme().ledgers()
                .post(PostingRequest.of("assets:bank", "merchant:7", usd(3), key)
                        .effectiveAt(effectiveAt))
                .orElseThrow();
    }

    /** Some postings of every shape, a second apart. */
    void postAtRandom(int count) {
        SplittableRandom random = new SplittableRandom(count);
        acme().accounts().open(NewAccount.credit("customer:4", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("jpy:1", JPY).withoutFloor());
        acme().accounts().open(NewAccount.credit("jpy:2", JPY).withoutFloor());
        List<String> accounts = List.of("assets:bank", "customer:42", "customer:4", "merchant:7");
        for (int i = 0; i < count; i++) {
            clock().advance(Duration.ofSeconds(1));
            Money amount = usd(random.nextInt(20) == 0 ? 1L << random.nextInt(30) : random.nextInt(1, 100));
            PostingRequest request = PostingRequest.of("k" + i)
                    .debit("assets:bank", amount)
                    .credit(accounts.get(random.nextInt(accounts.size())), amount);
            if (random.nextInt(5) == 0) {
                Money yen = Money.ofMinor(random.nextInt(1, 50), JPY);
                request = request.debit("jpy:1", yen).credit("jpy:2", yen);
            }
            if (random.nextInt(3) > 0) {
                request = request.correlation("order-" + random.nextInt(6));
            }
            request = request.metadata(Map.of("tag", "t" + random.nextInt(4), "colour", "c" + random.nextInt(3)));
            acme().ledgers().post(request).orElseThrow();
        }
    }

    interface Reader {
        void read(PostingPage page);
    }

    void pageThrough(PostingSearch search, int limit, Reader reader) {
        PostingPage page = acme().ledgers().search(search.limit(limit));
        while (true) {
            assertThat(page.postings()).hasSizeLessThanOrEqualTo(limit);
            reader.read(page);
            if (page.next().isEmpty()) {
                return;
            }
            page = acme().ledgers().search(search.limit(limit).after(page.next().get()));
        }
    }

    List<String> ids(PostingSearch search) {
        List<String> found = new ArrayList<>();
        pageThrough(search, search.limit(), page -> found.addAll(ids(page)));
        return found;
    }

    static List<String> ids(PostingPage page) {
        return page.postings().stream().map(Posting::id).toList();
    }

    List<String> naive(Predicate<Posting> wanted) {
        List<String> found = new ArrayList<>();
        long seq = 0;
        List<Event> events = acme().journal().after(seq, 10_000);
        while (!events.isEmpty()) {
            events.stream()
                    .filter(event -> event.type().equals(LedgerWork.eventType()))
                    .map(LedgerWork::posting)
                    .filter(wanted)
                    .forEach(posting -> found.add(posting.id()));
            seq = events.get(events.size() - 1).seq();
            events = acme().journal().after(seq, 10_000);
        }
        return found;
    }

    static boolean hasEntry(Posting posting, String account) {
        return posting.entries().stream().anyMatch(entry -> entry.account().equals(account));
    }

    static boolean isBetween(Entry entry, Money least, Money most) {
        return entry.amount().asset().equals(least.asset())
                && entry.amount().minor() >= least.minor()
                && entry.amount().minor() <= most.minor();
    }

    static boolean isTagged(Posting posting, String name, String value) {
        return value.equals(posting.metadata().get(name));
    }

    static void assertRefused(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
