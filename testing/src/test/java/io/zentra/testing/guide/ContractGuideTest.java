package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.contract.Answer;
import io.zentra.runtime.contract.Change;
import io.zentra.runtime.contract.Contract;
import io.zentra.runtime.contract.ContractVersion;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.Payments;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContractGuideTest {
    private final Asset usd = Asset.iso("USD");
    private final ZentraRuntime zentra = ZentraRuntime.builder()
            .storage(Storage.inMemory())
            .clock(SettableClock.at("2026-11-21T09:00:00Z"))
            .rail("rail_primary", SandboxRail.create())
            .dueWorkThreads(0)
            .build();

    @BeforeEach
    void open() {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme().transfers().openFlowAccounts(usd);
        acme().accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
        acme().accounts().open(NewAccount.credit("merchant:7", usd));
    }

    @AfterEach
    void close() {
        zentra.close();
    }

    private Workspace acme() {
        return zentra.tenant("acme").as(Actor.service("svc_edge"));
    }

    @Test
    void oneLineEach() {
        Workspace acme = acme();
        byte[] body = utf8("""
                {"amount_minor": 125000, "currency": "USD", "source": "customer:42", "destination": "merchant:7",
                 "idempotency_key": "transfer_key_042"}""");

        Contract contract = Contract.of(ContractVersion.V2);
        Workspace asking = acme.askedIn(contract.version()); // the journal tells it
        TransferRequest request = contract.readTransfer(body);
        Answer answer = contract.transfer(asking.transfers().create(request));

        answer.httpStatus(); // 200
        answer.json(); // {"amount_minor":125000,"contract_version":"2","created_at":…
        assertThat(answer.httpStatus()).isEqualTo(200);
        assertThat(answer.json()).startsWith("{\"amount_minor\":125000,\"contract_version\":\"2\",\"created_at\":");
        assertThat(create(acme, contract, body).json()).contains("\"outcome\":\"replayed\",\"replay_count\":1");
        assertThat(create(acme, contract, utf8("{}")).json()).startsWith("{\"code\":\"malformed_request\"");
    }

    @Test
    void changesOfWhatIsThere() {
        Workspace acme = acme();
        Contract contract = Contract.of(ContractVersion.V2);
        Payment payment =
                acme.payments().authorize(contract.readPayment(utf8("""
                        {"amount_minor": 8000, "currency": "USD", "source": "customer:42", "destination": "merchant:7",
                         "idempotency_key": "order-17"}"""))).orElseThrow();
        acme.payments().capture(payment.id(), payment.amount(), "parcel-1").orElseThrow();
        byte[] bodyOfRefund = utf8("""
                {"payment_id": "%s", "change": "refund", "amount_minor": 1000, "currency": "USD",
                 "reason": "one cup was broken", "idempotency_key": "refund-1"}""".formatted(payment.id()));

        Change<Payments, Payment> refund = contract.readPaymentChange(bodyOfRefund);
        Answer refunded = contract.payment(refund.in(acme.payments()));

        assertThat(refunded.json()).contains("\"refunded_minor\":1000", "\"outcome\":\"applied\"");
        assertThat(contract.payment(acme.payments().get(payment.id())).json()).contains("\"status\":\"captured\"");
    }

    private Answer create(Workspace acme, Contract contract, byte[] body) {
        try {
            Workspace asking = acme.askedIn(contract.version());
            return contract.transfer(asking.transfers().create(contract.readTransfer(body)));
        } catch (ZentraException e) {
            return contract.error(e);
        }
    }

    @Test
    void versionsAndWhatTheHostKnows() {
        Workspace acme = acme();
        String header = "1";
        byte[] body = utf8("""
                {"amount_minor": 125000, "destination": "merchant:7", "idempotency_key": "transfer_key_043"}""");

        Contract ofCaller = Contract.of(ContractVersion.of(header))
                .given("source", "customer:42")
                .given("currency", "USD");
        TransferRequest fromThem = ofCaller.readTransfer(body);

        assertThat(fromThem.source()).isEqualTo("customer:42");
        assertThat(ofCaller.transfer(acme.transfers().create(fromThem)).json())
                .startsWith(
                        "{\"contract_version\":\"1\",\"event\":\"transfer.created\",\"evidence\":{\"transfer_id\":\"tr_")
                .endsWith("\"},\"status\":\"processing\"}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
