package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.webhooks.delivery.Deliveries;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointHealth;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.Endpoints;
import java.util.List;

/** Endpoints that do not get what they should. */
final class EndpointDoctor {
    private final Handle of;
    private final Surroundings around;
    private final Findings found;

    EndpointDoctor(Handle of, Surroundings around, Findings found) {
        this.of = of;
        this.around = around;
        this.found = found;
    }

    void look() {
        Endpoints endpoints = new Endpoints(of, around.deliveries(), around.clock());
        Deliveries deliveries = new Deliveries(of, around.clock());
        List<Endpoint> page = endpoints.list("", Endpoints.MAX_PAGE);
        while (!page.isEmpty()) { // of a thousand a tenant at most
            page.forEach(endpoint -> finding(endpoint, deliveries));
            page = endpoints.list(page.get(page.size() - 1).id(), Endpoints.MAX_PAGE);
        }
    }

    private void finding(Endpoint endpoint, Deliveries deliveries) {
        if (endpoint.status() == EndpointStatus.DISABLED) {
            found.add(
                    FindingCode.ENDPOINT_DISABLED,
                    endpoint.id(),
                    "the endpoint " + endpoint.url() + " is disabled: " + endpoint.reason(),
                    Doctor.recordedAt(of.journal(), endpoint.lastEvent()),
                    "once its receiver answers, endpoints().resume and deliveries().replay what it missed; or"
                            + " endpoints().delete it");
        } else if (endpoint.status() == EndpointStatus.ACTIVE) {
            EndpointHealth health = deliveries.health(endpoint.id());
            if (health.circuit() != EndpointHealth.Circuit.CLOSED) {
                found.add(
                        FindingCode.ENDPOINT_FAILING,
                        endpoint.id(),
                        "the endpoint " + endpoint.url() + " failed " + health.failuresInRow() + " times in a row; "
                                + health.backlog() + " events wait for it",
                        health.failingSince(),
                        "see deliveries().attempts for what it answers, and ask its owner; one event is tried again at "
                                + health.triedAgainAt() + ", and with its delivery all goes on by itself");
            }
        }
    }
}
