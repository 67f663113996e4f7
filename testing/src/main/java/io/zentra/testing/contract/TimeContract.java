package io.zentra.testing.contract;

import static io.zentra.ledger.TimeAxis.EFFECTIVE;
import static io.zentra.ledger.TimeAxis.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was known at a time, what is known about a time, and what may still be said about it. */
public abstract class TimeContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MICRO = Duration.ofNanos(1_000);

    /** For subclasses. */
    protected TimeContract() {}

    /** A bank tells on Monday what it booked on Friday: both answers to "what was there on Saturday?" are right. */
    @Test
    void tellsWhatWasKnownThenAndWhatIsKnownNowAboutThen() {
        Instant friday = now();
        post(BANK, CUSTOMER, 1_000, "before the weekend", null);
        clock().advance(DAY.multipliedBy(3));
        Posting late = post(BANK, CUSTOMER, 50, "told on Monday", friday.plus(DAY));
        Instant saturday = friday.plus(DAY);

        assertThat(late.effectiveAt()).isEqualTo(saturday);
        assertThat(late.postedAt()).isEqualTo(now());
        assertThat(late.balances(CUSTOMER).posted()).isEqualTo(usd(1_050));
        assertThat(balance(RECORDED, saturday)).isEqualTo(1_000);
        assertThat(balance(EFFECTIVE, saturday)).isEqualTo(1_050);
        assertThat(balance(EFFECTIVE, saturday.minus(MICRO))).isEqualTo(1_000);
        assertThat(balance(EFFECTIVE, friday.minus(MICRO))).isZero();
        assertThat(balance(RECORDED, friday.minus(MICRO))).isZero();
        assertThat(balance(RECORDED, now().minus(MICRO))).isEqualTo(1_000);
        assertThat(balance(RECORDED, now())).isEqualTo(1_050);
        assertThat(balance(EFFECTIVE, now().plus(DAY))).isEqualTo(1_050);
    }

    @Test
    void keepsTheGivenTimeInEventReplayAndFingerprint() {
        Instant then = now().minus(DAY).plusNanos(1_234_567);
        PostingRequest request = PostingRequest.of(BANK, CUSTOMER, usd(5), "k").effectiveAt(then);
        Posting posting = acme().ledgers().post(request).orElseThrow();

        assertThat(posting.effectiveAt()).isEqualTo(then.minusNanos(567));
        assertThat(acme().ledgers().post(request).orElseThrow()).isEqualTo(posting);
        assertThat(acme().ledgers().posting(posting.id())).contains(posting);
        assertThat(acme().journal().event(posting.seq()).orElseThrow().body().has("effective_at"))
                .isTrue();
        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> acme().ledgers().post(request.effectiveAt(then.plus(MICRO))));
        Posting plain = fund(1, "plain");
        assertThat(plain.effectiveAt()).isEqualTo(plain.postedAt());
        assertThat(acme().journal().event(plain.seq()).orElseThrow().body().has("effective_at"))
                .isFalse();
    }

    @Test
    void declinesWhatTakesEffectLater() {
        post(BANK, CUSTOMER, 5, "exactly now", now());
        assertThat(codeOf(BANK, CUSTOMER, 5, "later", now().plus(MICRO))).isEqualTo(ErrorCode.EFFECTIVE_IN_FUTURE);
        refuses(
                ErrorCode.INVALID_EFFECTIVE_TIME,
                () -> PostingRequest.of("k").effectiveAt(Instant.parse("0000-12-31T23:59:59Z")));
        refuses(ErrorCode.INVALID_EFFECTIVE_TIME, () -> PostingRequest.of("k").effectiveAt(Instant.MAX));
        refuses(
                ErrorCode.INVALID_EFFECTIVE_TIME,
                () -> acme().ledgers()
                        .hold(PostingRequest.of(BANK, CUSTOMER, usd(1), "k").effectiveAt(now())));
    }

    /** Elsewhere only the balance at the end is looked at, and history shows an overdraft that no rule allowed. */
    @Test
    void declinesWhatWouldHaveBrokenTheFloorInBetween() {
        Instant start = richPoorRich();

        assertThat(codeOf(CUSTOMER, MERCHANT, 30, "on the poor day", start.plus(DAY)))
                .isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        assertThat(codeOf(CUSTOMER, MERCHANT, 30, "before it", start)).isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        post(CUSTOMER, MERCHANT, 30, "after it", start.plus(DAY.multipliedBy(2)));
        post(BANK, CUSTOMER, 30, "what gives is free", start);
        post(CUSTOMER, MERCHANT, 30, "and makes room", start.plus(DAY));
        assertThat(codeOf(CUSTOMER, MERCHANT, 1, "which is used", start.plus(DAY)))
                .isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        assertThat(posted(CUSTOMER)).isEqualTo(70);
        assertThat(acme().journal().after(0, 1_000).stream().map(Event::type).filter("request.declined"::equals))
                .hasSize(3);
    }

    @Test
    void flagsItInsteadWhereTheTenantSaysSo() {
        Instant start = richPoorRich();
        acme().periods().backdating(Backdating.FLAG, "backdating-1").orElseThrow();
        assertThat(acme().periods().backdating()).isEqualTo(Backdating.FLAG);
        PostingRequest request =
                PostingRequest.of(CUSTOMER, MERCHANT, usd(30), "flagged").effectiveAt(start.plus(DAY.dividedBy(2)));
        Posting posting = acme().ledgers().post(request).orElseThrow();

        assertThat(posting.crossings())
                .containsExactly(new Crossing(CUSTOMER, Crossing.Kind.FLOOR, usd(0), usd(-30), start.plus(DAY)));
        assertThat(acme().ledgers().post(request).orElseThrow()).isEqualTo(posting);
        assertThat(balance(EFFECTIVE, start.plus(DAY))).isEqualTo(-30);
        assertThat(codeOf(CUSTOMER, MERCHANT, 71, "no more than there is now", start))
                .as("the floor holds now whatever is flagged")
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(post(CUSTOMER, MERCHANT, 5, "late enough", start.plus(DAY.multipliedBy(2)))
                        .crossings())
                .isEmpty();
        acme().periods().backdating(Backdating.REJECT, "backdating-2").orElseThrow();
        assertThat(codeOf(CUSTOMER, MERCHANT, 1, "rejected again", start)).isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
    }

    @Test
    void declinesWhatWouldHaveBrokenTheCeilingInBetween() {
        acme().accounts().open(NewAccount.debit("wallet:1", USD).withCeiling(usd(100)));
        Instant start = now();
        post("wallet:1", CUSTOMER, 100, "full", null);
        clock().advance(DAY);
        post(CUSTOMER, "wallet:1", 100, "empty", null);

        assertThat(codeOf("wallet:1", CUSTOMER, 1, "when it was full", start))
                .isEqualTo(ErrorCode.CEILING_CROSSED_BETWEEN);
        assertThat(codeOf("wallet:1", CUSTOMER, 1, "or before", start.minus(DAY)))
                .isEqualTo(ErrorCode.CEILING_CROSSED_BETWEEN);
        post("wallet:1", CUSTOMER, 100, "when it was empty", now());
    }

    /** What is held is held now: nobody held it then. */
    @Test
    void countsHoldsAgainstNowAndNotAgainstThen() {
        Instant start = now();
        fund(100);
        clock().advance(DAY);
        acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(80), "held"))
                .orElseThrow();

        assertThat(codeOf(CUSTOMER, MERCHANT, 21, "held money", start)).isEqualTo(ErrorCode.FLOOR_CROSSED);
        post(CUSTOMER, MERCHANT, 20, "the rest", start);
    }

    /** Neither is a posting made unseen that must be looked at, nor refused one that is only to be flagged. */
    @Test
    void refusesOrFlagsWhatHasTooManyEntriesInBetweenToLook() {
        int lines = 100;
        Instant start = now();
        fund(1_000_000);
        clock().advance(DAY);
        acme().accounts().open(NewAccount.credit("busy", USD));
        List<PostingRequest> many = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            PostingRequest request = PostingRequest.of("many-" + i);
            for (int line = 0; line < lines / 2; line++) {
                request = request.debit(BANK, usd(1)).credit("busy", usd(1));
            }
            many.add(request);
        }
        acme().ledgers().postAll(many).forEach(Outcome::orElseThrow);
        assertThat(codeOf("busy", MERCHANT, 1, "far back", start)).isEqualTo(ErrorCode.BACKDATED_TOO_FAR);
        post(BANK, MERCHANT, 1, "no limit, nothing to look for", start);
        acme().periods().backdating(Backdating.FLAG, "flag").orElseThrow();
        PostingRequest request =
                PostingRequest.of("busy", MERCHANT, usd(1), "flagged").effectiveAt(start);
        Posting unseen = acme().ledgers().post(request).orElseThrow();
        assertThat(unseen.crossings())
                .containsExactly(new Crossing("busy", Crossing.Kind.NOT_LOOKED_AT, null, null, start));
        assertThat(acme().ledgers().post(request).orElseThrow()).isEqualTo(unseen);
        assertThat(acme().ledgers().posting(unseen.id())).contains(unseen);
        assertThat(acme().ledgers().balance("busy", EFFECTIVE, start)).isEqualTo(usd(-1));
        assertThat(codeOf("busy", MERCHANT, 10_050, "more than there is", start))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        acme().periods().backdating(Backdating.REJECT, "reject").orElseThrow();
        assertThat(codeOf("busy", MERCHANT, 1, "refused again", start)).isEqualTo(ErrorCode.BACKDATED_TOO_FAR);
    }

    @Test
    void closesAPeriodAndReopensIt() {
        Instant start = now();
        clock().advance(DAY.multipliedBy(30));
        Instant end = start.plus(DAY.multipliedBy(10));
        assertThat(acme().periods().closedBefore()).isEmpty();
        assertThat(acme().periods().close(end, "close-1").orElseThrow()).contains(end);

        assertThat(codeOf(BANK, CUSTOMER, 1, "into it", end.minus(MICRO))).isEqualTo(ErrorCode.PERIOD_CLOSED);
        post(BANK, CUSTOMER, 1, "at its end", end);
        fund(1, "now");
        assertThat(acme().periods().close(start, "close-2").orElseThrow())
                .as("closed already")
                .contains(end);
        refuses(
                ErrorCode.PERIOD_NOT_OVER,
                () -> acme().periods().close(now().plus(MICRO), "close-3").orElseThrow());
        assertThat(acme().periods().reopen(now(), "reopen-1").orElseThrow())
                .as("open already")
                .contains(end);
        Instant middle = start.plus(DAY.multipliedBy(5));
        assertThat(acme().periods().reopen(middle, "reopen-2").orElseThrow()).contains(middle);
        assertThat(acme().periods().closedBefore()).contains(middle);
        post(BANK, CUSTOMER, 1, "into what was reopened", middle);
        assertThat(codeOf(BANK, CUSTOMER, 1, "before it", middle.minus(MICRO))).isEqualTo(ErrorCode.PERIOD_CLOSED);
        acme().periods().close(now(), "close-4").orElseThrow();
        assertThat(acme().journal().after(0, 1_000).stream()
                        .filter(event -> event.type().startsWith("period."))
                        .map(event -> event.type() + " "
                                + event.body().path("closed_before").asText()))
                .containsExactly(
                        "period.closed " + end,
                        "period.closed " + end,
                        "period.reopened " + end,
                        "period.reopened " + middle,
                        "period.closed " + now());
    }

    @Test
    void reopensOnlyWithItsOwnPermission() {
        var closer = ledger().tenant("acme")
                .as(Actor.user("u-1", Permission.CLOSE_PERIODS, Permission.READ))
                .periods();
        closer.close(now(), "close-5").orElseThrow();
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> closer.reopen(now().minus(DAY), "reopen-3").orElseThrow());
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> closer.backdating(Backdating.FLAG, "backdating-3").orElseThrow());
        var poster = ledger().tenant("acme").as(Actor.user("u-2", Permission.POST));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> poster.periods().close(now(), "close-6").orElseThrow());
        refuses(ErrorCode.PERMISSION_DENIED, () -> poster.periods().closedBefore());
        refuses(ErrorCode.PERMISSION_DENIED, () -> poster.ledgers().balance(CUSTOMER, RECORDED, now()));
        refuses(ErrorCode.PERMISSION_DENIED, () -> poster.ledgers().statement(StatementRequest.of(CUSTOMER)));
    }

    /** Each sees what was decided before it, in one call and from many threads: the room in between is given out once. */
    @Test
    void backdatedPostingsOfOneMomentShareTheRoomInBetween() {
        Instant start = now();
        fund(100);
        clock().advance(DAY);
        post(CUSTOMER, MERCHANT, 60, "spent", null);
        clock().advance(DAY);
        fund(1_000, "rich-again");
        List<PostingRequest> requests = IntStream.range(0, 20)
                .mapToObj(i ->
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(10), "k" + i).effectiveAt(start))
                .toList();
        List<Outcome<Posting>> first = acme().ledgers().postAll(requests.subList(0, 3));
        List<CompletableFuture<Outcome<Posting>>> others = requests.subList(3, 20).stream()
                .map(request -> acme().ledgers().postAsync(request))
                .toList();

        assertThat(first).noneMatch(Outcome::isDeclined);
        assertThat(others.stream().map(CompletableFuture::join).filter(outcome -> !outcome.isDeclined()))
                .hasSize(1);
        assertThat(balance(EFFECTIVE, start.plus(DAY))).isZero();
    }

    @Test
    void keepsTheOrderOfRequestsAroundABackdatedOne() {
        Instant start = now();
        clock().advance(DAY);
        fund(10, "to-come-after");
        List<Outcome<Posting>> outcomes = acme().ledgers()
                .postAll(List.of(
                        PostingRequest.of(BANK, CUSTOMER, usd(90), "a"),
                        PostingRequest.of(BANK, CUSTOMER, usd(100), "b").effectiveAt(start),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(200), "c"),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "d").effectiveAt(start)));

        assertThat(outcomes.subList(0, 3)).noneMatch(Outcome::isDeclined);
        assertThat(code(outcomes.get(3))).isEqualTo(ErrorCode.FLOOR_CROSSED);
    }

    @Test
    void looksInBetweenInsideTheHostsTransaction() throws Exception {
        Instant start = richPoorRich();
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            var joined = ledger().on(connection)
                    .tenant("acme")
                    .as(Actor.service("svc_host"))
                    .ledgers();
            joined.post(PostingRequest.of(BANK, CUSTOMER, usd(10), "room").effectiveAt(start))
                    .orElseThrow();
            joined.post(PostingRequest.of(CUSTOMER, MERCHANT, usd(10), "used").effectiveAt(start))
                    .orElseThrow();
            assertThat(code(joined.post(PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "too-much")
                            .effectiveAt(start))))
                    .isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
            connection.commit();
        }
        assertThat(balance(EFFECTIVE, start.plus(DAY))).isZero();
    }

    /** Every page of every length, in both directions and on both axes, is the same part of the same whole. */
    @Test
    void listsStatementsWithRunningBalances() {
        List<Entered> entered = muddle(300);
        for (TimeAxis axis : TimeAxis.values()) {
            List<Entered> sorted = sorted(entered, axis);
            List<Statement.Line> whole = whole(axis);
            assertThat(whole.stream().map(Statement.Line::entryId))
                    .containsExactlyElementsOf(
                            sorted.stream().map(Entered::entryId).toList());
            long running = 0;
            for (int i = 0; i < sorted.size(); i++) {
                running += sorted.get(i).signed();
                assertThat(whole.get(i).balance()).as("line %s by %s", i, axis).isEqualTo(usd(running));
            }
            for (int length : new int[] {1, 7, 64, 299, 300}) {
                assertThat(forwards(request(axis).limit(length))).isEqualTo(whole);
                assertThat(backwards(request(axis).limit(length))).isEqualTo(whole);
            }
        }
    }

    @Test
    void listsAPartOfAStatementBetweenItsBalances() {
        List<Entered> entered = muddle(120);
        for (TimeAxis axis : TimeAxis.values()) {
            List<Entered> sorted = sorted(entered, axis);
            Instant from = sorted.get(30).at(axis);
            Instant to = sorted.get(90).at(axis);
            List<Entered> part = sorted.stream()
                    .filter(each ->
                            !each.at(axis).isBefore(from) && each.at(axis).isBefore(to))
                    .toList();
            StatementRequest request = request(axis).from(from).to(to).limit(11);
            Statement page = acme().ledgers().statement(request);

            assertThat(forwards(request).stream().map(Statement.Line::entryId))
                    .containsExactlyElementsOf(
                            part.stream().map(Entered::entryId).toList());
            assertThat(backwards(request)).isEqualTo(forwards(request));
            assertThat(page.opening()).isEqualTo(usd(sum(sorted, axis, from)));
            assertThat(page.closing()).isEqualTo(usd(sum(sorted, axis, to)));
            assertThat(page.previous()).isEmpty();
            assertThat(page.opening()).isEqualTo(acme().ledgers().balance(CUSTOMER, axis, from.minus(MICRO)));
        }
    }

    @Test
    void tellsBalancesOfAnyTimeOnBothAxes() {
        List<Entered> entered = muddle(200);
        for (TimeAxis axis : TimeAxis.values()) {
            for (Entered each : entered) {
                Instant at = each.at(axis);
                assertThat(balance(axis, at)).as("%s at %s", axis, at).isEqualTo(sum(entered, axis, at.plus(MICRO)));
            }
        }
    }

    @Test
    void refusesCursorsThatItDidNotGive() {
        fund(10);
        for (String cursor : List.of("", "r", "x1.1", "r1", "e1.1", "r0.1 ", "r0.9999999999999999999")) {
            refuses(
                    ErrorCode.INVALID_CURSOR,
                    () -> acme().ledgers()
                            .statement(StatementRequest.of(CUSTOMER).after(cursor)));
        }
        refuses(ErrorCode.UNKNOWN_ACCOUNT, () -> acme().ledgers().statement(StatementRequest.of("nobody")));
        refuses(ErrorCode.UNKNOWN_ACCOUNT, () -> acme().ledgers().balance("nobody", EFFECTIVE, now()));
        refuses(ErrorCode.INVALID_EFFECTIVE_TIME, () -> acme().ledgers().balance(CUSTOMER, EFFECTIVE, Instant.MAX));
        for (int limit : new int[] {0, -1, StatementRequest.MAX_LIMIT + 1}) {
            refuses(
                    ErrorCode.INVALID_CONFIGURATION,
                    () -> StatementRequest.of(CUSTOMER).limit(limit));
        }
        refuses(
                ErrorCode.INVALID_CONFIGURATION,
                () -> StatementRequest.of(CUSTOMER).from(now()).to(now().minus(MICRO)));
    }

    @Test
    void listsNothingOfAnAccountWithoutEntries() {
        for (TimeAxis axis : TimeAxis.values()) {
            Statement empty = acme().ledgers().statement(request(axis));
            assertThat(empty.lines()).isEmpty();
            assertThat(empty.next()).isEmpty();
            assertThat(empty.previous()).isEmpty();
            assertThat(empty.closing()).isEqualTo(usd(0));
        }
    }

    /** An entry as it was asked for. */
    private record Entered(String entryId, long signed, Instant recordedAt, Instant effectiveAt, long order) {
        Instant at(TimeAxis axis) {
            return axis == RECORDED ? recordedAt : effectiveAt;
        }
    }

    /** Entries of which many come late, several at one time, one posting with two lines. */
    private List<Entered> muddle(int count) {
        acme().accounts().removeFloor(CUSTOMER, "limit-1").orElseThrow();
        SplittableRandom random = new SplittableRandom(5);
        List<Entered> entered = new ArrayList<>();
        while (entered.size() < count) {
            clock().advance(MICRO.multipliedBy(random.nextInt(3)));
            Instant effectiveAt = random.nextInt(3) == 0 ? now().minus(MICRO.multipliedBy(random.nextInt(40))) : null;
            long minor = 1L + random.nextInt(50);
            PostingRequest request = PostingRequest.of("m" + entered.size())
                    .debit(BANK, usd(2 * minor))
                    .credit(CUSTOMER, usd(minor))
                    .credit(CUSTOMER, usd(minor));
            if (effectiveAt != null) {
                request = request.effectiveAt(effectiveAt);
            }
            Posting posting = acme().ledgers().post(request).orElseThrow();
            for (int line = 1; line <= 2; line++) {
                entered.add(new Entered(
                        posting.id() + "/" + line, minor, posting.postedAt(), posting.effectiveAt(), entered.size()));
            }
        }
        return entered;
    }

    private static List<Entered> sorted(List<Entered> entered, TimeAxis axis) {
        List<Entered> sorted = new ArrayList<>(entered);
        sorted.sort((a, b) -> a.at(axis).equals(b.at(axis))
                ? Long.compare(a.order(), b.order())
                : a.at(axis).compareTo(b.at(axis)));
        return sorted;
    }

    private static long sum(List<Entered> entered, TimeAxis axis, Instant before) {
        return entered.stream()
                .filter(each -> each.at(axis).isBefore(before))
                .mapToLong(Entered::signed)
                .sum();
    }

    private static StatementRequest request(TimeAxis axis) {
        StatementRequest request = StatementRequest.of(CUSTOMER);
        return axis == RECORDED ? request : request.effective();
    }

    private List<Statement.Line> whole(TimeAxis axis) {
        Statement whole = acme().ledgers().statement(request(axis).limit(StatementRequest.MAX_LIMIT));
        assertThat(whole.next()).isEmpty();
        assertThat(whole.previous()).isEmpty();
        assertThat(whole.closing()).isEqualTo(usd(posted(CUSTOMER)));
        return whole.lines();
    }

    private List<Statement.Line> forwards(StatementRequest request) {
        List<Statement.Line> lines = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Statement page = acme().ledgers().statement(next.map(request::after).orElse(request));
            assertThat(page.previous().isPresent()).isEqualTo(next.isPresent());
            lines.addAll(page.lines());
            next = page.next();
        } while (next.isPresent());
        return lines;
    }

    private List<Statement.Line> backwards(StatementRequest request) {
        List<Statement.Line> lines = new ArrayList<>();
        Optional<String> previous =
                Optional.of(request.axis() == RECORDED ? "r0.999999999999999999" : "e" + "999999999999999999.1");
        boolean last = true;
        while (previous.isPresent()) {
            Statement page = acme().ledgers().statement(request.before(previous.get()));
            assertThat(page.next().isPresent()).isEqualTo(!last);
            List<Statement.Line> reversed = new ArrayList<>(page.lines());
            Collections.reverse(reversed);
            lines.addAll(reversed);
            previous = page.previous();
            last = false;
        }
        Collections.reverse(lines);
        return lines;
    }

    /** 100 on the first day, nothing on the second, 100 on the third. */
    private Instant richPoorRich() {
        Instant start = now();
        post(BANK, CUSTOMER, 100, "first day", null);
        clock().advance(DAY);
        post(CUSTOMER, MERCHANT, 100, "second day", null);
        clock().advance(DAY);
        post(BANK, CUSTOMER, 100, "third day", null);
        return start;
    }

    private long balance(TimeAxis axis, Instant at) {
        return acme().ledgers().balance(CUSTOMER, axis, at).minor();
    }

    private Posting post(String debit, String credit, long minor, String key, @Nullable Instant at) {
        return outcome(debit, credit, minor, key, at).orElseThrow();
    }

    private ErrorCode codeOf(String debit, String credit, long minor, String key, Instant at) {
        long before = posted(debit);
        ErrorCode code = code(outcome(debit, credit, minor, key, at));
        assertThat(posted(debit)).isEqualTo(before);
        return code;
    }

    private Outcome<Posting> outcome(String debit, String credit, long minor, String key, @Nullable Instant at) {
        PostingRequest request = PostingRequest.of(debit, credit, usd(minor), key.replace(' ', '-'));
        return acme().ledgers().post(at == null ? request : request.effectiveAt(at));
    }

    private Instant now() {
        return clock().instant();
    }

    private static void refuses(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
