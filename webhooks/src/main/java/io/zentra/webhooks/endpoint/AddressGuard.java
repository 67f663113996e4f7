package io.zentra.webhooks.endpoint;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which addresses may be connected to. To be asked with what a name resolves to at each connection, and the
 * connection made to the addresses that were asked about: a name that is resolved again may answer something else (DNS
 * rebinding). Immutable and thread-safe.
 *
 * <pre>{@code
 * AddressGuard guard = AddressGuard.of(EgressRules.standard());
 * List<InetAddress> checked = guard.require("hooks.example.com", List.of(InetAddress.getAllByName("hooks.example.com")));
 * }</pre>
 */
public final class AddressGuard {
    private static final int V6 = 16;
    private static final int EMBEDDED_AT = 12;

    private final List<AddressRange> allowed;

    private AddressGuard(List<AddressRange> allowed) {
        this.allowed = allowed;
    }

    /** A guard with the networks that the rules allow. */
    public static AddressGuard of(EgressRules rules) {
        return new AddressGuard(rules.networks());
    }

    /**
     * The addresses, if every one of them may be connected to. One that may not refuses all: whoever controls the name
     * chooses which one is tried.
     *
     * @param host the name, for the message
     * @throws ZentraException {@code address_forbidden}
     */
    public List<InetAddress> require(String host, List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            throw forbidden(host, "it has no address", "let its name resolve to a public address");
        }
        for (InetAddress address : addresses) {
            whyNot(address.getAddress()).ifPresent(what -> {
                throw forbidden(
                        host,
                        "its address " + address.getHostAddress() + " is " + what,
                        "let its name resolve to public addresses only, or allow the network in the rules");
            });
        }
        return List.copyOf(addresses);
    }

    /** Whether the address may be connected to. */
    public boolean allows(InetAddress address) {
        return whyNot(address.getAddress()).isEmpty();
    }

    /** What the address is, if it may not be connected to. */
    Optional<String> whyNot(byte[] address) {
        boolean isAllowed = allowed.stream().anyMatch(range -> range.contains(address));
        if (isAllowed && SpecialRanges.NAT64.contains(address)) {
            return whyNot(Arrays.copyOfRange(address, EMBEDDED_AT, V6)).map(what -> "behind NAT64, and " + what);
        }
        if (isAllowed) {
            return Optional.empty();
        }
        Optional<String> special = SpecialRanges.ALL.stream()
                .filter(range -> range.contains(address))
                .map(AddressRange::what)
                .findFirst();
        boolean isOutside = address.length == V6 && !SpecialRanges.GLOBAL_V6.contains(address);
        return special.or(() -> isOutside ? Optional.of("not assigned for public use") : Optional.empty());
    }

    static ZentraException forbidden(String host, String why, String remedy) {
        return ZentraException.of(
                ErrorCode.ADDRESS_FORBIDDEN,
                "nothing is sent to \"" + Shown.of(host) + "\": " + why + "; " + remedy,
                Map.of("host", Shown.of(host)));
    }
}
