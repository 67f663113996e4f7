package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.operations.FindingCode;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage to the runtime's tables that a verification must find, done by plain SQL. */
class TransferTamperTest {
    private static final String RAIL = "rail_primary";

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private DataSource source;
    private ZentraRuntime zentra;
    private Workspace acme;
    private Transfer settled;
    private Transfer failed;
    private Transfer open;

    @BeforeEach
    void moveMoney() {
        source = Storage.sqlite(folder.resolve("zentra.db")).open();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, Dialect.SQLITE))
                .clock(clock)
                .random(RandomSource.seeded(42))
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(usd(1).asset());
        acme.accounts().open(NewAccount.debit("assets:bank", usd(1).asset()).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", usd(1).asset()));
        acme.accounts().open(NewAccount.credit("merchant:7", usd(1).asset()));
        acme.ledgers().post("assets:bank", "customer:42", usd(200_000), "fund").orElseThrow();
        settled = sent("settled");
        accept(bank.success(settled.attemptId(), clock.instant()));
        bank.nextSubmit(new RailOutcome.Declined("limit"));
        failed = sent("failed");
        open = sent("open");
        clock.advance(Duration.ofSeconds(5));
        zentra.runDueWork();
        assertThat(acme.verify().faults()).isEmpty();
    }

    @AfterEach
    void close() throws Exception {
        zentra.close();
        ((AutoCloseable) source).close();
    }

    @Test
    void findsAMissingTransfer() {
        change("delete from zentra_transfer where no = " + settled.eventSeq());
        finds("the transfer of event " + settled.eventSeq() + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "status, 'failed'",
        "status, 'no status'",
        "amount_minor, 1",
        "asset, 'EUR'",
        "asset, 'no asset'",
        "source, 'customer:43'",
        "destination, 'thief:1'",
        "rail, 'rail_other'",
        "reason, 'none'",
        "attempt, 'at_other'",
        "postings, 'po_other'",
        "payment, 'pm_other'",
        "payment_step, 'refund'",
        "payment_request, 1",
        "only_rail, 'rail_primary'",
        "created_at, 1",
        "id, 'tr_other'"
    })
    void findsAChangedTransfer(String column, String value) {
        change("update zentra_transfer set " + column + " = '" + value + "' where no = " + settled.eventSeq());
        assertThat(acme.verify().faults()).singleElement().asString().matches("""
                the transfer of event %d is .*|a stored row is not readable: .*""".formatted(settled.eventSeq()));
    }

    /** What came back could be paid out once more, or come back once more. */
    @ParameterizedTest
    @CsvSource({"status, 'settled'", "reversed_minor, 0", "postings, 'po_other'", "reason, 'none'"})
    void findsAChangedReturn(String column, String value) {
        accept(bank.returned(settled.attemptId(), "account closed", clock.instant()));
        assertThat(acme.verify().faults()).isEmpty();
        change("update zentra_transfer set " + column + " = '" + value + "' where no = " + settled.eventSeq());
        assertThat(acme.verify().faults())
                .singleElement()
                .asString()
                .startsWith("the transfer of event " + settled.eventSeq() + " is ");
    }

    @Test
    void findsAPlantedTransfer() {
        change("create table planted as select * from zentra_transfer where no = " + settled.eventSeq());
        change("update planted set no = no + 9000");
        change("insert into zentra_transfer select * from planted");
        finds("the transfer of event " + (settled.eventSeq() + 9_000) + " comes from no event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update zentra_transfer_volume set volumes = 'processing 9 9'",
                "update zentra_transfer_volume set volumes = volumes || ',reversed 1 5'",
                "update zentra_transfer_volume set asset = 'EUR'",
                "delete from zentra_transfer_volume"
            })
    void findsAVolumeThatTransfersDoNotGive(String damage) {
        change(damage);
        assertThat(acme.verify().faults())
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).startsWith("the volume of "));
    }

    @Test
    void findsAMissingAttempt() {
        change("delete from zentra_attempt where id = '" + open.attemptId() + "'");
        finds("the attempt of event " + (open.eventSeq() + 2) + " is missing");
    }

    /** An attempt set back to {@code NEW} would be sent again. */
    @ParameterizedTest
    @CsvSource({
        "outcome, NEW",
        "outcome, DECLINED",
        "outcome, SETTLED",
        "outcome, WRONG",
        "transfer, 4711",
        "rail, rail_other",
        "settles_later, 1",
        "provider_reference, prov-other",
        "reason, none",
        "queries, 0",
        "id, at_other"
    })
    void findsAChangedAttempt(String column, String value) {
        change("update zentra_attempt set " + column + " = '" + value + "' where id = '" + open.attemptId() + "'");
        assertThat(acme.verify().faults()).singleElement().asString().matches("""
                the attempt of event %d is .*|a stored row is not readable: .*""".formatted(open.eventSeq() + 2));
    }

    /** Nothing is sent of it, and who is asked what is wrong learns which attempt it is. */
    @Test
    void sendsNothingOfAnAttemptThatIsNotReadable() {
        int calls = bank.calls().size();
        change("update zentra_attempt set outcome = 'WRONG' where id = '" + open.attemptId() + "'");
        clock.advance(Duration.ofMinutes(2));

        zentra.runDueWork();

        Workspace olga = zentra.tenant("acme").as(Actor.operator("olga", Permission.ALL));
        assertThat(olga.operations().doctor().of(FindingCode.WORK_FAILING))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo(open.attemptId());
                    assertThat(finding.what())
                            .contains("a row of zentra_attempt with no = ")
                            .contains("is not readable", "WRONG", "run verify()");
                });
        assertThat(bank.calls()).hasSize(calls);
    }

    /** Without its case a second reversal could be asked for, and what is approved would not go on. */
    @ParameterizedTest
    @ValueSource(strings = {"review_case = null", "review_case = 'rv_other'", "reason = 'approved'"})
    void findsAReversalThatWaitsForAnotherCase(String damage) {
        askForReversals();
        Workspace olga = zentra.tenant("acme").as(Actor.operator("olga", Permission.ALL));
        olga.transfers().reverse(settled.id(), "sent twice", "reverse").orElseThrow();
        assertThat(acme.verify().faults()).isEmpty();

        change("update zentra_transfer set " + damage + " where no = " + settled.eventSeq());

        finds("the transfer of event " + settled.eventSeq() + " is ");
    }

    private void askForReversals() {
        Policies ann =
                zentra.tenant("acme").as(Actor.operator("ann", Permission.ALL)).policies();
        Policies bob =
                zentra.tenant("acme").as(Actor.operator("bob", Permission.ALL)).policies();
        Policy policy = Policy.named("reversal")
                .review("refunds", Condition.amountOver(usd(1)))
                .build();
        ann.draft(policy, "draft").orElseThrow();
        String found = ann.analyse("reversal", 1, "analyse").orElseThrow().hash();
        bob.approve("reversal", 1, found, "approve").orElseThrow();
        bob.publish("reversal", 1, "publish").orElseThrow();
    }

    @Test
    void findsAFailureThatIsKeptAsASuccess() {
        change("update zentra_attempt set outcome = 'SUCCEEDED', reason = null where id = '" + failed.attemptId()
                + "'");
        finds("the attempt of event " + (failed.eventSeq() + 2) + " is ");
    }

    @Test
    void findsAPlantedAttempt() {
        change(
                "insert into zentra_attempt select tenant, no + 9000, id, transfer, rail, settles_later, outcome, provider_reference, reason,"
                        + " queries from zentra_attempt where id = '" + open.attemptId() + "'");
        finds("the attempt of event " + (open.eventSeq() + 9_002) + " comes from no event");
    }

    @Test
    void findsAChangedCallback() {
        long seq = callback();
        change("update zentra_callback set body = cast('another' as blob) where seq = " + seq);
        finds("the callback of event " + seq + " is not the one that came");
    }

    @Test
    void findsAPlantedCallback() {
        change(
                "insert into zentra_callback select tenant, seq + 9000, applied, envelope, body from zentra_callback where seq = "
                        + callback());
        finds("the callback of event " + (callback() + 9_000) + " comes from no event");
    }

    /** What a provider wrote may be personal: it can be erased, but not without a trace. */
    @Test
    void findsACallbackThatIsGoneUnlessAnEventTellsThatItWasErased() {
        change("delete from zentra_callback where seq = " + callback());
        finds("the callback of event " + callback() + " is gone, and no event tells that it was erased");
    }

    @Test
    void takesAnErasedCallbackForErased() {
        assertThat(acme.evidence().eraseCallback(callback())).isTrue();
        assertThat(acme.verify().faults()).isEmpty();
    }

    @Test
    void findsAnErasedCallbackThatIsThereAgain() {
        acme.evidence().eraseCallback(callback());
        change("insert into zentra_callback (tenant, seq, envelope, body) values (1, " + callback()
                + ", cast('{}' as blob), cast('x' as blob))");
        finds("the callback of event " + callback() + " was erased by event ");
    }

    @ParameterizedTest
    @CsvSource({"300, transfers.create", "302, callbacks.accept"})
    void findsMissingKeys(int code, String operation) {
        change("delete from zentra_idempotency where operation = " + code);
        assertThat(acme.verify().faults().get(0)).startsWith("the key \"").contains(" of " + operation + " is missing");
    }

    @Test
    void findsAnEventMissingInATransfersTimeline() {
        long seq = callback();
        change("delete from zentra_timeline where seq = " + seq);
        finds("event " + seq + " is missing in the timeline of " + settled.id());
    }

    /** The callbacks are compared a hundred at a time. */
    @Test
    void findsAChangedCallbackBehindTheFirstHundreds() {
        for (int i = 0; i < 250; i++) {
            accept(bank.success(settled.attemptId(), clock.instant()));
        }
        assertThat(acme.verify().faults()).isEmpty();
        long last = acme.journal().size();
        change("update zentra_callback set body = cast('another' as blob) where seq in (" + (last - 200) + "," + last
                + ")");

        assertThat(acme.verify().faults())
                .containsExactly(
                        "the callback of event " + (last - 200) + " is not the one that came",
                        "the callback of event " + last + " is not the one that came");
    }

    private void finds(String first) {
        assertThat(acme.verify().faults()).isNotEmpty();
        assertThat(acme.verify().faults().get(0)).startsWith(first);
    }

    /** The event of the callback that settled a transfer. */
    private long callback() {
        return acme.evidence().timeline(settled.id()).stream()
                .filter(event -> event.type().equals("callback.received"))
                .findFirst()
                .orElseThrow()
                .seq();
    }

    private Transfer sent(String key) {
        Transfer transfer = acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(usd(1_250))
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
        zentra.runDueWork();
        return transfer;
    }

    private void accept(SandboxRail.Message message) {
        assertThat(zentra.callbacks(RAIL).accept(message.headers(), message.body()))
                .isNotInstanceOf(CallbackOutcome.Rejected.class);
    }

    private void change(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            int changed = statement.executeUpdate(sql);
            assertThat(sql.startsWith("create") || changed > 0).as(sql).isTrue();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, "USD");
    }
}
