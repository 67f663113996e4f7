package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.review.ReviewCase;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.LedgerState;
import io.zentra.runtime.intent.PacketState;
import io.zentra.runtime.intent.Primitive;
import io.zentra.webhooks.delivery.StreamState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Intents: accepted under the caller's id, and one state of all that becomes of them. */
public abstract class IntentContract extends TransferDesk {
    private static final int CALLERS = 8;
    private static final long SMALL = 5_000;

    /** For subclasses. */
    protected IntentContract() {}

    private static IntentRequest.Builder posted(String id, long minor) {
        return IntentRequest.builder(id)
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER)
                .from(CUSTOMER)
                .to(MERCHANT)
                .amountMinor(minor);
    }

    private static IntentRequest routed(String id, long minor) {
        return posted(id, minor)
                .primitives(Primitive.POLICY, Primitive.ROUTES, Primitive.EVENTS, Primitive.EVIDENCE)
                .build();
    }

    private Intent create(IntentRequest request) {
        return acme().intents().create(request).orElseThrow();
    }

    private Intent now(String id, IntentStatus expected) {
        Intent now = acme().intents().get(id);
        assertThat(now.status()).as("%s", now).isEqualTo(expected);
        return now;
    }

    private Transfer transfer(Intent intent) {
        return acme().transfers().get(intent.id());
    }

    private List<String> told(Intent intent) {
        return acme().journal().timeline(intent.id()).stream().map(Event::type).toList();
    }

    private void publishForIntents() {
        publish(Policy.named("intent")
                .deny("too_much", Condition.amountOver(usd(500_000)))
                .review("treasury", Condition.amountOver(usd(100_000)))
                .build());
    }

    @Test
    void passesAllSixStages() {
        publish(reviewing());

        Intent routed = create(routed("intent_042", SMALL));

        assertThat(routed.intentId()).isEqualTo("intent_042");
        assertThat(routed.status()).isEqualTo(IntentStatus.ROUTED);
        assertThat(routed.ledgerState()).isEqualTo(LedgerState.RESERVED);
        assertThat(routed.eventStream()).isEqualTo(StreamState.HEALTHY);
        assertThat(routed.auditPacket()).isEqualTo(PacketState.PENDING);
        assertThat(told(routed))
                .containsExactly(
                        "intent.accepted",
                        "transfer.created",
                        "policy.accepted",
                        "ledger.entry.created",
                        "provider.routed");
        zentra().runDueWork();
        success(transfer(routed));
        Intent synchronised = now("intent_042", IntentStatus.SYNCHRONIZED);
        assertThat(synchronised.ledgerState()).isEqualTo(LedgerState.SETTLED);
        acme().journal().checkpoint();
        assertThat(now("intent_042", IntentStatus.EVIDENCED).auditPacket()).isEqualTo(PacketState.READY);
    }

    @Test
    void postsWithinTheLedgerWithoutARoute() {
        publishForIntents();
        IntentRequest request = posted("intent_1", SMALL)
                .primitives(Primitive.POLICY, Primitive.EVENTS)
                .build();

        Intent posted = create(request);

        assertThat(posted.status()).isEqualTo(IntentStatus.SYNCHRONIZED);
        assertThat(posted.ledgerState()).isEqualTo(LedgerState.POSTED);
        assertThat(posted.request()).isEqualTo(request);
        assertThat(told(posted)).containsExactly("intent.accepted", "policy.accepted", "ledger.entry.created");
        assertThat(posted(MERCHANT)).isEqualTo(SMALL);
    }

    private static IntentRequest.Builder about(String id) {
        return IntentRequest.builder(id)
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER, Primitive.EVENTS);
    }

    @Test
    void opensAnAccount() {
        IntentRequest request = about("intent_1")
                .opens(NewAccount.credit("customer:99", USD)
                        .withCeiling(usd(500))
                        .withMetadata(Map.of("tier", "gold")))
                .build();
        Intent opened = create(request);

        assertThat(opened.status()).isEqualTo(IntentStatus.SYNCHRONIZED);
        assertThat(opened.ledgerState()).isEqualTo(LedgerState.NONE);
        assertThat(opened.request()).isEqualTo(request);
        assertThat(told(opened)).containsExactly("intent.accepted", "account.opened");
        Account account = acme().accounts().find("customer:99").orElseThrow();
        assertThat(account.ceiling()).isEqualTo(usd(500));
        requireSound(acme().evidence().packet(opened.id()));
        assertThat(acme().intents().create(request).isReplay()).isTrue();
        assertThatThrownBy(() -> create(about("intent_1")
                        .opens(NewAccount.debit("customer:99", USD))
                        .build()))
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        conflict -> assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
        assertThat(code(acme().intents()
                        .create(about("intent_2")
                                .opens(NewAccount.credit("customer:99", USD))
                                .build())))
                .isEqualTo(ErrorCode.ACCOUNT_EXISTS);
        assertThat(acme().intents().find("intent_2")).isEmpty();
    }

    @Test
    void changesAnAccount() {
        IntentRequest freezing = about("intent_1")
                .changes(CUSTOMER, AccountChange.FREEZE, Side.DEBIT)
                .build();
        Intent frozen = create(freezing);
        assertThat(frozen.status()).isEqualTo(IntentStatus.SYNCHRONIZED);
        assertThat(frozen.request()).isEqualTo(freezing);
        assertThat(told(frozen)).containsExactly("intent.accepted", "account.frozen");
        assertThat(status(CUSTOMER)).isEqualTo(AccountStatus.DEBITS_FROZEN);
        assertThat(code(acme().transfers().create(request(SMALL, newKey()).build())))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);

        create(about("intent_2").changes(CUSTOMER, AccountChange.UNFREEZE).build());
        assertThat(status(CUSTOMER)).isEqualTo(AccountStatus.OPEN);
        assertThat(code(acme().intents()
                        .create(about("intent_3")
                                .changes(CUSTOMER, AccountChange.CLOSE)
                                .build())))
                .isEqualTo(ErrorCode.ACCOUNT_NOT_EMPTY);
        create(about("intent_4").changes(MERCHANT, AccountChange.CLOSE).build());
        assertThat(status(MERCHANT)).isEqualTo(AccountStatus.CLOSED);
        assertThat(create(about("intent_5")
                                .changes(MERCHANT, AccountChange.REOPEN)
                                .build())
                        .id())
                .startsWith("in_");
        assertThat(status(MERCHANT)).isEqualTo(AccountStatus.OPEN);
        create(freezing);
        assertThat(status(CUSTOMER))
                .as("an intent that comes again undoes nothing newer")
                .isEqualTo(AccountStatus.OPEN);
    }

    @Test
    void isDeclinedAndChangesNoAccount() {
        Asset eur = Asset.iso("EUR");
        acme().accounts().open(NewAccount.credit("customer:eur", eur));

        assertThat(code(acme().intents()
                        .create(about("intent_1")
                                .changes("customer:eur", AccountChange.FREEZE)
                                .build())))
                .isEqualTo(ErrorCode.ASSET_MISMATCH);
        assertThat(status("customer:eur")).isEqualTo(AccountStatus.OPEN);
        assertThat(code(acme().intents()
                        .create(about("intent_2")
                                .changes("nobody", AccountChange.FREEZE)
                                .build())))
                .isEqualTo(ErrorCode.UNKNOWN_ACCOUNT);
        assertThat(acme().intents().find("intent_2")).isEmpty();
    }

    @Test
    void refusesAnIntentThatIsNotOneThing() {
        NewAccount account = NewAccount.credit("customer:99", USD);
        List<ThrowingCallable> builds = List.of(
                () -> about("intent_1")
                        .primitives(Primitive.POLICY)
                        .opens(account)
                        .build(),
                () -> about("intent_1")
                        .primitives(Primitive.ROUTES)
                        .changes(CUSTOMER, AccountChange.CLOSE)
                        .build(),
                () -> about("intent_1").opens(account).amountMinor(5).build(),
                () -> about("intent_1").opens(account).changes(CUSTOMER, AccountChange.CLOSE),
                () -> about("intent_1")
                        .opens(NewAccount.credit("customer:99", Asset.iso("EUR")))
                        .build());
        for (ThrowingCallable build : builds) {
            assertThatThrownBy(build)
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        }
    }

    private AccountStatus status(String account) {
        return acme().accounts().find(account).orElseThrow().status();
    }

    @Test
    void endsAtTheLastStageThatItAsksFor() {
        assertThat(create(posted("intent_1", SMALL).build()).status()).isEqualTo(IntentStatus.LEDGERED);
        acme().journal().checkpoint();
        assertThat(now("intent_1", IntentStatus.LEDGERED).auditPacket()).isEqualTo(PacketState.READY);
    }

    @Test
    void takesEffectOnceUnderItsId() throws Exception {
        IntentRequest request = routed("intent_1", SMALL);
        publish(reviewing());
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Intent>> all = IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(() -> create(request)))
                    .toList();
            for (Future<Intent> each : all) {
                assertThat(each.get().id()).isEqualTo(all.get(0).get().id());
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(posted(RESERVED)).isEqualTo(SMALL);
        assertThat(acme().intents().create(request).isReplay()).isTrue();
        assertThatThrownBy(() -> acme().intents().create(routed("intent_1", SMALL + 1)))
                .isInstanceOfSatisfying(ZentraException.class, conflict -> {
                    assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
                    assertThat(conflict.getMessage()).contains("amount_minor");
                });
        assertThat(posted(RESERVED)).isEqualTo(SMALL);
    }

    @Test
    void isDeclinedWhenItAsksForAPolicyAndNoneIsPublished() {
        IntentRequest inside =
                posted("intent_1", SMALL).primitives(Primitive.POLICY).build();
        for (IntentRequest request : List.of(inside, routed("intent_2", SMALL))) {
            Outcome<Intent> declined = acme().intents().create(request);
            assertThat(code(declined)).isEqualTo(ErrorCode.UNKNOWN_POLICY);
            assertThat(acme().intents().find(request.intentId())).isEmpty();
            assertThatThrownBy(() -> acme().intents().get(request.intentId()))
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            unknown -> assertThat(unknown.code()).isEqualTo(ErrorCode.UNKNOWN_INTENT));
        }
        publishForIntents();
        assertThat(code(acme().intents().create(inside))).as("recorded").isEqualTo(ErrorCode.UNKNOWN_POLICY);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void isDecidedByWhatIsPublishedAlsoWhenItDoesNotAsk() {
        publishForIntents();

        Intent denied = create(posted("intent_1", 500_001).build());

        assertThat(denied.status()).isEqualTo(IntentStatus.DENIED);
        assertThat(denied.ledgerState()).isEqualTo(LedgerState.NONE);
        assertThat(denied.reason()).isEqualTo("too_much");
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void waitsForPersonsBeforeMoneyMoves() {
        publishForIntents();
        Intent waiting = create(posted("intent_1", AMOUNT).build());
        assertThat(waiting.status()).isEqualTo(IntentStatus.IN_REVIEW);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        ReviewCase seen =
                acme().reviews().find(String.valueOf(waiting.caseId())).orElseThrow();

        approve(TREASURER, seen);

        assertThat(now("intent_1", IntentStatus.LEDGERED).ledgerState()).isEqualTo(LedgerState.POSTED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    @Test
    void isDeniedByPersons() {
        publishForIntents();
        Intent waiting = create(posted("intent_1", AMOUNT).build());
        ReviewCase seen =
                acme().reviews().find(String.valueOf(waiting.caseId())).orElseThrow();

        deny(TREASURER, seen);

        now("intent_1", IntentStatus.DENIED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void failsWhenWhatWasApprovedCannotBePosted() {
        publishForIntents();
        Intent waiting = create(posted("intent_1", AMOUNT).build());
        ReviewCase seen =
                acme().reviews().find(String.valueOf(waiting.caseId())).orElseThrow();
        acme().ledgers().post(CUSTOMER, BANK, usd(FUNDS), newKey()).orElseThrow();

        approve(TREASURER, seen);

        Intent failed = now("intent_1", IntentStatus.FAILED);
        assertThat(failed.ledgerState()).isEqualTo(LedgerState.NONE);
        assertThat(failed.reason()).isEqualTo("floor_crossed");
        acme().ledgers().post(BANK, CUSTOMER, usd(FUNDS), newKey()).orElseThrow();
    }

    @Test
    void goesOnOverItsRailWhenPersonsApprove() {
        publish(reviewing());
        Intent waiting = create(routed("intent_1", AMOUNT));
        assertThat(waiting.status()).isEqualTo(IntentStatus.IN_REVIEW);
        assertThat(waiting.ledgerState()).isEqualTo(LedgerState.NONE);

        approve(TREASURER, caseOf(transfer(waiting)));

        Intent routed = now("intent_1", IntentStatus.ROUTED);
        assertThat(routed.ledgerState()).isEqualTo(LedgerState.RESERVED);
        success(transfer(routed));
        now("intent_1", IntentStatus.SYNCHRONIZED);
    }

    @Test
    void isContradictedAsItsTransferIs() {
        publish(reviewing());
        Intent intent = create(routed("intent_1", SMALL));
        zentra().runDueWork();
        success(transfer(intent));

        failure(transfer(intent));

        Intent contradicted = now("intent_1", IntentStatus.CONTRADICTED);
        assertThat(contradicted.ledgerState()).as("as it was before").isEqualTo(LedgerState.SETTLED);
        assertThat(contradicted.caseId()).isEqualTo(transfer(intent).caseId());
        approve(DORA, caseOf(transfer(intent)));
        assertThat(now("intent_1", IntentStatus.REVERSED).ledgerState()).isEqualTo(LedgerState.REVERSED);
        assertThat(transfer(intent).status()).isEqualTo(TransferStatus.REVERSED);
    }

    @Test
    void failsAndIsCancelledAsItsTransferIs() {
        publish(reviewing());
        Intent failed = create(routed("intent_1", SMALL));
        zentra().runDueWork();
        failure(transfer(failed));
        assertThat(now("intent_1", IntentStatus.FAILED).ledgerState()).isEqualTo(LedgerState.RELEASED);

        Intent cancelled = create(routed("intent_2", SMALL));
        acme().transfers().cancel(cancelled.id(), "ordered twice", newKey()).orElseThrow();
        assertThat(now("intent_2", IntentStatus.CANCELLED).ledgerState()).isEqualTo(LedgerState.RELEASED);
    }

    @Test
    void isReversedWithItsPosting() {
        Intent posted = create(posted("intent_1", SMALL).build());
        String posting = acme().journal().timeline(posted.id()).get(1).subject().orElseThrow();

        acme().ledgers().reversals().reverse(posting, usd(1_000), newKey()).orElseThrow();
        assertThat(now("intent_1", IntentStatus.LEDGERED).ledgerState()).isEqualTo(LedgerState.POSTED);
        acme().ledgers().reverse(posting, newKey()).orElseThrow();

        assertThat(now("intent_1", IntentStatus.REVERSED).ledgerState()).isEqualTo(LedgerState.REVERSED);
    }

    @Test
    void refusesWhatIsNoIntent() {
        refused(ErrorCode.INVALID_CONFIGURATION, IntentRequest.builder("i").scope("s"));
        refused(
                ErrorCode.INVALID_CONFIGURATION,
                IntentRequest.builder("i")
                        .moneyModel(USD)
                        .primitives(Primitive.LEDGER)
                        .from(CUSTOMER)
                        .to(MERCHANT)
                        .amountMinor(1));
        refused(ErrorCode.INVALID_CONFIGURATION, posted("i", SMALL).rail(RAIL));
        refused(ErrorCode.AMOUNT_NOT_POSITIVE, posted("i", 0));
        refused(ErrorCode.INVALID_ID, posted("po_0000000g000000041dxj8mzm6r", SMALL));
        IntentRequest inEuro = IntentRequest.builder("i")
                .scope("workspace_scope")
                .moneyModel(Asset.iso("EUR"))
                .primitives(Primitive.LEDGER)
                .from(CUSTOMER)
                .to(MERCHANT)
                .amountMinor(SMALL)
                .build();
        assertThat(code(acme().intents().create(inEuro))).isEqualTo(ErrorCode.ASSET_MISMATCH);
    }

    private static void refused(ErrorCode code, IntentRequest.Builder request) {
        assertThatThrownBy(request::build)
                .isInstanceOfSatisfying(
                        ZentraException.class, wrong -> assertThat(wrong.code()).isEqualTo(code));
    }

    @Test
    void asksForPermission() {
        Actor poster = Actor.operator("poster", Permission.READ, Permission.POST);
        assertThat(by(poster)
                        .intents()
                        .create(posted("intent_1", SMALL).build())
                        .orElseThrow()
                        .status())
                .isEqualTo(IntentStatus.LEDGERED);
        assertThatThrownBy(() -> by(poster).intents().create(routed("intent_2", SMALL)))
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        denied -> assertThat(denied.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        assertThatThrownBy(() -> by(Actor.operator("blind", Permission.POST))
                        .intents()
                        .create(posted("intent_2", SMALL).build()))
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        denied -> assertThat(denied.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        assertThat(acme().intents().find("intent_2")).isEmpty();
    }
}
