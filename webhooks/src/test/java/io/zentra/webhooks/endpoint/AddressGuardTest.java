package io.zentra.webhooks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final AddressGuard GUARD = AddressGuard.of(EgressRules.standard());

    /** First and last address of each range, which must be named. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.255.255.255, unspecified",
        "10.0.0.0, 10.255.255.255, private",
        "100.64.0.0, 100.127.255.255, CGNAT",
        "127.0.0.0, 127.255.255.255, loopback",
        "168.63.129.16, 168.63.129.16, metadata",
        "169.254.0.0, 169.254.255.255, link-local",
        "172.16.0.0, 172.31.255.255, private",
        "192.0.0.0, 192.0.0.255, protocols",
        "192.0.2.0, 192.0.2.255, documentation",
        "192.31.196.0, 192.31.196.255, protocols",
        "192.52.193.0, 192.52.193.255, protocols",
        "192.88.99.0, 192.88.99.255, 6to4",
        "192.168.0.0, 192.168.255.255, private",
        "192.175.48.0, 192.175.48.255, protocols",
        "198.18.0.0, 198.19.255.255, benchmarking",
        "198.51.100.0, 198.51.100.255, documentation",
        "203.0.113.0, 203.0.113.255, documentation",
        "224.0.0.0, 239.255.255.255, multicast",
        "240.0.0.0, 255.255.255.254, reserved",
        "255.255.255.255, 255.255.255.255, broadcast",
        "::, ::, unspecified",
        "::1, ::1, loopback",
        "::2, ::ffff:ffff, compatible",
        "::ffff:0:0, ::ffff:ffff:ffff, mapped",
        "::ffff:0:0:0, ::ffff:0:ffff:ffff, translated",
        "64:ff9b::, 64:ff9b::ffff:ffff, NAT64",
        "64:ff9b:1::, 64:ff9b:1:ffff:ffff:ffff:ffff:ffff, NAT64",
        "100::, 100::ffff:ffff:ffff:ffff, discarded",
        "100:0:0:1::, 100:0:0:1:ffff:ffff:ffff:ffff, discarded",
        "2001::, 2001:0:ffff:ffff:ffff:ffff:ffff:ffff, Teredo",
        "2001:2::, 2001:2:0:ffff:ffff:ffff:ffff:ffff, benchmarking",
        "2001:10::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, protocols",
        "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, documentation",
        "2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 6to4",
        "2620:4f:8000::, 2620:4f:8000:ffff:ffff:ffff:ffff:ffff, protocols",
        "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, documentation",
        "5f00::, 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff, segment",
        "fc00::, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, unique local",
        "fe80::, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff, link-local",
        "fec0::, feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, site-local",
        "ff00::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, multicast",
        "1::, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, not assigned",
        "4000::, 5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, not assigned",
        "6000::, fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, not assigned"
    })
    void refusesEachRangeFromItsFirstToItsLast(String first, String last, String what) {
        for (String text : new String[] {first, last}) {
            assertThat(GUARD.whyNot(Addresses.parse(text).orElseThrow()))
                    .as(text)
                    .hasValueSatisfying(why -> assertThat(why).contains(what));
        }
    }

    /** The neighbours of the ranges, and well-known public addresses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "8.8.8.8",
                "2000::",
                "2001:200::",
                "2001:db7:ffff::",
                "2001:db9::",
                "2003::",
                "2606:4700:4700::1111",
                "3ffe:ffff::",
                "3fff:1000::"
            })
    void allowsPublicAddresses(String address) {
        assertThat(GUARD.whyNot(Addresses.parse(address).orElseThrow())).isEmpty();
    }

    @Test
    void oneBadAddressRefusesAll() throws UnknownHostException {
        InetAddress good = address("8.8.8.8");
        InetAddress bad = address("127.0.0.1");

        assertThat(GUARD.require("hooks.example.com", List.of(good))).containsExactly(good);
        assertThat(GUARD.allows(good)).isTrue();
        assertThat(GUARD.allows(bad)).isFalse();
        for (List<InetAddress> addresses : List.of(List.of(good, bad), List.of(bad, good), List.<InetAddress>of())) {
            assertThatThrownBy(() -> GUARD.require("hooks.example.com", addresses))
                    .isInstanceOfSatisfying(ZentraException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_FORBIDDEN);
                        assertThat(e.reason()).startsWith("nothing is sent to \"hooks.example.com\": ");
                    });
        }
        assertThatThrownBy(() -> GUARD.require("h", List.of(bad)))
                .hasMessageContaining("its address 127.0.0.1 is loopback");
    }

    /** The platform makes four bytes of a mapped address by itself; both ways it is refused. */
    @Test
    void mappedAddressesAreRefusedInBothShapes() throws UnknownHostException {
        byte[] mapped = Addresses.parse("::ffff:127.0.0.1").orElseThrow();

        assertThat(GUARD.allows(InetAddress.getByAddress(mapped))).isFalse();
        assertThat(GUARD.whyNot(mapped)).contains("mapped from four bytes");
    }

    @Test
    void anAllowedNetworkOpensNothingElse() {
        AddressGuard guard = AddressGuard.of(EgressRules.standard()
                .allowingNetwork("10.20.0.0/16")
                .allowingNetwork("fd00:1::/32")
                .allowingNetwork("64:ff9b::/96"));

        for (String open :
                new String[] {"10.20.0.0", "10.20.255.255", "fd00:1::9", "64:ff9b::808:808", "64:ff9b::a14:1"}) {
            assertThat(guard.whyNot(Addresses.parse(open).orElseThrow()))
                    .as(open)
                    .isEmpty();
        }
        for (String shut : new String[] {
            "10.19.255.255",
            "10.21.0.0",
            "fd00:2::",
            "::ffff:10.20.0.1",
            "2002:a14:1::",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1"
        }) {
            assertThat(guard.whyNot(Addresses.parse(shut).orElseThrow()))
                    .as(shut)
                    .isPresent();
        }
        assertThat(guard.whyNot(Addresses.parse("64:ff9b::7f00:1").orElseThrow()))
                .contains("behind NAT64, and loopback");
    }

    /** What the platform calls special is refused here, over addresses at random. */
    @Test
    void agreesWithWhatThePlatformKnows() throws UnknownHostException {
        Random random = new Random(20261121);
        int special = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) new int[] {0, 10, 127, 169, 172, 192, 224, 0xfe, 0xff}[random.nextInt(9)];
                bytes[1] = (byte) new int[] {0, 16, 31, 168, 254, 0x80, 0xc0}[random.nextInt(7)];
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            if (address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress()) {
                special++;
                assertThat(GUARD.allows(address)).as(address.toString()).isFalse();
            }
        }
        assertThat(special).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "::, 0:0:0:0:0:0:0:0",
        "1::, 1:0:0:0:0:0:0:0",
        "::8, 0:0:0:0:0:0:0:8",
        "1::8, 1:0:0:0:0:0:0:8",
        "1:2:3:4:5:6::8, 1:2:3:4:5:6:0:8",
        "::1.2.3.4, 0:0:0:0:0:0:102:304",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "ABCD::ef, abcd:0:0:0:0:0:0:ef"
    })
    void readsTheFormsOfTheStandard(String text, String form) throws UnknownHostException {
        assertThat(InetAddress.getByAddress(Addresses.parse(text).orElseThrow()).getHostAddress())
                .isEqualTo(form);
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByAddress(Addresses.parse(text).orElseThrow());
    }
}
