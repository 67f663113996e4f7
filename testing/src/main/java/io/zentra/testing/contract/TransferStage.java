package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static io.zentra.testing.contract.Stage.USD;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.MigrationMode;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Transfers on a stage: a runtime over the same failing database, with a scripted rail. */
final class TransferStage implements AutoCloseable {
    static final Money AMOUNT = usd(5);
    static final String PAYER = "customer:payer";
    static final String PAYEE = "merchant:payee";

    /** What the payer has at first. */
    static final Money FUNDS = usd(1_000_000_000);

    private static final String RAIL = StageRails.PRIMARY;

    /** The scope of transfers that the policy sends to review. */
    static final String REVIEWED = "reviewed";

    /** The scope of transfers that it denies. */
    static final String DENIED = "denied";

    /** Who decides. */
    static final Actor TREASURER = Actor.operator("tess", Permission.ALL);

    private static final Actor APPROVER = Actor.operator("theo", Permission.ALL);
    private static final String POLICY = "transfer";
    private static final String CARD_POLICY = "card";
    private static final String REVERSAL_POLICY = "reversal";

    private final Stage stage;
    private final StageRails rails = new StageRails();
    private final TransferEnds ends;
    private ZentraRuntime zentra;
    private @Nullable ZentraRuntime withoutRail;
    private boolean hasReviewedReversals;

    TransferStage(Stage stage) {
        this.stage = stage;
        this.ends = new TransferEnds(stage, this);
        this.zentra = open(MigrationMode.MIGRATE);
        acme().transfers().openFlowAccounts(USD);
        acme().accounts().open(NewAccount.credit(PAYER, USD));
        acme().accounts().open(NewAccount.credit(PAYEE, USD));
        acme().ledgers().post(BANK, PAYER, FUNDS, "transfer-funds").orElseThrow();
        publish(POLICY);
        publish(CARD_POLICY);
        for (String lane : List.of("transfers", REVIEWED)) {
            as(TREASURER)
                    .reviews()
                    .lanes()
                    .set(ReviewLane.of(lane, TREASURER).withDueIn(ReviewLane.MAX_DURATION), "lane-" + lane)
                    .orElseThrow();
        }
    }

    /** Above no amount, but by scope, so that each kind of verdict can be had. */
    private void publish(String name) {
        Policy policy = Policy.named(name)
                .deny("denied", Condition.is(Field.SCOPE, DENIED))
                .review(REVIEWED, Condition.is(Field.SCOPE, REVIEWED))
                .limit(
                        "hourly",
                        Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(1))),
                        1_000_000_000_000L)
                .build();
        publish(policy);
    }

    private void publish(Policy policy) {
        String name = policy.name();
        as(TREASURER).policies().draft(policy, name + "-draft").orElseThrow();
        Analysis analysis =
                as(TREASURER).policies().analyse(name, 1, name + "-analyse").orElseThrow();
        as(APPROVER)
                .policies()
                .approve(name, 1, analysis.hash(), name + "-approve")
                .orElseThrow();
        as(APPROVER).policies().publish(name, 1, name + "-publish").orElseThrow();
    }

    /** Lets persons decide every reversal from now on; what is done here then would disturb another write. */
    void reviewReversals() {
        stage.disturb();
        if (!hasReviewedReversals) {
            hasReviewedReversals = true;
            publish(Policy.named(REVERSAL_POLICY)
                    .review(REVIEWED, Condition.amountAtLeast(usd(1)))
                    .build());
        }
    }

    ZentraRuntime zentra() {
        return zentra;
    }

    Workspace acme() {
        return as(Actor.service("svc_edge"));
    }

    Workspace as(Actor actor) {
        return zentra.tenant("acme").as(actor);
    }

    /** The rail that takes every transfer. */
    SandboxRail bank() {
        return rails.primary();
    }

    StageRails rails() {
        return rails;
    }

    /** Begins the process's side anew, once the one before was closed; the rail goes on. */
    void begin() {
        zentra = open(MigrationMode.NONE);
        acme();
    }

    TransferRequest request(Money amount, String key) {
        return TransferRequest.builder()
                .from(PAYER)
                .to(PAYEE)
                .amount(amount)
                .idempotencyKey(key)
                .build();
    }

    /** A transfer that is written down, and nothing more. */
    Transfer created(String key) {
        return acme().transfers().create(request(AMOUNT, key)).orElseThrow();
    }

    /** A transfer in a scope, of which the policy thinks its own. */
    Transfer created(String key, String scope) {
        return acme().transfers()
                .create(TransferRequest.builder()
                        .from(PAYER)
                        .to(PAYEE)
                        .amount(AMOUNT)
                        .scope(scope)
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
    }

    /** A transfer between countries, over one of the rails that take it. */
    Transfer created(String key, Corridor countries) {
        TransferRequest.Builder request = TransferRequest.builder()
                .from(PAYER)
                .to(PAYEE)
                .amount(AMOUNT)
                .countries(countries)
                .idempotencyKey(key);
        String rail = StageRails.asked(countries);
        return acme().transfers()
                .create((rail == null ? request : request.rail(rail)).build())
                .orElseThrow();
    }

    /** The same, as soon as a rail has accepted it. */
    Transfer sent(String key, Corridor countries) {
        Transfer transfer = created(key, countries);
        zentra.runDueWork();
        return acme().transfers().get(transfer.id());
    }

    /** A transfer that the rail has accepted. */
    Transfer sent(String key) {
        Transfer transfer = created(key);
        zentra.runDueWork();
        return transfer;
    }

    SandboxRail.Message success(Transfer transfer) {
        return rails.of(transfer).success(transfer.attemptId(), stage.clock().instant());
    }

    SandboxRail.Message failure(Transfer transfer) {
        return failure(transfer, "account closed");
    }

    SandboxRail.Message failure(Transfer transfer, String reason) {
        return rails.failure(transfer, reason, stage.clock().instant());
    }

    SandboxRail.Message settlement(Transfer transfer) {
        return rails.of(transfer).settlement(transfer.attemptId(), stage.clock().instant());
    }

    SandboxRail.Message returned(Transfer transfer) {
        return rails.of(transfer)
                .returned(transfer.attemptId(), "account closed", stage.clock().instant());
    }

    /** A callback of success that tells the provider's reference alone. */
    SandboxRail.Message early(String reference) {
        String text = "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + reference + "\",\"amount_minor\":"
                + AMOUNT.minor() + ",\"currency\":\"USD\"}}";
        return bank().signed(text, stage.clock().instant());
    }

    /** Takes a callback that comes before what it speaks of. */
    void acceptEarly(SandboxRail.Message message) {
        CallbackOutcome outcome = zentra.tenant("acme").callbacks(RAIL).accept(message.headers(), message.body());
        assertThat(outcome).isInstanceOfAny(CallbackOutcome.Parked.class, CallbackOutcome.Duplicate.class);
    }

    /** Takes a callback, which is believed and understood. */
    void accept(SandboxRail.Message message) {
        accept(zentra, RAIL, message);
    }

    /** The same about a transfer, of the rail that it was given to. */
    void accept(Transfer about, SandboxRail.Message message) {
        accept(zentra, about.rail(), message);
    }

    /** Takes a callback in another process, which no fault strikes. */
    void acceptElsewhere(SandboxRail.Message message) {
        try (ZentraRuntime other = open(stage.elsewhere(), rails::addTo)) {
            accept(other, RAIL, message);
        }
    }

    private static void accept(ZentraRuntime by, String rail, SandboxRail.Message message) {
        CallbackOutcome outcome = by.callbacks(rail).accept(message.headers(), message.body());
        assertThat(outcome).isNotInstanceOf(CallbackOutcome.Rejected.class);
    }

    /** Whether the transfer has come to its end, by the table itself. */
    boolean hasEnded(Transfer transfer) {
        return stage.number(
                        "select count(*) from zentra_transfer where id = ? and status in ('settled', 'failed')",
                        transfer.id())
                == 1;
    }

    /** Lets time pass and runs due work until the transfer has ended; see {@link Stage#runDueUntil}. */
    void runUntilEnded(Transfer transfer) {
        stage.runDueUntil(() -> hasEnded(transfer), zentra::runDueWork);
    }

    /** Whether a person has to find the transfer's rail, by the table itself. */
    boolean lacksItsRail(Transfer transfer) {
        return stage.number(
                        "select count(*) from zentra_transfer where id = ? and status = 'in_review'"
                                + " and reason like 'rail_missing%'",
                        transfer.id())
                == 1;
    }

    /** Lets time pass and runs due work in a process that was not given the rail, until a person has to find it. */
    void runWithoutRailUntilSeen(Transfer transfer) {
        stage.runDueUntil(() -> lacksItsRail(transfer), this::runDueWorkWithoutRail);
    }

    /** Runs due work in a process that was not given the rail. */
    void runDueWorkWithoutRail() {
        ZentraRuntime without = withoutRail;
        if (without == null) {
            without = open(
                    stage.settings().storage().migrations(MigrationMode.NONE),
                    builder -> builder.rail("rail_other", bank()).callbacks("rail_other", bank().scheme()));
            withoutRail = without;
        }
        without.runDueWork();
    }

    /** Whatever happened before, due work and the rails' callbacks bring every transfer to its end, and once. */
    void requireAllEnd() {
        ends.requireAll();
    }

    private ZentraRuntime open(MigrationMode mode) {
        return open(stage.settings().storage().migrations(mode), rails::addTo);
    }

    private ZentraRuntime open(Storage storage, Consumer<ZentraRuntime.Builder> parts) {
        ZentraCore.Settings settings = stage.settings();
        SigningKey key = Objects.requireNonNull(settings.signing().key());
        ZentraRuntime.Builder builder = ZentraRuntime.builder()
                .storage(storage)
                .clock(settings.clock())
                .random(settings.random())
                .limits(settings.limits())
                .signingKey(key)
                .dueWorkThreads(0);
        parts.accept(builder);
        return builder.build();
    }

    @Override
    public void close() {
        zentra.close();
        if (withoutRail != null) {
            withoutRail.close();
            withoutRail = null;
        }
    }
}
