package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.operations.Milestone;
import io.zentra.runtime.operations.Moment;
import io.zentra.runtime.operations.Stage;
import io.zentra.runtime.operations.Story;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happened to one thing, told in stages and sentences. */
public abstract class StoryContract extends TransferDesk {
    /** For subclasses. */
    protected StoryContract() {}

    @Test
    void tellsATransferFromItsRequestToItsEvidence() {
        publish(reviewing());
        Transfer transfer = acme().transfers()
                .create(request(50_000, newKey()).scope("workspace_scope").build())
                .orElseThrow();
        assertThat(story(transfer.id()).stage()).isEqualTo(Stage.ROUTED);
        zentra().runDueWork();
        success(transfer);
        assertThat(story(transfer.id()).stage()).isEqualTo(Stage.SYNCHRONIZED);
        long size = acme().journal().checkpoint().size();

        Story story = story(transfer.id());

        assertThat(story.milestones())
                .extracting(Milestone::stage, Milestone::state, Milestone::event, Milestone::actor)
                .containsExactly(
                        tuple(Stage.ACCEPTED, "no ledger state yet", "transfer.created", "service:svc_edge"),
                        tuple(Stage.CONTROLLED, "scope validated", "policy.accepted", "service:svc_edge"),
                        tuple(Stage.LEDGERED, "minor-unit entries", "ledger.entry.created", "service:svc_edge"),
                        tuple(Stage.ROUTED, "settlement pending", "provider.routed", "service:svc_edge"),
                        tuple(Stage.SYNCHRONIZED, "one state retained", "callback.received", "provider:" + RAIL),
                        tuple(Stage.EVIDENCED, "state reconciled", "transfer.settled", "provider:" + RAIL));
        assertThat(story.milestones().stream().map(Milestone::proof).toList())
                .satisfiesExactly(
                        proof -> assertThat(proof).isEqualTo(transfer.id()),
                        proof -> assertThat(proof).isEqualTo("service:svc_edge + workspace_scope"),
                        proof -> assertThat(proof).matches("entry sha256 [0-9a-f]{64}"),
                        proof -> assertThat(proof).isEqualTo("corridor decision: " + RAIL + " of 1 rail"),
                        proof -> assertThat(proof).startsWith("signature verified: standard_webhooks by the key "),
                        proof -> assertThat(proof).isEqualTo("export ready: checkpoint over " + size + " events"));
        assertThat(story.moments()).extracting(Moment::type).isEqualTo(events(transfer));
        assertThat(story.moments().get(0).sentence())
                .isEqualTo("A transfer of 500.00 USD from customer:42 to merchant:7 was created, processing.");
        assertThat(story.isWhole()).isTrue();
    }

    /** Whatever of it somebody holds in hands leads to the same story. */
    @Test
    void isFoundByEachOfItsIds() {
        Transfer transfer = settled();
        failure(transfer);
        String seen = caseOf(transfer).id();
        Story story = story(transfer.id());

        for (String id : List.of(transfer.attemptId(), transfer.reservePostingId(), seen)) {
            assertThat(story(id)).as(id).isEqualTo(story);
        }
        assertThat(story.reached(Stage.SYNCHRONIZED).orElseThrow().state()).isEqualTo("news contradicts");
        acme().journal().checkpoint();
        assertThat(story(transfer.id()).reached(Stage.EVIDENCED))
                .as("persons have yet to decide")
                .isEmpty();
        approve(TREASURER, caseOf(transfer));
        acme().journal().checkpoint();
        assertThat(story(transfer.id()).stage()).isEqualTo(Stage.EVIDENCED);
    }

    @Test
    void tellsAPostingUnderAPolicy() {
        publish(Policy.named(PAYOUT)
                .deny("too_much", Condition.amountOver(usd(1_000)))
                .build());
        Ruling.Posted posted = posted(pay(500));
        Ruling.Denied denied = denied(pay(1_001));
        acme().journal().checkpoint();

        Story story = story(posted.posting().id());
        assertThat(story.milestones())
                .extracting(Milestone::stage)
                .containsExactly(Stage.ACCEPTED, Stage.CONTROLLED, Stage.LEDGERED, Stage.EVIDENCED);
        assertThat(story.moments())
                .extracting(Moment::sentence)
                .containsExactly(
                        "Version 1 of the policy payout let it go on.",
                        "Debited customer:42 by 5.00 USD; credited merchant:7 by 5.00 USD.");
        assertThat(story(posted.decision().id()).moments()).isEqualTo(story.moments());
        assertThat(story(denied.decision().id())
                        .reached(Stage.CONTROLLED)
                        .orElseThrow()
                        .state())
                .isEqualTo("denied");
    }

    @Test
    void tellsAnIntentByItsOwnIdAndByTheHosts() {
        publish(reviewing());
        Intent intent = acme().intents()
                .create(IntentRequest.builder("intent_042")
                        .scope("workspace_scope")
                        .moneyModel(USD)
                        .primitives(
                                Primitive.LEDGER,
                                Primitive.POLICY,
                                Primitive.ROUTES,
                                Primitive.EVENTS,
                                Primitive.EVIDENCE)
                        .from(CUSTOMER)
                        .to(MERCHANT)
                        .amountMinor(50_000)
                        .build())
                .orElseThrow();
        zentra().runDueWork();
        success(acme().transfers().get(intent.id()));
        acme().journal().checkpoint();

        Story story = story("intent_042");

        assertThat(story).isEqualTo(story(intent.id()));
        assertThat(story.milestones()).extracting(Milestone::stage).containsExactly(Stage.values());
        assertThat(story.reached(Stage.ACCEPTED).orElseThrow().event()).isEqualTo("intent.accepted");
        assertThat(story.reached(Stage.CONTROLLED).orElseThrow().proof())
                .isEqualTo("service:svc_edge + workspace_scope");
        assertThat(story.moments().get(0).sentence()).isEqualTo("The intent intent_042 was accepted.");
        assertThat(acme().operations().transferOfKey("intent_042"))
                .map(Transfer::id)
                .contains(intent.id());
    }

    @Test
    void tellsWhatTheHostCorrelates() {
        Posting posting = acme().ledgers()
                .post(PostingRequest.of(CUSTOMER, MERCHANT, usd(1), newKey()).correlation("order-17"))
                .orElseThrow();
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(2), newKey()).correlation("order-17"))
                .orElseThrow();
        acme().journal().checkpoint();

        Story open = story("order-17");
        assertThat(open.moments()).extracting(Moment::subject).containsExactly(posting.id(), hold.id());
        assertThat(open.stage()).as("money is set aside").isEqualTo(Stage.LEDGERED);
        assertThat(story(hold.id())).isEqualTo(open);

        acme().ledgers().release(hold.id(), newKey()).orElseThrow();
        acme().journal().checkpoint();
        assertThat(story("order-17").stage()).isEqualTo(Stage.EVIDENCED);
        acme().ledgers().reverse(posting.id(), newKey()).orElseThrow(); // so that the desk finds all money again
    }

    @Test
    void knowsNothingOfOthers() {
        Transfer transfer = settled();
        zentra().createTenant("other", TenantConfig.standard(), Actor.service("setup"));

        assertThat(zentra().tenant("other")
                        .as(Actor.service("svc_edge"))
                        .operations()
                        .timeline(transfer.id()))
                .isEmpty();
        assertThat(acme().operations().timeline("order-18")).isEmpty();
        assertThat(acme().operations().timeline("order\0")).isEmpty();
        assertThat(acme().operations().timeline(transfer.id().replace('_', '-')))
                .isEmpty();
    }

    private Story story(String id) {
        Optional<Story> story = acme().operations().timeline(id);
        return story.orElseThrow();
    }
}
