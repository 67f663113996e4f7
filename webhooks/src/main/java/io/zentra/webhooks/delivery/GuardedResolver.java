package io.zentra.webhooks.delivery;

import io.zentra.webhooks.endpoint.AddressGuard;
import io.zentra.webhooks.endpoint.EgressRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/** Resolves a name once for a connection, in time, and answers only when every address may be connected to. */
final class GuardedResolver implements DnsResolver {
    private final AddressGuard guard;
    private final @Nullable String proxy;
    private final Lookups lookups;
    private final LongSupplier nanosLeft;

    /**
     * A resolver by these rules.
     *
     * @param proxy the host's proxy, which may stand anywhere; null for none
     * @param nanosLeft how long the exchange on this thread may still take
     */
    GuardedResolver(EgressRules rules, @Nullable String proxy, Lookups lookups, LongSupplier nanosLeft) {
        this.guard = AddressGuard.of(rules);
        this.proxy = proxy;
        this.lookups = lookups;
        this.nanosLeft = nanosLeft;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = lookups.find(host, nanosLeft.getAsLong());
        if (host.equals(proxy)) {
            return found; // the host's own, wherever it stands
        }
        return guard.require(host, List.of(found)).toArray(new InetAddress[0]);
    }

    @Override
    public @Nullable String resolveCanonicalHostname(String host) {
        return host;
    }
}
