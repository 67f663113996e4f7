package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Holds;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be done with money that is set aside. */
public abstract class HoldContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final String FEES = "income:fees";
    private static final Asset EUR = Asset.iso("EUR");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** For subclasses. */
    protected HoldContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        acme().accounts().open(NewAccount.credit(FEES, USD));
        fund(1_000);
    }

    @Test
    void capturesRepeatedlyUntilNothingIsLeft() {
        Hold hold = hold(600, "hold");
        capture(hold, 250, "first");
        capture(hold, 150, "second");

        assertThat(leg(hold, 0).captured()).isEqualTo(usd(400));
        assertThat(leg(hold, 0).remaining()).isEqualTo(usd(200));
        assertThat(refusal(holds().capture(hold.id(), Part.of(usd(201)), "too-much")))
                .isEqualTo(ErrorCode.HOLD_EXCEEDED);
        capture(hold, 200, "third");

        assertThat(read(hold).status()).isEqualTo(Hold.Status.CAPTURED);
        assertThat(posted(MERCHANT)).isEqualTo(600);
        assertThat(available(CUSTOMER)).isEqualTo(400);
        assertThat(refusal(acme().ledgers().capture(hold.id(), "late"))).isEqualTo(ErrorCode.HOLD_CLOSED);
    }

    /** Even when what is held and what is there together exceed 64 bits, as a ceiling that came later has to see. */
    @Test
    void theLargestHoldIsReleasedInPartsUnderACeilingThatCameLater() {
        long most = Long.MAX_VALUE - 1_000;
        acme().accounts().open(NewAccount.debit("assets:clearing", USD).withoutFloor());
        Hold hold = holds().place(PostingRequest.of("assets:clearing", "assets:clearing", usd(most), "hold"))
                .orElseThrow();
        acme().ledgers().post("assets:clearing", CUSTOMER, usd(2_000), "top-up").orElseThrow();
        acme().accounts().setCeiling("assets:clearing", usd(50), "ceiling").orElseThrow();

        holds().release(hold.id(), Part.of(usd(most - 10)), "most-of-it").orElseThrow();
        assertThat(available("assets:clearing")).isEqualTo(1_990);
        assertThat(refusal(holds().increase(hold.id(), usd(10), "more"))).isEqualTo(ErrorCode.CEILING_CROSSED);
        holds().release(hold.id(), Part.all(), "the-rest").orElseThrow();
        assertThat(available("assets:clearing")).isEqualTo(2_000);
    }

    /** A restaurant bill is less than what was authorized: the guest gets the rest back at once, not in a week. */
    @Test
    void theFinalCaptureLetsGoOfTheRestInTheSameDecision() {
        Hold hold = hold(600, "hold");
        Posting bill = holds().captureFinal(hold.id(), usd(450), "bill").orElseThrow();

        assertThat(bill.hold()).isEqualTo(hold.id());
        assertThat(bill.balances(CUSTOMER))
                .as("the answer once told what was available while the rest was still held")
                .isEqualTo(acme().accounts().balances(CUSTOMER));
        assertThat(available(CUSTOMER)).isEqualTo(550);
        assertThat(acme().accounts().balances(MERCHANT).pending()).isEqualTo(usd(450));
        Hold closed = read(hold);
        assertThat(closed.status()).isEqualTo(Hold.Status.CAPTURED);
        assertThat(closed.legs().get(0).captured()).isEqualTo(usd(450));
        assertThat(closed.legs().get(0).released()).isEqualTo(usd(150));
        assertThat(holds().captureFinal(hold.id(), usd(450), "bill").orElseThrow())
                .isEqualTo(bill);
        assertThat(types(3)).containsExactly("ledger.entry.created", "hold.captured", "request.replayed");
    }

    @Test
    void theSameKeyForAFinalCaptureAndForOneThatIsNotIsAConflict() {
        Hold hold = hold(600, "hold");
        capture(hold, 100, "k");

        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> holds().captureFinal(hold.id(), usd(100), "k"));
        assertThat(read(hold).isOpen()).isTrue();
    }

    @Test
    void increasesUnderTheChecksOfANewHold() {
        acme().accounts().open(NewAccount.credit("wallet:1", USD).withCeiling(usd(500)));
        Hold hold = hold(600, "hold");
        Hold more = holds().increase(hold.id(), usd(300), "tip").orElseThrow();

        assertThat(more.legs()).extracting(Hold.Leg::amount).containsExactly(usd(900), usd(900));
        assertThat(more.legs().get(0).balances().available()).isEqualTo(usd(100));
        assertThat(refusal(holds().increase(hold.id(), usd(101), "floor"))).isEqualTo(ErrorCode.FLOOR_CROSSED);
        Hold toWallet = acme().ledgers()
                .hold(PostingRequest.of("assets:bank", "wallet:1", usd(450), "to-wallet"))
                .orElseThrow();
        assertThat(refusal(holds().increase(toWallet.id(), usd(51), "ceiling"))).isEqualTo(ErrorCode.CEILING_CROSSED);
        acme().accounts().freeze(MERCHANT, "freeze-1").orElseThrow();
        assertThat(refusal(holds().increase(hold.id(), usd(1), "frozen"))).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        acme().accounts().unfreeze(MERCHANT, "unfreeze-1").orElseThrow();
        capture(hold, 900, "all");
        assertThat(posted(MERCHANT)).isEqualTo(900);
        assertThat(refusal(holds().increase(hold.id(), usd(1), "closed"))).isEqualTo(ErrorCode.HOLD_CLOSED);
    }

    @Test
    void onlyLinesOfTheHoldGrow() {
        Hold hold = split();

        assertThat(refusal(holds().increase(
                                hold.id(),
                                Part.lines().debit("assets:bank", usd(1)).credit(MERCHANT, usd(1)),
                                "other")))
                .isEqualTo(ErrorCode.INVALID_PART);
        assertThat(refusal(holds().increase(hold.id(), usd(1), "which"))).isEqualTo(ErrorCode.INVALID_PART);
        assertThat(refusal(holds().increase(hold.id(), Part.all(), "all"))).isEqualTo(ErrorCode.INVALID_PART);
        Hold more = holds().increase(
                        hold.id(), Part.lines().debit(CUSTOMER, usd(10)).credit(FEES, usd(10)), "fee")
                .orElseThrow();
        assertThat(more.legs()).extracting(Hold.Leg::remaining).containsExactly(usd(110), usd(97), usd(13));
    }

    @Test
    void aHoldOfManyLegsIsCapturedAndReleasedInParts() {
        Hold hold = split();
        holds().capture(
                        hold.id(),
                        Part.lines()
                                .debit(CUSTOMER, usd(50))
                                .credit(MERCHANT, usd(48))
                                .credit(FEES, usd(2)),
                        "half")
                .orElseThrow();

        assertThat(read(hold).legs()).extracting(Hold.Leg::remaining).containsExactly(usd(50), usd(49), usd(1));
        assertThat(refusal(holds().capture(
                                hold.id(),
                                Part.lines().debit(CUSTOMER, usd(2)).credit(FEES, usd(2)),
                                "more-fees-than-left")))
                .isEqualTo(ErrorCode.HOLD_EXCEEDED);
        assertThat(refusal(holds().capture(hold.id(), Part.of(usd(1)), "which")))
                .isEqualTo(ErrorCode.INVALID_PART);
        holds().release(hold.id(), Part.lines().debit(CUSTOMER, usd(1)).credit(FEES, usd(1)), "no-fee")
                .orElseThrow();
        Posting rest = acme().ledgers().capture(hold.id(), "rest").orElseThrow();

        assertThat(rest.entries()).as("nothing of the fee is left to post").hasSize(2);
        assertThat(read(hold).status()).isEqualTo(Hold.Status.CAPTURED);
        assertThat(posted(MERCHANT)).isEqualTo(97);
        assertThat(posted(FEES)).isEqualTo(2);
        assertThat(available(CUSTOMER)).isEqualTo(901);
    }

    @Test
    void aHoldOfSeveralAssetsIsOne() {
        acme().accounts().open(NewAccount.debit("assets:euro", EUR).withoutFloor());
        acme().accounts().open(NewAccount.credit("customer:eur", EUR));
        Money euro = Money.ofMinor(90, EUR);
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of("exchange")
                        .debit(CUSTOMER, usd(100))
                        .credit(MERCHANT, usd(100))
                        .debit("assets:euro", euro)
                        .credit("customer:eur", euro))
                .orElseThrow();
        Money part = Money.ofMinor(45, EUR);
        Posting half = holds().captureFinal(
                        hold.id(),
                        Part.lines()
                                .debit(CUSTOMER, usd(50))
                                .credit(MERCHANT, usd(50))
                                .debit("assets:euro", part)
                                .credit("customer:eur", part),
                        "half")
                .orElseThrow();

        assertThat(half.entries()).hasSize(4);
        assertThat(available(CUSTOMER)).isEqualTo(950);
        assertThat(acme().accounts().balances("customer:eur").pending()).isEqualTo(part);
        assertThat(read(hold).isOpen()).isFalse();
    }

    /** Lines of the same account and side are taken from one after the other, whatever the part's own lines are. */
    @Test
    void aPartTakesFromLinesOfTheSameAccountInTheirOrder() {
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of("twice")
                        .debit(CUSTOMER, usd(30))
                        .debit(CUSTOMER, usd(20))
                        .credit(MERCHANT, usd(50)))
                .orElseThrow();
        Posting posting = holds().capture(
                        hold.id(), Part.lines().debit(CUSTOMER, usd(40)).credit(MERCHANT, usd(40)), "part")
                .orElseThrow();

        assertThat(posting.entries())
                .extracting(entry -> entry.amount().minor())
                .containsExactly(30L, 10L, 40L);
        assertThat(read(hold).legs()).extracting(leg -> leg.remaining().minor()).containsExactly(0L, 10L, 10L);
    }

    @Test
    void aReleaseSaysThatItClosedTheHold() {
        Hold hold = hold(600, "hold");
        capture(hold, 100, "capture");
        Hold released = acme().ledgers().release(hold.id(), "release").orElseThrow();

        assertThat(released.status()).isEqualTo(Hold.Status.RELEASED);
        assertThat(released.legs().get(0).released()).isEqualTo(usd(500));
        assertThat(read(hold)).isEqualTo(released);
    }

    @Test
    void capturesInheritCorrelationAndMetadataOfTheHold() {
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(600), "hold")
                        .correlation("order-17")
                        .metadata(Map.of("channel", "web")))
                .orElseThrow();
        Posting capture = capture(hold, 100, "capture");

        assertThat(capture.metadata()).containsExactly(Map.entry("channel", "web"));
        assertThat(capture.correlation()).isEqualTo("order-17");
        assertThat(read(hold).metadata()).containsExactly(Map.entry("channel", "web"));
        assertThat(read(hold).correlation()).isEqualTo("order-17");
        assertThat(acme().ledgers()
                        .reverse(capture.id(), "refund")
                        .orElseThrow()
                        .metadata())
                .containsExactly(Map.entry("channel", "web"));
    }

    /** A card authorization that the shop forgets must not block the customer's money for ever. */
    @Test
    void anExpiredHoldIsLetGoByDueWork() {
        Hold hold = place(600, NOON, "hold");
        capture(hold, 100, "in-time");
        clock().set(NOON.minusNanos(1_000));
        assertThat(ledger().runDueWork()).isZero();
        capture(hold, 50, "in-the-last-microsecond");
        clock().set(NOON);
        assertThat(ledger().runDueWork()).isEqualTo(1);

        Hold expired = read(hold);
        assertThat(expired.status()).isEqualTo(Hold.Status.EXPIRED);
        assertThat(expired.legs().get(0).released()).isEqualTo(usd(450));
        assertThat(available(CUSTOMER)).isEqualTo(850);
        assertThat(acme().accounts().balances(MERCHANT).pending()).isEqualTo(usd(150));
        Event event = acme().journal().event(expired.seq()).orElseThrow();
        assertThat(event.type()).isEqualTo("hold.expired");
        assertThat(event.actor()).isEqualTo("system:due_work");
        assertThat(event.correlation()).contains("order-17");
        assertThat(ledger().runDueWork()).isZero();
    }

    /** Whether the work has run or not: the answer is the same, so nobody can win by being early at a late hour. */
    @Test
    void captureAndIncreaseAreDeclinedFromTheExpiryOn() {
        Hold hold = place(600, NOON, "hold");
        clock().set(NOON);
        List<ErrorCode> before = lateAnswers(hold, "before");
        assertThat(ledger().runDueWork()).isEqualTo(1);
        List<ErrorCode> after = lateAnswers(hold, "after");

        assertThat(before).containsOnly(ErrorCode.HOLD_EXPIRED);
        assertThat(after).isEqualTo(before);
        assertThat(refusal(acme().ledgers().release(hold.id(), "late-release"))).isEqualTo(ErrorCode.HOLD_EXPIRED);
    }

    private List<ErrorCode> lateAnswers(Hold hold, String tag) {
        return List.of(
                refusal(acme().ledgers().capture(hold.id(), tag + "-capture")),
                refusal(holds().captureFinal(hold.id(), usd(1), tag + "-final")),
                refusal(holds().increase(hold.id(), usd(1), tag + "-increase")));
    }

    @Test
    void whatIsOverCanStillBeReleasedByHand() {
        Hold hold = place(600, NOON, "hold");
        clock().set(NOON.plusSeconds(60));
        Hold released = acme().ledgers().release(hold.id(), "by-hand").orElseThrow();

        assertThat(released.status()).isEqualTo(Hold.Status.RELEASED);
        assertThat(ledger().runDueWork()).as("nothing is due any more").isZero();
        assertThat(types(1)).containsExactly("hold.released");
    }

    @Test
    void whatIsCapturedInTimeDoesNotExpire() {
        Hold hold = place(600, NOON, "hold");
        acme().ledgers().capture(hold.id(), "capture").orElseThrow();
        clock().set(NOON.plus(Duration.ofDays(1)));

        assertThat(ledger().runDueWork()).isZero();
        assertThat(read(hold).status()).isEqualTo(Hold.Status.CAPTURED);
        assertThat(posted(MERCHANT)).isEqualTo(600);
    }

    @Test
    void expiryIsNotStoppedByFrozenAccounts() {
        place(600, NOON, "hold");
        acme().accounts().freeze(CUSTOMER, "freeze-2").orElseThrow();
        acme().accounts().freeze(MERCHANT, "freeze-3").orElseThrow();
        clock().set(NOON);

        assertThat(ledger().runDueWork()).isEqualTo(1);
        assertThat(available(CUSTOMER)).isEqualTo(1_000);
    }

    @Test
    void expiryOfManyTenantsRunsInOneCall() {
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_edge"));
        other.accounts().open(NewAccount.credit("a", USD).withoutFloor());
        other.accounts().open(NewAccount.credit("b", USD).withoutFloor());
        Hold theirs = other.ledgers()
                .holds()
                .place(PostingRequest.of("a", "b", usd(5), "hold"), NOON)
                .orElseThrow();
        Hold ours = place(600, NOON, "hold");
        clock().set(NOON);

        assertThat(ledger().runDueWork()).isEqualTo(2);
        assertThat(other.ledgers().holds().find(theirs.id()).orElseThrow().status())
                .isEqualTo(Hold.Status.EXPIRED);
        assertThat(read(ours).status()).isEqualTo(Hold.Status.EXPIRED);
        assertThat(holds().find(theirs.id())).isEmpty();
        other.ledgers().verify().requireSound();
    }

    @Test
    void refusesAnExpiryThatIsOverOrCannotBeKept() {
        PostingRequest request = PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "k");
        assertThat(refusal(holds().place(request, clock().instant()))).isEqualTo(ErrorCode.HOLD_EXPIRED);
        refuses(ErrorCode.INVALID_EXPIRY, () -> holds().place(request, Instant.MAX));
        refuses(ErrorCode.INVALID_EXPIRY, () -> holds().place(request, Instant.MIN));
        assertThat(available(CUSTOMER)).isEqualTo(1_000);
    }

    @Test
    void refusesPartsThatCannotBeMeant() {
        Hold hold = hold(600, "hold");
        refuses(ErrorCode.AMOUNT_NOT_POSITIVE, () -> holds().capture(hold.id(), Part.of(usd(0)), "zero"));
        refuses(
                ErrorCode.UNBALANCED_POSTING,
                () -> holds().release(
                                hold.id(), Part.lines().debit(CUSTOMER, usd(2)).credit(MERCHANT, usd(1)), "crooked"));
        refuses(ErrorCode.INVALID_ENTRY_COUNT, () -> holds().capture(hold.id(), Part.lines(), "nothing"));
        assertThat(refusal(holds().capture(hold.id(), Part.of(Money.ofMinor(1, EUR)), "euro")))
                .isEqualTo(ErrorCode.ASSET_MISMATCH);
        assertThat(refusal(holds().release(
                                hold.id(), Part.lines().debit(MERCHANT, usd(1)).credit(CUSTOMER, usd(1)), "backwards")))
                .isEqualTo(ErrorCode.INVALID_PART);
        assertThat(read(hold)).isEqualTo(hold);
        assertThat(holds().find("ho_none")).isEmpty();
    }

    @Test
    void refusesWhatTheActorMayNotDo() {
        Hold hold = hold(1, "hold");
        Holds readers = ledger().tenant("acme")
                .as(Actor.user("u-1", Permission.READ))
                .ledgers()
                .holds();
        Holds posters = ledger().tenant("acme")
                .as(Actor.user("u-2", Permission.POST))
                .ledgers()
                .holds();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> readers.place(PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "k")),
                () -> readers.increase(hold.id(), usd(1), "k"),
                () -> readers.capture(hold.id(), Part.all(), "k"),
                () -> readers.captureFinal(hold.id(), usd(1), "k"),
                () -> readers.release(hold.id(), Part.all(), "k"),
                () -> posters.find(hold.id()),
                () -> posters.list("", 1),
                () -> posters.list(CUSTOMER, "", 1))) {
            refuses(ErrorCode.PERMISSION_DENIED, call);
        }
    }

    @Test
    void listsOpenHoldsPageByPage() {
        acme().accounts().open(NewAccount.credit("merchant:8", USD));
        List<Hold> placed = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            placed.add(acme().ledgers()
                    .hold(PostingRequest.of(CUSTOMER, i % 2 == 0 ? MERCHANT : "merchant:8", usd(10 + i), "h" + i))
                    .orElseThrow());
        }
        acme().ledgers().release(placed.get(2).id(), "gone").orElseThrow();
        capture(placed.get(4), 1, "in-part");

        List<String> open = new ArrayList<>();
        List<Hold> page = holds().list("", 2);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(hold -> open.add(hold.id()));
            page = holds().list(open.get(open.size() - 1), 2);
        }
        assertThat(open).containsExactlyElementsOf(ids(placed, 0, 1, 3, 4, 5, 6));
        assertThat(holds().list(MERCHANT, "", 10)).extracting(Hold::id).containsExactlyElementsOf(ids(placed, 0, 4, 6));
        assertThat(holds().list(MERCHANT, placed.get(4).id(), 10))
                .extracting(Hold::id)
                .containsExactlyElementsOf(ids(placed, 6));
        assertThat(holds().list(MERCHANT, "", 10).get(1).legs().get(0).captured())
                .isEqualTo(usd(1));
        refuses(ErrorCode.UNKNOWN_HOLD, () -> holds().list("ho_none", 1));
        refuses(ErrorCode.UNKNOWN_ACCOUNT, () -> holds().list("nobody", "", 1));
    }

    /** A ledger elsewhere did not count holds in its balance check, and customers spent what was promised to others. */
    @Test
    void whatIsHeldCannotBeSpentBeside() {
        Hold first = hold(600, "first");
        assertThat(refusal(acme().ledgers().post(CUSTOMER, MERCHANT, usd(401), "spend")))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(refusal(acme().ledgers().hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(401), "second"))))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        acme().ledgers()
                .post(CUSTOMER, MERCHANT, usd(400), "spend-what-is-free")
                .orElseThrow();
        acme().ledgers().capture(first.id(), "capture").orElseThrow();

        assertThat(posted(CUSTOMER)).isZero();
    }

    private Hold split() {
        return acme().ledgers()
                .hold(PostingRequest.of("split")
                        .debit(CUSTOMER, usd(100))
                        .credit(MERCHANT, usd(97))
                        .credit(FEES, usd(3)))
                .orElseThrow();
    }

    private Holds holds() {
        return acme().ledgers().holds();
    }

    private Hold hold(long minor, String key) {
        return acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key))
                .orElseThrow();
    }

    private Hold place(long minor, Instant expiresAt, String key) {
        Hold hold = holds().place(
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key).correlation("order-17"), expiresAt)
                .orElseThrow();
        assertThat(hold.expiresAt()).isEqualTo(expiresAt);
        return hold;
    }

    private Posting capture(Hold hold, long minor, String key) {
        return acme().ledgers().capture(hold.id(), usd(minor), key).orElseThrow();
    }

    private Hold read(Hold hold) {
        return holds().find(hold.id()).orElseThrow();
    }

    private Hold.Leg leg(Hold hold, int no) {
        return read(hold).legs().get(no);
    }

    private long available(String account) {
        return acme().accounts().balances(account).available().minor();
    }

    private static List<String> ids(List<Hold> holds, int... which) {
        List<String> ids = new ArrayList<>();
        for (int no : which) {
            ids.add(holds.get(no).id());
        }
        return ids;
    }

    /** The types of the last events. */
    private List<String> types(int count) {
        long size = acme().journal().size();
        return acme().journal().after(size - count, count).stream()
                .map(Event::type)
                .toList();
    }

    /** The code of a decline, which changed nothing and stands on the journal. */
    private ErrorCode refusal(Outcome<?> outcome) {
        assertThat(types(1)).containsExactly("request.declined");
        return code(outcome);
    }

    private void refuses(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(ZentraException.class, call).code()).isEqualTo(code);
    }
}
