package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.SigningKey;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packet of a transfer: it verifies with nothing but the key, and no changed one does. */
public abstract class TransferPacketContract extends OneRailDesk {
    /** For subclasses. */
    protected TransferPacketContract() {}

    @Test
    void thePacketVerifiesWithNothingButTheKey() {
        Transfer transfer = sent("transfer_key_042");
        accept(bank.success(transfer.attemptId(), clock.instant()));
        AuditPacket packet = acme.evidence().packet(transfer.id());
        PacketVerdict verdict =
                PacketVerifier.trusting(key.verifier()).verify(packet).orElseThrow();

        assertThat(verdict.correlation()).isEqualTo(transfer.id());
        assertThat(verdict.status()).isEqualTo("settled");
        assertThat(acme.evidence().packet(transfer.id()).json()).isEqualTo(packet.json());
        assertThat(PacketVerifier.trusting(SigningKey.generate("acme-ledger").verifier())
                        .verify(packet)
                        .isVerified())
                .isFalse();
    }

    @Test
    void noPacketWithSomethingAddedOrLeftOutVerifies() {
        Transfer transfer = sent("transfer_key_042");
        accept(bank.success(transfer.attemptId(), clock.instant()));
        String text = new String(acme.evidence().packet(transfer.id()).json(), StandardCharsets.UTF_8);
        PacketVerifier verifier = PacketVerifier.trusting(key.verifier());

        assertThat(verifier.verify(text.getBytes(StandardCharsets.UTF_8)).isVerified())
                .isTrue();
        for (String forged : List.of(
                text + " ",
                text + "{}",
                text.replaceFirst("\"transfer\":", "\"transfer\":{},\"transfer\":"),
                text.replace("\"v\":1}", "\"v\":1.0}"),
                withoutEvent(text, "ledger.entry.created"),
                withoutEvent(text, "provider.routed"),
                withoutEvent(text, "transfer.created"),
                withoutEvent(text, "callback.received"))) {
            assertThat(verifier.verify(forged.getBytes(StandardCharsets.UTF_8)).isVerified())
                    .as(forged.substring(Math.max(0, forged.length() - 80)))
                    .isFalse();
        }
    }

    /** The packet without its first event of a type. */
    private static String withoutEvent(String packet, String type) {
        int at = packet.indexOf("\\\"type\\\":\\\"" + type);
        int begin = packet.lastIndexOf("{\"event\":", at);
        int end = packet.indexOf("]}", at) + 2;
        boolean last = packet.charAt(end) != ',';
        return packet.substring(0, last ? begin - 1 : begin) + packet.substring(last ? end : end + 1);
    }

    @Test
    void anErasedCallbackLeavesItsEventAndASoundJournal() {
        Transfer transfer = sent("transfer_key_042");
        accept(bank.success(transfer.attemptId(), clock.instant()));
        Event callback = acme.evidence().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals("callback.received"))
                .findFirst()
                .orElseThrow();

        assertThat(acme.evidence().eraseCallback(callback.seq())).isTrue();
        assertThat(acme.journal().event(callback.seq()).map(Event::toString)).contains(callback.toString());
        PacketVerifier.trusting(key.verifier())
                .verify(acme.evidence().packet(transfer.id()))
                .orElseThrow();
        assertThat(accept(bank.success(transfer.attemptId(), clock.instant())))
                .isInstanceOf(CallbackOutcome.Duplicate.class);
    }

    @Test
    void noChangedByteOfAPacketVerifies() {
        Transfer transfer = sent("transfer_key_042");
        accept(bank.success(transfer.attemptId(), clock.instant()));
        byte[] json = acme.evidence().packet(transfer.id()).json();
        PacketVerifier verifier = PacketVerifier.trusting(key.verifier());
        for (int i = 0; i < json.length; i += 3) {
            byte[] changed = json.clone();
            changed[i] ^= 1;
            assertThat(verifier.verify(changed).isVerified()).as("byte %d", i).isFalse();
        }
    }
}
