package io.zentra.core.commit;

import java.time.Duration;

/** Nobody is told. */
enum NoMetrics implements CommitMetrics {
    NONE;

    @Override
    public void committed(int commands, Duration waited, Duration took) {}
}
