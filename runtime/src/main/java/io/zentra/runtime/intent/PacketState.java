package io.zentra.runtime.intent;

import java.util.Locale;

/** Whether the packet of an intent proves all of its events by a checkpoint that was handed out already. */
public enum PacketState {
    /** The next checkpoint will cover it; asking for the packet makes one. */
    PENDING,
    /** A signed checkpoint covers it. */
    READY;

    /** The stable text, such as {@code ready}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
