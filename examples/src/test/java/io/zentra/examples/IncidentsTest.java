package io.zentra.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private final IncidentStage stage = new IncidentStage();
    private final Incidents incidents = new Incidents(stage);

    @AfterEach
    void verifyAll() {
        try (stage) {
            stage.acme().verify().requireSound();
        }
    }

    @Test
    void aProviderSendsTheSameSuccessCallbackTwiceAfterATimeout_oneMutationOneState() {
        Kept kept = incidents.theSameSuccessTwiceAfterATimeout();

        assertThat(kept.get("callback attempts")).isEqualTo("applied, duplicate");
        assertThat(kept.get("provider reference")).startsWith("prov-at_");
        assertThat(kept.get("transfer state")).isEqualTo("settled");
        assertThat(kept.get("ledger entries")).isEqualTo("reserved and settled by 2 postings");
        assertThat(kept.get("merchant")).isEqualTo("1250.00 USD");
    }

    @Test
    void aTransferAppearsPostedThenTheProviderReportsFailure_reviewThenReversal() {
        Kept kept = incidents.aFailureAfterItWasPosted();

        assertThat(kept.get("states")).isEqualTo("processing, then posted, then contradicted, then reversed");
        assertThat(kept.get("while persons decide")).isEqualTo("contradicted, money with settlement");
        assertThat(kept.get("route")).startsWith("rail_later by at_").doesNotContain(", ");
        assertThat(kept.get("reversal entry")).matches("po_\\w+ reverses po_\\w+, po_\\w+ reverses po_\\w+");
        requireShown(kept);
    }

    @Test
    void aTransferIsSettledThenTheProviderReportsFailure_reviewThenReversal() {
        Kept kept = incidents.aFailureAfterItWasSettled();

        assertThat(kept.get("states")).isEqualTo("processing, then settled, then contradicted, then reversed");
        assertThat(kept.get("while persons decide")).isEqualTo("contradicted, money with the merchant");
        assertThat(kept.get("route")).startsWith("rail_primary by at_").doesNotContain(", ");
        assertThat(kept.get("reversal entry")).matches("po_\\w+ reverses po_\\w+, po_\\w+ reverses po_\\w+");
        requireShown(kept);
    }

    private void requireShown(Kept kept) {
        assertThat(kept.get("original request")).contains("\"amount_minor\":125000");
        assertThat(kept.get("policy decision")).startsWith("de_");
        assertThat(kept.get("operator notes")).isEqualTo("The bank confirms the return.");
        assertThat(kept.get("packet")).matches("verified, reversed by \\d+ events");
        assertThat(stage.balance(IncidentStage.MERCHANT)).isEqualTo(IncidentStage.usd(0));
        assertThat(stage.balance(IncidentStage.CUSTOMER)).isEqualTo(IncidentStage.usd(1_000_000));
    }

    @Test
    void aServiceRetriesAMoneyWriteAfterLosingItsResponse_theReplayIsResolvedBeforeBalancesChange() {
        Kept kept = incidents.aRetryAfterALostResponse();

        assertThat(kept.get("posting id")).isEqualTo(kept.get("the first one")).startsWith("po_");
        assertThat(kept.get("debit account")).isEqualTo(IncidentStage.CUSTOMER);
        assertThat(kept.get("credit account")).isEqualTo(IncidentStage.MERCHANT);
        assertThat(kept.get("replay result")).isEqualTo("replayed");
        assertThat(kept.get("balance")).isEqualTo("unchanged");
        assertThat(kept.get("another amount under the key")).startsWith("idempotency_conflict in ");
    }

    @Test
    void financeMustExplainWhyABalanceChanged_oneLedgerTrailAnswers() {
        Kept kept = incidents.whyABalanceChanged();

        assertThat(kept.get("entry ids")).isNotEmpty();
        assertThat(kept.get("minor units")).isEqualTo("2500");
        assertThat(kept.get("source event")).startsWith("ledger.entry.created ");
        assertThat(kept.get("account ids")).isEqualTo("assets:bank, customer:42");
        assertThat(kept.get("actor")).isEqualTo("service:svc_edge");
        assertThat(kept.get("timestamp")).isEqualTo("2026-11-21T09:00:00Z");
        assertThat(kept.get("idempotency key")).isEqualTo("deposit-9");
    }

    @Test
    void anIntentCrossesAPolicyLimit_reviewBeforePostingOperatorAssigned() {
        Kept kept = incidents.anIntentCrossesALimit();

        assertThat(kept.get("state")).isEqualTo("in_review");
        assertThat(kept.get("postings")).isEqualTo("0");
        assertThat(kept.get("balance")).isEqualTo("unchanged");
        assertThat(kept.get("operator")).isEqualTo("operator:ann");
        assertThat(kept.get("actor")).isEqualTo("service:svc_edge");
        assertThat(kept.get("tenant")).isEqualTo("acme");
        assertThat(kept.get("policy decision")).startsWith("de_");
        assertThat(kept.get("timestamp")).isEqualTo("2026-11-21T09:00:00Z");
    }

    @Test
    void aCustomerEndpointIsDownDuringDelivery_backOffFailureContextReplayReadiness() {
        Kept kept = incidents.anEndpointIsDown();

        assertThat(kept.get("attempts")).isEqualTo("3");
        assertThat(kept.get("failure context")).contains("503");
        assertThat(kept.get("next attempt")).startsWith("2026-11-21T");
        assertThat(kept.get("replayed")).isEqualTo("1");
        assertThat(kept.get("in the end")).isEqualTo("delivered");
    }

    @Test
    void allArePlayedOneAfterTheOther() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Incidents.print(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("sound.").contains("a customer endpoint is down");
    }
}
