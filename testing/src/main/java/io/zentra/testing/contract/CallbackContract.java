package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.journal.Event;
import io.zentra.runtime.CallbackEvidence;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.testing.SandboxRail;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackVerdict;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What callbacks must do on every storage, however often and contradictory they come, and what is kept of them. */
public abstract class CallbackContract extends CallbackStage {
    /** For subclasses. */
    protected CallbackContract() {}

    /** Some providers write the body of a message anew each time they send it. */
    @Test
    void aMessageIdWithTheSameNewsInOtherWordsIsADuplicate() {
        Transfer transfer = sent("a");
        SandboxRail.Message first = told(transfer.attemptId(), "succeeded");
        take(first);
        String text = first.text().replaceFirst("\\{", "{\"pending\":3,");

        assertThat(take(withIdOf(first, text))).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(evidence(transfer).repeats()).isEqualTo(1);
    }

    /** A provider whose messages have neither id nor time. */
    @Test
    void aMessageWithoutAnIdIsKnownByItsContent() {
        Transfer transfer =
                acme.transfers().create(request("a").rail(OTHER_RAIL).build()).orElseThrow();
        zentra.runDueWork();
        byte[] body = body(transfer.attemptId(), "succeeded", "").getBytes(StandardCharsets.UTF_8);
        CallbackOutcome first = zentra.callbacks(OTHER_RAIL).accept(Map.of(), body);
        clock.advance(Duration.ofDays(400));
        CallbackOutcome again = zentra.callbacks(OTHER_RAIL).accept(Map.of("x-trace", "2"), body);

        assertThat(first).isInstanceOf(CallbackOutcome.Applied.class);
        assertThat(again).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(evidence(transfer).messageId()).startsWith("sha256:");
        assertThat(evidence(transfer).skew()).isEmpty();
        assertThat(arrived()).isEqualTo(AMOUNT);
    }

    @Test
    void aMessageIdTakesEffectOnceAndOtherNewsUnderItContradict() {
        Transfer first = sent("a");
        Transfer second = sent("b");
        SandboxRail.Message message = told(first.attemptId(), "succeeded");
        take(message);
        SandboxRail.Message reused = withIdOf(message, body(second.attemptId(), "succeeded", ""));

        assertThat(take(reused)).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(take(reused)).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(status(first)).isEqualTo(TransferStatus.SETTLED);
        assertThat(status(second)).isEqualTo(TransferStatus.CONTRADICTED);
        assertThat(acme.transfers().get(second.id()).reason()).isEqualTo("the rail tells two things by one name");
        assertThat(arrived()).isEqualTo(AMOUNT);
    }

    @Test
    void aFactOfTheSameNameIsToldOnce() {
        Transfer first = sent("a");
        Transfer second = sent("b");
        take(named(first.attemptId(), "charge-1"));

        assertThat(take(named(first.attemptId(), "charge-1"))).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(take(named(second.attemptId(), "charge-1"))).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(take(named("nobody-knows", "charge-2"))).isInstanceOf(CallbackOutcome.Parked.class);
        assertThat(take(named("nobody-knows", "charge-2"))).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(arrived()).isEqualTo(AMOUNT);
    }

    @Test
    void whoseItIsTellsOurReferenceOrTheAddress() {
        Transfer transfer = sent("a");

        SandboxRail.Message ours = told(transfer.attemptId(), "succeeded");
        assertThat(code(zentra.tenant("other").callbacks(RAIL).accept(ours.headers(), ours.body())))
                .isEqualTo(ErrorCode.UNKNOWN_REFERENCE);
        assertThat(zentra.callbacks(OTHER_RAIL).accept(Map.of(), ours.body()))
                .isInstanceOfSatisfying(CallbackOutcome.Rejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo(ErrorCode.UNKNOWN_REFERENCE);
                    assertThat(rejected.message()).contains("over the rail \"" + OTHER_RAIL + "\"");
                });
        SandboxRail.Message theirs = told(provider(transfer), "succeeded");
        assertThat(code(zentra.callbacks(RAIL).accept(theirs.headers(), theirs.body())))
                .isEqualTo(ErrorCode.UNKNOWN_REFERENCE);
        assertThat(zentra.tenant("other").callbacks(RAIL).accept(theirs.headers(), theirs.body()))
                .isInstanceOf(CallbackOutcome.Parked.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(zentra.callbacks(RAIL).accept(ours.headers(), ours.body()))
                .isInstanceOf(CallbackOutcome.Applied.class);
        zentra.tenant("other").as(Actor.service("svc")).verify().requireSound();
    }

    @Test
    void whatIsKeptIsVerifiedAgainYearsLater() {
        Transfer transfer = sent("a");
        SandboxRail.Message message =
                bank.success(transfer.attemptId(), clock.instant().minusSeconds(3));
        CallbackMessage whole = CallbackMessage.of(
                "POST",
                "https://pay.example/callbacks?rail=1",
                with(message.headers(), Map.of("Authorization", "Basic c2VjcmV0", "User-Agent", "bank/1")),
                message.body());
        zentra.tenant("acme").callbacks(RAIL).accept(whole);
        clock.advance(Duration.ofDays(3_650));
        CallbackEvidence evidence = evidence(transfer);

        assertThat(evidence.effect()).isEqualTo("applied");
        assertThat(evidence.transferId()).contains(transfer.id());
        assertThat(evidence.skew()).contains(Duration.ofSeconds(3));
        assertThat(evidence.changes()).extracting(Event::type).containsExactly("transfer.settled");
        CallbackMessage kept = evidence.message().orElseThrow();
        assertThat(kept.body()).isEqualTo(message.body());
        assertThat(kept.target()).isEqualTo("https://pay.example/callbacks?rail=1");
        assertThat(kept.headers().all("user-agent")).containsExactly("bank/1");
        assertThat(kept.headers().all("authorization")).containsExactly("[redacted]");
        assertThat(evidence.redacted()).containsExactly("header authorization");
        assertThat(refusal(evidence.verify(bank.scheme()))).isEqualTo(ErrorCode.CALLBACK_INCOMPLETE);
    }

    @Test
    void whatIsKeptWholeIsVerifiedAgain() {
        Transfer transfer = sent("a");
        take(told(transfer.attemptId(), "succeeded"));
        clock.advance(Duration.ofDays(3_650));
        CallbackEvidence evidence = evidence(transfer);

        assertThat(evidence.verify(bank.scheme())).isInstanceOfSatisfying(CallbackVerdict.Verified.class, verified -> {
            assertThat(verified.keyId()).isEqualTo(evidence.keyId());
            assertThat(verified.messageId()).contains(evidence.messageId());
        });
        assertThat(refusal(evidence.verify(SandboxRail.create().scheme()))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        acme.evidence().eraseCallback(evidence.received().seq());
        CallbackEvidence erased = evidence(transfer);
        assertThat(erased.message()).isEmpty();
        assertThat(refusal(erased.verify(bank.scheme()))).isEqualTo(ErrorCode.CALLBACK_INCOMPLETE);
        assertThat(erased.keyId()).isEqualTo(evidence.keyId());
    }

    @Test
    void membersThatMustNotBeKeptAreNot() {
        Transfer transfer = sent("a");
        take(bank.signed(
                body(transfer.attemptId(), "succeeded", "\"payer\":[{\"iban\":\"DE89\",\"share\":1.10}]"),
                clock.instant()));
        CallbackEvidence evidence = evidence(transfer);

        assertThat(new String(evidence.message().orElseThrow().body(), StandardCharsets.UTF_8))
                .contains("\"iban\":\"[redacted]\"", "\"share\":1.10")
                .doesNotContain("DE89");
        assertThat(evidence.redacted()).containsExactly("member iban");
        PacketVerifier.trusting(key.verifier())
                .verify(acme.evidence().packet(transfer.id()))
                .orElseThrow();
    }

    @Test
    void whatIsNotVerifiedIsCountedAndTellsNothingMoreThanADigest() {
        Transfer transfer = sent("a");
        SandboxRail.Message message = told(transfer.attemptId(), "succeeded");
        long size = acme.journal().size();
        for (int i = 0; i < 10; i++) {
            assertThat(code(takeForged(message))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        }
        assertThat(code(take(message))).as("too many in a second").isEqualTo(ErrorCode.RATE_LIMITED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(take(message)).isInstanceOf(CallbackOutcome.Applied.class);

        assertThat(zentra.callbacks(RAIL).refused().count()).isEqualTo(11);
        assertThat(zentra.callbacks(RAIL).refused().byCode())
                .isEqualTo(Map.of("signature_invalid", 10L, "rate_limited", 1L));
        assertThat(zentra.callbacks(RAIL).refused().samples())
                .hasSize(10)
                .allSatisfy(sample -> assertThat(sample.beginning()).startsWith("{\"forged\":true"));
        assertThat(acme.journal().timeline(transfer.id()))
                .noneMatch(event -> event.seq() > size && event.toString().contains("forged"));
        assertThat(bank.calls()).hasSize(1);
    }

    /** The first at once, what follows within a minute together. */
    @Test
    void refusalsAreToldToTheRegistryOnceAMinute() throws SQLException {
        SandboxRail.Message message = told("at_nobody", "succeeded");
        takeForged(message);
        takeForged(message);
        takeForged(message);
        assertThat(refusals()).containsExactly("{\"signature_invalid\":1}");
        clock.advance(Duration.ofMinutes(1));
        takeForged(message);
        assertThat(refusals()).containsExactly("{\"signature_invalid\":1}", "{\"signature_invalid\":3}");
    }
}
