package io.zentra.webhooks.endpoint;

import java.util.List;

/**
 * Addresses at which nobody's public endpoint is. Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC
 * 6890 and later entries, as of 2026), the IPv4 and IPv6 multicast registries, RFC 3879 (site-local), RFC 4291 (compatible,
 * mapped), RFC 6052 and 8215 (NAT64), RFC 9637 (documentation), RFC 9602 (segment routing), and the one public address that
 * a cloud uses as its metadata service. Ranges of the registries that are globally reachable but are for protocols (AMT,
 * ORCHID) are left out of what may be reached too.
 */
final class SpecialRanges {
    /** Of six bits after 2000::/3 nothing else is assigned as global unicast; what lies outside is refused as a whole. */
    static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3", "global unicast");

    /** Behind which addresses of four bytes lie: who allows it still does not allow those that are refused by themselves. */
    static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96", "NAT64");

    static final List<AddressRange> ALL = List.of(
            AddressRange.parse("0.0.0.0/8", "this network, or unspecified"),
            AddressRange.parse("10.0.0.0/8", "private"),
            AddressRange.parse("100.64.0.0/10", "shared by carriers (CGNAT)"),
            AddressRange.parse("127.0.0.0/8", "loopback"),
            AddressRange.parse("168.63.129.16/32", "metadata of a cloud"),
            AddressRange.parse("169.254.0.0/16", "link-local, and metadata of clouds"),
            AddressRange.parse("172.16.0.0/12", "private"),
            AddressRange.parse("192.0.0.0/24", "for protocols"),
            AddressRange.parse("192.0.2.0/24", "documentation"),
            AddressRange.parse("192.31.196.0/24", "for protocols (AS112)"),
            AddressRange.parse("192.52.193.0/24", "for protocols (AMT)"),
            AddressRange.parse("192.88.99.0/24", "6to4 relays"),
            AddressRange.parse("192.168.0.0/16", "private"),
            AddressRange.parse("192.175.48.0/24", "for protocols (AS112)"),
            AddressRange.parse("198.18.0.0/15", "benchmarking"),
            AddressRange.parse("198.51.100.0/24", "documentation"),
            AddressRange.parse("203.0.113.0/24", "documentation"),
            AddressRange.parse("224.0.0.0/4", "multicast"),
            AddressRange.parse("255.255.255.255/32", "broadcast"),
            AddressRange.parse("240.0.0.0/4", "reserved"),
            AddressRange.parse("::/128", "unspecified"),
            AddressRange.parse("::1/128", "loopback"),
            AddressRange.parse("::ffff:0:0/96", "mapped from four bytes"),
            AddressRange.parse("::ffff:0:0:0/96", "translated from four bytes"),
            AddressRange.parse("::/96", "compatible with four bytes"),
            NAT64,
            AddressRange.parse("64:ff9b:1::/48", "local NAT64"),
            AddressRange.parse("100::/64", "discarded"),
            AddressRange.parse("100:0:0:1::/64", "discarded"),
            AddressRange.parse("2001::/32", "Teredo"),
            AddressRange.parse("2001:2::/48", "benchmarking"),
            AddressRange.parse("2001:db8::/32", "documentation"),
            AddressRange.parse("2001::/23", "for protocols"),
            AddressRange.parse("2002::/16", "6to4"),
            AddressRange.parse("2620:4f:8000::/48", "for protocols (AS112)"),
            AddressRange.parse("3fff::/20", "documentation"),
            AddressRange.parse("5f00::/16", "segment routing"),
            AddressRange.parse("fc00::/7", "unique local"),
            AddressRange.parse("fe80::/10", "link-local"),
            AddressRange.parse("fec0::/10", "site-local"),
            AddressRange.parse("ff00::/8", "multicast"));

    private SpecialRanges() {}
}
