package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.ArchiveFile;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.MerkleProof;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Money;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.testing.fault.MemoryVault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Old events leave the database and keep their proofs. A journal that can only grow ends as a table that nobody dares to
 * touch (TigerBeetle's unbounded growth, #3605), or is cut by hand, and then nothing proves any more what it held.
 */
public abstract class RetentionContract extends StorageContract {
    private final MemoryVault vault = new MemoryVault();
    private Posting oldSale;
    private Hold openHold;
    private Instant newYear;

    /** For subclasses. */
    protected RetentionContract() {}

    @Override
    final Verification verifyAll() {
        return acme().ledgers().verify(VerificationPlan.full().readingArchives(vault));
    }

    @BeforeEach
    void keepBooksForTwoYears() {
        fund(1_000_000);
        openHold = acme().ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(50), "held")
                        .correlation("order-1"))
                .orElseThrow();
        oldSale = acme().ledgers().post(oldRequest(70)).orElseThrow();
        Hold closed = acme().ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(5), "held-and-closed"))
                .orElseThrow();
        acme().ledgers().release(closed.id(), "let-go").orElseThrow();
        pay(0, 300);
        clock().advance(Duration.ofDays(30));
        newYear = clock().instant();
        pay(300, 300);
        clock().advance(Duration.ofDays(30));
        pay(600, 10);
    }

    @Test
    void takesOldEventsOutOfTheDatabaseAndTheProofsStay() throws IOException {
        List<Event> before = acme().journal().after(0, 1_000);
        Checkpoint early = acme().journal().checkpoint();
        long bytes = eventBytes();
        ArchivedRange range = archive().orElseThrow();

        assertThat(range.first()).isEqualTo(1);
        assertThat(range.last()).isEqualTo(256);
        Event told = acme().journal().event(range.eventSeq()).orElseThrow();
        assertThat(told.type()).isEqualTo("journal.archived");
        assertThat(told.body().path("sha256").asText()).isEqualTo(range.sha256());
        assertThat(eventBytes()).isLessThan(bytes * 3 / 4);
        assertThat(acme().journal().archives()).containsExactly(range);
        assertThat(archive()).isEmpty();

        List<Event> archived = events(range, KEY);
        long size = acme().journal().size();
        Checkpoint late = acme().journal().checkpoint();
        for (long seq : new long[] {1, 17, 255, 256}) {
            Event event = archived.get((int) seq - 1);
            assertThat(event.bytes()).isEqualTo(before.get((int) seq - 1).bytes());
            MerkleProof.requireIncluded(
                    event.bytes(), seq, size, acme().journal().inclusionPath(seq, size), late.rootHash());
        }
        MerkleProof.requireConsistent(
                early.size(),
                early.rootHash(),
                size,
                late.rootHash(),
                acme().journal().consistencyPath(early.size(), size));
        assertThat(archived).hasSize(256);
    }

    /** Whoever holds the file and the public key needs no database, and believes nobody else. */
    @Test
    void provesAnArchiveWithoutADatabase() throws IOException {
        ArchivedRange range = archive().orElseThrow();
        byte[] file = vault.file(range.name());
        ArchiveFile.Content content =
                ArchiveFile.trusting(KEY.verifier()).read(new ByteArrayInputStream(file), e -> {});

        assertThat(content.tenant()).isEqualTo("acme");
        assertThat(content.sha256()).isEqualTo(range.sha256());
        assertThat(content.checkpoint().size()).isEqualTo(range.last());
        assertRefused(ErrorCode.PROOF_INVALID, () -> events(range, SigningKey.generate("ledger.example")));
        for (int at = 0; at < file.length; at += 1 + file.length / 300) {
            byte[] forged = file.clone();
            forged[at] ^= 1;
            assertThatThrownBy(
                            () -> ArchiveFile.trusting(KEY.verifier()).read(new ByteArrayInputStream(forged), e -> {}))
                    .as("byte %s", at)
                    .isInstanceOf(ZentraException.class);
            byte[] cut = Arrays.copyOf(file, at);
            assertThatThrownBy(() -> ArchiveFile.trusting(KEY.verifier()).read(new ByteArrayInputStream(cut), e -> {}))
                    .as("cut at %s", at)
                    .isInstanceOf(ZentraException.class);
        }
    }

    @Test
    void verifiesWhatRemainsGoingOnAndAllOfItWithTheArchives() {
        VerificationPlan nightly = VerificationPlan.full().goingOnFrom(new MemoryVault());
        VerificationPlan early = VerificationPlan.full().goingOnFrom(new MemoryVault());
        assertThat(acme().ledgers().verify(early.atMost(50)).requireSound().events())
                .isEqualTo(50);
        ArchivedRange range = acme().archive(Retention.before(newYear).verifiedBy(nightly), vault)
                .orElseThrow();
        pay(700, 3);

        Verification next = acme().ledgers().verify(nightly).requireSound();
        assertThat(next.read()).isEqualTo(4);
        assertThat(verifyAll().requireSound().read()).isEqualTo(acme().journal().size());
        assertArchived(range, () -> acme().ledgers().verify());
        assertArchived(range, () -> acme().ledgers().verify(early));
        assertThat(acme().ledgers()
                        .verify(early.readingArchives(vault))
                        .requireSound()
                        .read())
                .isEqualTo(acme().journal().size() - 50);
    }

    /** Each of several archives goes on where the one before ended, and is verified with it. */
    @Test
    void archivesInRangesOfASize() throws IOException {
        clock().advance(Duration.ofDays(2));
        pay(700, 1);
        List<ArchivedRange> ranges = new ArrayList<>();
        Retention small =
                Retention.before(clock().instant().minus(Duration.ofDays(1))).atMost(300);
        for (Optional<ArchivedRange> next = acme().archive(small, vault);
                next.isPresent();
                next = acme().archive(small, vault)) {
            ranges.add(next.get());
            assertThat(events(next.get(), KEY)).hasSize(256);
        }

        assertThat(ranges).extracting(ArchivedRange::first).containsExactly(1L, 257L);
        assertThat(acme().journal().archives()).isEqualTo(ranges);
        assertThat(verifyAll().requireSound().read()).isEqualTo(acme().journal().size());
    }

    /** Nothing is guessed and nothing happens twice; the refusal says where to look. */
    @Test
    void refusesWhatAsksForAnArchivedEventAndSaysWhereItLies() {
        ArchivedRange range = archive().orElseThrow();
        long posted = posted("merchant:7");
        long size = acme().journal().size();

        assertArchived(range, () -> acme().ledgers().post(oldRequest(70)));
        assertArchived(range, () -> acme().ledgers().post(oldRequest(71)));
        assertArchived(range, () -> acme().ledgers().posting(oldSale.id()));
        assertArchived(range, () -> acme().journal().event(oldSale.seq()));
        assertArchived(range, () -> acme().journal().after(0, 100));
        assertArchived(range, () -> acme().journal().timeline("order-2"));
        assertArchived(range, () -> acme().ledgers().trail("merchant:7", 1_000));
        assertArchived(range, () -> acme().ledgers().statement(StatementRequest.of("merchant:7")));
        assertArchived(range, () -> acme().ledgers().search(PostingSearch.all().key("old-sale")));
        assertThat(posted("merchant:7")).isEqualTo(posted);
        assertThat(acme().journal().size()).isEqualTo(size);
    }

    /** A reversal under a key of its own is refused as any other: recorded, and the same again. */
    @Test
    void refusesToReverseAnArchivedPosting() {
        ArchivedRange range = archive().orElseThrow();
        long posted = posted("merchant:7");
        Outcome<Posting> refused = acme().ledgers().reverse(oldSale.id(), "back");
        Outcome<Posting> again = acme().ledgers().reverse(oldSale.id(), "back");

        assertThat(code(refused)).isEqualTo(ErrorCode.EVENT_ARCHIVED);
        assertThat(((Outcome.Declined<Posting>) refused).details()).containsEntry("archive", range.name());
        assertThat(again).isInstanceOf(Outcome.Replayed.class);
        assertThat(code(again)).isEqualTo(ErrorCode.EVENT_ARCHIVED);
        assertThat(posted("merchant:7")).isEqualTo(posted);
        Posting young = acme().ledgers().post(request(700)).orElseThrow();
        assertThat(acme().ledgers().reverse(young.id(), "young-back")).isInstanceOf(Outcome.Applied.class);
    }

    /** What was reversed before it was archived is verified from its entries. */
    @Test
    void verifiesAReversalOfAnArchivedPostingWithoutItsArchive() {
        MemoryVault records = new MemoryVault();
        VerificationPlan nightly = VerificationPlan.full().goingOnFrom(records);
        acme().ledgers().prepareSearch();
        acme().ledgers().verify(nightly).requireSound();
        acme().ledgers().reverse(oldSale.id(), "back").orElseThrow();
        records.fix();
        assertThat(acme().archive(Retention.before(newYear).verifiedBy(nightly), vault))
                .isPresent();

        assertThat(acme().ledgers().verify(nightly).requireSound().read()).isEqualTo(2);
    }

    /** Open holds, accounts, and keys of the last days go on without the archive. */
    @Test
    void leavesWhatIsOpenInTheDatabase() {
        assertThat(acme().archive(Retention.before(clock().instant().minus(Duration.ofDays(1))), vault))
                .isPresent();

        assertThat(acme().ledgers().holds().list("", 10)).extracting(Hold::id).containsExactly(openHold.id());
        assertThat(acme().ledgers().holds().find(openHold.id())).contains(openHold);
        acme().ledgers().capture(openHold.id(), usd(20), "capture").orElseThrow();
        acme().ledgers().release(openHold.id(), "release").orElseThrow();
        acme().accounts().open(NewAccount.credit("customer:42", USD));
        assertThat(acme().ledgers().post(request(609))).isInstanceOf(Outcome.Replayed.class);
    }

    /** Times and entries stay: what an account had at any time is told without the archive. */
    @Test
    void tellsBalancesOfAnyTimeAndTakesLatePostings() {
        Instant begun = oldSale.postedAt();
        acme().ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd(3), "late")
                        .effectiveAt(begun.plusSeconds(1)))
                .orElseThrow();
        List<Instant> times = List.of(begun.minusNanos(1_000), begun, begun.plusSeconds(1), newYear);
        List<Money> before = balances(times);
        assertThat(archive()).isPresent();

        assertThat(balances(times)).isEqualTo(before);
        acme().ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd(4), "later")
                        .effectiveAt(begun.plusSeconds(2)))
                .orElseThrow();
        assertThat(acme().ledgers()
                        .balance("merchant:7", TimeAxis.EFFECTIVE, newYear)
                        .minor())
                .isEqualTo(before.get(before.size() - 1).minor() + 4);
    }

    private List<Money> balances(List<Instant> times) {
        return Stream.of(TimeAxis.values())
                .flatMap(axis -> times.stream().map(time -> acme().ledgers().balance("merchant:7", axis, time)))
                .toList();
    }

    /** A reader that has not come so far would miss events. */
    @Test
    void waitsForTheSlowestReader() {
        acme().journal().cursor("outbox").advanceTo(255);
        acme().journal().cursor("index").advanceTo(600);
        assertThat(archive()).isEmpty();

        acme().journal().cursor("outbox").advanceTo(256);
        assertThat(archive()).isPresent();
        assertThat(acme().journal().cursor("outbox").next(1).get(0).seq()).isEqualTo(257);
    }

    @Test
    void archivesNothingThatIsDamaged() {
        new RawSql(source()).change("update zentra_balance set version = version + 1 where tenant = 1");

        assertRefused(ErrorCode.JOURNAL_DAMAGED, this::archive);
        assertThat(acme().journal().archives()).isEmpty();
        new RawSql(source()).change("update zentra_balance set version = version - 1 where tenant = 1");
        assertThat(archive()).isPresent();
    }

    /** Whoever is cut off before the commit begins again, and writes the file over. */
    @Test
    void takesNothingOutBeforeTheArchiveIsKept() {
        Vault full = new Vault() {
            @Override
            public void keep(String name, Content content) throws IOException {
                throw new IOException("full");
            }

            @Override
            public Optional<InputStream> open(String name) {
                return Optional.empty();
            }
        };
        Vault forgetful = new Vault() {
            @Override
            public void keep(String name, Content content) throws IOException {
                vault.keep(name, out -> out.write(new byte[] {1, 2, 3}));
            }

            @Override
            public Optional<InputStream> open(String name) throws IOException {
                return vault.open(name);
            }
        };
        long bytes = eventBytes();

        assertRefused(ErrorCode.VAULT_FAILED, () -> acme().archive(Retention.before(newYear), full));
        assertRefused(ErrorCode.ARCHIVE_DAMAGED, () -> acme().archive(Retention.before(newYear), forgetful));
        assertThat(eventBytes()).isEqualTo(bytes);
        assertThat(acme().journal().archives()).isEmpty();
        assertThat(archive()).isPresent();
    }

    @Test
    void archivesARangeOnceHoweverManyTry() throws Exception {
        int threads = 3;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Optional<ArchivedRange>>> tries = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tries.add(pool.submit(this::archive));
            }
            for (Future<Optional<ArchivedRange>> each : tries) {
                each.get().ifPresent(range -> assertThat(range.first()).isEqualTo(1));
            }
        } finally {
            pool.shutdown();
        }
        assertThat(acme().journal().archives()).hasSize(1);
        assertThat(acme().journal().after(600, 1_000).stream().map(Event::type)).containsOnlyOnce("journal.archived");
    }

    @Test
    void findsAnArchiveThatIsNotTheOneThatWasWritten() throws IOException {
        ArchivedRange range = archive().orElseThrow();
        byte[] file = vault.file(range.name());
        for (int at = 0; at < file.length; at += 1 + file.length / 50) {
            byte[] forged = file.clone();
            forged[at] ^= 1;
            vault.keep(range.name(), out -> out.write(forged));
            if (at < file.length - 300) { // behind are the end, whose digest is told, and a note, which proves itself
                assertThat(verifyAll().faults()).as("byte %s", at).isNotEmpty();
            }
        }
        vault.keep(range.name(), out -> out.write(file));
        verifyAll().requireSound();
        assertThat(acme().ledgers()
                        .verify(VerificationPlan.full().readingArchives(new MemoryVault()))
                        .faults())
                .containsExactly("the archive " + range.name() + " of events 1 to 256 is missing");
    }

    /** An event cannot be hidden by saying that it lies in an archive. */
    @Test
    void findsAnEventThatNoArchiveHas() {
        ArchivedRange range = archive().orElseThrow();
        RawSql raw = new RawSql(source());
        byte[] event = raw.bytes("select event from zentra_journal where tenant = 1 and seq = 300");
        byte[] stub = raw.bytes("select event from zentra_journal where tenant = 1 and seq = 200");
        raw.change("update zentra_journal set event = ? where tenant = 1 and seq = 300", stub);

        assertThat(verifyAll().faults()).containsExactly("event 300 lies in an archive that no event tells of");
        raw.change("update zentra_journal set event = ? where tenant = 1 and seq = 300", event);
        raw.change("update zentra_journal set event = ? where tenant = 1 and seq = 201", stub);
        assertThat(verifyAll().faults()).containsExactly("event 201 is another one in the archive " + range.name());
        raw.change("update zentra_journal set event = ? where tenant = 1 and seq = 201", stubOf(stub, 201));
    }

    /** What is open goes on from its events: their archive has them too, and still they must not be taken out. */
    @Test
    void findsAnEventThatWasTakenOutAndMustStay() {
        assertThat(archive()).isPresent();
        RawSql raw = new RawSql(source());
        byte[] stub = raw.bytes("select event from zentra_journal where tenant = 1 and seq = 200");
        for (long kept :
                new long[] {1, EntityId.parse(openHold.id()).orElseThrow().seq()}) {
            byte[] event = raw.bytes("select event from zentra_journal where tenant = 1 and seq = " + kept);
            Event told = Event.parse(event);
            byte[] taken = new String(stubOf(stub, kept), StandardCharsets.UTF_8)
                    .replaceFirst("\"at\":\"[^\"]+\"", "\"at\":\"" + told.at() + "\"")
                    .replaceFirst("\"type\":\"[^\"]+\"", "\"type\":\"" + told.type() + "\"")
                    .getBytes(StandardCharsets.UTF_8);
            raw.change("update zentra_journal set event = ? where tenant = 1 and seq = " + kept, taken);
            assertThat(verifyAll().faults())
                    .containsExactly("event " + kept + " was taken out of the database, and must stay there");
            raw.change("update zentra_journal set event = ? where tenant = 1 and seq = " + kept, event);
        }
    }

    /** A tile stands for events that are not there to compute it again. */
    @Test
    void findsThatATileOfArchivedEventsIsMissing() {
        VerificationPlan nightly = VerificationPlan.full().goingOnFrom(new MemoryVault());
        assertThat(acme().archive(Retention.before(newYear).verifiedBy(nightly), vault))
                .isPresent();
        acme().ledgers().verify(nightly).requireSound();
        RawSql raw = new RawSql(source());
        byte[] tile = raw.bytes("select hashes from zentra_merkle_tile where tenant = 1 and level = 0 and tile = 0");
        raw.change("delete from zentra_merkle_tile where tenant = 1 and level = 0 and tile = 0");

        assertThat(acme().ledgers().verify(nightly).faults())
                .singleElement()
                .asString()
                .endsWith("do not give the root that was verified");
        assertThat(verifyAll().faults()).containsExactly("Merkle tile 0/0 is missing, and its events lie in archives");
        raw.change("insert into zentra_merkle_tile (tenant, level, tile, hashes) values (1, 0, 0, ?)", tile);
    }

    /** Searches were behind at the last verification: what they found of events that were archived since is compared too. */
    @Test
    void comparesSearchTermsThatWereFilledBeforeTheirEventsWereArchived() {
        VerificationPlan nightly = VerificationPlan.full().goingOnFrom(new MemoryVault());
        acme().ledgers().verify(nightly).requireSound();
        ArchivedRange range = archive().orElseThrow();
        RawSql raw = new RawSql(source());
        String ofOne = " where tenant = 1 and seq = 200 and term = ";
        long term = raw.number("select min(term) from zentra_search_term where tenant = 1 and seq = 200");

        assertArchived(range, () -> acme().ledgers().verify(nightly));
        raw.change("update zentra_search_term set term = 4711" + ofOne + term);
        assertThat(acme().ledgers().verify(nightly.readingArchives(vault)).faults())
                .containsExactly("searches miss event 200 under the term " + term);
        raw.change("update zentra_search_term set term = " + term + ofOne + 4711);
        acme().ledgers().verify(nightly.readingArchives(vault)).requireSound();
        acme().ledgers().verify(nightly).requireSound();
    }

    private static byte[] stubOf(byte[] stub, long seq) {
        return new String(stub, StandardCharsets.UTF_8)
                .replace("\"seq\":200", "\"seq\":" + seq)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void refusesWhatItCannotDo() throws SQLException {
        Instant now = clock().instant();
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> acme().archive(Retention.before(now.minus(Duration.ofHours(23))), vault));
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION, () -> Retention.before(now).atMost(255));
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> acme().archive(
                                Retention.before(newYear)
                                        .verifiedBy(VerificationPlan.full().atMost(5)),
                                vault));
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> acme().journal().archive(Retention.before(newYear), vault, List.of()));
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            assertRefused(
                    ErrorCode.CONNECTION_UNFIT,
                    () -> ledger().on(connection)
                            .tenant("acme")
                            .as(Actor.service("svc_edge"))
                            .journal()
                            .archive(Retention.before(newYear), vault, List.of()));
            connection.rollback();
        }
        assertThat(acme().journal().archives()).isEmpty();
    }

    private Optional<ArchivedRange> archive() {
        return acme().archive(Retention.before(newYear), vault);
    }

    private List<Event> events(ArchivedRange range, SigningKey key) throws IOException {
        List<Event> events = new ArrayList<>();
        ArchiveFile.trusting(key.verifier()).read(new ByteArrayInputStream(vault.file(range.name())), events::add);
        return events;
    }

    private void pay(int from, int count) {
        acme().ledgers()
                .postAll(IntStream.range(from, from + count)
                        .mapToObj(RetentionContract::request)
                        .toList());
    }

    private static PostingRequest request(int i) {
        return PostingRequest.of("customer:42", "merchant:7", usd(i + 1), "k" + i)
                .correlation("order-" + i % 5)
                .metadata(Map.of("line", "n" + i));
    }

    private static PostingRequest oldRequest(long minor) {
        return PostingRequest.of("customer:42", "merchant:7", usd(minor), "old-sale")
                .correlation("order-2");
    }

    private long eventBytes() {
        return new RawSql(source()).number("select sum(length(event)) from zentra_journal where tenant = 1");
    }

    private static void assertArchived(ArchivedRange range, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ZentraException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.EVENT_ARCHIVED);
            assertThat(refusal.details()).containsEntry("archive", range.name());
        });
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
