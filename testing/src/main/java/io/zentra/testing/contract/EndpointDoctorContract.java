package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.runtime.operations.Finding;
import io.zentra.runtime.operations.FindingCode;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Endpoints that need attention, until what is advised was done. */
public abstract class EndpointDoctorContract extends DeliveryDesk {
    private static final int TRIES = 40;

    /** For subclasses. */
    protected EndpointDoctorContract() {}

    @Test
    void aDisabledEndpointUntilItIsResumed() {
        Endpoint endpoint = registered(HOST);
        assertThat(doctor(FindingCode.ENDPOINT_DISABLED)).isEmpty();
        Instant since = clock().instant();
        acme().endpoints().disable(endpoint.id(), "owner asked", newKey()).orElseThrow();
        clock().advance(Duration.ofHours(1));

        assertThat(doctor(FindingCode.ENDPOINT_DISABLED)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo(endpoint.id());
            assertThat(finding.since()).isEqualTo(since);
            assertThat(finding.what()).contains("owner asked");
        });
        acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        assertThat(doctor(FindingCode.ENDPOINT_DISABLED)).isEmpty();
    }

    @Test
    void aFailingEndpointUntilItAnswersAgain() {
        Endpoint endpoint = registered(HOST);
        receiver().always(HOST, SandboxReceiver.status(500));
        for (int i = 0; i < TRIES && doctor(FindingCode.ENDPOINT_FAILING).isEmpty(); i++) {
            post();
            run(Duration.ofMinutes(1));
        }

        assertThat(doctor(FindingCode.ENDPOINT_FAILING)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo(endpoint.id());
            assertThat(finding.since()).isNotNull();
        });
        assertThat(acme().operations().snapshot().webhooks().ailing()).isEqualTo(1);
        assertThat(acme().operations().snapshot().webhooks().backlog()).isPositive();
        receiver().always(HOST, SandboxReceiver.status(200));
        for (int i = 0; i < TRIES && !doctor(FindingCode.ENDPOINT_FAILING).isEmpty(); i++) {
            run(Duration.ofHours(1));
        }
        assertThat(doctor(FindingCode.ENDPOINT_FAILING)).isEmpty();
        assertThat(acme().operations().snapshot().webhooks().ailing()).isZero();
    }

    private List<Finding> doctor(FindingCode code) {
        return acme().operations().doctor().of(code);
    }
}
