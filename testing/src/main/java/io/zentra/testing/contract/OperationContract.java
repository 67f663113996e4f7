package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Quote;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.FaultyDataSource;
import io.zentra.testing.model.ToldBalances;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every operation of the ledger owes its caller: one answer a key, the balances after it, and nothing of another
 * tenant's. The faults of other ledgers that each test answers are named with it.
 */
public abstract class OperationContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final String EUROS = "customer:42:eur";
    private static final Asset EUR = Asset.iso("EUR");
    private static final Quote QUOTE = Quote.of(USD, EUR, "0.9", RoundingMode.DOWN);
    private static final Exchange.Accounts THROUGH =
            Exchange.Accounts.from(CUSTOMER, "position:usd").to("position:eur", EUROS);

    /** More than the customer, the merchant and every hold have. */
    private static final long TOO_MUCH = 5_000;

    /** An operation as a function of its key and an amount in minor units. */
    private interface Call extends BiFunction<String, Long, Outcome<?>> {}

    private final Map<String, Call> operations = new LinkedHashMap<>();
    private final Map<String, Hold> holds = new HashMap<>();

    /** For subclasses. */
    protected OperationContract() {}

    @BeforeEach
    final void prepareSomethingForEach() {
        acme().accounts().open(NewAccount.credit(EUROS, EUR));
        acme().accounts().open(NewAccount.credit("position:usd", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("position:eur", EUR).withoutFloor());
        fund(1_000);
        Posting sale = acme().ledgers().post(BANK, MERCHANT, usd(6_000), "sale").orElseThrow();
        Posting wrong = acme().ledgers().post(BANK, MERCHANT, usd(10), "wrong").orElseThrow();
        acme().ledgers().post(MERCHANT, BANK, usd(5_900), "payout").orElseThrow();
        for (String of : List.of("increase", "capture", "final", "release")) {
            holds.put(of, hold(100, "to-" + of));
        }
        describe(sale.id(), wrong.id());
    }

    private void describe(String sale, String wrong) {
        operations.put("post", (key, minor) -> acme().ledgers().post(pay(minor, key)));
        operations.put(
                "bulk",
                (key, minor) -> acme().ledgers().postAtomically(List.of(pay(1, key + "-a"), pay(minor, key + "-b"))));
        operations.put(
                "compose",
                (key, minor) -> acme().ledgers()
                        .compose(Composition.of(
                                key, Movement.exactly(usd(minor)).from(CUSTOMER).to(MERCHANT))));
        operations.put(
                "exchange", (key, minor) -> acme().ledgers().exchange(Exchange.of(key, usd(minor), QUOTE, THROUGH)));
        operations.put("hold", (key, minor) -> acme().ledgers().hold(pay(minor, key)));
        operations.put(
                "increase", (key, minor) -> acme().ledgers().holds().increase(idOf("increase"), usd(minor), key));
        operations.put("capture", (key, minor) -> acme().ledgers().capture(idOf("capture"), usd(minor), key));
        operations.put("final", (key, minor) -> acme().ledgers().holds().captureFinal(idOf("final"), usd(minor), key));
        operations.put("release", (key, minor) -> acme().ledgers().release(idOf("release"), usd(minor), key));
        operations.put("reverse", (key, minor) -> acme().ledgers().reversals().reverse(sale, usd(minor), key));
        operations.put("correct", (key, minor) -> acme().ledgers().reversals().correct(wrong, pay(minor, key)));
    }

    /**
     * TigerBeetle (pull request 2335) answers the retry of a transfer that once failed with "already failed", and no longer
     * why; Midaz (issues 709 and 1023) kept the key and told nothing, then forgot it and let the retry pass. Here the retry
     * is told the same refusal, also when it would pass by then, and a new key is a new attempt.
     */
    @Test
    void aRefusalIsToldAgainAndANewKeyIsANewAttempt() {
        Map<String, Outcome<?>> refused = new LinkedHashMap<>();
        operations.forEach((name, call) -> {
            Outcome<?> first = call.apply(name, TOO_MUCH);
            assertThat(first).as(name).isInstanceOf(Outcome.Declined.class);
            requireReplay(first, 1, call.apply(name, TOO_MUCH));
            refused.put(name, first);
        });
        fund(100_000, "more");
        acme().ledgers().post(BANK, MERCHANT, usd(100_000), "more-sales").orElseThrow();
        for (String of : List.of("capture", "final", "release")) {
            acme().ledgers()
                    .holds()
                    .increase(idOf(of), usd(10_000), "more-to-" + of)
                    .orElseThrow();
        }

        refused.forEach((name, first) -> requireReplay(first, 2, call(name, name, TOO_MUCH)));
        operations.forEach((name, call) ->
                assertThat(call.apply(name + "-anew", TOO_MUCH)).as(name).isInstanceOf(Outcome.Applied.class));
    }

    /**
     * Midaz answers a used key with its first result whatever is asked for now, so that a second payment seems made and is
     * not. Here another request under a used key is a conflict that names what differs, whether the first one was applied
     * or refused, and moves nothing.
     */
    @Test
    void anotherRequestUnderAUsedKeyIsAConflict() {
        operations.forEach((name, call) -> {
            assertThat(call.apply(name, TOO_MUCH).isDeclined()).as(name).isTrue();
            requireConflict(name, () -> call.apply(name, TOO_MUCH - 1));
        });
        operations.forEach((name, call) -> {
            String key = name + "-applied";
            Outcome<?> first = call.apply(key, 50L);
            assertThat(first).as(name).isInstanceOf(Outcome.Applied.class);
            requireConflict(name, () -> call.apply(key, 51L));
            requireReplay(first, 1, call.apply(key, 50L));
        });
    }

    /**
     * TigerBeetle (issue 27, open since 2021): who wants to know what a transfer left asks afterwards, and may be told what
     * another one left. Here every answer has the balances right after it, and a replay has those of then.
     */
    @Test
    void everyAnswerTellsTheBalancesAfterIt() {
        operations.forEach((name, call) -> {
            Outcome<?> answer = call.apply(name, 50L);
            Map<String, Balances> told = ToldBalances.of(answer.orElseThrow());
            assertThat(told).as(name).hasSizeGreaterThanOrEqualTo(2);
            told.forEach((account, balances) -> assertThat(acme().accounts().balances(account))
                    .as("%s after %s", account, name)
                    .isEqualTo(balances));
            fund(1, "after-" + name);
            assertThat(ToldBalances.of(call.apply(name, 50L).orElseThrow()))
                    .as(name)
                    .isEqualTo(told);
        });
    }

    /**
     * TigerBeetle (issue 2525) leaves it to its callers that a tenant's ids are used by that tenant alone. Here ids, cursors
     * and keys of one tenant are nothing to another, although both have accounts of the same names.
     */
    @Test
    void nothingOfATenantIsReachedWithItsIds() {
        ZentraLedger.Book other = otherTenant();
        String posting = acme().ledgers().post(pay(50, "order")).orElseThrow().id();
        String hold = idOf("capture");
        Map<String, Outcome<?>> tries = new LinkedHashMap<>();
        tries.put("reverse", other.ledgers().reverse(posting, "k1"));
        tries.put("correct", other.ledgers().reversals().correct(posting, pay(1, "k2")));
        assertThat(tries.values())
                .allSatisfy(outcome -> assertThat(code(outcome)).isEqualTo(ErrorCode.UNKNOWN_POSTING));
        tries.clear();
        tries.put("capture", other.ledgers().capture(hold, "k3"));
        tries.put("final", other.ledgers().holds().captureFinal(hold, usd(1), "k4"));
        tries.put("release", other.ledgers().release(hold, "k5"));
        tries.put("increase", other.ledgers().holds().increase(hold, usd(1), "k6"));
        tries.put("extend", other.ledgers().holds().extend(hold, Instant.parse("2099-01-01T00:00:00Z"), "k7"));
        assertThat(tries.values())
                .allSatisfy(outcome -> assertThat(code(outcome)).isEqualTo(ErrorCode.UNKNOWN_HOLD));

        assertThat(other.ledgers().posting(posting)).isEmpty();
        assertThat(other.ledgers().basis(posting)).isEmpty();
        assertThat(other.ledgers().holds().find(hold)).isEmpty();
        refuses(ErrorCode.UNKNOWN_HOLD, () -> other.ledgers().holds().list(hold, 10));
        refuses(ErrorCode.UNKNOWN_HOLD, () -> other.ledgers().holds().captures(hold, "", 10));
        refuses(ErrorCode.UNKNOWN_POSTING, () -> other.ledgers().reversals().left(posting));
        refuses(ErrorCode.UNKNOWN_POSTING, () -> other.ledgers().reversals().of(posting, "", 10));
        assertThat(other.ledgers().post(pay(50, "order")).isReplay())
                .as("the same key")
                .isFalse();
        StatementRequest page = StatementRequest.of(CUSTOMER).limit(1);
        String cursor = acme().ledgers().statement(page).next().orElseThrow();
        assertThat(other.ledgers().statement(page.after(cursor)).lines())
                .as("at most lines of its own")
                .allMatch(line -> line.actor().equals("service:svc_other"));
        assertThat(acme().ledgers().posting(posting)).isPresent();
        assertThat(acme().ledgers().holds().find(hold)).contains(holds.get("capture"));
        other.ledgers().verify().requireSound();
    }

    private ZentraLedger.Book otherTenant() {
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_other"));
        other.accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
        other.accounts().open(NewAccount.credit(CUSTOMER, USD));
        other.accounts().open(NewAccount.credit(MERCHANT, USD));
        other.ledgers().post(BANK, CUSTOMER, usd(1_000), "fund").orElseThrow();
        return other;
    }

    /**
     * Medici (issue 38) added up all entries of an account for its balance, Formance (pull request 866) had to win the speed of
     * its balances back. Here twenty times the entries, half of them backdated, cost less than twice the rows and round
     * trips, at any time.
     */
    @Test
    void aBalanceOfThePastCostsTheSameHoweverMuchCameSince() {
        FaultyDataSource counted = FaultyDataSource.over(source(), Counted.ROUND_TRIPS);
        try (ZentraLedger second =
                another(Storage.of(counted, core().settings().storage().dialect()))) {
            ZentraLedger.Book reader = second.tenant("acme").as(Actor.service("svc_reader"));
            Instant then = clock().instant();
            busyHours(1);
            long few = roundTrips(counted, reader, then);
            busyHours(19);
            long many = roundTrips(counted, reader, then);

            assertThat(many).as("for 2,000 entries since, and %s for 100", few).isLessThan(2 * few);
        }
    }

    /**
     * A balance of a recorded time asks how far the journal had come then. In one of bursts and long pauses no time tells
     * where that is, but the account's entries do: with no more round trips and rows than on the other axis.
     */
    @Test
    void aRecordedTimeIsLookedForAmongTheEntriesOfTheAccount() {
        for (int burst = 0; burst < 30; burst++) {
            clock().advance(Duration.ofSeconds(1L << (burst * 7 % 25)));
            busyHours(1);
        }
        FaultyDataSource counted = FaultyDataSource.over(source(), Counted.ROUND_TRIPS);
        try (ZentraLedger second =
                another(Storage.of(counted, core().settings().storage().dialect()))) {
            ZentraLedger.Book reader = second.tenant("acme").as(Actor.service("svc_reader"));
            long searched = 0;
            long recorded = 0;
            long effective = 0;
            for (long seq = 150; seq < 3_000; seq += 150) {
                Instant then = acme().journal().event(seq).orElseThrow().at();
                searched += calls(counted, () -> reader.journal().recordedBy(then));
                recorded += calls(counted, () -> reader.ledgers().balance(CUSTOMER, TimeAxis.RECORDED, then));
                effective += calls(counted, () -> reader.ledgers().balance(CUSTOMER, TimeAxis.EFFECTIVE, then));
            }

            assertThat(recorded)
                    .as("as balances by effective time, which take %s, and not %s more", effective, searched)
                    .isLessThanOrEqualTo(effective);
        }
    }

    private static long calls(FaultyDataSource counted, Runnable read) {
        counted.heal();
        read.run();
        return counted.calls();
    }

    private void busyHours(int hours) {
        for (int hour = 0; hour < hours; hour++) {
            clock().advance(Duration.ofHours(1));
            String tag = clock().instant() + "-";
            acme().ledgers()
                    .postAll(IntStream.range(0, 100)
                            .mapToObj(i -> busy(tag + i, i % 2 == 0 ? 0 : i))
                            .toList())
                    .forEach(Outcome::orElseThrow);
        }
    }

    private PostingRequest busy(String key, int secondsLate) {
        PostingRequest request = PostingRequest.of(BANK, CUSTOMER, usd(1), key);
        return secondsLate == 0
                ? request
                : request.effectiveAt(clock().instant().minusSeconds(secondsLate));
    }

    private static long roundTrips(FaultyDataSource counted, ZentraLedger.Book reader, Instant then) {
        counted.heal();
        for (TimeAxis axis : TimeAxis.values()) {
            assertThat(reader.ledgers().balance(CUSTOMER, axis, then)).isEqualTo(usd(1_000));
        }
        return counted.calls();
    }

    private static void requireReplay(Outcome<?> first, long count, Outcome<?> again) {
        assertThat(again).isInstanceOf(Outcome.Replayed.class);
        Outcome.Replayed<?> replayed = (Outcome.Replayed<?>) again;
        assertThat(replayed.first()).isEqualTo(first);
        assertThat(replayed.count()).isEqualTo(count);
    }

    private void requireConflict(String name, ThrowingCallable call) {
        List<Balances> before = balances();
        ZentraException conflict = catchThrowableOfType(ZentraException.class, call);
        assertThat(conflict.code()).as(name).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(conflict.details().get("field")).as(name).isNotEmpty();
        assertThat(balances()).as(name).isEqualTo(before);
    }

    private List<Balances> balances() {
        return List.of(
                acme().accounts().balances(BANK),
                acme().accounts().balances(CUSTOMER),
                acme().accounts().balances(MERCHANT),
                acme().accounts().balances(EUROS));
    }

    private Hold hold(long minor, String key) {
        return acme().ledgers().hold(pay(minor, key)).orElseThrow();
    }

    private Outcome<?> call(String operation, String key, long minor) {
        return Objects.requireNonNull(operations.get(operation)).apply(key, minor);
    }

    private String idOf(String of) {
        return Objects.requireNonNull(holds.get(of)).id();
    }

    private void refuses(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(ZentraException.class, call).code()).isEqualTo(code);
    }

    private static PostingRequest pay(long minor, String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key);
    }
}
