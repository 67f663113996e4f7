package io.zentra.testing.architecture.planted.ledger;

import java.time.Instant;

/** Reads the system's clock. */
public final class TellsTheTime {
    /** The time, whoever asks. */
    public Instant time() {
        return Instant.now();
    }
}
