package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.Event;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.contract.Contract;
import io.zentra.runtime.contract.ContractVersion;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.payment.Payment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The journal tells in which version of the contract a caller asked, beside the request and not as a part of it. */
public abstract class RequestVersionContract extends TransferDesk {
    private static final Contract V1 = Contract.of(ContractVersion.V1);
    private static final Contract V2 = Contract.of(ContractVersion.V2);

    /** For subclasses. */
    protected RequestVersionContract() {}

    private static byte[] body(String key, long minor) {
        return utf8("""
                {"amount_minor": %d, "currency": "USD", "source": "%s", "destination": "%s", "idempotency_key": "%s"}
                """.formatted(minor, CUSTOMER, MERCHANT, key));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Workspace in(Contract contract) {
        return acme().askedIn(contract.version());
    }

    private Transfer transfer(Contract contract, String key) {
        return in(contract)
                .transfers()
                .create(contract.readTransfer(body(key, AMOUNT)))
                .orElseThrow();
    }

    private Event last() {
        return acme().journal().event(acme().journal().size()).orElseThrow();
    }

    /** The first event of a command has the request, and its version; what the command leads to has neither. */
    @Test
    void theEventOfARequestTellsItsVersion() {
        Transfer transfer = transfer(V1, newKey());
        List<Event> events = acme().evidence().timeline(transfer.id());

        assertThat(events).hasSizeGreaterThan(2);
        assertThat(events.get(0).contract()).contains("1");
        assertThat(events.subList(1, events.size()))
                .allMatch(event -> event.contract().isEmpty());
        assertThat(acme().journal().after(0, 1_000))
                .filteredOn(event -> event.seq() < events.get(0).seq())
                .as("asked for in Java")
                .allMatch(event -> event.contract().isEmpty());
    }

    @Test
    void everyKindOfRequestTellsIt() {
        Workspace asking = in(V2);
        asking.ledgers()
                .post(V2.readPosting(utf8("""
                        {"amount_minor": 1, "currency": "USD", "debit": "%s", "credit": "%s", "idempotency_key": "k-1"}
                        """.formatted(CUSTOMER, MERCHANT))))
                .orElseThrow();
        assertThat(last().contract()).contains("2");
        Payment payment =
                asking.payments().authorize(V2.readPayment(body("k-2", 5))).orElseThrow();
        V2.readPaymentChange(utf8("""
                        {"payment_id": "%s", "change": "void", "reason": "not wanted", "idempotency_key": "k-3"}
                        """.formatted(payment.id())))
                .in(asking.payments())
                .orElseThrow();
        assertThat(requests(payment.id())).containsExactly("2", "2");
        Intent intent = asking.intents()
                .create(V2.readIntent(utf8("""
                        {"intent_id": "intent_042", "scope": "edge", "money_model": "minor_units + USD", "primitives": ["ledger"],
                         "amount_minor": 5, "source": "%s", "destination": "%s"}
                        """.formatted(CUSTOMER, MERCHANT))))
                .orElseThrow();
        assertThat(requests(intent.id())).containsExactly("2");
    }

    private List<String> requests(String correlation) {
        return acme().journal().timeline(correlation).stream()
                .filter(event -> event.key().isPresent())
                .map(event -> event.contract().orElse("none"))
                .toList();
    }

    /** A client may go on to the next version between a request and its retry, and to Java. */
    @Test
    void aRepetitionTellsTheVersionOfItsOwnCall() {
        String key = newKey();
        Transfer first = transfer(V1, key);
        Transfer again = transfer(V2, key);

        assertThat(again).isEqualTo(first);
        assertThat(last().type()).isEqualTo("request.replayed");
        assertThat(last().contract()).contains("2");
        assertThat(acme().transfers().create(V1.readTransfer(body(key, AMOUNT))).isReplay())
                .isTrue();
        assertThat(last().type()).isEqualTo("request.replayed");
        assertThat(last().contract()).isEmpty();
    }

    @Test
    void aRefusalAndAConflictTellIt() {
        String key = newKey();
        assertThat(code(in(V1).transfers().create(V1.readTransfer(body(key, FUNDS + 1)))))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(last().type()).isEqualTo("request.declined");
        assertThat(last().contract()).contains("1");
        assertThatThrownBy(() -> in(V2).transfers().create(V2.readTransfer(body(key, FUNDS + 2))))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
        assertThat(last().type()).isEqualTo("request.conflicted");
        assertThat(last().contract()).contains("2");
    }

    @Test
    void thePacketNamesItAndVerifies() {
        Transfer transfer = transfer(V2, newKey());
        transfer(V1, "beside-it");
        AuditPacket packet = acme().evidence().packet(transfer.id());

        assertThat(new String(packet.json(), StandardCharsets.UTF_8))
                .contains("\\\"contract\\\":\\\"2\\\"")
                .doesNotContain("\\\"contract\\\":\\\"1\\\"");
        requireSound(packet);
    }

    @Test
    void standsBesideTheTrace() {
        TraceContext trace = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        in(V2).traced(trace)
                .transfers()
                .create(V2.readTransfer(body(newKey(), 1)))
                .orElseThrow();
        Event traced = first();
        acme().traced(trace)
                .askedIn(ContractVersion.V1)
                .transfers()
                .create(V1.readTransfer(body(newKey(), 1)))
                .orElseThrow();

        assertThat(List.of(traced, first())).allMatch(event -> event.trace().equals(Optional.of(trace)));
        assertThat(traced.contract()).contains("2");
        assertThat(first().contract()).contains("1");
    }

    /** The first event of the latest command. */
    private Event first() {
        return acme().journal().event(last().first().orElseThrow()).orElseThrow();
    }
}
