package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.review.ReviewCase;
import io.zentra.ledger.AccountStatus;
import io.zentra.policy.Condition;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Intents, payments, cards and controlled postings inside a transaction of the host's: one commit for all, or none. */
public abstract class JoinedRequestContract extends JoinedRequestDesk {
    /** For subclasses. */
    protected JoinedRequestContract() {}

    @BeforeEach
    final void makeTheHostsTableAndAPolicy() throws SQLException {
        new HostOrders(source()).create();
        publish(reviewingAbove(PAYOUT, BEYOND));
    }

    private static Policy reviewingAbove(String name, long minor) {
        return Policy.named(name)
                .review("treasury", Condition.amountOver(usd(minor)))
                .build();
    }

    @Test
    void commitWithTheHostsTransaction() throws SQLException {
        int order = 0;
        for (Kind kind : kinds()) {
            int id = ++order;
            inTransaction((connection, joined) -> {
                HostOrders.place(connection, id);
                assertThat(kind.asked().ask(joined, kind.name()).isReplay())
                        .as(kind.name())
                        .isFalse();
                connection.commit();
            });

            assertThat(kind.asked().ask(acme(), kind.name()).isReplay())
                    .as(kind.name())
                    .isTrue();
        }

        assertThat(new HostOrders(source()).count()).isEqualTo(order);
        assertThat(posted(MERCHANT))
                .as("intent, clearing and controlled posting")
                .isEqualTo(3 * SMALL);
        assertThat(posted(RESERVED)).isEqualTo(SMALL);
        assertThat(acme().ledgers().holds().list("", 10))
                .as("payment, card and controlled hold")
                .hasSize(3);
        assertThat(acme().accounts().find("customer:99")).isPresent();
        assertThat(status(OTHER)).isEqualTo(AccountStatus.FROZEN);
    }

    /** A week later nothing of it falls due either. */
    @Test
    void vanishWithTheHostsRollback() throws SQLException {
        long size = acme().journal().size();
        inTransaction((connection, joined) -> {
            HostOrders.place(connection, 1);
            for (Kind kind : kinds()) {
                kind.asked().ask(joined, kind.name()).orElseThrow();
            }
            connection.rollback();
        });
        zentra().runDueWork();
        clock().advance(WEEK.plusDays(1));
        zentra().runDueWork();

        assertThat(new HostOrders(source()).count()).isZero();
        assertThat(acme().journal().size()).isEqualTo(size);
        assertThat(bank().calls()).isEmpty();
        assertThat(acme().ledgers().holds().list("", 10)).isEmpty();
        assertThat(acme().accounts().find("customer:99")).isEmpty();
        assertThat(status(OTHER)).isEqualTo(AccountStatus.OPEN);
        for (Kind kind : kinds()) {
            assertThat(kind.asked().ask(acme(), kind.name()).isReplay())
                    .as("the key of the %s is free", kind.name())
                    .isFalse();
        }
    }

    @Test
    void answerAgainInsideTheTransactionAndAfterIt() throws SQLException {
        for (Kind kind : kinds()) {
            Outcome<?>[] first = new Outcome<?>[1];
            inTransaction((connection, joined) -> {
                first[0] = kind.asked().ask(joined, kind.name());
                requireReplayed(kind, first[0], joined);
                assertThatThrownBy(() -> kind.other().ask(joined, kind.name()))
                        .as(kind.name())
                        .isInstanceOfSatisfying(
                                ZentraException.class,
                                conflict -> assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
                requireReplayed(kind, first[0], joined);
                connection.commit();
            });

            requireReplayed(kind, first[0], acme());
        }
    }

    private static void requireReplayed(Kind kind, Outcome<?> first, Workspace whose) {
        Outcome<?> again = kind.asked().ask(whose, kind.name());
        assertThat(again.isReplay()).as(kind.name()).isTrue();
        assertThat(again.orElseThrow()).as(kind.name()).isEqualTo(first.orElseThrow());
    }

    /** What was begun before inside the host's transaction is answered by it, and the transaction goes on. */
    @Test
    void answerInsideTheTransactionWhatWasAskedForBefore() throws SQLException {
        for (Kind kind : kinds()) {
            Outcome<?> first = kind.asked().ask(acme(), kind.name());
            inTransaction((connection, joined) -> {
                requireReplayed(kind, first, joined);
                connection.commit();
            });
        }
    }

    @Test
    void areRefusedWithTheCommitAndForgottenWithTheRollback() throws SQLException {
        for (Kind kind : kinds()) {
            inTransaction((connection, joined) -> {
                assertThat(code(kind.refused().ask(joined, kind.name())))
                        .as(kind.name())
                        .isEqualTo(kind.code());
                connection.rollback();
            });
            assertThat(kind.asked().ask(acme(), kind.name()).isReplay())
                    .as("the key of the %s is free", kind.name())
                    .isFalse();

            String refused = kind.name() + "_that_is_kept";
            inTransaction((connection, joined) -> {
                assertThat(code(kind.refused().ask(joined, refused))).isEqualTo(kind.code());
                kind.other().ask(joined, kind.name() + "_beside_it").orElseThrow();
                connection.commit();
            });
            Outcome<?> again = kind.refused().ask(acme(), refused);
            assertThat(again.isReplay()).as("the refused %s", kind.name()).isTrue();
            assertThat(again.isDeclined()).isTrue();
            assertThat(kind.other().ask(acme(), kind.name() + "_beside_it").isReplay())
                    .isTrue();
        }
    }

    @Test
    void beginNothingThatTheHostMayRollBack() throws SQLException {
        Intent[] intent = new Intent[1];
        inTransaction((connection, joined) -> {
            intent[0] = (Intent) routed(SMALL).ask(joined, "intent-1").orElseThrow();
            assertThat(intent[0].status()).isEqualTo(IntentStatus.ROUTED);
            assertThat(joined.intents().get("intent-1")).isEqualTo(intent[0]);
            if (readsBesideAWriter()) {
                zentra().runDueWork();
                assertThat(acme().intents().find("intent-1")).isEmpty();
            }
            assertThat(bank().calls()).isEmpty();
            connection.commit();
        });

        zentra().runDueWork();
        Transfer transfer = acme().transfers().get(intent[0].id());
        assertThat(bank().calls()).containsExactly("submit " + transfer.attemptId());
        success(transfer);
        now(transfer, TransferStatus.SETTLED);
    }

    /** A capture over a rail is a transfer, which is none before the host has committed. */
    @Test
    void sendACaptureOverARailWithTheCommit() throws SQLException {
        Payment payment =
                acme().payments().authorize(paid(SMALL, "p").overRails()).orElseThrow();
        inTransaction((connection, joined) -> {
            joined.payments().capture(payment.id(), usd(SMALL), "p-1").orElseThrow();
            assertThat(joined.payments().get(payment.id()).amounts().sent()).isEqualTo(usd(SMALL));
            connection.rollback();
        });
        zentra().runDueWork();
        assertThat(bank().calls()).isEmpty();
        assertThat(acme().payments().get(payment.id())).isEqualTo(payment);

        inTransaction((connection, joined) -> {
            Outcome<Payment> captured = joined.payments().capture(payment.id(), usd(SMALL), "p-1");
            assertThat(captured.isReplay()).as("the key is free").isFalse();
            assertThat(joined.payments()
                            .capture(payment.id(), usd(SMALL), "p-1")
                            .isReplay())
                    .isTrue();
            connection.commit();
        });
        zentra().runDueWork();
        Transfer transfer = acme().transfers().list(0, 10).get(0);
        assertThat(bank().calls()).containsExactly("submit " + transfer.attemptId());
        success(transfer);
        assertThat(acme().payments().get(payment.id()).status()).isEqualTo(PaymentStatus.CAPTURED);
        assertThat(posted(MERCHANT)).isEqualTo(SMALL);
    }

    /** Each step of a payment in the same transaction sees the one before; none of them was, after the rollback. */
    @Test
    void goThroughTheStepsOfPaymentsAndCards() throws SQLException {
        Actor operator = Actor.service("svc_host_operator");
        inTransaction((connection, joined) -> {
            walk(zentra().on(connection).tenant("acme").as(operator));
            connection.rollback();
        });
        assertThat(acme().payments().list(0, 10)).isEmpty();
        assertThat(acme().cards().list(0, 10)).isEmpty();
        assertThat(posted(MERCHANT)).isZero();

        inTransaction((connection, joined) -> {
            walk(zentra().on(connection).tenant("acme").as(operator));
            connection.commit();
        });
        assertThat(acme().payments().list(0, 10)).extracting(Payment::status).containsExactly(PaymentStatus.REFUNDED);
        assertThat(posted(MERCHANT)).isEqualTo(4 * SMALL);
        Payment card = acme().cards().list(0, 10).get(0);
        assertThat(card.amounts().held()).isEqualTo(usd(SMALL));
        clock().advance(WEEK);
        zentra().runDueWork();
        assertThat(acme().cards().get(card.id()).amounts().held())
                .as("its expiry was planned with the commit")
                .isEqualTo(usd(0));
    }

    private void walk(Workspace joined) {
        Payment payment = joined.payments().authorize(paid(SMALL, "p")).orElseThrow();
        assertThat(joined.payments().capture(payment.id(), usd(SMALL), "p-1").isReplay())
                .isFalse();
        joined.payments().refund(payment.id(), "came back", "p-2").orElseThrow();
        assertThat(joined.payments().get(payment.id()).status()).isEqualTo(PaymentStatus.REFUNDED);
        Payment card = joined.cards().authorize(paid(4 * SMALL, "c")).orElseThrow();
        joined.cards().increment(card.id(), usd(SMALL), "c-1").orElseThrow();
        joined.cards().clear(card.id(), usd(3 * SMALL), "c-2").orElseThrow();
        joined.cards().reverse(card.id(), usd(SMALL), "less", "c-3").orElseThrow();
        joined.cards().force(paid(SMALL, "f"), "cleared by the scheme").orElseThrow();
        assertThat(joined.cards().get(card.id()).amounts().captured()).isEqualTo(usd(3 * SMALL));
    }

    /** A case that was never committed asks nobody; one that was goes on when persons approve. */
    @Test
    void waitForPersonsOnceTheHostHasCommitted() throws SQLException {
        publish(reviewingAbove("intent", 1));
        publish(reviewingAbove("payment", 1));
        publish(reviewingAbove(PAYOUT, 1));
        inTransaction((connection, joined) -> {
            askForAll(joined);
            connection.rollback();
        });
        assertThat(open(acme())).isEmpty();

        inTransaction((connection, joined) -> {
            askForAll(joined);
            connection.commit();
        });
        List<ReviewCase> waiting = open(acme());
        assertThat(waiting).hasSize(3);
        waiting.forEach(each -> approve(TREASURER, each));
        assertThat(posted(MERCHANT)).as("intent and controlled posting").isEqualTo(2 * SMALL);
        assertThat(acme().ledgers().holds().list("", 10)).as("of the payment").hasSize(1);
        assertThat(acme().intents().get("i").status()).isEqualTo(IntentStatus.LEDGERED);
    }

    private void askForAll(Workspace joined) {
        assertThat(((Intent) posted(SMALL).ask(joined, "i").orElseThrow()).status())
                .isEqualTo(IntentStatus.IN_REVIEW);
        assertThat(joined.payments().authorize(paid(SMALL, "p")).orElseThrow().status())
                .isEqualTo(PaymentStatus.IN_REVIEW);
        assertThat(joined.controlled()
                        .post(proposal(CUSTOMER, SMALL), lines(SMALL, "c"))
                        .orElseThrow())
                .isInstanceOf(Ruling.InReview.class);
        assertThat(open(joined)).hasSize(3);
    }

    private static List<ReviewCase> open(Workspace whose) {
        return whose.reviews().ofLane("treasury", "", 10);
    }

    /** What was rolled back is counted against no limit, and what the transaction did before counts within it. */
    @Test
    void countAgainstLimitsWithTheCommit() throws SQLException {
        publish(PaymentDesk.limiting(PAYOUT));
        inTransaction((connection, joined) -> {
            assertThat(payOut(joined, "first")).isInstanceOf(Ruling.Posted.class);
            assertThat(payOut(joined, "second")).isNotInstanceOf(Ruling.Posted.class);
            connection.rollback();
        });

        inTransaction((connection, joined) -> {
            assertThat(payOut(joined, "third")).isInstanceOf(Ruling.Posted.class);
            connection.commit();
        });
        assertThat(payOut(acme(), "fourth")).isNotInstanceOf(Ruling.Posted.class);
        assertThat(posted(MERCHANT)).isEqualTo(400_000);
    }

    private static Ruling payOut(Workspace whose, String key) {
        return whose.controlled()
                .post(proposal(CUSTOMER, 400_000), lines(400_000, key))
                .orElseThrow();
    }

    /** A runtime keeps policies ready in memory: not those of a transaction that was rolled back. */
    @Test
    void areDecidedByAPolicyOfTheSameTransactionAsLongAsItStands() throws SQLException {
        Policy policy = reviewingAbove("intent", 1);
        int version = approved(policy);
        inTransaction((connection, joined) -> {
            Policies policies =
                    zentra().on(connection).tenant("acme").as(APPROVER).policies();
            policies.publish(policy.name(), version, newKey()).orElseThrow();
            assertThat(((Intent) posted(SMALL).ask(joined, "i").orElseThrow()).status())
                    .isEqualTo(IntentStatus.IN_REVIEW);
            connection.rollback();
        });

        assertThat(((Intent) posted(SMALL).ask(acme(), "i").orElseThrow()).status())
                .isEqualTo(IntentStatus.LEDGERED);
    }

    /** Lanes keep rows between their commits; what a joined request changed, or did not in the end, must not fool them. */
    @Test
    void leaveLanesWithWhatStands() throws SQLException {
        posted(SMALL).ask(acme(), "lane-knows-the-rows").orElseThrow();
        inTransaction((connection, joined) -> {
            freezing(CUSTOMER).ask(joined, "freeze-1").orElseThrow();
            connection.rollback();
        });
        posted(SMALL).ask(acme(), "not_frozen").orElseThrow();
        inTransaction((connection, joined) -> {
            freezing(CUSTOMER).ask(joined, "freeze-2").orElseThrow();
            connection.commit();
        });

        assertThat(code(posted(SMALL).ask(acme(), "frozen"))).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
    }

    @Test
    void needAConnectionWithATransaction() throws SQLException {
        long size = acme().journal().size();
        try (Connection connection = source().getConnection()) {
            Workspace joined = joined(connection);
            for (Kind kind : kinds()) {
                assertThatThrownBy(() -> kind.asked().ask(joined, kind.name()))
                        .as(kind.name())
                        .isInstanceOfSatisfying(
                                ZentraException.class,
                                refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONNECTION_UNFIT));
            }
        }
        assertThat(acme().journal().size()).isEqualTo(size);
    }

    @Test
    void needThePermissionThere() throws SQLException {
        Actor reader = Actor.user("u-1", Permission.READ);
        inTransaction((connection, joined) -> {
            Workspace reading = zentra().on(connection).tenant("acme").as(reader);
            for (Kind kind : kinds()) {
                assertThatThrownBy(() -> kind.asked().ask(reading, kind.name()))
                        .as(kind.name())
                        .isInstanceOfSatisfying(
                                ZentraException.class,
                                refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
            }
            connection.commit();
        });
    }
}
