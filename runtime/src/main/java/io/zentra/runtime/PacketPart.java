package io.zentra.runtime;

import java.util.Locale;

/**
 * What of a packet or an export can be withheld from whoever gets it, by whoever has it and without any key. All proofs and
 * seals stay valid, and the verdict tells what is withheld.
 *
 * <pre>{@code
 * AuditPacket outside = packet.redacted(PacketPart.CALLBACKS, PacketPart.NOTES);
 * }</pre>
 */
public enum PacketPart {
    /** What providers wrote in callbacks: bodies, targets and header fields. */
    CALLBACKS,
    /** The texts of notes on review cases. */
    NOTES,
    /** What was sent to endpoints and what they answered; when it was sent, and with which outcome, stays. */
    DELIVERIES;

    /** The stable text, such as {@code callbacks}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
