package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Decisions about accounts and periods take effect once per key: sent again late, they undo no newer one. */
public abstract class LateRetryContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";

    /** For subclasses. */
    protected LateRetryContract() {}

    /**
     * A risk officer grants an overdraft, and its answer is lost. Another takes it back. The first service tries again: what
     * it is told is what it did then, and no money can be drawn by it any more.
     */
    @Test
    void aLateRetryOfALimitDoesNotBringTheOverdraftBack() {
        acme().accounts().setFloor(CUSTOMER, usd(-50_000), "grant-7").orElseThrow();
        acme().accounts().setFloor(CUSTOMER, usd(0), "revoke-8").orElseThrow();

        Outcome<Account> late = acme().accounts().setFloor(CUSTOMER, usd(-50_000), "grant-7");
        assertThat(late.isReplay()).isTrue();
        assertThat(late.orElseThrow().floor()).as("what it did then").isEqualTo(usd(-50_000));
        assertThat(account().floor()).as("what is so now").isEqualTo(usd(0));
        assertThat(code(acme().ledgers().post(CUSTOMER, MERCHANT, usd(1), "spend")))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(acme().ledgers().verify().faults()).isEmpty();
    }

    @Test
    void aLateRetryOfEachLimitUndoesNoNewerOne() {
        acme().accounts().removeFloor(CUSTOMER, "k1").orElseThrow();
        acme().accounts().setFloor(CUSTOMER, usd(-1), "k2").orElseThrow();
        acme().accounts().setCeiling(CUSTOMER, usd(10), "k3").orElseThrow();
        acme().accounts().removeCeiling(CUSTOMER, "k4").orElseThrow();
        acme().accounts().setCeiling(CUSTOMER, usd(20), "k5").orElseThrow();
        Account now = account();

        assertThat(acme().accounts().removeFloor(CUSTOMER, "k1").orElseThrow().floor())
                .isNull();
        assertThat(acme().accounts()
                        .setCeiling(CUSTOMER, usd(10), "k3")
                        .orElseThrow()
                        .ceiling())
                .isEqualTo(usd(10));
        assertThat(acme().accounts().removeCeiling(CUSTOMER, "k4").orElseThrow().ceiling())
                .isNull();
        assertThat(account()).isEqualTo(now);
        assertThat(now.floor()).isEqualTo(usd(-1));
        assertThat(now.ceiling()).isEqualTo(usd(20));
    }

    /** An account was frozen for a suspicion and unfrozen when that was cleared; and the other way round. */
    @Test
    void aLateRetryOfASwitchUndoesNoNewerOne() {
        acme().accounts().freeze(CUSTOMER, "suspicion").orElseThrow();
        acme().accounts().unfreeze(CUSTOMER, Side.CREDIT, "cleared").orElseThrow();
        assertThat(acme().accounts().freeze(CUSTOMER, "suspicion").orElseThrow().status())
                .isEqualTo(AccountStatus.FROZEN);
        assertThat(account().status()).isEqualTo(AccountStatus.DEBITS_FROZEN);

        acme().accounts().freeze(CUSTOMER, Side.CREDIT, "again").orElseThrow();
        acme().accounts().unfreeze(CUSTOMER, Side.CREDIT, "cleared").orElseThrow();
        assertThat(account().status()).isEqualTo(AccountStatus.FROZEN);

        acme().accounts().close(CUSTOMER, "closing").orElseThrow();
        acme().accounts().reopen(CUSTOMER, "reopening").orElseThrow();
        assertThat(acme().accounts().close(CUSTOMER, "closing").isReplay()).isTrue();
        assertThat(account().status()).isEqualTo(AccountStatus.OPEN);
        acme().accounts().close(CUSTOMER, "for-good").orElseThrow();
        assertThat(acme().accounts().reopen(CUSTOMER, "reopening").isReplay()).isTrue();
        assertThat(account().status()).isEqualTo(AccountStatus.CLOSED);
    }

    @Test
    void aLateRetryAboutThePastUndoesNoNewerDecision() {
        Instant start = clock().instant();
        clock().advance(Duration.ofDays(3));
        Instant end = clock().instant();
        acme().periods().reopen(start, "nothing-closed").orElseThrow();
        acme().periods().close(end, "close").orElseThrow();
        acme().periods().reopen(start, "reopen").orElseThrow();
        Outcome<Optional<Instant>> late = acme().periods().close(end, "close");
        assertThat(late.isReplay()).isTrue();
        assertThat(late.orElseThrow()).contains(end);
        assertThat(acme().periods().closedBefore()).contains(start);
        acme().periods().close(end, "close-again").orElseThrow();
        assertThat(acme().periods().reopen(start, "reopen").orElseThrow()).contains(start);
        assertThat(acme().periods().closedBefore()).contains(end);
        assertThat(acme().periods().reopen(start, "nothing-closed").orElseThrow())
                .isEmpty();

        acme().periods().backdating(Backdating.FLAG, "flag").orElseThrow();
        acme().periods().backdating(Backdating.REJECT, "reject").orElseThrow();
        assertThat(acme().periods().backdating(Backdating.FLAG, "flag").orElseThrow())
                .isEqualTo(Backdating.FLAG);
        assertThat(acme().periods().backdating()).isEqualTo(Backdating.REJECT);
        assertThat(acme().ledgers().verify().faults()).isEmpty();
    }

    @Test
    void whatIsRefusedStaysSoAndIsOnTheJournal() {
        fund(1);
        assertThat(code(acme().accounts().close(CUSTOMER, "too-early"))).isEqualTo(ErrorCode.ACCOUNT_NOT_EMPTY);
        acme().ledgers().post(CUSTOMER, MERCHANT, usd(1), "empty-it").orElseThrow();
        Outcome<Account> again = acme().accounts().close(CUSTOMER, "too-early");
        assertThat(again.isReplay()).isTrue();
        assertThat(code(again)).isEqualTo(ErrorCode.ACCOUNT_NOT_EMPTY);
        assertThat(account().status()).isEqualTo(AccountStatus.OPEN);

        Instant future = clock().instant().plusSeconds(1);
        assertThat(code(acme().periods().close(future, "not-over"))).isEqualTo(ErrorCode.PERIOD_NOT_OVER);
        assertThat(code(acme().accounts().setFloor("nobody", usd(0), "nobody"))).isEqualTo(ErrorCode.UNKNOWN_ACCOUNT);
        assertThat(events("request.declined"))
                .extracting(event -> event.body().path("code").asText())
                .containsExactly("account_not_empty", "period_not_over", "unknown_account");
        assertThat(acme().ledgers().verify().faults()).isEmpty();
    }

    @Test
    void aKeyOfAnotherRequestIsAConflict() {
        acme().accounts().freeze(CUSTOMER, "k").orElseThrow();
        conflicts("change", () -> acme().accounts().unfreeze(CUSTOMER, "k"));
        conflicts("side", () -> acme().accounts().freeze(CUSTOMER, Side.DEBIT, "k"));
        conflicts("account", () -> acme().accounts().freeze(MERCHANT, "k"));
        acme().accounts().setFloor(CUSTOMER, usd(-1), "k").orElseThrow(); // of another operation
        conflicts("to", () -> acme().accounts().setFloor(CUSTOMER, usd(-2), "k"));
        conflicts("to", () -> acme().accounts().removeFloor(CUSTOMER, "k"));
        conflicts("limit", () -> acme().accounts().setCeiling(CUSTOMER, usd(-1), "k"));
        acme().periods().close(Instant.EPOCH, "k").orElseThrow();
        conflicts("change", () -> acme().periods().reopen(Instant.EPOCH, "k"));
        conflicts("at", () -> acme().periods().close(Instant.EPOCH.plusSeconds(1), "k"));
        acme().periods().backdating(Backdating.FLAG, "k").orElseThrow();
        conflicts("backdating", () -> acme().periods().backdating(Backdating.REJECT, "k"));
        assertThat(account().status()).isEqualTo(AccountStatus.FROZEN);
    }

    private void conflicts(String field, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ZentraException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
            assertThat(e.details()).containsEntry("field", field);
        });
    }

    private List<Event> events(String type) {
        return acme().journal().after(0, 1_000).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }

    private Account account() {
        return acme().accounts().find(CUSTOMER).orElseThrow();
    }
}
