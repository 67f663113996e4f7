package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Account;
import io.zentra.ledger.BalanceChange;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a ledger must do on every storage. After each test the whole journal is verified. */
public abstract class LedgerContract extends StorageContract {
    /** For subclasses. */
    protected LedgerContract() {}

    @Test
    void opensAccountsInTheTenantsDefaultAsset() {
        ledger().createTenant(
                        "euro", TenantConfig.standard().withDefaultAsset(Asset.iso("EUR")), Actor.service("setup"));
        Account account =
                ledger().tenant("euro").as(Actor.service("svc_edge")).accounts().open("customer:1", Side.CREDIT);

        assertThat(account.asset()).isEqualTo(Asset.iso("EUR"));
        assertThat(account.floor()).isEqualTo(Money.parse("0.00 EUR"));
    }

    @Test
    void postsAndAnswersWithBalances() {
        Posting posting = fund(125_000);

        assertThat(posting.balances("customer:42").available()).isEqualTo(usd(125_000));
        assertThat(acme().accounts().balances("assets:bank").posted()).isEqualTo(usd(125_000));
        assertThat(acme().ledgers().posting(posting.id())).contains(posting);
    }

    @Test
    void replaysTheFirstResult() {
        Posting first = fund(125_000);
        Outcome<Posting> second = acme().ledgers().post("assets:bank", "customer:42", usd(125_000), "fund");

        assertThat(second.isReplay()).isTrue();
        assertThat(second.orElseThrow()).isEqualTo(first);
        assertThat(acme().accounts().balances("customer:42").posted()).isEqualTo(usd(125_000));
    }

    @Test
    void namesTheFieldOfAConflict() {
        fund(125_000);

        assertThatThrownBy(() -> acme().ledgers().post("assets:bank", "customer:42", usd(125_001), "fund"))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
                    assertThat(e.details()).containsEntry("field", "entries.0.amount_minor");
                });
    }

    @Test
    void declinesBelowTheFloorAndReplaysTheDecline() {
        fund(100);
        Outcome<Posting> declined = acme().ledgers().post("customer:42", "merchant:7", usd(101), "pay");
        fund(100, "fund-2");
        Outcome<Posting> again = acme().ledgers().post("customer:42", "merchant:7", usd(101), "pay");

        assertThat(code(declined)).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(again.isReplay()).isTrue();
        assertThat(code(again)).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(acme().accounts().balances("customer:42").posted()).isEqualTo(usd(200));
    }

    @Test
    void holdsCapturesAndReleases() {
        fund(1_000);
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(600), "hold"))
                .orElseThrow();
        assertThat(acme().accounts().balances("customer:42").available()).isEqualTo(usd(400));
        assertThat(acme().accounts().balances("merchant:7").pending()).isEqualTo(usd(600));
        assertThat(code(acme().ledgers().post("customer:42", "merchant:7", usd(401), "overspend")))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);

        acme().ledgers().capture(hold.id(), usd(250), "capture").orElseThrow();
        assertThat(code(acme().ledgers().capture(hold.id(), usd(351), "too-much")))
                .isEqualTo(ErrorCode.HOLD_EXCEEDED);
        acme().ledgers().release(hold.id(), "release").orElseThrow();

        assertThat(acme().accounts().balances("customer:42").available()).isEqualTo(usd(750));
        assertThat(acme().accounts().balances("merchant:7").posted()).isEqualTo(usd(250));
        assertThat(code(acme().ledgers().capture(hold.id(), "late"))).isEqualTo(ErrorCode.HOLD_CLOSED);
    }

    @Test
    void whatBecomesOfAHoldBelongsToWhatTheHoldBelongsTo() {
        fund(1_000);
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(600), "hold")
                        .correlation("order-17")
                        .metadata(Map.of("channel", "shop")))
                .orElseThrow();
        Posting capture =
                acme().ledgers().capture(hold.id(), usd(250), "capture").orElseThrow();
        Hold released = acme().ledgers().release(hold.id(), "release").orElseThrow();

        assertThat(capture.correlation()).isEqualTo("order-17");
        assertThat(List.of(hold.metadata(), capture.metadata(), released.metadata()))
                .containsOnly(Map.of("channel", "shop"));
        assertThat(acme().ledgers().release(hold.id(), "release").orElseThrow()).isEqualTo(released);
        assertThat(acme().journal().timeline("order-17"))
                .extracting(Event::type)
                .containsExactly(
                        "hold.placed", "ledger.entry.created", "hold.captured", "hold.released", "request.replayed");
    }

    @Test
    void eachEventNamesTheOneBeforeItOfTheSameCorrelation() {
        fund(1_000);
        acme().ledgers()
                .postAll(List.of(
                        PostingRequest.of("customer:42", "merchant:7", usd(1), "one")
                                .correlation("order-17"),
                        PostingRequest.of("customer:42", "merchant:7", usd(1), "other")
                                .correlation("order-18"),
                        PostingRequest.of("customer:42", "merchant:7", usd(2), "two")
                                .correlation("order-17")));
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of("customer:42", "merchant:7", usd(600), "hold")
                        .correlation("order-17"))
                .orElseThrow();
        Posting capture =
                acme().ledgers().capture(hold.id(), usd(250), "capture").orElseThrow();
        acme().ledgers().release(hold.id(), "release").orElseThrow();
        acme().ledgers().reverse(capture.id(), "undo").orElseThrow();
        List<Event> timeline = acme().journal().timeline("order-17");

        assertThat(timeline).hasSize(7);
        assertThat(timeline.get(0).previous()).isEmpty();
        for (int i = 1; i < timeline.size(); i++) {
            assertThat(timeline.get(i).previous()).hasValue(timeline.get(i - 1).seq());
        }
        assertThat(acme().journal().timeline("order-17", timeline.get(4).seq()))
                .extracting(Event::seq)
                .containsExactly(timeline.get(5).seq(), timeline.get(6).seq());
    }

    @Test
    void reversesOnce() {
        Posting posting = fund(500);
        Posting reversal = acme().ledgers().reverse(posting.id(), "undo").orElseThrow();

        assertThat(reversal.reverses()).isEqualTo(posting.id());
        assertThat(acme().accounts().balances("customer:42").posted()).isEqualTo(usd(0));
        assertThat(code(acme().ledgers().reverse(posting.id(), "undo-2"))).isEqualTo(ErrorCode.ALREADY_REVERSED);
    }

    @Test
    void explainsWhyABalanceChanged() {
        fund(500);
        acme().ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd(200), "pay")
                        .correlation("order-17"));
        acme().ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd(200), "pay")
                        .correlation("order-17"));
        List<BalanceChange> trail = acme().ledgers().trail("customer:42", 10);

        assertThat(trail).hasSize(2);
        assertThat(trail.get(0).postedAfter()).isEqualTo(usd(300));
        assertThat(trail.get(0).key()).contains("pay");
        assertThat(trail.get(0).replays()).isEqualTo(1);
        assertThat(trail.get(0).correlation()).contains("order-17");
        assertThat(trail.get(0).actor()).isEqualTo("service:svc_edge");
        assertThat(trail.get(1).amount()).isEqualTo(usd(500));
    }

    /** The totals of each side count for the life of an account, whatever its balance; the other side goes on. */
    @Test
    void anAccountWhoseTotalIsFullGoesOnOnItsOtherSide() {
        acme().accounts().open(NewAccount.debit("full", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("other", USD).withoutFloor());
        Posting all = acme().ledgers()
                .post("full", "other", usd(Long.MAX_VALUE), "all")
                .orElseThrow();

        assertThat(code(acme().ledgers().post("full", "merchant:7", usd(1), "more")))
                .isEqualTo(ErrorCode.AMOUNT_OVERFLOW);
        acme().ledgers().reverse(all.id(), "undo").orElseThrow();
        assertThat(posted("full")).isZero();
        assertThat(code(acme().ledgers().post("full", "merchant:7", usd(1), "still-full")))
                .isEqualTo(ErrorCode.AMOUNT_OVERFLOW);
    }

    @Test
    void refusesFrozenAndClosedAccounts() {
        fund(500);
        acme().accounts().freeze("customer:42", "freeze-1").orElseThrow();
        assertThat(code(acme().ledgers().post("customer:42", "merchant:7", usd(1), "frozen")))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        acme().accounts().unfreeze("customer:42", "unfreeze-1").orElseThrow();
        acme().ledgers().post("customer:42", "merchant:7", usd(500), "all").orElseThrow();
        acme().accounts().close("customer:42", "close-1").orElseThrow();
        assertThat(code(acme().ledgers().post("assets:bank", "customer:42", usd(1), "closed")))
                .isEqualTo(ErrorCode.ACCOUNT_CLOSED);
    }

    @Test
    void keepsTenantsApart() {
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_edge"));
        Posting posting = fund(500);

        assertThat(other.accounts().find("customer:42")).isEmpty();
        assertThat(other.ledgers().posting(posting.id())).isEmpty();
        assertThat(code(other.ledgers().reverse(posting.id(), "steal"))).isEqualTo(ErrorCode.UNKNOWN_POSTING);
        assertThatThrownBy(() -> ledger().tenant("nobody")).isInstanceOf(ZentraException.class);
    }

    @Test
    void checksPermissions() {
        ZentraLedger.Book reader = ledger().tenant("acme").as(Actor.user("u-1", Permission.READ));
        assertThatThrownBy(() -> reader.ledgers().post("assets:bank", "customer:42", usd(1), "no"))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
    }
}
