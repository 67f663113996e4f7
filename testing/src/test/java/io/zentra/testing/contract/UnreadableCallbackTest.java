package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.CallbackStatement;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import org.junit.jupiter.api.Test;

/** A host's reader that stumbles over what a provider sends: it is rejected, and nothing is thrown at the HTTP handler. */
class UnreadableCallbackTest {
    private static final String RAIL = "rail_primary";

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail provider = SandboxRail.create();

    @Test
    void rejectsWhatItsReaderThrowsAt() {
        assertThat(answer(new Reader() {
                    @Override
                    public CallbackStatement read(byte[] body) {
                        throw new IllegalStateException("another version of their API");
                    }
                }))
                .isEqualTo(ErrorCode.CALLBACK_MALFORMED);
    }

    @Test
    void rejectsWhatItsReaderMakesNothingOf() {
        assertThat(answer(new Reader() {
                    @Override
                    @SuppressWarnings("NullAway") // which no reader may do
                    public CallbackStatement read(byte[] body) {
                        return null;
                    }
                }))
                .isEqualTo(ErrorCode.CALLBACK_MALFORMED);
    }

    private ErrorCode answer(Rail rail) {
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .dueWorkThreads(0)
                .rail(RAIL, rail)
                .callbacks(RAIL, provider.scheme())
                .build()) {
            SandboxRail.Message message = provider.signed("{}", clock.instant());
            CallbackOutcome outcome = zentra.callbacks(RAIL).accept(message.headers(), message.body());
            return ((CallbackOutcome.Rejected) outcome).code();
        }
    }

    /** A rail that nothing is sent over. */
    private abstract static class Reader implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return new RailOutcome.NotSent("never asked");
        }

        @Override
        public RailOutcome query(String reference) {
            return new RailOutcome.NotSent("never asked");
        }
    }
}
