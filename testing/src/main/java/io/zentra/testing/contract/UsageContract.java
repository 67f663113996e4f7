package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Reading.Tally;
import io.zentra.core.usage.Usage;
import io.zentra.ledger.Explanation;
import io.zentra.ledger.Hold;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.contract.Allow.Allowed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the ledger gives back of the usage that decisions reserved: as much as it undoes, in the same commit, and never more.
 * The pain that it answers: check and record apart let callers past a cap together, and failed payments that go on counting
 * against a customer's limit until somebody corrects it by hand.
 */
public abstract class UsageContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final long CAP = 1_000;

    /** For subclasses. */
    protected UsageContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        fund(100_000);
    }

    /** A card authorization of 100: 30 let go of, 50 charged, the rest let go of by that, and the charge refunded. */
    @Test
    void holdsGiveBackWhatTheyLetGoOf() {
        Allowed allowed = hold(100, "auth");
        assertThat(sum()).isEqualTo(100);
        acme().ledgers()
                .holds()
                .release(allowed.made(), Part.of(usd(30)), "part")
                .orElseThrow();
        assertThat(sum()).isEqualTo(70);
        Posting capture = acme().ledgers()
                .holds()
                .captureFinal(allowed.made(), usd(50), "bill")
                .orElseThrow();
        assertThat(sum()).isEqualTo(50);
        assertThat(capture.decision()).isEqualTo(allowed.decision());
        acme().ledgers().reversals().reverse(capture.id(), usd(20), "refund").orElseThrow();
        assertThat(tally()).isEqualTo(new Tally(30, 1, 1));
        acme().ledgers().reverse(capture.id(), "refund-rest").orElseThrow();

        assertThat(tally()).isEqualTo(new Tally(0, 0, 0));
        assertThat(returned()).containsExactly(30L, 20L, 20L, 30L);
        assertThat(left(allowed)).isZero();
    }

    @Test
    void holdsThatExpireGiveAllBack() {
        PostingRequest lines = request(100, "auth");
        Allow allow =
                new Allow(lines, USD, CAP, Allow.Kind.HELD, clock().instant().plusSeconds(60));
        Allowed allowed = run(allow).orElseThrow();
        acme().ledgers().capture(allowed.made(), usd(40), "first").orElseThrow();
        clock().advance(Duration.ofSeconds(61));
        ledger().runDueWork();

        assertThat(acme().ledgers().holds().find(allowed.made()).orElseThrow().status())
                .isEqualTo(Hold.Status.EXPIRED);
        assertThat(sum()).isEqualTo(40);
        assertThat(returned()).containsExactly(60L);
    }

    @Test
    void postingsGiveBackWhatIsReversedAndCorrected() {
        Posting first = posting(post(100, "first"));
        Posting second = posting(post(50, "second"));
        acme().ledgers().reversals().reverse(first.id(), usd(40), "some").orElseThrow();
        assertThat(tally()).isEqualTo(new Tally(110, 2, 1));
        acme().ledgers()
                .reversals()
                .correctRest(first.id(), request(7, "right"))
                .orElseThrow();
        assertThat(tally()).isEqualTo(new Tally(50, 1, 1));
        acme().ledgers()
                .reversals()
                .correct(second.id(), request(8, "right-too"))
                .orElseThrow();

        assertThat(tally()).isEqualTo(new Tally(0, 0, 0));
        assertThat(returned()).containsExactly(40L, 60L, 50L);
    }

    /** Of lines of two assets those of the operation's are counted. */
    @Test
    void givesBackTheDebitsOfTheAssetThatWasCounted() {
        Asset eur = Asset.iso("EUR");
        PostingRequest lines = PostingRequest.of("fx")
                .debit(CUSTOMER, usd(60))
                .debit(CUSTOMER, usd(40))
                .credit(BANK, usd(100));
        for (String each : List.of("1", "2")) { // together more than 64 bits hold
            acme().accounts().open(NewAccount.debit("position:" + each, eur).withoutFloor());
            acme().accounts().open(NewAccount.credit("eur:" + each, eur));
            Money most = Money.ofMinor(Long.MAX_VALUE, eur);
            lines = lines.debit("position:" + each, most).credit("eur:" + each, most);
        }
        Posting exchange = posting(run(Allow.posted(lines, CAP)).orElseThrow());
        assertThat(sum()).isEqualTo(100);
        acme().ledgers()
                .reversals()
                .reverse(exchange.id(), Part.lines().debit(CUSTOMER, usd(60)).credit(BANK, usd(60)), "some")
                .orElseThrow();
        assertThat(sum()).isEqualTo(40);
        acme().ledgers().reverse(exchange.id(), "undo").orElseThrow();

        assertThat(tally()).isEqualTo(new Tally(0, 0, 0));
        assertThat(returned()).containsExactly(60L, 40L);
    }

    @Test
    void givesNothingBackWhereNothingWasUndone() {
        Allowed allowed = hold(100, "auth");
        assertThat(code(acme().ledgers().release(allowed.made(), usd(101), "too-much")))
                .isEqualTo(ErrorCode.HOLD_EXCEEDED);
        acme().ledgers().capture(allowed.made(), usd(60), "first").orElseThrow();
        assertThat(returned()).isEmpty();
        acme().ledgers().release(allowed.made(), "release").orElseThrow();
        acme().ledgers().release(allowed.made(), "release").orElseThrow();

        assertThat(sum()).isEqualTo(60);
        assertThat(returned()).containsExactly(40L);
    }

    /** A refund of last week's payment makes no room today. */
    @Test
    void whatHasLeftTheWindowMakesNoRoom() {
        Posting old = posting(post(900, "old"));
        clock().advance(Duration.ofDays(7));
        post(800, "today");
        acme().ledgers().reverse(old.id(), "refund").orElseThrow();

        assertThat(sum()).isEqualTo(800);
        assertThat(code(run(Allow.posted(request(201, "too-much"), CAP)))).isEqualTo(ErrorCode.CONDITION_FAILED);
        post(200, "fits");
    }

    /** A decision looked at what is held: more of it would go round the cap. */
    @Test
    void aHoldUnderADecisionDoesNotGrow() {
        Allowed allowed = hold(100, "auth");
        Hold before = acme().ledgers().holds().find(allowed.made()).orElseThrow();

        assertThat(code(acme().ledgers().holds().increase(allowed.made(), usd(1), "more")))
                .isEqualTo(ErrorCode.HOLD_DECIDED);
        assertThat(acme().ledgers().holds().find(allowed.made())).contains(before);
        assertThat(sum()).isEqualTo(100);
    }

    @Test
    void explanationsTellTheDecision() {
        Allowed posted = post(100, "sale");
        Explanation why = acme().ledgers().explain(CUSTOMER, posted.made());
        assertThat(why.decision()).contains(posted.decision());
        Allowed held = hold(100, "auth");
        Hold hold = acme().ledgers().holds().find(held.made()).orElseThrow();
        long version = hold.legs().get(0).balances().version();
        assertThat(acme().ledgers().explain(CUSTOMER, version).decision()).contains(held.decision());
        Posting capture = acme().ledgers().capture(held.made(), "charge").orElseThrow();
        assertThat(acme().ledgers().explain(CUSTOMER, capture.id()).decision()).contains(held.decision());
        assertThat(acme().ledgers().posting(capture.id())).contains(capture);
        Posting plain = fund(1, "plain");
        assertThat(acme().ledgers().explain(CUSTOMER, plain.id()).decision()).isEmpty();
        assertThat(acme().journal().event(plain.seq()).orElseThrow().toString()).doesNotContain("decision");
    }

    /** What was decided elsewhere is posted as it was, and counts nothing here. */
    @Test
    void filesHaveTheLinesAndNotTheDecision() {
        Posting sale = posting(post(100, "sale"));
        acme().ledgers().reversals().reverse(sale.id(), usd(40), "refund").orElseThrow();
        Allowed held = hold(60, "auth");
        acme().ledgers().holds().captureFinal(held.made(), usd(50), "bill").orElseThrow();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        acme().ledgers().exports().ndjson(file);
        ledger().createTenant("copy", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book copy = ledger().tenant("copy").as(Actor.service("svc_import"));
        ImportReport report =
                copy.ledgers().imports().ndjson(new ByteArrayInputStream(file.toByteArray()), ImportOptions.standard());

        assertThat(report.isClean()).isTrue();
        assertThat(copy.accounts().balances(MERCHANT).posted()).isEqualTo(usd(110));
        assertThat(copy.ledgers().trail(MERCHANT, 10))
                .hasSize(3)
                .allSatisfy(change -> assertThat(copy.ledgers()
                                .posting(change.postingId())
                                .orElseThrow()
                                .decision())
                        .isNull());
        copy.ledgers().verify().requireSound();
    }

    /** What the host takes back was never counted. */
    @Test
    void countsNothingThatTheHostRollsBack() throws Exception {
        post(100, "first");
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            core().handle(access(), connection)
                    .commits()
                    .run(access(), Allow.posted(request(300, "joined"), CAP))
                    .orElseThrow();
            connection.rollback();
        }
        assertThat(sum()).isEqualTo(100);
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            core().handle(access(), connection)
                    .commits()
                    .run(access(), Allow.posted(request(300, "joined"), CAP))
                    .orElseThrow();
            connection.commit();
        }
        assertThat(sum()).isEqualTo(400);
    }

    /** 64 threads, of which some undo what they did: at no time more than the cap counts, and in the end all that fits does. */
    @Test
    void neverExceedsACapWhileOthersUndo() throws Exception {
        requireCapped(thread -> ledger());
    }

    /** What one keeps in memory of a meter is worth nothing once the other has added to it. */
    @Test
    void neverExceedsACapOfTwoRuntimes() throws Exception {
        Storage same = Storage.of(source(), core().settings().storage().dialect());
        try (ZentraLedger second = another(same)) {
            requireCapped(thread -> thread % 2 == 0 ? ledger() : second);
        }
    }

    private void requireCapped(IntFunction<ZentraLedger> ledgers) throws Exception {
        List<List<Allowed>> kept = RaceContract.together(thread -> () -> {
            ZentraLedger mine = ledgers.apply(thread);
            List<Allowed> left = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String key = thread + "-" + i;
                Outcome<Allowed> outcome =
                        mine.core().commits().run(access(), Allow.posted(request(7, "pay-" + key), CAP));
                if (outcome.isDeclined()) {
                    continue;
                }
                Allowed allowed = outcome.orElseThrow();
                if (i % 2 == 0) {
                    mine.tenant("acme")
                            .as(Actor.service("svc_edge"))
                            .ledgers()
                            .reverse(allowed.made(), "undo-" + key)
                            .orElseThrow();
                } else {
                    left.add(allowed);
                }
            }
            return left;
        });

        long left = kept.stream().mapToLong(List::size).sum();
        assertThat(sum()).isEqualTo(7 * left).isLessThanOrEqualTo(CAP);
        LongStream.range(0, CAP / 7 - left).forEach(i -> post(7, "rest-" + i));
        assertThat(code(run(Allow.posted(request(7, "above"), CAP)))).isEqualTo(ErrorCode.CONDITION_FAILED);
    }

    private Allowed hold(long minor, String key) {
        return run(Allow.held(request(minor, key), CAP)).orElseThrow();
    }

    private Allowed post(long minor, String key) {
        return run(Allow.posted(request(minor, key), CAP)).orElseThrow();
    }

    private Posting posting(Allowed allowed) {
        return acme().ledgers().posting(allowed.made()).orElseThrow();
    }

    private Outcome<Allowed> run(Allow allow) {
        return core().commits().run(access(), allow);
    }

    private static PostingRequest request(long minor, String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key);
    }

    private long sum() {
        return tally().sumMinor();
    }

    /** What counts within an hour, which that of the day equals while both are short. */
    private Tally tally() {
        return core().commits()
                .run(access(), new Allow.Look(Allow.charges(0)))
                .get(0)
                .before();
    }

    private long left(Allowed allowed) {
        return Usage.left(core().handle(access()), allowed.decision())
                .orElseThrow()
                .counting()
                .minor();
    }

    private List<Long> returned() {
        return acme().journal().after(0, 1_000).stream()
                .filter(event -> event.type().equals("usage.returned"))
                .map(Event::body)
                .map(body -> body.path("undone_minor").longValue())
                .toList();
    }

    private Access access() {
        return new Access(core().tenants().require(TenantId.of("acme")), Actor.service("svc_edge"));
    }
}
