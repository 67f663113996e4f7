package io.zentra.testing.contract;

import static io.zentra.ledger.TimeAxis.EFFECTIVE;
import static io.zentra.ledger.TimeAxis.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.FaultyDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histories of which much is told late: what they come to at any time, and what was said of them before. */
public abstract class BackdatedContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MICRO = Duration.ofNanos(1_000);
    private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

    private static final int IMPORTED = 6_000;

    private final SplittableRandom random = new SplittableRandom(11);
    private final List<Posting> postings = new ArrayList<>();

    /** For subclasses. */
    protected BackdatedContract() {}

    @BeforeEach
    final void letTheCustomerOwe() {
        acme().accounts().removeFloor(CUSTOMER, "overdraft").orElseThrow();
    }

    /** From the year 1 to now, in clusters of microseconds, seconds and months, many at one instant, most of them late. */
    @Test
    void addsUpWhateverTimesEntriesHave() {
        List<Instant> times = wideTimes();
        times.forEach(this::post);

        TreeSet<Instant> asked = new TreeSet<>();
        times.forEach(at -> Stream.of(at.minus(MICRO), at, at.plus(MICRO)).forEach(asked::add));
        asked.remove(YEAR_ONE.minus(MICRO));
        for (Instant at : asked) {
            assertThat(acme().ledgers().balance(CUSTOMER, EFFECTIVE, at))
                    .as("at %s", at)
                    .isEqualTo(usd(sum(at)));
        }
        List<Statement.Line> whole = forwards(effective().limit(StatementRequest.MAX_LIMIT));
        assertThat(whole.stream().map(Statement.Line::postingId))
                .containsExactlyElementsOf(inOrder().stream().map(Posting::id).toList());
        long running = 0;
        for (Statement.Line line : whole) {
            running += line.amount().minor();
            assertThat(line.balance()).isEqualTo(usd(running));
        }
        for (int length : new int[] {3, 100}) {
            assertThat(forwards(effective().limit(length))).isEqualTo(whole);
        }
    }

    /** What a customer was sent in November is given again as it was, however much of October was told since. */
    @Test
    void givesAStatementAgainAsItWasIssued() {
        Instant start = now();
        Instant end = start.plus(DAY.multipliedBy(10));
        StatementRequest part = effective().from(start.plus(DAY)).to(end).limit(StatementRequest.MAX_LIMIT);
        StatementRequest recorded = StatementRequest.of(CUSTOMER).limit(StatementRequest.MAX_LIMIT);
        clock().set(end.plus(DAY));
        Map<Instant, List<Statement>> issued = new LinkedHashMap<>();
        for (int week = 0; week < 4; week++) {
            for (int i = 0; i < 60; i++) {
                clock().advance(MICRO.multipliedBy(random.nextInt(3)));
                post(i % 4 == 0 ? null : start.plus(MICRO.multipliedBy(random.nextLong(DAY.toNanos() / 100))));
            }
            issued.put(
                    now(),
                    Stream.of(part, effective().limit(1_000), recorded)
                            .map(this::statement)
                            .toList());
            clock().advance(MICRO);
        }

        issued.forEach((at, statements) -> {
            List<StatementRequest> again = Stream.of(part, effective().limit(1_000), recorded)
                    .map(request -> request.knownAt(at))
                    .toList();
            for (int i = 0; i < again.size(); i++) {
                assertThat(told(statement(again.get(i)))).as("%s at %s", i, at).isEqualTo(told(statements.get(i)));
                List<Statement.Line> lines = statements.get(i).lines();
                assertThat(forwards(again.get(i).limit(25))).isEqualTo(lines);
                assertThat(backwards(again.get(i).limit(25))).isEqualTo(lines);
            }
        });
        assertThat(statement(effective().knownAt(start.minus(DAY))).lines()).isEmpty();
        assertThat(statement(effective().knownAt(start.minus(DAY))).closing()).isEqualTo(usd(0));
        assertThat(statement(recorded.from(now()).knownAt(start)).opening()).isEqualTo(usd(0));
    }

    /** Elsewhere a line that comes late moves all others, so that one is shown on two pages and another on none. */
    @Test
    void noPageOfAStatementChangesWhileLinesComeLate() {
        Instant start = now();
        clock().advance(DAY);
        for (int i = 0; i < 40; i++) {
            clock().advance(MICRO);
            post(i % 2 == 0 ? null : start.plus(MICRO.multipliedBy(random.nextInt(1_000))));
        }
        Statement whole = statement(effective().limit(100));
        List<Statement.Line> lines = new ArrayList<>();
        Optional<String> next = Optional.empty();
        Statement page;
        do {
            page = statement(next.map(effective()::after).orElse(effective()).limit(6));
            post(start.plus(MICRO.multipliedBy(random.nextInt(1_000))));
            post(null);
            lines.addAll(page.lines());
            assertThat(page.closing()).isEqualTo(whole.closing());
            next = page.next();
        } while (next.isPresent());

        assertThat(lines).isEqualTo(whole.lines());
        List<Statement.Line> back = new ArrayList<>(page.lines());
        while (page.previous().isPresent()) {
            page = statement(effective().limit(6).before(page.previous().get()));
            back.addAll(0, page.lines());
        }
        assertThat(back).isEqualTo(whole.lines());
        assertThat(statement(effective().limit(100)).lines()).hasSizeGreaterThan(50);
    }

    /** A listener that has read all asks again from where it stands. */
    @Test
    void goesOnFromTheLastPage() {
        for (StatementRequest request : List.of(StatementRequest.of(CUSTOMER), effective())) {
            Statement page = statement(request.limit(3));
            while (page.next().isPresent()) {
                assertThat(page.resume()).isEqualTo(page.next().get());
                page = statement(request.limit(3).after(page.resume()));
            }
            Statement nothing = statement(request.after(page.resume()));
            assertThat(nothing.lines()).isEmpty();
            clock().advance(MICRO);
            post(now().minus(DAY));
            Posting one = post(null);
            clock().advance(MICRO);
            Posting two = post(null);
            List<Statement.Line> more =
                    statement(request.after(nothing.resume())).lines();
            assertThat(more.stream().map(Statement.Line::postingId).toList())
                    .hasSize(request.axis() == RECORDED ? 3 : 2)
                    .endsWith(one.id(), two.id());
            assertThat(statement(request.before(statement(request.limit(1)).resume()))
                            .lines())
                    .isEmpty();
        }
    }

    /** The time of a commit is taken before it commits, so what was known at this very moment is not yet certain. */
    @Test
    void whatWasKnownIsFinalOnceSomethingLaterIsRecorded() {
        post(null);
        Instant moment = now();
        Money early = acme().ledgers().balance(CUSTOMER, RECORDED, moment);
        post(null);
        Money more = acme().ledgers().balance(CUSTOMER, RECORDED, moment);
        assertThat(more).as("more of the same microsecond").isNotEqualTo(early);

        clock().advance(MICRO);
        fund(1, "later");
        Money known = acme().ledgers().balance(CUSTOMER, RECORDED, moment);
        Statement issued = statement(effective().knownAt(moment));
        clock().set(moment);
        Posting atTheOldTime = post(null);
        post(moment.minus(DAY));

        assertThat(known).isEqualTo(more);
        assertThat(atTheOldTime.postedAt()).isEqualTo(moment.plus(MICRO));
        assertThat(acme().ledgers().balance(CUSTOMER, RECORDED, moment)).isEqualTo(known);
        assertThat(told(statement(effective().knownAt(moment)))).isEqualTo(told(issued));
    }

    /** Sums are read and written under the lock of the journal's head, whichever process holds it. */
    @Test
    void twoProcessesAddUpTheSame() {
        Instant start = now();
        clock().advance(DAY);
        fund(1, "first");
        try (ZentraLedger second =
                another(Storage.of(source(), core().settings().storage().dialect()))) {
            List<ZentraLedger.Book> books =
                    List.of(acme(), second.tenant("acme").as(Actor.service("svc_second")));
            List<CompletableFuture<Outcome<Posting>>> all = IntStream.range(0, 200)
                    .mapToObj(i -> books.get(i % 2)
                            .ledgers()
                            .postAsync(PostingRequest.of(BANK, CUSTOMER, usd(1 + i), "k" + i)
                                    .effectiveAt(start.plus(MICRO.multipliedBy(i % 50)))))
                    .toList();
            all.forEach(each -> each.join().orElseThrow());

            assertThat(acme().ledgers().balance(CUSTOMER, EFFECTIVE, start.plus(DAY.dividedBy(2))))
                    .isEqualTo(usd(201 * 100));
            assertThat(acme().ledgers().balance(CUSTOMER, EFFECTIVE, start)).isEqualTo(usd(1 + 51 + 101 + 151));
        }
    }

    /** An import after the account was used is one long run of late entries: a page on its edge does not read through it. */
    @Test
    void aPageDoesNotReadThroughAnImport() {
        Instant start = now();
        clock().advance(DAY.multipliedBy(30));
        post(null);
        Posting before = imported(start);
        FaultyDataSource counted = FaultyDataSource.over(source(), Counted.ROUND_TRIPS);
        try (ZentraLedger second =
                another(Storage.of(counted, core().settings().storage().dialect()))) {
            Ledgers reader =
                    second.tenant("acme").as(Actor.service("svc_reader")).ledgers();
            StatementRequest edge = effective().limit(3);
            reader.statement(edge);
            counted.heal();
            Statement page = reader.statement(edge.from(before.effectiveAt()));
            Statement last = reader.statement(edge.before("e999999999999999999.1"));

            assertThat(page.lines()).hasSize(3).isEqualTo(last.lines());
            assertThat(counted.calls()).as("of %s entries", IMPORTED).isLessThan(IMPORTED / 2);
        }
        assertThat(backwards(effective().limit(1_000)))
                .isEqualTo(forwards(effective().limit(900)));
    }

    /** A posting, then an import of what was before it, then another posting. */
    private Posting imported(Instant start) {
        Posting before = post(null);
        clock().advance(MICRO);
        for (int i = 0; i < IMPORTED; i += 1_000) {
            int first = i;
            acme().ledgers()
                    .postAll(IntStream.range(first, first + 1_000)
                            .mapToObj(each -> PostingRequest.of(BANK, CUSTOMER, usd(1), "import-" + each)
                                    .effectiveAt(start.plusSeconds(each)))
                            .toList())
                    .forEach(Outcome::orElseThrow);
        }
        clock().advance(MICRO);
        post(null);
        return before;
    }

    @Test
    void whatIsRefusedIsInNoSum() {
        acme().accounts().setFloor(CUSTOMER, usd(0), "no-overdraft").orElseThrow();
        Instant start = now();
        clock().advance(DAY);
        fund(10, "first");
        List<Outcome<Posting>> outcomes = acme().ledgers()
                .postAll(List.of(
                        PostingRequest.of(BANK, CUSTOMER, usd(5), "a").effectiveAt(start),
                        PostingRequest.of(CUSTOMER, BANK, usd(6), "b").effectiveAt(start),
                        PostingRequest.of(CUSTOMER, BANK, usd(5), "c").effectiveAt(start)));

        assertThat(outcomes.stream().map(Outcome::isDeclined)).containsExactly(false, true, false);
        assertThat(acme().ledgers().balance(CUSTOMER, EFFECTIVE, start)).isEqualTo(usd(0));
    }

    private List<Instant> wideTimes() {
        Instant now = now();
        clock().advance(DAY);
        List<Instant> times = new ArrayList<>(List.of(YEAR_ONE, YEAR_ONE, Instant.EPOCH, Instant.EPOCH.minus(MICRO)));
        long years = Duration.between(YEAR_ONE, now).toSeconds();
        for (int i = 0; i < 40; i++) {
            times.add(YEAR_ONE.plusSeconds(random.nextLong(years)).plusNanos(1_000L * random.nextInt(1_000_000)));
        }
        for (int level = 0; level < 7; level++) {
            Instant begin = now.minus(DAY.multipliedBy(400));
            for (int i = 0; i < 20; i++) {
                times.add(begin.plus(MICRO.multipliedBy(random.nextLong(1L << (8 * level + 6)) % 34_000_000_000_000L)));
            }
        }
        IntStream.range(0, 20).forEach(i -> times.add(now));
        Collections.shuffle(times, new Random(3));
        return times;
    }

    private Posting post(@Nullable Instant at) {
        PostingRequest request = PostingRequest.of(BANK, CUSTOMER, usd(1 + random.nextInt(90)), "b" + postings.size());
        Posting posting = acme().ledgers()
                .post(at == null ? request : request.effectiveAt(at))
                .orElseThrow();
        postings.add(posting);
        return posting;
    }

    /** By effective time, those of one time in the order of their recording. */
    private List<Posting> inOrder() {
        List<Posting> sorted = new ArrayList<>(postings);
        sorted.sort((one, other) -> one.effectiveAt().compareTo(other.effectiveAt()));
        return sorted;
    }

    private long sum(Instant at) {
        return postings.stream()
                .filter(posting -> !posting.effectiveAt().isAfter(at))
                .mapToLong(posting -> posting.entries().get(0).amount().minor())
                .sum();
    }

    private static StatementRequest effective() {
        return StatementRequest.of(CUSTOMER).effective();
    }

    private Statement statement(StatementRequest request) {
        return acme().ledgers().statement(request);
    }

    private static List<Object> told(Statement statement) {
        return List.of(statement.opening(), statement.closing(), statement.lines());
    }

    private List<Statement.Line> forwards(StatementRequest request) {
        Statement page = statement(request);
        List<Statement.Line> lines = new ArrayList<>(page.lines());
        while (page.next().isPresent()) {
            page = statement(request.after(page.next().get()));
            lines.addAll(page.lines());
        }
        return lines;
    }

    private List<Statement.Line> backwards(StatementRequest request) {
        TimeAxis axis = request.axis();
        Statement page =
                statement(request.before((axis == RECORDED ? "r0" : "e999999999999999999") + ".999999999999999999"));
        List<Statement.Line> lines = new ArrayList<>(page.lines());
        while (page.previous().isPresent()) {
            page = statement(request.before(page.previous().get()));
            lines.addAll(0, page.lines());
        }
        return lines;
    }

    private Instant now() {
        return clock().instant();
    }
}
