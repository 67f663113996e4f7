package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.Event;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.testing.SandboxRail;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was asked for in a trace tells the trace; what it leads to later is found by the transfer. */
public abstract class TraceContract extends TransferDesk {
    private static final TraceContext FIRST = trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    private static final TraceContext SECOND = trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");

    /** For subclasses. */
    protected TraceContract() {}

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
