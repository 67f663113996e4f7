package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.CallbackEvidence;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.CallbackRules;
import io.zentra.runtime.CallbackStatement;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.RefusedCallbacks;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackScheme;
import io.zentra.webhooks.CallbackVerdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The examples of docs/webhooks.md about what becomes of a callback, as they stand there. */
class CallbackGuideTest {
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();

    @Test
    void whatComesEarlyIsKeptAndCanBeVerifiedAgain() {
        CallbackScheme scheme = bank.scheme();
        SandboxRail.Message sent = bank.signed("{\"reference\":\"prov_17\"}", clock.instant());
        CallbackMessage message = CallbackMessage.of(sent.headers(), sent.body());
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .rail("rail_primary", new NamingRail())
                .callbacks("rail_primary", scheme)
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));

            CallbackOutcome outcome =
                    zentra.tenant("acme").callbacks("rail_primary").accept(message);
            assertThat(outcome).isInstanceOf(CallbackOutcome.Parked.class);

            long eventSeq = ((CallbackOutcome.Parked) outcome).eventSeq();
            CallbackEvidence evidence = acme.evidence().callback(eventSeq).orElseThrow();
            CallbackVerdict again = evidence.verify(scheme); // as of the instant of its arrival, with the keys of then
            assertThat(again).isInstanceOf(CallbackVerdict.Verified.class);
            RefusedCallbacks refused = zentra.callbacks("rail_primary").refused();
            assertThat(refused.count()).isZero();
            assertThat(evidence.effect()).isEqualTo("parked");
            assertThat(evidence.statement().businessKey()).isEqualTo("prov_17/captured");
        }
    }

    /** A provider that sends its own reference back, and has a name for each fact. */
    private static final class NamingRail implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return new RailOutcome.Accepted("prov_17");
        }

        @Override
        public RailOutcome query(String reference) {
            return new RailOutcome.Accepted("prov_17");
        }

        @Override
        public CallbackStatement read(byte[] body) {
            return CallbackStatement.succeeded("prov_17", usd("12.50")).businessKey("prov_17/captured");
        }
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }

    @Test
    void rulesTellHowLongWhereAndWhatIsLeftOut() {
        CallbackScheme scheme = bank.scheme();
        CallbackRules rules = CallbackRules.of(scheme)
                .parkedFor(Duration.ofHours(6))
                .reviewedIn("early_callbacks")
                .refusedAtMost(RateLimit.of(500, Duration.ofSeconds(1)))
                .redactingHeaders("x-api-key")
                .redactingMembers("card_number", "iban");
        assertThat(rules.parkedFor()).isEqualTo(Duration.ofHours(6));
        assertThat(rules.redactedMembers()).containsExactlyInAnyOrder("card_number", "iban");
    }
}
