package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The money of all open transfers lies in one account, and each may only touch its own: a reserve that an operator reversed
 * by hand was paid out once more when the rail reported success, from what others had reserved.
 */
public abstract class ReserveContract {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";
    private static final String RESERVED = "reserved:usd";
    private static final String CUSTOMER = "customer:42";
    private static final String OTHER = "customer:43";
    private static final String MERCHANT = "merchant:7";

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private ZentraRuntime zentra;
    private Workspace acme;
    private Transfer transfer;
    private Transfer other;

    /** For subclasses. */
    protected ReserveContract() {}

    /** A storage without tables. */
    protected abstract Storage storage();

    @BeforeEach
    void sendTwoTransfers() {
        zentra = ZentraRuntime.builder()
                .storage(storage())
                .clock(clock)
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit(MERCHANT, USD));
        for (String customer : new String[] {CUSTOMER, OTHER}) {
            acme.accounts().open(NewAccount.credit(customer, USD));
            acme.ledgers()
                    .post("assets:bank", customer, usd(100), "fund-" + customer)
                    .orElseThrow();
        }
        transfer = created(CUSTOMER);
        other = created(OTHER);
        zentra.runDueWork();
    }

    @AfterEach
    void theOtherTransferHasItsMoney() {
        try {
            long before = posted(MERCHANT);
            accept(bank.success(other.attemptId(), clock.instant()));
            assertThat(status(other)).isEqualTo(TransferStatus.SETTLED);
            assertThat(posted(MERCHANT)).isEqualTo(before + 100);
            assertThat(posted(OTHER)).isZero();
            acme.verify().requireSound();
            assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
        } finally {
            zentra.close();
        }
    }

    @Test
    void aReversedReserveIsNotPaidOutFromWhatOthersReserved() {
        acme.ledgers().reverse(reserve(transfer), "by-hand").orElseThrow();
        accept(bank.success(transfer.attemptId(), clock.instant()));

        requireWaits("settlement_refused: already_reversed");
        requirePosted(100, 100, 0);
    }

    @Test
    void norIsOneThatWasReversedInPart() {
        acme.ledgers().reversals().reverse(reserve(transfer), usd(1), "by-hand").orElseThrow();
        accept(bank.success(transfer.attemptId(), clock.instant()));

        requireWaits("settlement_refused: already_reversed");
        requirePosted(1, 199, 0);
    }

    @Test
    void norOneThatWasCorrected() {
        acme.ledgers()
                .reversals()
                .correct(reserve(transfer), PostingRequest.of(CUSTOMER, RESERVED, usd(60), "right"))
                .orElseThrow();
        accept(bank.success(transfer.attemptId(), clock.instant()));

        requireWaits("settlement_refused: already_reversed");
        requirePosted(40, 160, 0);
    }

    /** The same by an answer of the rail instead of a callback. */
    @Test
    void norWhenTheRailIsAsked() {
        acme.ledgers().reverse(reserve(transfer), "by-hand").orElseThrow();
        bank.nextQuery(new RailOutcome.Succeeded("prov-1"));
        clock.advance(Duration.ofSeconds(6));
        zentra.runDueWork();

        requireWaits("settlement_refused: already_reversed");
        requirePosted(100, 100, 0);
    }

    /** It waited for a frozen account: meanwhile somebody gives the money back. */
    @Test
    void norWhenItIsTriedAgain() {
        acme.accounts().freeze(MERCHANT, "freeze-1").orElseThrow();
        accept(bank.success(transfer.attemptId(), clock.instant()));
        requireWaits("settlement_refused: account_frozen");
        acme.ledgers().reverse(reserve(transfer), "by-hand").orElseThrow();
        acme.accounts().unfreeze(MERCHANT, "unfreeze-1").orElseThrow();
        clock.advance(Duration.ofHours(2));
        zentra.runDueWork();

        requireWaits("settlement_refused: already_reversed");
        requirePosted(100, 100, 0);
    }

    @Test
    void aReversedReserveIsNotGivenBackAgain() {
        acme.ledgers().reverse(reserve(transfer), "by-hand").orElseThrow();
        accept(bank.failure(transfer.attemptId(), "account closed", clock.instant()));

        requireWaits("release_refused: already_reversed");
        requirePosted(100, 100, 0);
    }

    @Test
    void ofOneThatWasReversedInPartTheRestIsGivenBack() {
        acme.ledgers()
                .reversals()
                .reverse(reserve(transfer), usd(30), "by-hand")
                .orElseThrow();
        accept(bank.failure(transfer.attemptId(), "account closed", clock.instant()));

        assertThat(status(transfer)).isEqualTo(TransferStatus.FAILED);
        requirePosted(100, 100, 0);
    }

    /** In review with this reason, which later turns neither change nor repeat. */
    private void requireWaits(String reason) {
        for (int turn = 0; turn < 2; turn++) {
            assertThat(status(transfer)).isEqualTo(TransferStatus.IN_REVIEW);
            assertThat(acme.transfers().get(transfer.id()).reason()).isEqualTo(reason);
            clock.advance(Duration.ofHours(2));
            zentra.runDueWork();
        }
        assertThat(acme.evidence().timeline(transfer.id()))
                .filteredOn(event -> event.body().path("reason").asText().equals(reason))
                .extracting(Event::type)
                .containsExactly("transfer.in_review");
    }

    private void requirePosted(long customer, long reserved, long merchant) {
        assertThat(posted(CUSTOMER)).isEqualTo(customer);
        assertThat(posted(RESERVED)).isEqualTo(reserved);
        assertThat(posted(MERCHANT)).isEqualTo(merchant);
        assertThat(posted("settlement:usd")).isZero();
    }

    private Transfer created(String customer) {
        return acme.transfers()
                .create(TransferRequest.builder()
                        .from(customer)
                        .to(MERCHANT)
                        .amount(usd(100))
                        .idempotencyKey("transfer-" + customer)
                        .build())
                .orElseThrow();
    }

    private void accept(SandboxRail.Message message) {
        assertThat(zentra.callbacks(RAIL).accept(message.headers(), message.body()))
                .isInstanceOf(CallbackOutcome.Applied.class);
    }

    private TransferStatus status(Transfer of) {
        return acme.transfers().get(of.id()).status();
    }

    private long posted(String account) {
        return acme.accounts().balances(account).posted().minor();
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }

    private static String reserve(Transfer transfer) {
        return Objects.requireNonNull(transfer.reservePostingId());
    }
}
