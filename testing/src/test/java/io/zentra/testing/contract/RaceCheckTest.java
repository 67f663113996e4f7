package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.USD;
import static io.zentra.testing.contract.Stage.usd;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.fault.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each check of a race is tripped by a planted fault, and passes without it. */
class RaceCheckTest {
    private final Stage stage = new Stage(Storage.inMemory(), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
    private final List<Map<String, Outcome<Posting>>> raced = new ArrayList<>();
    private final List<Outcome<Posting>> drained = new ArrayList<>();
    private ZentraLedger.Book races;
    private ZentraLedger.Book drains;

    @BeforeEach
    void race() {
        races = book("races");
        drains = book("drains");
        RaceCheck.ACCOUNTS.forEach(
                id -> races.accounts().open(NewAccount.credit(id, USD).withoutFloor()));
        for (int asker = 0; asker < 3; asker++) {
            Map<String, Outcome<Posting>> answers = new HashMap<>();
            for (int key = 0; key < RaceCheck.KEYS; key++) {
                answers.put("race-" + key, post(key));
            }
            raced.add(answers);
        }
        drains.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        drains.accounts().open(NewAccount.credit("customer:42", USD));
        drains.accounts().open(NewAccount.credit("merchant:7", USD));
        drains.ledgers()
                .post("assets:bank", "customer:42", usd(RaceCheck.DRAINED), "fund")
                .orElseThrow();
        for (int i = 0; i <= RaceCheck.DRAINED; i++) {
            drained.add(drains.ledgers().post("customer:42", "merchant:7", usd(1), "drain-" + i));
        }
        RaceCheck.requireOnceEach(races, raced);
        RaceCheck.requireDrained(drains, List.of(drained));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void seesAKeyThatIsAppliedTwice() {
        stage.change("delete from zentra_idempotency where tenant = " + tenant("races"));
        raced.get(2).put("race-7", post(7));
        requireSeen("applied for race-7");
    }

    @Test
    void seesAKeyThatIsAppliedTwiceBehindTheAnswers() {
        stage.change("delete from zentra_idempotency where tenant = " + tenant("races"));
        post(7);
        requireSeen("postings");
    }

    @Test
    void seesAKeyThatIsAppliedForNobody() {
        raced.get(0).put("race-7", post(7));
        requireSeen("applied for race-7");
    }

    @Test
    void seesAReplayWithAnotherResult() {
        raced.get(2).put("race-7", post(8));
        requireSeen("results for race-7");
    }

    @Test
    void seesAnAnswerWithoutAPosting() {
        races = book("empty");
        requireSeen("postings");
    }

    @Test
    void seesABalanceThatDiffers() {
        changeBalance("credits = credits + 1", "r:2", "races");
        requireSeen("posted in r:2");
    }

    @Test
    void seesAWithdrawalTooMany() {
        drains.ledgers().post("assets:bank", "customer:42", usd(1), "one-more").orElseThrow();
        drained.add(drains.ledgers().post("customer:42", "merchant:7", usd(1), "too-many"));
        requireSeenInDrain("withdrawals");
    }

    @Test
    void seesMoneyThatIsLeft() {
        changeBalance("credits = credits + 1", "customer:42", "drains");
        requireSeenInDrain("left");
    }

    @Test
    void seesMoneyThatDidNotArrive() {
        changeBalance("credits = credits - 1", "merchant:7", "drains");
        requireSeenInDrain("withdrawn");
    }

    @Test
    void seesTwoWithdrawalsOfTheSameUnit() {
        drained.set(3, drained.get(4));
        requireSeenInDrain("a balance of its own");
    }

    private void requireSeen(String what) {
        assertThatThrownBy(() -> RaceCheck.requireOnceEach(races, raced))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    private void requireSeenInDrain(String what) {
        assertThatThrownBy(() -> RaceCheck.requireDrained(drains, List.of(drained)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    private Outcome<Posting> post(int key) {
        return races.ledgers().post(RaceCheck.request(key));
    }

    private ZentraLedger.Book book(String tenant) {
        stage.ledger().createTenant(tenant, TenantConfig.standard(), Actor.service("setup"));
        return stage.ledger().tenant(tenant).as(Actor.service("svc_race"));
    }

    private void changeBalance(String change, String account, String tenant) {
        stage.change("update zentra_balance set " + change + " where tenant = " + tenant(tenant)
                + " and account = (select no from zentra_account where id = '" + account + "' and tenant = "
                + tenant(tenant) + ")");
    }

    private long tenant(String id) {
        return stage.number("select no from zentra_tenant where tenant = 0 and id = ?", id);
    }
}
