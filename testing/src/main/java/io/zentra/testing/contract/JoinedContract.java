package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.ledger.Account;
import io.zentra.ledger.BalanceChange;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger inside a transaction of the host's: one commit for both, or none. */
public abstract class JoinedContract extends StorageContract {
    /** For subclasses. */
    protected JoinedContract() {}

    /** What the host does with the ledger inside its transaction. */
    private interface Work {
        void in(Connection connection, ZentraLedger.Book acme) throws SQLException;
    }

    @BeforeEach
    final void makeTheHostsTable() throws SQLException {
        fund(1_000);
        new HostOrders(source()).create();
    }

    @Test
    void commitsWithTheHostsTransaction() throws SQLException {
        inTransaction((connection, acme) -> {
            HostOrders.place(connection, 1);
            acme.ledgers()
                    .post("customer:42", "merchant:7", usd(300), "order-1")
                    .orElseThrow();
            connection.commit();
        });

        assertThat(orders()).isEqualTo(1);
        assertThat(posted("merchant:7")).isEqualTo(300);
    }

    @Test
    void vanishesWithTheHostsRollback() throws SQLException {
        inTransaction((connection, acme) -> {
            HostOrders.place(connection, 1);
            acme.ledgers()
                    .post("customer:42", "merchant:7", usd(300), "order-1")
                    .orElseThrow();
            connection.rollback();
        });

        assertThat(orders()).isZero();
        assertThat(posted("merchant:7")).isZero();
        assertThat(acme().ledgers()
                        .post("customer:42", "merchant:7", usd(300), "order-1")
                        .isReplay())
                .as("the key is free")
                .isFalse();
    }

    @Test
    void refusesAConnectionThatCommitsByItself() throws SQLException {
        try (Connection connection = source().getConnection()) {
            ZentraLedger.Book joined = joined(connection);
            ZentraException refusal = catchThrowableOfType(
                    ZentraException.class,
                    () -> joined.ledgers().post("customer:42", "merchant:7", usd(300), "order-1"));

            assertThat(refusal.code()).isEqualTo(ErrorCode.CONNECTION_UNFIT);
            assertThat(refusal.reason()).contains("setAutoCommit(false)");
        }
        assertThat(posted("merchant:7")).isZero();
    }

    @Test
    void leavesTheTransactionUsableWhenAKeyIsUsedAgain() throws SQLException {
        acme().ledgers().post("customer:42", "merchant:7", usd(300), "order-1").orElseThrow();
        inTransaction((connection, acme) -> {
            HostOrders.place(connection, 1);
            assertThat(acme.ledgers()
                            .post("customer:42", "merchant:7", usd(300), "order-1")
                            .isReplay())
                    .isTrue();
            ZentraException conflict = catchThrowableOfType(
                    ZentraException.class, () -> acme.ledgers().post("customer:42", "merchant:7", usd(301), "order-1"));
            assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
            HostOrders.place(connection, 2);
            connection.commit();
        });

        assertThat(orders()).isEqualTo(2);
        assertThat(posted("merchant:7")).isEqualTo(300);
    }

    @Test
    void leavesTheTransactionUsableAfterARefusal() throws SQLException {
        inTransaction((connection, acme) -> {
            assertThat(acme.ledgers()
                            .post("customer:42", "merchant:7", usd(1_001), "too-much")
                            .isDeclined())
                    .isTrue();
            HostOrders.place(connection, 1);
            acme.ledgers().post("customer:42", "merchant:7", usd(1), "fits").orElseThrow();
            connection.commit();
        });

        assertThat(orders()).isEqualTo(1);
        assertThat(posted("merchant:7")).isEqualTo(1);
    }

    @Test
    void seesInOneTransactionWhatItPostedBefore() throws SQLException {
        inTransaction((connection, acme) -> {
            acme.ledgers().post("customer:42", "merchant:7", usd(600), "first").orElseThrow();
            assertThat(code(acme.ledgers().post("customer:42", "merchant:7", usd(401), "second")))
                    .isEqualTo(ErrorCode.FLOOR_CROSSED);
            connection.commit();
        });

        assertThat(posted("customer:42")).isEqualTo(400);
    }

    /** Reads through the joined handle used to go over another connection, which saw nothing of what it had written. */
    @Test
    void readsWhatItWroteWhichNobodyElseSeesBeforeTheCommit() throws SQLException {
        List<CompletableFuture<Boolean>> seenByOthers = new ArrayList<>();
        inTransaction((connection, acme) -> {
            long before = acme.journal().size();
            Account opened = acme.accounts().open(NewAccount.credit("customer:43", USD));
            Posting posting = acme.ledgers()
                    .post(PostingRequest.of("customer:42", "customer:43", usd(300), "order-1")
                            .correlation("order-1"))
                    .orElseThrow();

            assertThat(acme.accounts().find("customer:43")).contains(opened);
            assertThat(acme.accounts().list("", 100)).contains(opened);
            assertThat(acme.accounts().balances("customer:43"))
                    .isEqualTo(posting.entries().get(1).balances());
            assertThat(acme.ledgers().posting(posting.id())).contains(posting);
            assertThat(acme.ledgers().trail("customer:43", 10))
                    .extracting(BalanceChange::postingId)
                    .containsExactly(posting.id());
            assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
            assertThat(acme.journal().size()).isEqualTo(before + 2);
            assertThat(acme.journal().timeline("order-1")).hasSize(1);
            acme.ledgers().verify().requireSound();
            seenByOthers.add(CompletableFuture.supplyAsync(
                    () -> acme().accounts().find("customer:43").isPresent()
                            || acme().ledgers().posting(posting.id()).isPresent()
                            || acme().journal().size() != before));
            if (readsBesideAWriter()) {
                assertThat(seenByOthers.get(0).join()).isFalse();
            }
            connection.rollback();
        });

        assertThat(seenByOthers.get(0).join()).isFalse();
        assertThat(acme().accounts().find("customer:43")).isEmpty();
        assertThat(acme().journal().timeline("order-1")).isEmpty();
    }

    /** Whoever holds a checkpoint of what was rolled back would call the journal cut. */
    @Test
    void signsNoCheckpointOverWhatMayBeRolledBack() throws SQLException {
        inTransaction((connection, acme) -> {
            acme.ledgers()
                    .post("customer:42", "merchant:7", usd(300), "order-1")
                    .orElseThrow();
            ZentraException refusal = catchThrowableOfType(
                    ZentraException.class, () -> acme.journal().checkpoint());

            assertThat(refusal.code()).isEqualTo(ErrorCode.CONNECTION_UNFIT);
            connection.rollback();
        });
    }

    /** A lane keeps balances in memory between its commits; a write beside it must not leave them stale. */
    @Test
    void lanesSeeWhatAJoinedWriteChanged() throws SQLException {
        acme().ledgers()
                .post("customer:42", "merchant:7", usd(1), "lane-knows-the-rows")
                .orElseThrow();
        inTransaction((connection, acme) -> {
            acme.ledgers().post("customer:42", "merchant:7", usd(900), "joined").orElseThrow();
            connection.commit();
        });

        assertThat(code(acme().ledgers().post("customer:42", "merchant:7", usd(100), "beyond")))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(acme().ledgers()
                        .post("customer:42", "merchant:7", usd(99), "all")
                        .orElseThrow()
                        .balances("merchant:7")
                        .posted())
                .isEqualTo(usd(1_000));
    }

    /** A lane that failed to notice a rolled-back write would go on from a head that never was. */
    @Test
    void lanesGoOnAfterAJoinedWriteWasRolledBack() throws SQLException {
        inTransaction((connection, acme) -> {
            acme.accounts().freeze("customer:42", "freeze-1").orElseThrow();
            acme.ledgers().post("assets:bank", "merchant:7", usd(5), "joined").orElseThrow();
            connection.rollback();
        });

        acme().ledgers().post("customer:42", "merchant:7", usd(1_000), "all").orElseThrow();
        assertThat(posted("merchant:7")).isEqualTo(1_000);
    }

    /** Whether others can read what is committed while a transaction has written; otherwise they wait until it has ended. */
    protected boolean readsBesideAWriter() {
        return true;
    }

    private void inTransaction(Work work) throws SQLException {
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.in(connection, joined(connection));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private ZentraLedger.Book joined(Connection connection) {
        return ledger().on(connection).tenant("acme").as(Actor.service("svc_host"));
    }

    private long orders() {
        return new HostOrders(source()).count();
    }
}
