package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
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

/** Damage to the table of payments that a verification must find, done by plain SQL. */
class PaymentTamperTest {
    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private DataSource source;
    private ZentraRuntime zentra;
    private Workspace acme;
    private Payment disputed;

    @BeforeEach
    void moveMoney() {
        source = Storage.sqlite(folder.resolve("zentra.db")).open();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, Dialect.SQLITE))
                .clock(clock)
                .random(RandomSource.seeded(42))
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", usd(1).asset()).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", usd(1).asset()));
        acme.accounts().open(NewAccount.credit("merchant:7", usd(1).asset()));
        acme.ledgers().post("assets:bank", "customer:42", usd(200_000), "fund").orElseThrow();
        disputed = acme.cards()
                .authorize(PaymentRequest.of("customer:42", "merchant:7", usd(1_000), "card")
                        .expiresAt(clock.instant().plus(Duration.ofDays(7))))
                .orElseThrow();
        acme.cards().increment(disputed.id(), usd(100), "more").orElseThrow();
        acme.cards().clear(disputed.id(), usd(600), "clear").orElseThrow();
        acme.cards().refund(disputed.id(), usd(50), "damaged", "refund").orElseThrow();
        acme.cards().chargeBack(disputed.id(), usd(100), "disputed", "back").orElseThrow();
        acme.payments()
                .authorize(PaymentRequest.of("customer:42", "merchant:7", usd(7), "other"))
                .orElseThrow();
        assertThat(acme.verify().faults()).isEmpty();
    }

    @AfterEach
    void close() throws Exception {
        zentra.close();
        ((AutoCloseable) source).close();
    }

    @Test
    void findsAMissingPayment() {
        change("delete from zentra_payment where no = " + disputed.eventSeq());
        finds("the payment of event " + disputed.eventSeq() + " is missing");
    }

    /** More that is held or with the destination could be captured or given back. */
    @ParameterizedTest
    @CsvSource({
        "id, 'pm_other'",
        "flow, 'payment'",
        "flow, 'no flow'",
        "source, 'customer:43'",
        "destination, 'thief:1'",
        "asset, 'EUR'",
        "asset, 'no asset'",
        "amount_minor, 1",
        "expires_at, 1",
        "request, 1",
        "status, 'captured'",
        "status, 'no status'",
        "reason, 'none'",
        "review_case, 'rc_other'",
        "waiting_minor, 1",
        "authorized_minor, 5000",
        "held_minor, 900",
        "held_minor, 9000",
        "captured_minor, 700",
        "refunded_minor, 0",
        "refunded_minor, 9000",
        "charged_back_minor, 0",
        "holds, 'ho_other'",
        "postings, 'po_other'",
        "over_rails, 1",
        "sent_minor, 1",
        "returning_minor, 1",
        "transfers, 'tr_other'",
        "sent, 'tr_other'",
        "created_at, 1"
    })
    void findsAChangedPayment(String column, String value) {
        change("update zentra_payment set " + column + " = '" + value + "' where no = " + disputed.eventSeq());
        assertThat(acme.verify().faults()).singleElement().asString().matches("""
            the payment of event %d is .*|a stored row is not readable: .*\
            """.formatted(disputed.eventSeq()));
    }

    @Test
    void findsAPlantedPayment() {
        change("create table planted as select * from zentra_payment where no = " + disputed.eventSeq());
        change("update planted set no = no + 9000");
        change("insert into zentra_payment select * from planted");
        finds("the payment of event " + (disputed.eventSeq() + 9_000) + " comes from no event");
    }

    @ParameterizedTest
    @CsvSource({
        "350, payments.authorize",
        "351, payments.increment",
        "352, payments.capture",
        "354, payments.refund",
        "355, payments.charge_back"
    })
    void findsMissingKeys(int code, String operation) {
        change("delete from zentra_idempotency where operation = " + code);
        assertThat(acme.verify().faults().get(0)).startsWith("the key \"").contains(" of " + operation + " is missing");
    }

    private void finds(String first) {
        assertThat(acme.verify().faults()).isNotEmpty();
        assertThat(acme.verify().faults().get(0)).startsWith(first);
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
