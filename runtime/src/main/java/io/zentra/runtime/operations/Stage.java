package io.zentra.runtime.operations;

import java.util.Locale;

/** How far the story of an intent, a transfer or a posting has come, in order. */
public enum Stage {
    /** It was asked for, in a form that the contract allows. */
    ACCEPTED,
    /** The policy has decided: limits, scope, corridor. */
    CONTROLLED,
    /** Entries in minor units stand in the ledger. */
    LEDGERED,
    /** A rail was chosen. */
    ROUTED,
    /** The provider's news was verified and taken in. */
    SYNCHRONIZED,
    /** Nothing is open any more, and a checkpoint covers all of it: its packet can be handed out. */
    EVIDENCED;

    /** {@code accepted}, {@code controlled}, … */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage that a kind of due work belongs to, such as {@link #ROUTED} for {@code transfer.attempt}. */
    public static Stage ofWork(String kind) {
        return switch (kind) {
            case "transfer.attempt", "transfer.route" -> ROUTED;
            case "transfer.resume", "transfer.decide", "controlled.resume", "payment.resume" -> CONTROLLED;
            case "callback.overdue", "callback.close" -> SYNCHRONIZED;
            default -> ofModule(kind.substring(0, Math.max(kind.indexOf('.'), 0)));
        };
    }

    private static Stage ofModule(String name) {
        return switch (name) {
            case "review" -> CONTROLLED;
            case "ledger", "payment" -> LEDGERED;
            case "webhooks" -> SYNCHRONIZED;
            case "journal" -> EVIDENCED;
            default -> ACCEPTED;
        };
    }
}
