package io.zentra.runtime.internal.rail;

import io.zentra.runtime.RailOutcome;
import java.time.Instant;

/** What came of the wish to call a rail. */
public sealed interface RailAnswer {
    /**
     * It was called.
     *
     * @param outcome what is known now; unknown when it took too long or threw
     */
    record Called(RailOutcome outcome) implements RailAnswer {}

    /**
     * It was certainly not called: nothing was begun, and nothing of it will be.
     *
     * @param againAt when it is worth another try
     */
    record NotCalled(Instant againAt) implements RailAnswer {}
}
