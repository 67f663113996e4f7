package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.webhooks.endpoint.AddressGuard;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.endpoint.EndpointUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/webhooks.md about where messages may be sent. */
class EndpointGuideTest {
    private final EgressRules rules = EgressRules.standard();

    @Test
    void anEndpointHasOneForm() {
        EndpointUrl url = EndpointUrl.parse("https://Hooks.Example.com:443/zentra?v=1", EgressRules.standard());
        String stored = url.toString(); // https://hooks.example.com/zentra?v=1

        assertThat(stored).isEqualTo("https://hooks.example.com/zentra?v=1");
    }

    @Test
    void theHostAllowsMore() {
        EgressRules inside = EgressRules.standard()
                .withPorts(443, 8443)
                .allowingNetwork("10.20.0.0/16")
                .allowingHost("receiver.internal");

        assertThat(EndpointUrl.parse("https://receiver.internal:8443/", inside).port())
                .isEqualTo(8443);
    }

    @Test
    void addressesAreCheckedAtEachConnection() throws UnknownHostException {
        EndpointUrl url = EndpointUrl.parse("https://hooks.example.com/", rules);
        List<InetAddress> resolved = List.of(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}));

        assertThatThrownBy(() -> {
                    List<InetAddress> checked =
                            AddressGuard.of(rules).require(url.host(), resolved); // connect to these
                    assertThat(checked).isEmpty();
                })
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_FORBIDDEN));
    }
}
