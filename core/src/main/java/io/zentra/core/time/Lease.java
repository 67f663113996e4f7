package io.zentra.core.time;

import io.zentra.core.identity.Access;

/** A lease that this process holds. Its end moves when it is renewed. Thread-safe. */
final class Lease {
    private final Access access;
    private final DueWork.Item item;
    private volatile long endMicros;

    Lease(Access access, DueWork.Item item, long endMicros) {
        this.access = access;
        this.item = item;
        this.endMicros = endMicros;
    }

    Access access() {
        return access;
    }

    DueWork.Item item() {
        return item;
    }

    long endMicros() {
        return endMicros;
    }

    void endsAt(long micros) {
        endMicros = micros;
    }
}
