package io.zentra.runtime;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.runtime.internal.evidence.KeptElsewhere;
import io.zentra.runtime.internal.evidence.PacketCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks packets with nothing but the signer's public key, or keys when it changed: the seal over the whole, the
 * checkpoint's signature, the inclusion of every event, that none between them is left out, and that all that the packet
 * says beside its events is what they tell, or what was sealed. Thread-safe.
 *
 * <pre>{@code
 * PacketVerifier.trusting(VerifyingKey.parse("acme-ledger+…")).verify(packet).orElseThrow();
 * }</pre>
 *
 * <p>A packet speaks as of {@link PacketVerdict#journalSize()}: of what came later it tells nothing. That no last events
 * before it are left out is the signer's word, under its seal; a later packet of the transfer shows whether it was true.
 */
public final class PacketVerifier {
    /** The most bytes of a packet. */
    public static final int MAX_BYTES = 64 << 20;

    private final TrustedKeys trusted;
    private final PacketCheck check;

    private PacketVerifier(TrustedKeys trusted, KeptElsewhere elsewhere) {
        this.trusted = trusted;
        this.check = new PacketCheck(trusted, elsewhere);
    }

    /** A verifier that trusts one signer, or each of several keys that signed in turn. */
    public static PacketVerifier trusting(VerifyingKey key, VerifyingKey... others) {
        TrustedKeys trusted = new TrustedKeys(
                Stream.concat(Stream.of(key), Arrays.stream(others)).toList());
        return new PacketVerifier(trusted, KeptElsewhere.none());
    }

    /**
     * The same that also compares each packet with what was kept outside the database: a packet must have a checkpoint of
     * its size there, with the same root. Each checkpoint under which a packet is written goes to the checkpoint sink.
     *
     * @param notes signed checkpoints, of any tenants and sizes
     * @throws ZentraException {@code proof_invalid} for one that no trusted key has signed
     */
    public PacketVerifier against(List<String> notes) {
        return new PacketVerifier(trusted, KeptElsewhere.of(notes, trusted));
    }

    /** Checks a packet; whatever it holds, the verdict tells, and nothing is thrown. */
    public PacketVerdict verify(AuditPacket packet) {
        return verify(packet.json());
    }

    /** Checks a packet's bytes. */
    public PacketVerdict verify(byte[] json) {
        return check.prove(json).verdict();
    }

    /**
     * Checks a packet against a later one of the same transfer: whatever the later one shows up to the size that the
     * packet speaks of, the packet must show too.
     */
    public PacketVerdict verify(AuditPacket packet, AuditPacket later) {
        PacketCheck.Proven shown = check.prove(packet.json());
        PacketCheck.Proven witness = check.prove(later.json());
        PacketVerdict verdict = shown.verdict();
        if (!verdict.isVerified() || !witness.verdict().isVerified()) {
            return verdict.isVerified() ? witness.verdict() : verdict;
        }
        List<String> faults = new ArrayList<>();
        if (!witness.verdict().correlation().equals(verdict.correlation())
                || !witness.verdict().tenant().equals(verdict.tenant())
                || witness.verdict().journalSize() < verdict.journalSize()) {
            faults.add("the other packet is not a later one of " + verdict.correlation());
        }
        Set<Long> sequences = shown.events().stream().map(Event::seq).collect(Collectors.toSet());
        for (Event event : witness.events()) {
            if (event.seq() <= verdict.journalSize() && !sequences.contains(event.seq())) {
                faults.add("event " + event.seq() + " is left out");
            }
        }
        return new PacketVerdict(
                faults,
                verdict.tenant(),
                verdict.correlation(),
                verdict.status(),
                verdict.events(),
                verdict.journalSize(),
                verdict.withheld());
    }
}
