package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What was asked for in a trace tells the trace; what it leads to later is found by the transfer. */
public abstract class TraceContract extends TransferDesk {
    private static final TraceContext FIRST = trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    private static final TraceContext SECOND = trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");

    private final List<Rail.Request> sent = new CopyOnWriteArrayList<>();
    private final CountDownLatch called = new CountDownLatch(1);

    /** For subclasses. */
    protected TraceContract() {}

    /** Each call is kept, also of what the bank has already. */
    @Override
    void configure(ZentraRuntime.Builder builder) {
        builder.rail(RAIL, new Rail() {
                    @Override
                    public RailOutcome submit(Request request) {
                        sent.add(request);
                        called.countDown();
                        return bank().submit(request);
                    }

                    @Override
                    public RailOutcome query(String reference) {
                        return bank().query(reference);
                    }
                })
                .callbacks(RAIL, bank().scheme());
    }

    @Test
    void everyEventOfACommandTellsItsTrace() {
        Transfer transfer = traced(FIRST, newKey());
        List<Event> created = timeline(transfer);

        assertThat(created)
                .hasSizeGreaterThan(2)
                .allMatch(event -> event.trace().equals(Optional.of(FIRST)));
        assertThat(acme().journal().after(0, 1_000).stream()
                        .filter(event -> event.seq() < created.get(0).seq()))
                .isNotEmpty()
                .allMatch(event -> event.trace().isEmpty());
        zentra().runDueWork();
        assertThat(timeline(transfer).subList(created.size(), timeline(transfer).size()))
                .isNotEmpty()
                .allMatch(event -> event.trace().isEmpty());
    }

    @Test
    void aRepeatIsTheSameRequestInATraceOfItsOwn() {
        String key = newKey();
        Transfer first = traced(FIRST, key);
        Transfer again = traced(SECOND, key);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(acme().journal().event(acme().journal().size()).orElseThrow())
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("request.replayed");
                    assertThat(event.trace()).contains(SECOND);
                });
    }

    @Test
    void whatACallbackChangesTellsTheTraceInWhichItWasTaken() {
        Transfer transfer = sent();
        int before = timeline(transfer).size();
        SandboxRail.Message message = bank().success(transfer.attemptId(), clock().instant());

        assertThat(zentra().callbacks(RAIL).traced(SECOND).accept(message.headers(), message.body()))
                .isInstanceOf(CallbackOutcome.Applied.class);
        List<Event> all = timeline(transfer);
        assertThat(all.subList(before, all.size()))
                .isNotEmpty()
                .allMatch(event -> event.trace().equals(Optional.of(SECOND)));
    }

    @Test
    void aRailIsToldTheTraceInWhichTheTransferWasAskedFor() {
        traced(FIRST, newKey());
        created();
        acme().traced(SECOND)
                .intents()
                .create(IntentRequest.builder(newKey())
                        .scope("workspace_scope")
                        .moneyModel(USD)
                        .primitives(Primitive.LEDGER, Primitive.ROUTES)
                        .from(CUSTOMER)
                        .to(MERCHANT)
                        .amountMinor(AMOUNT)
                        .build())
                .orElseThrow();
        zentra().runDueWork();

        assertThat(sent).extracting(Rail.Request::trace).containsExactlyInAnyOrder(FIRST, null, SECOND);
    }

    /** Nothing has to be read for it there. */
    @Test
    void aRailThatTheCreatorCallsIsToldItToo() throws InterruptedException {
        try (ZentraRuntime creating = runtime(RandomSource.seeded(43), 1)) {
            creating.tenant("acme")
                    .as(Actor.service("svc_edge"))
                    .traced(FIRST)
                    .transfers()
                    .create(request(AMOUNT, newKey()).build())
                    .orElseThrow();
            assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(sent).extracting(Rail.Request::trace).containsExactly(FIRST);
    }

    /** Each capture and refund is a request of its own: not the payment's trace counts, but theirs. */
    @Test
    void aRailIsToldTheTraceOfTheCaptureThatItCarries() {
        Payment payment = acme().traced(FIRST)
                .payments()
                .authorize(PaymentRequest.of(CUSTOMER, MERCHANT, usd(AMOUNT), newKey())
                        .overRails())
                .orElseThrow();
        acme().traced(SECOND).payments().capture(payment.id(), usd(1), newKey()).orElseThrow();
        acme().payments().capture(payment.id(), usd(2), newKey()).orElseThrow();
        zentra().runDueWork();

        assertThat(sent).extracting(Rail.Request::trace).containsExactlyInAnyOrder(SECOND, null);
    }

    /** Who sends it then knows of the request only what the journal keeps. */
    @Test
    void aRailIsToldItByAnotherProcessToo() {
        traced(FIRST, newKey());
        try (ZentraRuntime restarted = runtime(RandomSource.seeded(43))) {
            restarted.runDueWork();
        }

        assertThat(sent).extracting(Rail.Request::trace).containsExactly(FIRST);
    }

    /** Under the same reference, so that it must be the same request. */
    @Test
    void aRailThatDoesNotHaveItIsToldTheSameAgain() {
        bank().nextSubmit(new RailOutcome.Unknown("timeout"));
        bank().nextQuery(new RailOutcome.NotSent("never came"));
        traced(FIRST, newKey());
        zentra().runDueWork();
        clock().advance(Duration.ofMinutes(1));
        zentra().runDueWork();

        assertThat(sent).hasSize(2).allMatch(request -> request.equals(sent.get(0)));
        assertThat(sent.get(0).trace()).isEqualTo(FIRST);
    }

    /** Persons decide in a trace of their own, which asked for no transfer. */
    @Test
    void aRailIsToldTheTraceOfTheRequestWhoeverApprovesIt() {
        publish(reviewing());
        Transfer transfer = traced(FIRST, newKey());
        ReviewCase seen = caseOf(transfer);
        by(TREASURER)
                .traced(SECOND)
                .reviews()
                .approve(seen.id(), seen.decision(), newKey())
                .orElseThrow();
        zentra().runDueWork();

        assertThat(sent).extracting(Rail.Request::trace).containsExactly(FIRST);
    }

    private Transfer traced(TraceContext trace, String key) {
        return acme().traced(trace)
                .transfers()
                .create(request(AMOUNT, key).build())
                .orElseThrow();
    }

    private List<Event> timeline(Transfer transfer) {
        return acme().evidence().timeline(transfer.id());
    }

    private static TraceContext trace(String traceId, String parentId) {
        return new TraceContext(traceId, parentId, true);
    }
}
