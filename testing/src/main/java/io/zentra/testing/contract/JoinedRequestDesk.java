package io.zentra.testing.contract;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.payment.PaymentRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A request of each kind, and transactions of the host's in which they are asked for. */
abstract class JoinedRequestDesk extends TransferDesk {
    static final long SMALL = 10;
    static final long BEYOND = FUNDS + 1;
    static final Duration WEEK = Duration.ofDays(7);

    private static final Actor HOST = Actor.service("svc_host");

    JoinedRequestDesk() {}

    /** Asks for something under a key. */
    interface Request {
        Outcome<?> ask(Workspace whose, String key);
    }

    /**
     * A kind of request.
     *
     * @param name also its key
     * @param asked what is done
     * @param other another one of the kind
     * @param refused one that is declined
     * @param code with which
     */
    record Kind(String name, Request asked, Request other, Request refused, ErrorCode code) {}

    /** What the host does inside its transaction. */
    interface Work {
        void in(Connection connection, Workspace joined) throws SQLException;
    }

    final List<Kind> kinds() {
        return List.of(
                moving("routed_intent", this::routed),
                moving("intent_within_the_ledger", this::posted),
                new Kind(
                        "intent_to_open",
                        opening("customer:99"),
                        opening("customer:98"),
                        opening(CUSTOMER),
                        ErrorCode.ACCOUNT_EXISTS),
                new Kind(
                        "intent_to_freeze",
                        freezing(OTHER),
                        freezing(BANK),
                        freezing("customer:none"),
                        ErrorCode.UNKNOWN_ACCOUNT),
                moving("payment", minor -> (whose, key) -> whose.payments().authorize(paid(minor, key))),
                moving("card", minor -> (whose, key) -> whose.cards().authorize(paid(minor, key))),
                moving("forced_clearing", minor -> (whose, key) -> whose.cards().force(paid(minor, key), "cleared")),
                moving(
                        "controlled_posting",
                        minor -> (whose, key) -> whose.controlled().post(proposal(CUSTOMER, minor), lines(minor, key))),
                moving(
                        "controlled_hold",
                        minor -> (whose, key) ->
                                whose.controlled().hold(proposal(CUSTOMER, minor), lines(minor, key), null)));
    }

    /** A request of an amount. */
    private interface Moving {
        Request of(long minor);
    }

    private static Kind moving(String name, Moving kind) {
        return new Kind(name, kind.of(SMALL), kind.of(SMALL + 1), kind.of(BEYOND), ErrorCode.FLOOR_CROSSED);
    }

    final Request routed(long minor) {
        return (whose, key) -> whose.intents()
                .create(movement(minor, key).primitives(Primitive.ROUTES).build());
    }

    final Request posted(long minor) {
        return (whose, key) -> whose.intents().create(movement(minor, key).build());
    }

    private static IntentRequest.Builder movement(long minor, String key) {
        return intent(key).from(CUSTOMER).to(MERCHANT).amountMinor(minor);
    }

    private static IntentRequest.Builder intent(String key) {
        return IntentRequest.builder(key)
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER);
    }

    static Request opening(String account) {
        return (whose, key) -> whose.intents()
                .create(intent(key).opens(NewAccount.credit(account, USD)).build());
    }

    static Request freezing(String account) {
        return (whose, key) -> whose.intents()
                .create(intent(key).changes(account, AccountChange.FREEZE).build());
    }

    final PaymentRequest paid(long minor, String key) {
        return PaymentRequest.of(CUSTOMER, MERCHANT, usd(minor), key)
                .expiresAt(clock().instant().plus(WEEK));
    }

    static PostingRequest lines(long minor, String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key);
    }

    /** Whether others can read what is committed while a transaction has written; otherwise they wait until it has ended. */
    protected boolean readsBesideAWriter() {
        return true;
    }

    final AccountStatus status(String account) {
        return acme().accounts().find(account).orElseThrow().status();
    }

    final void inTransaction(Work work) throws SQLException {
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

    final Workspace joined(Connection connection) {
        return zentra().on(connection).tenant("acme").as(HOST);
    }
}
