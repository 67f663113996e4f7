package io.zentra.testing.schedule;

import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Rails;
import io.zentra.testing.schedule.Scene.Submitted;

/** What a bank does over its rails. */
interface BankScript {
    /** Which rails there are, and what the second does. */
    Rails rails();

    /** What the first does with the first call. */
    Submitted submitted();

    /** What one answers when it is asked, unless it said at once how it ended. */
    News answered();

    /** What a rail does with the first call. */
    default Submitted submitted(boolean bySecond) {
        return bySecond ? rails().then() : submitted();
    }

    /** Why it declines. */
    default String failure() {
        return rails().failure();
    }
}
