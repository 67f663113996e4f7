package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewStatus;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What callbacks must do on every storage that come before what they speak of, or tell the provider's reference alone. */
public abstract class EarlyCallbackContract extends CallbackStage {
    /** For subclasses. */
    protected EarlyCallbackContract() {}

    @Test
    void theProvidersOwnReferenceLeadsToTheTransfer() {
        Transfer transfer = sent("a");

        assertThat(take(told(provider(transfer), "succeeded"))).isInstanceOf(CallbackOutcome.Applied.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(take(told(transfer.attemptId(), "succeeded"))).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(arrived()).isEqualTo(AMOUNT);
    }

    /** The provider calls back before it has answered the call, and knows its own reference alone. */
    @Test
    void whatComesBeforeItsSubjectWaitsAndIsAppliedWithIt() {
        Transfer transfer = created("a");
        CallbackOutcome early = take(told(provider(transfer), "succeeded"));

        assertThat(early).isInstanceOf(CallbackOutcome.Parked.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        acme.verify().requireSound();

        zentra.runDueWork();
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(arrived()).isEqualTo(AMOUNT);
        assertThat(types(transfer)).containsSubsequence("provider.observed", "callback.applied", "transfer.settled");
        PacketVerifier.trusting(key.verifier())
                .verify(acme.evidence().packet(transfer.id()))
                .orElseThrow();
    }

    @Test
    void whatWaitedIsAppliedInTheOrderInWhichItCame() {
        Transfer transfer = created("a");
        take(told(provider(transfer), "failed"));
        take(told(provider(transfer), "succeeded"));
        zentra.runDueWork();

        assertThat(status(transfer)).isEqualTo(TransferStatus.CONTRADICTED);
        assertThat(acme.evidence().timeline(transfer.id()))
                .filteredOn(event -> event.type().equals("callback.applied"))
                .extracting(event -> event.body().path("effect").asText())
                .containsExactly("applied", "contradicted");
        assertThat(arrived().minor()).isZero();
    }

    /** A callback by our reference can bring the one by which others wait. */
    @Test
    void aCallbackCanTellTheReferenceForWhichOthersWait() {
        bank.nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = sent("a");
        take(told("prov-17", "succeeded"));
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);

        SandboxRail.Message both = bank.signed(
                body(transfer.attemptId(), "succeeded", "\"provider_reference\":\"prov-17\""), clock.instant());
        assertThat(take(both)).isInstanceOf(CallbackOutcome.Applied.class);
        assertThat(types(transfer)).containsSubsequence("callback.received", "transfer.settled", "callback.applied");
        assertThat(arrived()).isEqualTo(AMOUNT);
    }

    @Test
    void theSameMessageAgainIsADuplicateWhileItWaitsAndAfterwards() {
        Transfer transfer = created("a");
        SandboxRail.Message early = told(provider(transfer), "succeeded");
        CallbackOutcome.Parked parked = (CallbackOutcome.Parked) take(early);
        CallbackOutcome.Duplicate waiting = (CallbackOutcome.Duplicate) take(early);
        zentra.runDueWork();
        CallbackOutcome.Duplicate applied = (CallbackOutcome.Duplicate) take(early);

        assertThat(waiting.eventSeq()).isEqualTo(parked.eventSeq());
        assertThat(waiting.transfer()).isNull();
        assertThat(applied.transfer()).isEqualTo(acme.transfers().get(transfer.id()));
        assertThat(arrived()).isEqualTo(AMOUNT);
    }

    @Test
    void aCaseIsOpenedForWhatWaitsTooLongAndTakenBackWhenItsSubjectComes() {
        Transfer transfer = created("a");
        take(told(provider(transfer), "succeeded"));
        bank.nextSubmit(new RailOutcome.Unknown("timeout"));
        zentra.runDueWork();
        assertThat(cases()).isEmpty();
        bank.nextQuery(new RailOutcome.Unknown("down"));
        clock.advance(WAIT);
        zentra.runDueWork();

        assertThat(cases()).singleElement().satisfies(waiting -> {
            assertThat(waiting.status()).isEqualTo(ReviewStatus.OPEN);
            assertThat(waiting.origin().kind()).isEqualTo("callback");
            assertThat(waiting.proposal().details()).containsEntry("rail", RAIL);
        });
        String id = cases().get(0).id();
        runFor(Duration.ofDays(1));
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(caseOf(id).status()).isEqualTo(ReviewStatus.WITHDRAWN);
    }

    @Test
    void anApprovedCaseGivesUpWhatWaits() {
        CallbackOutcome.Parked parked = (CallbackOutcome.Parked) take(told("nobody-knows", "succeeded"));
        runFor(WAIT);
        ReviewCase waiting = cases().get(0);
        ann.reviews().approve(waiting.id(), waiting.decision(), "approve").orElseThrow();
        zentra.runDueWork();

        assertThat(caseOf(waiting.id()).status()).isEqualTo(ReviewStatus.RESUMED);
        assertThat(acme.journal().timeline(parked.callbackId()))
                .extracting(Event::type)
                .containsSubsequence("callback.received", "callback.overdue", "callback.closed");
        assertThat(take(told("nobody-knows", "failed"))).isInstanceOf(CallbackOutcome.Parked.class);
    }

    @Test
    void whatADeniedCaseIsAboutWaitsOn() {
        Transfer transfer = created("a");
        take(told(provider(transfer), "succeeded"));
        bank.nextSubmit(new RailOutcome.Unknown("timeout"));
        zentra.runDueWork();
        bank.nextQuery(new RailOutcome.Unknown("down"));
        clock.advance(WAIT);
        zentra.runDueWork();
        ann.reviews().deny(cases().get(0).id(), "later", "deny").orElseThrow();
        runFor(Duration.ofDays(1));

        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
    }

    /** What is approved are the callbacks that the approver saw. */
    @Test
    void anApprovalDoesNotCountForACallbackThatCameAfterIt() {
        take(told("nobody-knows", "succeeded"));
        runFor(WAIT);
        ReviewCase waiting = cases().get(0);
        ann.reviews().approve(waiting.id(), waiting.decision(), "approve").orElseThrow();
        CallbackOutcome.Parked second = (CallbackOutcome.Parked) take(told("nobody-knows", "failed"));
        zentra.runDueWork();

        assertThat(caseOf(waiting.id()).status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(acme.journal().timeline(second.callbackId()))
                .extracting(Event::type)
                .doesNotContain("callback.closed");
    }

    /** Nothing is acknowledged that is not kept, and a callback that finds no room has not used its id up. */
    @Test
    void onlySoManyWaitForOneReference() {
        IntStream.range(0, 64).forEach(i -> take(told("flood", "succeeded")));
        SandboxRail.Message last = told("flood", "failed");
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> take(last))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_PARKED));
        }
        runFor(WAIT);
        ReviewCase waiting = cases().get(0);
        ann.reviews().approve(waiting.id(), waiting.decision(), "approve").orElseThrow();
        zentra.runDueWork();

        assertThat(take(withIdOf(last, last.text()))).isInstanceOf(CallbackOutcome.Parked.class);
    }

    @Test
    void aReferenceThatWasToldOfTwoNamesNeither() {
        bank.nextSubmit(new RailOutcome.Accepted("prov-1")).nextSubmit(new RailOutcome.Accepted("prov-1"));
        Transfer first = sent("a");
        Transfer second = sent("b");

        assertThat(take(told("prov-1", "succeeded"))).isInstanceOf(CallbackOutcome.Parked.class);
        assertThat(status(first)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(status(second)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(take(told(second.attemptId(), "succeeded"))).isInstanceOf(CallbackOutcome.Applied.class);
    }

    /** Where it was applied its erasure is told, so that the packet is whole without it. */
    @Test
    void whatHadWaitedCanBeErased() {
        Transfer early = created("a");
        CallbackOutcome.Parked first = (CallbackOutcome.Parked) take(told(provider(early), "succeeded"));
        zentra.runDueWork();
        assertThat(acme.evidence().eraseCallback(first.eventSeq())).isTrue();

        Transfer second = created("b");
        CallbackOutcome.Parked parked = (CallbackOutcome.Parked) take(told(provider(second), "succeeded"));
        assertThat(acme.evidence().eraseCallback(parked.eventSeq())).isTrue();
        zentra.runDueWork();

        for (Transfer transfer : List.of(early, second)) {
            assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
            PacketVerifier.trusting(key.verifier())
                    .verify(acme.evidence().packet(transfer.id()))
                    .orElseThrow();
        }
        assertThat(types(early)).contains("callback.erased");
    }

    /** The answer of the rail and its callback at once: one waits for the other or finds it, and the money moves once. */
    @Test
    void aRaceOfTheAnswerAndTheCallbackMovesMoneyOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            Transfer transfer = created("race-" + round);
            SandboxRail.Message early = told(provider(transfer), "succeeded");
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Void> callback = CompletableFuture.runAsync(() -> {
                await(start);
                take(early);
            });
            await(start);
            zentra.runDueWork();
            callback.get();
            assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        }
        assertThat(arrived().minor()).isEqualTo(20 * AMOUNT.minor());
    }
}
