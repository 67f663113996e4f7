package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Accounts;
import io.zentra.ledger.Balances;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.TrialBalance;
import io.zentra.ledger.ZentraLedger;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every bad input to the ledger: each has its own stable code and a message that says which value and what to do, and
 * changes nothing: no balance, no posting, no hold.
 */
public abstract class RefusalContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final Asset EUR = Asset.iso("EUR");

    /** What is wrong, with which value; then, after a colon, what to do. */
    private static final Pattern REMEDY = Pattern.compile(".{10,}: [a-z].{5,}");

    /** For subclasses. */
    protected RefusalContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        acme().accounts().open(NewAccount.credit("customer:eur", EUR));
        fund(1_000);
    }

    @Test
    void refusesAnUnbalancedPosting() {
        refuses(
                ErrorCode.UNBALANCED_POSTING,
                List.of("USD", "1 minor"),
                () -> post(PostingRequest.of("k").debit(CUSTOMER, usd(10)).credit(MERCHANT, usd(9))));
    }

    @Test
    void refusesOneAssetPaidWithAnother() {
        refuses(
                ErrorCode.UNBALANCED_POSTING,
                List.of("USD", "10"),
                () -> post(PostingRequest.of("k")
                        .debit(CUSTOMER, usd(10))
                        .credit("customer:eur", Money.ofMinor(10, EUR))));
    }

    @Test
    void refusesAnAmountInAnotherAssetThanTheAccounts() {
        refuses(
                ErrorCode.ASSET_MISMATCH,
                List.of(CUSTOMER, "USD", "EUR"),
                () -> post(PostingRequest.of(CUSTOMER, "customer:eur", Money.ofMinor(10, EUR), "k")));
    }

    @Test
    void refusesAnAmountOfZeroOrLess() {
        refuses(ErrorCode.AMOUNT_NOT_POSITIVE, List.of(CUSTOMER, "0.00 USD"), () -> pay(0));
        refuses(ErrorCode.AMOUNT_NOT_POSITIVE, List.of(CUSTOMER, "-0.01 USD"), () -> pay(-1));
        refuses(ErrorCode.AMOUNT_NOT_POSITIVE, List.of(CUSTOMER), () -> pay(Long.MIN_VALUE));
    }

    @Test
    void refusesAnUnknownAccount() {
        refuses(
                ErrorCode.UNKNOWN_ACCOUNT,
                List.of("customer:43"),
                () -> post(PostingRequest.of("customer:43", MERCHANT, usd(1), "k")));
        refuses(
                ErrorCode.UNKNOWN_ACCOUNT,
                List.of("customer:43"),
                () -> acme().accounts().freeze("customer:43", "freeze-1").orElseThrow());
        refuses(
                ErrorCode.UNKNOWN_ACCOUNT,
                List.of("customer:43"),
                () -> acme().accounts().balances("customer:43"));
        refuses(
                ErrorCode.UNKNOWN_ACCOUNT,
                List.of("customer:43"),
                () -> acme().ledgers().trail("customer:43", 1));
        refuses(
                ErrorCode.UNKNOWN_ACCOUNT,
                List.of("customer:43"),
                () -> acme().ledgers().balance("customer:43", TimeAxis.RECORDED, Instant.EPOCH));
        refuses(
                ErrorCode.UNKNOWN_ACCOUNT,
                List.of("customer:43"),
                () -> acme().ledgers().statement(StatementRequest.of("customer:43")));
        refuses(
                ErrorCode.UNKNOWN_ACCOUNT,
                List.of("customer:43"),
                () -> acme().ledgers().holds().list("customer:43", "", 1));
    }

    @Test
    void refusesToTellOfAnAccountThatAPostingHasNoEntryOf() {
        Posting posting = fund(1, "any");
        refuses(ErrorCode.UNKNOWN_ENTRY, List.of(posting.id(), MERCHANT), () -> posting.balances(MERCHANT));
    }

    @Test
    void refusesAFrozenAccountOnEitherSide() {
        acme().accounts().freeze(MERCHANT, "freeze-2").orElseThrow();
        refuses(ErrorCode.ACCOUNT_FROZEN, List.of(MERCHANT), () -> pay(1));
        refuses(
                ErrorCode.ACCOUNT_FROZEN,
                List.of(MERCHANT),
                () -> post(PostingRequest.of(MERCHANT, CUSTOMER, usd(1), "k2")));
        refuses(
                ErrorCode.ACCOUNT_FROZEN,
                List.of(MERCHANT),
                () -> hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "k3")));
    }

    @Test
    void refusesAClosedAccount() {
        acme().accounts().close(MERCHANT, "close-1").orElseThrow();
        refuses(ErrorCode.ACCOUNT_CLOSED, List.of(MERCHANT), () -> pay(1));
        refuses(
                ErrorCode.ACCOUNT_CLOSED,
                List.of(MERCHANT),
                () -> acme().accounts().freeze(MERCHANT, "freeze-3").orElseThrow());
    }

    @Test
    void refusesToCloseAnAccountThatHoldsMoneyOrAHold() {
        refuses(
                ErrorCode.ACCOUNT_NOT_EMPTY,
                List.of(CUSTOMER, "10.00 USD"),
                () -> acme().accounts().close(CUSTOMER, "close-2").orElseThrow());
        hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "held"));
        refuses(
                ErrorCode.ACCOUNT_NOT_EMPTY,
                List.of(MERCHANT, "open holds"),
                () -> acme().accounts().close(MERCHANT, "close-3").orElseThrow());
    }

    @Test
    void refusesToCrossTheFloorByOneMinorUnit() {
        refuses(ErrorCode.FLOOR_CROSSED, List.of(CUSTOMER, "10.00 USD", "-0.01 USD"), () -> pay(1_001));
        refuses(
                ErrorCode.FLOOR_CROSSED,
                List.of(CUSTOMER),
                () -> hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(1_001), "k2")));
        pay(1_000, "all");
        assertThat(posted(CUSTOMER)).isZero();
    }

    @Test
    void refusesToCrossAFloorBelowZero() {
        acme().accounts().open(NewAccount.credit("overdraft", USD).withFloor(usd(-100)));
        refuses(
                ErrorCode.FLOOR_CROSSED,
                List.of("overdraft", "-1.00 USD"),
                () -> post(PostingRequest.of("overdraft", MERCHANT, usd(101), "k")));
        post(PostingRequest.of("overdraft", MERCHANT, usd(100), "exactly"));
        assertThat(posted("overdraft")).isEqualTo(-100);
    }

    @Test
    void refusesTotalsBeyond64Bits() {
        acme().accounts().open(NewAccount.debit("a", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("b", USD).withoutFloor());
        post(PostingRequest.of("a", "b", usd(Long.MAX_VALUE), "most"));
        refuses(ErrorCode.AMOUNT_OVERFLOW, List.of("a"), () -> post(PostingRequest.of("a", "b", usd(1), "k")));
        refuses(ErrorCode.AMOUNT_OVERFLOW, List.of("a"), () -> hold(PostingRequest.of("a", "b", usd(1), "k2")));
        post(PostingRequest.of("b", "a", usd(Long.MAX_VALUE), "back"));
        assertThat(posted("a")).isZero();
    }

    @Test
    void addsUpTotalsBeyond64BitsOverAllAccounts() {
        acme().accounts().open(NewAccount.debit("a", USD).withoutFloor());
        acme().accounts().open(NewAccount.debit("b", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("c", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("d", USD).withoutFloor());
        post(PostingRequest.of("a", "c", usd(Long.MAX_VALUE), "k1"));
        post(PostingRequest.of("b", "d", usd(Long.MAX_VALUE), "k2"));

        assertThat(acme().ledgers().trialBalance().lines().stream()
                        .filter(line -> line.asset().equals(USD))
                        .map(TrialBalance.Line::debits))
                .containsExactly(BigInteger.valueOf(Long.MAX_VALUE)
                        .multiply(BigInteger.TWO)
                        .add(BigInteger.valueOf(1_000)));
    }

    /** It once failed inside, as a defect that was to be reported. */
    @Test
    @SuppressWarnings("NullAway") // that is the point
    void aMissingRequestIsTheFaultOfItsCaller() {
        NewAccount missing = null;
        assertThatThrownBy(() -> acme().accounts().open(missing))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("account");
    }

    @Test
    void refusesIdsThatAreEmptyTooLongOrOfOtherCharacters() {
        for (String id : List.of("", "a".repeat(Identifier.MAX_LENGTH + 1), "no space", "käse", "-first")) {
            refuses(ErrorCode.INVALID_ID, List.of("account"), () -> NewAccount.credit(id, USD));
            refuses(ErrorCode.INVALID_ID, List.of("account"), () -> new EntryRequest(id, Side.DEBIT, usd(1)));
            refuses(
                    ErrorCode.INVALID_ID,
                    List.of("account"),
                    () -> acme().accounts().freeze(id, "freeze-4").orElseThrow());
            refuses(
                    ErrorCode.INVALID_ID,
                    List.of("correlation"),
                    () -> PostingRequest.of("k").correlation(id));
            refuses(
                    ErrorCode.INVALID_ID,
                    List.of("cursor"),
                    () -> acme().journal().cursor(id));
            refuses(ErrorCode.INVALID_ID, List.of("actor"), () -> Actor.service(id));
        }
        acme().accounts().open(NewAccount.credit("a".repeat(Identifier.MAX_LENGTH), USD));
    }

    /** A posting with a transfer's id as its correlation entered the transfer's evidence. */
    @Test
    void refusesACorrelationInTheFormOfIdsThatZentraGives() {
        for (String kind : List.of("tr", "po", "at", "ho", "xx")) {
            String taken = new EntityId(kind, 1, 2, 3).toString();
            refuses(
                    ErrorCode.INVALID_ID,
                    List.of("correlation", taken),
                    () -> PostingRequest.of("k").correlation(taken));
        }
        for (String own : List.of("tr_17", "order_" + "0".repeat(26), "pi_3MtwBwLkdIwHu7ix28a3tqPa")) {
            assertThat(PostingRequest.of("k").correlation(own).correlation()).isEqualTo(own);
        }
    }

    @Test
    void refusesKeysThatAreEmptyTooLongOrOfOtherCharacters() {
        for (String key : List.of("", "k".repeat(IdempotencyKey.MAX_LENGTH + 1), "no space", "schlüssel", "tab\t")) {
            refuses(ErrorCode.INVALID_KEY, List.of("characters"), () -> pay(1, key));
            refuses(
                    ErrorCode.INVALID_KEY,
                    List.of("characters"),
                    () -> acme().ledgers().reverse("po_x", key));
        }
        pay(1, "k".repeat(IdempotencyKey.MAX_LENGTH));
    }

    /** The text went into the journal as it came, however long it was. */
    @Test
    void refusesIdsOfPostingsAndHoldsThatCannotBeAny() {
        for (String id : List.of("", "x".repeat(Identifier.MAX_LENGTH + 1), "no space", "po_\u0000")) {
            List<Runnable> calls = List.of(
                    () -> acme().ledgers().reverse(id, "k"),
                    () -> acme().ledgers().capture(id, "k"),
                    () -> acme().ledgers().capture(id, usd(1), "k"),
                    () -> acme().ledgers().release(id, "k"),
                    () -> acme().ledgers().release(id, usd(1), "k"),
                    () -> acme().ledgers().holds().increase(id, usd(1), "k"),
                    () -> acme().ledgers().holds().extend(id, Instant.EPOCH, "k"),
                    () -> acme().ledgers().holds().captureFinal(id, usd(1), "k"),
                    () -> acme().ledgers().reversals().reverse(id, usd(1), "k"),
                    () -> acme().ledgers().reversals().correct(id, PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "k")));
            long size = acme().journal().size();
            calls.forEach(call -> refuses(ErrorCode.INVALID_ID, List.of("must have 1 to"), call));
            assertThat(acme().journal().size()).isEqualTo(size);
        }
    }

    @Test
    void refusesTooFewAndTooManyEntries() {
        refuses(ErrorCode.INVALID_ENTRY_COUNT, List.of("not 0"), () -> post(PostingRequest.of("k")));
        refuses(
                ErrorCode.INVALID_ENTRY_COUNT,
                List.of("not 1"),
                () -> post(PostingRequest.of("k").debit(CUSTOMER, usd(1))));
        int most = TenantConfig.standard().maxEntriesPerPosting();
        refuses(ErrorCode.INVALID_ENTRY_COUNT, List.of("not " + (most + 2)), () -> post(lines(most / 2 + 1)));
        post(lines(most / 2));
    }

    @Test
    void refusesPagesOfNothingAndOfTooMuch() {
        String paid = fund(1, "any").id();
        for (int limit : new int[] {0, -1, 10_001}) {
            List<Runnable> pages = List.of(
                    () -> acme().accounts().list("", limit),
                    () -> acme().ledgers().trail(CUSTOMER, limit),
                    () -> acme().ledgers().holds().list("", limit),
                    () -> acme().ledgers().holds().list(CUSTOMER, "", limit),
                    () -> acme().ledgers().holds().captures(paid, "", limit),
                    () -> acme().ledgers().reversals().of(paid, "", limit),
                    () -> acme().journal().after(0, limit),
                    () -> acme().journal().cursor("index").next(limit));
            pages.forEach(page ->
                    refuses(ErrorCode.INVALID_CONFIGURATION, List.of("a page of ", String.valueOf(limit)), page));
        }
        assertThat(acme().accounts().list("", Accounts.MAX_PAGE)).hasSize(4);
    }

    @Test
    void refusesMetadataThatIsTooLargeOrMalformed() {
        refuses(
                ErrorCode.INVALID_METADATA,
                List.of("note", "513"),
                () -> PostingRequest.of("k").metadata(Map.of("note", "x".repeat(513))));
        refuses(
                ErrorCode.INVALID_METADATA,
                List.of("note"),
                () -> PostingRequest.of("k").metadata(Map.of("note", "a\0b")));
        refuses(
                ErrorCode.INVALID_METADATA,
                List.of("note"),
                () -> NewAccount.credit("a", USD).withMetadata(Map.of("note", "\ud800")));
    }

    @Test
    void refusesUnknownTenantsPostingsAndHolds() {
        refuses(ErrorCode.UNKNOWN_TENANT, List.of("nobody"), () -> ledger().tenant("nobody"));
        refuses(
                ErrorCode.UNKNOWN_POSTING,
                List.of("po_none"),
                () -> acme().ledgers().reverse("po_none", "k").orElseThrow());
        refuses(
                ErrorCode.UNKNOWN_HOLD,
                List.of("ho_none"),
                () -> acme().ledgers().capture("ho_none", "k").orElseThrow());
        refuses(
                ErrorCode.UNKNOWN_HOLD,
                List.of("ho_none"),
                () -> acme().ledgers().release("ho_none", "k").orElseThrow());
    }

    @Test
    void refusesToCaptureMoreThanIsHeldOrNothing() {
        String hold = acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(10), "held"))
                .orElseThrow()
                .id();
        refuses(
                ErrorCode.HOLD_EXCEEDED,
                List.of(hold, "0.10 USD", "0.11 USD"),
                () -> acme().ledgers().capture(hold, usd(11), "k").orElseThrow());
        refuses(
                ErrorCode.AMOUNT_NOT_POSITIVE,
                List.of("0.00 USD"),
                () -> acme().ledgers().capture(hold, usd(0), "k2").orElseThrow());
        refuses(
                ErrorCode.ASSET_MISMATCH,
                List.of("EUR"),
                () -> acme().ledgers()
                        .capture(hold, Money.ofMinor(1, EUR), "k3")
                        .orElseThrow());
    }

    @Test
    void refusesWhatTheActorMayNotDo() {
        ZentraLedger.Book reader = ledger().tenant("acme").as(Actor.user("u-1", Permission.READ));
        ZentraLedger.Book clerk = ledger().tenant("acme").as(Actor.user("u-2", Permission.POST));
        PostingRequest request = PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "k");
        List<Runnable> calls = List.of(
                () -> reader.ledgers().post(request),
                () -> reader.ledgers().postAll(List.of(request)),
                () -> reader.ledgers().postAsync(request).join(),
                () -> reader.ledgers().hold(request),
                () -> reader.ledgers().capture("ho_x", "k"),
                () -> reader.ledgers().release("ho_x", "k"),
                () -> clerk.ledgers().reverse("po_x", "k"),
                () -> clerk.accounts().open(NewAccount.credit("a", USD)),
                () -> clerk.accounts().freeze(CUSTOMER, "freeze-5").orElseThrow(),
                () -> clerk.accounts().balances(CUSTOMER),
                () -> clerk.accounts().list("", 10),
                () -> clerk.ledgers().verify(),
                () -> clerk.ledgers().trialBalance(),
                () -> clerk.journal().size(),
                () -> clerk.journal().after(0, 10));
        for (Runnable call : calls) {
            refuses(ErrorCode.PERMISSION_DENIED, List.of("acme", "user:u-"), call);
        }
        refuses(
                ErrorCode.PERMISSION_DENIED,
                List.of("tenants"),
                () -> ledger().createTenant("more", TenantConfig.standard(), Actor.user("u-3", Permission.POST)));
    }

    @Test
    void refusesAnAccountOrTenantThatExistsOtherwise() {
        refuses(
                ErrorCode.ACCOUNT_EXISTS,
                List.of(CUSTOMER),
                () -> acme().accounts().open(NewAccount.debit(CUSTOMER, USD)));
        refuses(
                ErrorCode.TENANT_EXISTS,
                List.of("acme"),
                () -> ledger().createTenant(
                                "acme", TenantConfig.standard().withDefaultAsset(EUR), Actor.service("setup")));
        refuses(
                ErrorCode.INVALID_ID,
                List.of("zentra"),
                () -> ledger().createTenant("zentra", TenantConfig.standard(), Actor.service("setup")));
    }

    private void refuses(ErrorCode code, List<String> named, Runnable call) {
        Map<String, Balances> before = balances();
        long changes = changes();
        ZentraException refusal = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(refusal).as("refused as %s", code).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal.reason()).contains(named);
        assertThat(refusal.reason()).as("says what to do").matches(REMEDY);
        assertThat(refusal.details()).as("the values concerned").isNotEmpty();
        if (refusal.details().keySet().stream().anyMatch(name -> name.endsWith("_minor"))) {
            assertThat(refusal.details()).as("what the minor units are of").containsKey("asset");
        }
        assertThat(balances()).isEqualTo(before);
        assertThat(changes()).as("events that change something").isEqualTo(changes);
    }

    private Map<String, Balances> balances() {
        Map<String, Balances> balances = new TreeMap<>();
        acme().accounts()
                .list("", 100)
                .forEach(account -> balances.put(account.id(), acme().accounts().balances(account.id())));
        return balances;
    }

    private long changes() {
        return acme().journal().after(0, 1_000).stream()
                .filter(event -> !event.type().startsWith("request."))
                .count();
    }

    private static PostingRequest lines(int pairs) {
        List<EntryRequest> entries = new ArrayList<>();
        IntStream.range(0, pairs).forEach(i -> {
            entries.add(new EntryRequest(BANK, Side.DEBIT, usd(1)));
            entries.add(new EntryRequest(CUSTOMER, Side.CREDIT, usd(1)));
        });
        return new PostingRequest(IdempotencyKey.of("lines-" + pairs), entries, null, Map.of());
    }

    private void pay(long minor) {
        pay(minor, "k");
    }

    private void pay(long minor, String key) {
        post(PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key));
    }

    private void post(PostingRequest request) {
        acme().ledgers().post(request).orElseThrow();
    }

    private void hold(PostingRequest request) {
        acme().ledgers().hold(request).orElseThrow();
    }
}
