package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static io.zentra.testing.contract.TransferStage.AMOUNT;
import static io.zentra.testing.contract.TransferStage.PAYEE;
import static io.zentra.testing.contract.TransferStage.PAYER;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.storage.Storage;
import io.zentra.runtime.Rail;
import io.zentra.runtime.Transfer;
import io.zentra.testing.fault.Counted;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each check of how transfers end is tripped by a planted fault, and passes without it. */
class TransferStageTest {
    private final Stage stage = new Stage(Storage.inMemory(), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
    private final TransferStage transfers = stage.transfers();
    private Transfer failed;
    private Transfer settled;

    @BeforeEach
    void transferSome() {
        failed = transfers.sent("fails");
        transfers.accept(transfers.failure(failed));
        transfers.accept(transfers.success(transfers.sent("settles")));
        transfers.created("waits");
        stage.requireAllEnd();
        settled = transfers.sent("settles-later");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void seesATransferWithoutAnEnd() {
        stage.change("update zentra_transfer set status = 'settled' where id = '" + settled.id() + "'");
        requireSeen("the ends of");
    }

    @Test
    void seesATransferThatEndsTwice() {
        transfers.accept(transfers.success(settled));
        stage.change("insert into zentra_timeline (tenant, correlation, seq) select tenant, '" + settled.id()
                + "', max(seq) from zentra_timeline where correlation = '" + failed.id() + "' group by tenant");
        requireSeen("the ends of");
    }

    @Test
    void seesMoneyThatArrivesTwice() {
        post(BANK, PAYEE);
        requireSeen("what arrived");
    }

    @Test
    void seesMoneyThatStaysReserved() {
        post(BANK, "reserved:usd");
        requireSeen("what is still reserved");
    }

    @Test
    void seesMoneyThatStaysUnderWay() {
        post(BANK, "settlement:usd");
        requireSeen("what is under way");
    }

    @Test
    void seesMoneyThatIsGivenBackTwice() {
        post(BANK, PAYER);
        requireSeen("what is left");
    }

    @Test
    void seesATransferThatIsSentTwice() {
        transfers
                .bank()
                .submit(new Rail.Request("at_again", settled.id(), AMOUNT, PAYER, PAYEE, Instant.EPOCH, null, null));
        requireSeen("each is sent once");
    }

    @Test
    void seesATransferThatTwoRailsTake() {
        transfers
                .rails()
                .late()
                .submit(new Rail.Request("at_late", settled.id(), AMOUNT, PAYER, PAYEE, Instant.EPOCH, null, null));
        requireSeen("each is sent once");
    }

    @Test
    void seesWhatWasPostedAndNeverSettles() {
        Transfer posted = transfers.sent("posted", StageRails.SETTLED_LATER);
        transfers.accept(posted, transfers.success(posted));
        stage.change("update zentra_transfer set status = 'reversed' where id = '" + posted.id() + "'");
        requireSeen("what is under way");
    }

    private void post(String from, String to) {
        stage.acme().ledgers().post(from, to, AMOUNT, "planted").orElseThrow();
    }

    private void requireSeen(String what) {
        assertThatThrownBy(stage::requireAllEnd)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }
}
