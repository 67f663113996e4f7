package io.zentra.testing.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.storage.Storage;
import io.zentra.ledger.Hold;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.StatementRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever was done to a ledger: exported and imported into an empty tenant, it is the same one. A failure names its seed. */
public abstract class RoundTripContract {
    private static final int STEPS = 60;
    private static final int LONG_FACTOR = 20;
    private static final int MAX_PAGE = 1_000;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");

    /** For subclasses. */
    protected RoundTripContract() {}

    /** An empty storage. */
    protected abstract Storage storage();

    /** How many sequences a usual run tries. */
    protected int sequences() {
        return 10;
    }

    @Test
    void isTheSameLedgerElsewhere() {
        tryAll(7_000_000, sequences());
    }

    @Test
    @Tag("long")
    void isTheSameLedgerElsewhereForManySequences() {
        tryAll(8_000_000, sequences() * LONG_FACTOR);
    }

    private void tryAll(long firstSeed, int count) {
        try (ZentraRuntime zentra = ModelDesk.runtime(storage(), clock, firstSeed)) {
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                tryOne(zentra, seed);
            }
        }
    }

    private void tryOne(ZentraRuntime zentra, long seed) {
        Workspace here = ModelDesk.tenant(zentra, "here-" + seed);
        LedgerDriver driver = new LedgerDriver(here, clock, zentra::runDueWork);
        StepGenerator.sequence(seed, STEPS).forEach(driver::answer);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        long lines = here.ledgers().exports().ndjson(file).lines();
        Workspace there = ModelDesk.tenant(zentra, "there-" + seed);
        ImportReport report = imported(there, file);

        assertThat(report.refusals()).as("refusals of seed %s", seed).isEmpty();
        assertThat(report.imported() + report.alreadyThere())
                .as("lines of seed %s, some of which tell what was so already", seed)
                .isEqualTo(lines);
        assertThat(report.alreadyThere())
                .as("lines of seed %s that tell what was so already", seed)
                .isEqualTo(matched(there));
        assertSame(here, there, seed);
        there.verify().requireSound();
        long size = there.journal().size();
        assertThat(imported(there, file).alreadyThere())
                .as("again, seed %s", seed)
                .isEqualTo(lines);
        assertThat(there.journal().size()).as("again, seed %s", seed).isEqualTo(size);
    }

    private static long matched(Workspace book) {
        long matched = 0;
        for (long seq = 1; seq <= book.journal().size(); seq++) {
            if (book.journal().event(seq).orElseThrow().type().equals("import.matched")) {
                matched++;
            }
        }
        return matched;
    }

    private static void assertSame(Workspace here, Workspace there, long seed) {
        assertThat(there.accounts().list("", MAX_PAGE))
                .as("accounts of seed %s", seed)
                .isEqualTo(here.accounts().list("", MAX_PAGE));
        here.accounts()
                .list("", MAX_PAGE)
                .forEach(account -> assertThat(there.accounts().balances(account.id()))
                        .as("%s of seed %s", account.id(), seed)
                        .isEqualTo(here.accounts().balances(account.id())));
        assertThat(histories(there)).as("histories of seed %s", seed).isEqualTo(histories(here));
        assertThat(there.periods().closedBefore())
                .as("period of seed %s", seed)
                .isEqualTo(here.periods().closedBefore());
        assertThat(there.periods().backdating())
                .as("rule of seed %s", seed)
                .isEqualTo(here.periods().backdating());
        assertThat(holds(there)).as("open holds of seed %s", seed).isEqualTo(holds(here));
    }

    /** By effective times, with what amounts came from and the limits that they broke in between. */
    private static List<String> histories(Workspace book) {
        return book.accounts().list("", MAX_PAGE).stream()
                .flatMap(account ->
                        book
                                .ledgers()
                                .statement(StatementRequest.of(account.id())
                                        .effective()
                                        .limit(MAX_PAGE))
                                .lines()
                                .stream()
                                .map(line -> account.id() + " " + line.effectiveAt() + " " + line.side() + " "
                                        + line.amount() + " " + line.balance() + " " + words(book, line.postingId())))
                .toList();
    }

    private static String words(Workspace book, String posting) {
        return book.ledgers().basis(posting) + " "
                + book.ledgers().posting(posting).orElseThrow().crossings();
    }

    private static List<String> holds(Workspace book) {
        return book.ledgers().holds().list("", MAX_PAGE).stream()
                .map(RoundTripContract::words)
                .toList();
    }

    private static String words(Hold hold) {
        return hold.legs() + " until " + hold.expiresAt();
    }

    private static ImportReport imported(Workspace book, ByteArrayOutputStream file) {
        return book.ledgers().imports().ndjson(new ByteArrayInputStream(file.toByteArray()), ImportOptions.standard());
    }
}
