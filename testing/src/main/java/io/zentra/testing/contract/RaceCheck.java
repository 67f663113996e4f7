package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What must hold of the answers to threads that raced, and of the books afterwards. */
final class RaceCheck {
    /** How many keys are raced for. */
    static final int KEYS = 50;

    /** What is there to be drained, in minor units, one by one. */
    static final long DRAINED = 1_000;

    static final List<String> ACCOUNTS = List.of("r:0", "r:1", "r:2", "r:3");

    private RaceCheck() {}

    /** The request of a key. */
    static PostingRequest request(int key) {
        String from = ACCOUNTS.get(key % ACCOUNTS.size());
        String to = ACCOUNTS.get((key / ACCOUNTS.size() + 1 + key) % ACCOUNTS.size());
        return PostingRequest.of(from, to, usd(key + 1), "race-" + key);
    }

    /** Each key was applied for one asker, all got its result, and it moved money once. */
    static void requireOnceEach(ZentraLedger.Book book, List<Map<String, Outcome<Posting>>> answers) {
        for (int key = 0; key < KEYS; key++) {
            String name = "race-" + key;
            List<Outcome<Posting>> ofKey =
                    answers.stream().map(each -> each.get(name)).toList();
            assertThat(ofKey.stream().filter(outcome -> !outcome.isReplay()))
                    .as("applied for %s", name)
                    .hasSize(1);
            assertThat(ofKey.stream().map(Outcome::orElseThrow).distinct())
                    .as("results for %s", name)
                    .hasSize(1);
        }
        assertThat(postings(book)).as("postings").isEqualTo(KEYS);
        for (String account : ACCOUNTS) {
            assertThat(posted(book, account)).as("posted in %s", account).isEqualTo(expected(account));
        }
    }

    /** All was taken from the customer, nothing more, and each time another balance was seen. */
    static void requireDrained(ZentraLedger.Book book, List<List<Outcome<Posting>>> answers) {
        List<Posting> applied = answers.stream()
                .flatMap(List::stream)
                .filter(outcome -> !outcome.isDeclined())
                .map(Outcome::orElseThrow)
                .toList();
        assertThat(applied).as("withdrawals").hasSize((int) DRAINED);
        assertThat(posted(book, "customer:42")).as("left").isZero();
        assertThat(posted(book, "merchant:7")).as("withdrawn").isEqualTo(DRAINED);
        assertThat(applied.stream()
                        .map(posting -> posting.entries().get(0))
                        .map(Entry::balances)
                        .map(balances -> balances.available().minor()))
                .as("each withdrawal saw a balance of its own")
                .doesNotHaveDuplicates()
                .allMatch(available -> available >= 0);
    }

    private static long expected(String account) {
        return IntStream.range(0, KEYS)
                .mapToObj(RaceCheck::request)
                .flatMap(request -> request.entries().stream())
                .filter(entry -> entry.account().equals(account))
                .mapToLong(entry -> entry.side() == Side.CREDIT
                        ? entry.amount().minor()
                        : -entry.amount().minor())
                .sum();
    }

    private static long postings(ZentraLedger.Book book) {
        return book.journal().after(0, 10_000).stream()
                .map(Event::type)
                .filter("ledger.entry.created"::equals)
                .count();
    }

    private static long posted(ZentraLedger.Book book, String account) {
        return book.accounts().balances(account).posted().minor();
    }
}
