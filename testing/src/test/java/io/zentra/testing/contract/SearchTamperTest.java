package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages of the tables by which searches find postings, done by plain SQL. */
class SearchTamperTest {
    private static final String OF_ACME = " where tenant = 1";

    @TempDir
    Path folder;

    private Stage stage;

    /** More terms than are compared at once, and a posting behind the position. */
    @BeforeEach
    void fill() {
        stage = new Stage(Database.SQLITE.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        stage.acme()
                .ledgers()
                .postAll(IntStream.range(0, 300)
                        .mapToObj(i -> PostingRequest.of(CUSTOMER, MERCHANT, usd(i + 1), "k" + i)
                                .metadata(Map.of("invoice", "no-" + i)))
                        .toList());
        stage.acme().ledgers().prepareSearch();
        stage.pay("behind");
        assertThat(stage.number("select count(*) from zentra_search_term")).isGreaterThan(2_000);
        assertThat(stage.verify().faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void findsAPostingThatWasHiddenFromSearches() {
        long term = stage.number("select term from zentra_search_term" + OF_ACME + " and seq = 17 order by term");
        stage.change("delete from zentra_search_term" + OF_ACME + " and seq = 17 and term = " + term);

        long left = stage.number("select count(*) from zentra_search_term" + OF_ACME);
        assertThat(stage.verify().faults())
                .containsExactly(
                        "searches miss event 17 under the term " + term,
                        "there are " + left + " search terms, not " + (left + 1));
    }

    @Test
    void findsATermThatWasMovedToAnotherPosting() {
        stage.change("update zentra_search_term set seq = 18" + OF_ACME
                + " and seq = 17 and term = (select min(term) from zentra_search_term t where t.tenant = 1 and t.seq = 17"
                + " and not exists (select 1 from zentra_search_term o where o.tenant = 1 and o.seq = 18"
                + " and o.term = t.term))");

        assertThat(stage.verify().faults())
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("event 18 has not the search term "),
                        fault -> assertThat(fault).startsWith("searches miss event 17 under the term "));
    }

    @Test
    void findsATermThatItsPostingDoesNotHave() {
        long common = stage.number(
                "select term from zentra_search_term" + OF_ACME + " group by term having count(*) > 300 order by term");
        long event = stage.number("select min(seq) from zentra_journal" + OF_ACME + " and seq > 1");
        stage.change("insert into zentra_search_term (tenant, term, seq) values (1, " + common + ", " + event + ")");

        assertThat(stage.verify().faults())
                .contains("event " + event + " has not the search term " + common)
                .last()
                .asString()
                .startsWith("there are ");
    }

    @Test
    void findsATermOfNoPosting() {
        long terms = stage.number("select count(*) from zentra_search_term" + OF_ACME);
        stage.change("insert into zentra_search_term (tenant, term, seq) values (1, 42, 17)");

        assertThat(stage.verify().faults())
                .containsExactly(
                        "event 17 has not the search term 42",
                        "there are " + (terms + 1) + " search terms, not " + terms);
    }

    @Test
    void findsAPositionThatWasMovedForward() {
        stage.change("update zentra_search_position set seq = seq + 1" + OF_ACME);

        assertThat(stage.verify().faults())
                .first()
                .asString()
                .startsWith("searches miss event " + stage.head() + " under the term ");
    }

    @Test
    void findsAPositionThatWasMovedBack() {
        stage.change("update zentra_search_position set seq = seq - 1" + OF_ACME);

        assertThat(stage.verify().faults()).singleElement().asString().startsWith("there are ");
    }

    @Test
    void findsAPositionBehindTheEnd() {
        stage.acme().ledgers().prepareSearch();
        stage.change("update zentra_search_position set seq = seq + 7" + OF_ACME);
        long head = stage.head();

        assertThat(stage.verify().faults())
                .containsExactly("search terms are told to be filled up to event " + (head + 7) + " of " + head);
    }

    @Test
    void findsAPositionOfNothing() {
        stage.change("insert into zentra_search_position (tenant, no, seq) values (1, 1, 1)");

        assertThat(stage.verify().faults()).containsExactly("the search position 1 comes from nowhere");
    }

    /** The terms follow from the journal: whoever throws all of them away has hidden nothing. */
    @Test
    void whatIsThrownAwayAsAWholeIsFilledAgain() {
        stage.change("delete from zentra_search_term" + OF_ACME);
        stage.change("delete from zentra_search_position" + OF_ACME);
        assertThat(stage.verify().faults()).isEmpty();

        assertThat(stage.acme()
                        .ledgers()
                        .search(PostingSearch.all().metadata("invoice", "no-7"))
                        .postings())
                .hasSize(1);
        assertThat(stage.number("select seq from zentra_search_position" + OF_ACME))
                .isEqualTo(stage.head());
        assertThat(stage.verify().faults()).isEmpty();
    }
}
