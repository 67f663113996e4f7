package io.zentra.webhooks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUrlTest {
    private static final EgressRules STANDARD = EgressRules.standard();

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com, https://hooks.example.com/",
        "HTTPS://Hooks.Example.COM/A/b?c=D&e, https://hooks.example.com/A/b?c=D&e",
        "https://hooks.example.com:443/x, https://hooks.example.com/x",
        "https://hooks.example.com?x=1, https://hooks.example.com/?x=1",
        "https://8.8.8.8/x, https://8.8.8.8/x",
        "https://[2606:4700::1111]/x, https://[2606:4700::1111]/x",
        "https://bücher.example.com/x, https://xn--bcher-kva.example.com/x",
        "https://ｈｏｏｋｓ。example．com/, https://hooks.example.com/",
        "https://xn--bcher-kva.example.com, https://xn--bcher-kva.example.com/",
        "https://example.com/a%20b/../c?d=%00, https://example.com/a%20b/../c?d=%00"
    })
    void takesPublicEndpointsInOneForm(String given, String form) {
        EndpointUrl url = EndpointUrl.parse(given, STANDARD);

        assertThat(url).hasToString(form).isEqualTo(EndpointUrl.parse(form, STANDARD));
        assertThat(url.hashCode()).isEqualTo(EndpointUrl.parse(form, STANDARD).hashCode());
        assertThat(url.port()).isEqualTo(443);
        assertThat(url.scheme()).isEqualTo("https");
        assertThat(url.target()).startsWith("/");
    }

    /** The attack suite: every form that got through somewhere, and what is said of it here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // schemes
                "http://hooks.example.com/ | INVALID_ENDPOINT",
                "ftp://hooks.example.com/ | INVALID_ENDPOINT",
                "file:///etc/passwd | INVALID_ENDPOINT",
                "gopher://hooks.example.com/ | INVALID_ENDPOINT",
                "jar:https://hooks.example.com!/ | INVALID_ENDPOINT",
                "//hooks.example.com/ | INVALID_ENDPOINT",
                "hooks.example.com | INVALID_ENDPOINT",
                "https:/hooks.example.com | INVALID_ENDPOINT",
                "https:hooks.example.com | INVALID_ENDPOINT",
                "~ https://hooks.example.com~ | INVALID_ENDPOINT",
                "~~ | INVALID_ENDPOINT",
                // users, fragments, characters
                "https://user@hooks.example.com/ | INVALID_ENDPOINT",
                "https://user:pass@hooks.example.com/ | INVALID_ENDPOINT",
                "https://hooks.example.com@127.0.0.1/ | INVALID_ENDPOINT",
                "https://127.0.0.1@hooks.example.com/ | INVALID_ENDPOINT",
                "https://@hooks.example.com/ | INVALID_ENDPOINT",
                "https://hooks.example.com/#x | INVALID_ENDPOINT",
                "https://hooks.example.com#@127.0.0.1/ | INVALID_ENDPOINT",
                "https://hooks.example.com\\@127.0.0.1/ | INVALID_ENDPOINT",
                "https://hooks.example.com\\.evil.example/ | INVALID_ENDPOINT",
                "https://127.0.0.1\\.example.com/ | INVALID_ENDPOINT",
                "https://hooks.example.com/a b | INVALID_ENDPOINT",
                "~https://hooks.example.com/a\u0001b~ | INVALID_ENDPOINT",
                "~https://hooks.example.com/a\r\nHost: x~ | INVALID_ENDPOINT",
                "~https://hooks.example.com\t/~ | INVALID_ENDPOINT",
                "https://hooks.example.com/é | INVALID_ENDPOINT",
                "https://hooks.example.com/a\\b | INVALID_ENDPOINT",
                "https://hooks.example.com/{x} | INVALID_ENDPOINT",
                // ports
                "https://hooks.example.com:80/ | INVALID_ENDPOINT",
                "https://hooks.example.com:22/ | INVALID_ENDPOINT",
                "https://hooks.example.com:0/ | INVALID_ENDPOINT",
                "https://hooks.example.com:0443/ | INVALID_ENDPOINT",
                "https://hooks.example.com:65536/ | INVALID_ENDPOINT",
                "https://hooks.example.com:65979/ | INVALID_ENDPOINT",
                "https://hooks.example.com:/ | INVALID_ENDPOINT",
                "https://hooks.example.com:x/ | INVALID_ENDPOINT",
                "https://hooks.example.com:443:443/ | INVALID_ENDPOINT",
                "https://hooks.example.com:-443/ | INVALID_ENDPOINT",
                "https://hooks.example.com:４４３/ | INVALID_ENDPOINT",
                "https://[2606:4700::1111]443/ | INVALID_ENDPOINT",
                // names
                "https:/// | INVALID_ENDPOINT",
                "https://:443/ | INVALID_ENDPOINT",
                "https://./ | INVALID_ENDPOINT",
                "https://hooks.example.com./ | INVALID_ENDPOINT",
                "https://hooks..example.com/ | INVALID_ENDPOINT",
                "https://.example.com/ | INVALID_ENDPOINT",
                "https://-a.example.com/ | INVALID_ENDPOINT",
                "https://a-.example.com/ | INVALID_ENDPOINT",
                "https://a_b.example.com/ | INVALID_ENDPOINT",
                "https://*.example.com/ | INVALID_ENDPOINT",
                "https://127.0.0.1%2eexample.com/ | INVALID_ENDPOINT",
                "https://%6c%6f%63alhost/ | INVALID_ENDPOINT",
                "https://hooks.exa%00mple.com/ | INVALID_ENDPOINT",
                "https://localhost/ | ADDRESS_FORBIDDEN",
                "https://LOCALHOST/ | ADDRESS_FORBIDDEN",
                "https://a.localhost/ | ADDRESS_FORBIDDEN",
                "https://localhost./ | INVALID_ENDPOINT",
                "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/ | ADDRESS_FORBIDDEN",
                "https://ｌｏｃａｌｈｏｓｔ/ | ADDRESS_FORBIDDEN",
                "https://metadata/ | ADDRESS_FORBIDDEN",
                "https://metadata.google.internal/computeMetadata/v1/ | ADDRESS_FORBIDDEN",
                "https://kubernetes.default.svc.cluster.local/ | ADDRESS_FORBIDDEN",
                "https://printer.lan/ | ADDRESS_FORBIDDEN",
                "https://x.onion/ | ADDRESS_FORBIDDEN",
                "https://1.0.0.127.in-addr.arpa/ | ADDRESS_FORBIDDEN",
                // addresses of four bytes
                "https://127.0.0.1/ | ADDRESS_FORBIDDEN",
                "https://127.1.2.3/ | ADDRESS_FORBIDDEN",
                "https://0.0.0.0/ | ADDRESS_FORBIDDEN",
                "https://10.0.0.1/ | ADDRESS_FORBIDDEN",
                "https://172.16.0.1/ | ADDRESS_FORBIDDEN",
                "https://192.168.1.1/ | ADDRESS_FORBIDDEN",
                "https://169.254.169.254/latest/meta-data/ | ADDRESS_FORBIDDEN",
                "https://168.63.129.16/ | ADDRESS_FORBIDDEN",
                "https://100.100.100.200/ | ADDRESS_FORBIDDEN",
                "https://192.0.0.192/ | ADDRESS_FORBIDDEN",
                "https://224.0.0.1/ | ADDRESS_FORBIDDEN",
                "https://255.255.255.255/ | ADDRESS_FORBIDDEN",
                "https://127.0.0.1./ | INVALID_ENDPOINT",
                "https://127.0.0.1:443/ | ADDRESS_FORBIDDEN",
                // the same in other forms
                "https://2130706433/ | INVALID_ENDPOINT",
                "https://02130706433/ | INVALID_ENDPOINT",
                "https://0/ | INVALID_ENDPOINT",
                "https://127.1/ | INVALID_ENDPOINT",
                "https://127.0.1/ | INVALID_ENDPOINT",
                "https://0177.0.0.1/ | INVALID_ENDPOINT",
                "https://0177.1/ | INVALID_ENDPOINT",
                "https://017700000001/ | INVALID_ENDPOINT",
                "https://0x7f000001/ | INVALID_ENDPOINT",
                "https://0x7f.0.0.1/ | INVALID_ENDPOINT",
                "https://0X7F.1/ | INVALID_ENDPOINT",
                "https://127.0.0.0x1/ | INVALID_ENDPOINT",
                "https://127.0.0.0x/ | INVALID_ENDPOINT",
                "https://127.0.0.01/ | INVALID_ENDPOINT",
                "https://127.0.0.256/ | INVALID_ENDPOINT",
                "https://383.0.0.1/ | INVALID_ENDPOINT",
                "https://8.8.8.8.8/ | INVALID_ENDPOINT",
                "https://4294967297/ | INVALID_ENDPOINT",
                "https://hooks.example.1/ | INVALID_ENDPOINT",
                "https://１２７.０.０.１/ | ADDRESS_FORBIDDEN",
                "https://①②⑦.⓪.⓪.①/ | ADDRESS_FORBIDDEN",
                "https://127。0。0。1/ | ADDRESS_FORBIDDEN",
                "https://１２７．１/ | INVALID_ENDPOINT",
                // addresses of sixteen bytes
                "https://[::]/ | ADDRESS_FORBIDDEN",
                "https://[::1]/ | ADDRESS_FORBIDDEN",
                "https://[0:0:0:0:0:0:0:1]/ | ADDRESS_FORBIDDEN",
                "https://[0000:0000:0000:0000:0000:0000:0000:0001]/ | ADDRESS_FORBIDDEN",
                "https://[::127.0.0.1]/ | ADDRESS_FORBIDDEN",
                "https://[::ffff:127.0.0.1]/ | ADDRESS_FORBIDDEN",
                "https://[::ffff:7f00:1]/ | ADDRESS_FORBIDDEN",
                "https://[::ffff:8.8.8.8]/ | ADDRESS_FORBIDDEN",
                "https://[::ffff:0:127.0.0.1]/ | ADDRESS_FORBIDDEN",
                "https://[64:ff9b::7f00:1]/ | ADDRESS_FORBIDDEN",
                "https://[64:ff9b:1::1]/ | ADDRESS_FORBIDDEN",
                "https://[2002:7f00:1::]/ | ADDRESS_FORBIDDEN",
                "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/ | ADDRESS_FORBIDDEN",
                "https://[fc00::1]/ | ADDRESS_FORBIDDEN",
                "https://[fd00:ec2::254]/ | ADDRESS_FORBIDDEN",
                "https://[fe80::1]/ | ADDRESS_FORBIDDEN",
                "https://[fec0::1]/ | ADDRESS_FORBIDDEN",
                "https://[ff02::1]/ | ADDRESS_FORBIDDEN",
                "https://[2001:db8::1]/ | ADDRESS_FORBIDDEN",
                "https://[3fff::1]/ | ADDRESS_FORBIDDEN",
                "https://[4000::1]/ | ADDRESS_FORBIDDEN",
                "https://[fe80::1%25eth0]/ | INVALID_ENDPOINT",
                "https://[fe80::1%eth0]/ | INVALID_ENDPOINT",
                "https://[2606:4700::1111%1]/ | INVALID_ENDPOINT",
                "https://[::1 | INVALID_ENDPOINT",
                "https://::1/ | INVALID_ENDPOINT",
                "https://[]/ | INVALID_ENDPOINT",
                "https://[127.0.0.1]/ | INVALID_ENDPOINT",
                "https://[::1::]/ | INVALID_ENDPOINT",
                "https://[1:2:3:4:5:6:7:8:9]/ | INVALID_ENDPOINT",
                "https://[1:2:3:4:5:6:7:8::]/ | INVALID_ENDPOINT",
                "https://[:1:2:3:4:5:6:7]/ | INVALID_ENDPOINT",
                "https://[12345::]/ | INVALID_ENDPOINT",
                "https://[::127.1]/ | INVALID_ENDPOINT",
                "https://[::0177.0.0.1]/ | INVALID_ENDPOINT",
                "https://[127.0.0.1::]/ | INVALID_ENDPOINT",
                "https://[v1.fe80::a]/ | INVALID_ENDPOINT",
                "https://[[::1]]/ | INVALID_ENDPOINT"
            })
    void refusesEveryFormThatLeadsInside(String given, ErrorCode code) {
        assertThatThrownBy(() -> EndpointUrl.parse(given, STANDARD))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).as(e.reason()).isEqualTo(code);
                    assertThat(e.reason()).contains("; ");
                });
    }

    /** Refusals are logged, and what stands before a host is often a password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cret@hooks.example.com/",
                "http://user:s3cret@hooks.example.com/",
                "user:s3cret@hooks.example.com"
            })
    void showsNobodysPassword(String text) {
        assertThatThrownBy(() -> EndpointUrl.parse(text, EgressRules.standard()))
                .isInstanceOfSatisfying(ZentraException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ENDPOINT);
                    assertThat(refusal.toString() + refusal.details())
                            .contains("***@hooks.example.com")
                            .doesNotContain("s3cret");
                });
    }

    @Test
    void limitsLengthAndCharacters() {
        String longest = "https://example.com/" + "x".repeat(EndpointUrl.MAX_LENGTH - 20);
        EndpointUrl.parse(longest, STANDARD);

        for (String wrong : new String[] {
            "https://example.com/a\u0000b", longest + "x", "https://" + "a.".repeat(130) + "example.com/"
        }) {
            assertThatThrownBy(() -> EndpointUrl.parse(wrong, STANDARD))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ENDPOINT));
        }
    }

    @Test
    void theHostMayAllowMore() {
        EgressRules rules = STANDARD.allowingHttp()
                .withPorts(80, 443, 8080)
                .allowingNetwork("127.0.0.0/8")
                .allowingNetwork("::1/128")
                .allowingHost("Receiver.Internal");

        assertThat(EndpointUrl.parse("http://127.0.0.1:8080/x", rules)).hasToString("http://127.0.0.1:8080/x");
        assertThat(EndpointUrl.parse("http://[::1]/", rules)).hasToString("http://[::1]/");
        assertThat(EndpointUrl.parse("https://receiver.internal", rules)).hasToString("https://receiver.internal/");
        assertThat(EndpointUrl.parse("http://127.0.0.1:8080/x", rules).address())
                .contains(new byte[] {127, 0, 0, 1});
        assertThat(EndpointUrl.parse("https://example.com/", rules).address()).isEmpty();
        for (String still : new String[] {
            "http://10.0.0.1/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "https://other.internal/",
            "https://example.com:81/",
            "http://[::ffff:127.0.0.1]/",
            "ftp://127.0.0.1/"
        }) {
            assertThatThrownBy(() -> EndpointUrl.parse(still, rules)).isInstanceOf(ZentraException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "010.0.0.0/8",
                "::/129",
                "::1/127",
                "x/8",
                "/8",
                "10.0.0.0/",
                ""
            })
    void refusesMalformedNetworks(String network) {
        assertThatThrownBy(() -> STANDARD.allowingNetwork(network))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
    }

    @Test
    void refusesPortsThatAreNone() {
        for (int[] ports : new int[][] {{}, {0}, {65_536}, {443, -1}}) {
            assertThatThrownBy(() -> STANDARD.withPorts(ports)).isInstanceOf(ZentraException.class);
        }
    }

    /** Whatever is typed: an endpoint in one form, or a refusal with a code. */
    @Test
    void anyTextIsTakenOrRefused() {
        Random random = new Random(20261121);
        List<String> pieces = List.of(
                "https://",
                "http://",
                "[",
                "]",
                ":",
                "::",
                ".",
                "0x7f",
                "127",
                "localhost",
                "@",
                "#",
                "?",
                "/",
                "\\",
                "%",
                "xn--",
                "example.com",
                "。",
                "１",
                "é",
                "\u0000",
                "\uD800",
                "😀",
                "-",
                "443");
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(3) > 0 ? "https://" : "");
            for (int piece = random.nextInt(7); piece > 0; piece--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                EndpointUrl url = EndpointUrl.parse(text.toString(), STANDARD);
                assertThat(EndpointUrl.parse(url.toString(), STANDARD)).isEqualTo(url);
                taken++;
            } catch (ZentraException refused) {
                assertThat(refused.code()).isIn(ErrorCode.INVALID_ENDPOINT, ErrorCode.ADDRESS_FORBIDDEN);
            }
        }
        assertThat(taken).isGreaterThan(100);
    }
}
