package io.zentra.webhooks.endpoint;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a host lets out beyond the public internet over https. Immutable.
 *
 * <pre>{@code
 * EgressRules rules = EgressRules.standard().withPorts(443, 8443).allowingNetwork("10.20.0.0/16");
 * }</pre>
 */
public final class EgressRules {
    private static final int MAX_PORT = 65_535;

    private final boolean isHttpAllowed;
    private final Set<Integer> ports;
    private final List<AddressRange> networks;
    private final Set<String> hosts;

    private EgressRules(boolean isHttpAllowed, Set<Integer> ports, List<AddressRange> networks, Set<String> hosts) {
        this.isHttpAllowed = isHttpAllowed;
        this.ports = Set.copyOf(ports);
        this.networks = List.copyOf(networks);
        this.hosts = Set.copyOf(hosts);
    }

    /** Https at port 443 of public addresses. */
    public static EgressRules standard() {
        return new EgressRules(false, Set.of(443), List.of(), Set.of());
    }

    /** Also without encryption, for tests and networks of the host's own; port 80 is not added by it. */
    public EgressRules allowingHttp() {
        return new EgressRules(true, ports, networks, hosts);
    }

    /**
     * These ports and no others.
     *
     * @throws ZentraException {@code invalid_configuration} for none, or one that is none
     */
    public EgressRules withPorts(int... values) {
        Set<Integer> all = new HashSet<>();
        for (int port : values) {
            if (port < 1 || port > MAX_PORT) {
                throw ZentraException.of(
                        ErrorCode.INVALID_CONFIGURATION, "the port " + port + " must be 1 to " + MAX_PORT);
            }
            all.add(port);
        }
        if (all.isEmpty()) {
            throw ZentraException.of(ErrorCode.INVALID_CONFIGURATION, "no port is allowed: give 443 or others");
        }
        return new EgressRules(isHttpAllowed, all, networks, hosts);
    }

    /**
     * Also the addresses of this network, such as {@code 10.20.0.0/16} or {@code fd00:1::/32}.
     *
     * @throws ZentraException {@code invalid_configuration} when it is malformed
     */
    public EgressRules allowingNetwork(String network) {
        List<AddressRange> all = new ArrayList<>(networks);
        all.add(AddressRange.parse(network, "allowed"));
        return new EgressRules(isHttpAllowed, ports, all, hosts);
    }

    /** Also this name, which is not one of the public internet, such as {@code receiver.internal}. */
    public EgressRules allowingHost(String name) {
        Set<String> all = new HashSet<>(hosts);
        all.add(name.toLowerCase(Locale.ROOT));
        return new EgressRules(isHttpAllowed, ports, networks, all);
    }

    boolean isHttpAllowed() {
        return isHttpAllowed;
    }

    Set<Integer> ports() {
        return ports;
    }

    List<AddressRange> networks() {
        return networks;
    }

    boolean allowsHost(String name) {
        return hosts.contains(name);
    }
}
