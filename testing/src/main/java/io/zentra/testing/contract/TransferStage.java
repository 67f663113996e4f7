package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.USD;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Money;
import io.zentra.core.storage.MigrationMode;
import io.zentra.ledger.AccountStatus;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Transfers on a stage: a runtime over the same failing database, with a scripted rail. */
final class TransferStage implements AutoCloseable {
    static final Money AMOUNT = usd(5);

    private static final String RAIL = "rail_primary";
    private static final Set<String> ENDS = Set.of("transfer.settled", "transfer.failed");

    /** Longer than any lease, and than the pause before the ledger is asked again. */
    private static final Duration PAUSE = Duration.ofHours(2);

    private static final int MAX_TRIES = 5;
    private static final int PAGE = 1_000;

    private final Stage stage;
    private final ZentraCore.Settings settings;
    private final SandboxRail bank = SandboxRail.create();
    private ZentraRuntime zentra;

    TransferStage(Stage stage, ZentraCore.Settings settings) {
        this.stage = stage;
        this.settings = settings;
        this.zentra = open(MigrationMode.MIGRATE);
        acme().transfers().openFlowAccounts(USD);
    }

    ZentraRuntime zentra() {
        return zentra;
    }

    Workspace acme() {
        return zentra.tenant("acme").as(Actor.service("svc_edge"));
    }

    SandboxRail bank() {
        return bank;
    }

    /** Ends the process's side and begins it anew; the rail goes on. */
    void reopen() {
        zentra.close();
        zentra = open(MigrationMode.NONE);
        acme();
    }

    TransferRequest request(Money amount, String key) {
        return TransferRequest.builder()
                .from(CUSTOMER)
                .to(MERCHANT)
                .amount(amount)
                .idempotencyKey(key)
                .build();
    }

    /** A transfer that is written down, and nothing more. */
    Transfer created(String key) {
        return acme().transfers().create(request(AMOUNT, key)).orElseThrow();
    }

    /** A transfer that the rail has accepted. */
    Transfer sent(String key) {
        Transfer transfer = created(key);
        zentra.runDueWork();
        return transfer;
    }

    SandboxRail.Message success(Transfer transfer) {
        return bank.success(transfer.attemptId(), stage.clock().instant());
    }

    SandboxRail.Message failure(Transfer transfer) {
        return bank.failure(
                transfer.attemptId(), "account closed", stage.clock().instant());
    }

    /** Takes a callback, which is believed and understood. */
    void accept(SandboxRail.Message message) {
        CallbackOutcome outcome = zentra.callbacks(RAIL).accept(message.headers(), message.body());
        assertThat(outcome).isNotInstanceOf(CallbackOutcome.Rejected.class);
    }

    /** Whether the transfer has come to its end, by the table itself. */
    boolean hasEnded(Transfer transfer) {
        return stage.number(
                        "select count(*) from zentra_transfer where id = ? and status in ('settled', 'failed')",
                        transfer.id())
                == 1;
    }

    /**
     * Lets time pass and runs due work until the transfer has ended.
     *
     * @throws ZentraException {@code storage_failed} when it has not after some tries
     */
    void runUntilEnded(Transfer transfer) {
        for (int i = 0; i < MAX_TRIES && !hasEnded(transfer); i++) {
            stage.clock().advance(PAUSE);
            try {
                zentra.runDueWork();
            } catch (ZentraException unavailable) {
                assertThat(unavailable.code()).isIn(ErrorCode.STORAGE_FAILED, ErrorCode.OUTCOME_UNKNOWN);
            }
        }
        if (!hasEnded(transfer)) {
            throw ZentraException.of(ErrorCode.STORAGE_FAILED, "the database stays down");
        }
    }

    /** Whatever happened before, due work and the rail's callbacks bring every transfer to its end, and once. */
    void requireAllEnd() {
        if (acme().accounts().find(MERCHANT).orElseThrow().status() == AccountStatus.FROZEN) {
            acme().accounts().unfreeze(MERCHANT);
        }
        stage.clock().advance(PAUSE);
        zentra.runDueWork();
        Money arrived = usd(0);
        for (Transfer each : transfers()) {
            if (each.status() == TransferStatus.PROCESSING || each.status() == TransferStatus.IN_REVIEW) {
                accept(success(each));
            }
            String end = end(each);
            arrived = end.equals("transfer.settled") ? arrived.plus(each.amount()) : arrived;
        }
        assertThat(acme().accounts().balances(MERCHANT).posted()).isEqualTo(arrived);
        assertThat(acme().accounts().balances("reserved:usd").posted()).isEqualTo(usd(0));
        assertThat(acme().accounts().balances("settlement:usd").posted()).isEqualTo(usd(0));
        assertThat(acme().accounts().balances(CUSTOMER).posted())
                .isEqualTo(acme().accounts().balances(BANK).posted().minus(arrived));
        assertThat(bank.taken()).as("each is sent once").doesNotHaveDuplicates();
        assertThat(acme().verify().faults()).isEmpty();
    }

    private String end(Transfer transfer) {
        List<String> ends = acme().evidence().timeline(transfer.id()).stream()
                .map(Event::type)
                .filter(ENDS::contains)
                .toList();
        assertThat(ends).as("the ends of %s", transfer).hasSize(1);
        return ends.get(0);
    }

    private List<Transfer> transfers() {
        List<Transfer> all = new ArrayList<>();
        List<Transfer> page = acme().transfers().list(0, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = acme().transfers().list(all.get(all.size() - 1).eventSeq(), PAGE);
        }
        return all;
    }

    private ZentraRuntime open(MigrationMode mode) {
        SigningKey key = Objects.requireNonNull(settings.signing().key());
        return ZentraRuntime.builder()
                .storage(settings.storage().migrations(mode))
                .clock(settings.clock())
                .random(settings.random())
                .limits(settings.limits())
                .signingKey(key)
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.secret())
                .dueWorkThreads(0)
                .build();
    }

    @Override
    public void close() {
        zentra.close();
    }
}
