package io.zentra.testing.contract;

import io.zentra.runtime.AuditPacket;
import java.util.ServiceLoader;

/**
 * Something that each packet must keep to which the contracts make, such as a schema; found as a service. Thread-safe.
 *
 * <pre>{@code
 * PacketRule.checkAll(acme.evidence().packet(transfer.id()));
 * }</pre>
 */
public interface PacketRule {
    /** Fails when the packet does not keep to it. */
    void check(AuditPacket packet);

    /** Checks a packet by all rules that are there. */
    static void checkAll(AuditPacket packet) {
        ServiceLoader.load(PacketRule.class).forEach(rule -> rule.check(packet));
    }
}
