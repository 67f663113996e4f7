package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.PacketPart;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Transfers over a scripted rail, with a policy and people who decide. */
abstract class TransferDesk extends PolicyDesk {
    static final String RAIL = "rail_primary";
    static final String LANE = "transfers";
    static final String RESERVED = "reserved:usd";
    static final String SETTLEMENT = "settlement:usd";
    static final long AMOUNT = 125_000;
    static final long FUNDS = 1_000_000;
    static final Actor OPERATOR = Actor.operator("olga", Permission.READ, Permission.OPERATE_TRANSFERS);
    static final Actor DORA =
            Actor.operator("dora", Permission.READ, Permission.WORK_REVIEWS, Permission.DECIDE_REVIEWS);

    private final SandboxRail bank = SandboxRail.create();

    TransferDesk() {}

    @Override
    void configure(ZentraRuntime.Builder builder) {
        builder.rail(RAIL, bank).callbacks(RAIL, bank.scheme());
    }

    @BeforeEach
    final void openFlow() {
        acme().transfers().openFlowAccounts(USD);
        by(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of(LANE, TREASURER, DORA), newKey())
                .orElseThrow();
    }

    /** Money is neither made nor lost, and nothing lies on the way but what is under way; every packet verifies. */
    @AfterEach
    final void requireNothingLost() {
        for (Transfer each : acme().transfers().list(0, 1_000)) {
            requireSound(acme().evidence().packet(each.id()));
        }
        assertThat(posted(SETTLEMENT)).isZero();
        assertThat(posted(CUSTOMER) + posted(RESERVED) + posted(MERCHANT)).isEqualTo(FUNDS);
        assertThat(acme().ledgers().trialBalance().isZero()).isTrue();
    }

    /** It verifies and keeps to every rule, whatever is withheld. */
    final void requireSound(AuditPacket packet) {
        PacketVerifier verifier = PacketVerifier.trusting(acme().journal().verifyingKey());
        for (AuditPacket each : List.of(packet, packet.redacted(PacketPart.values()))) {
            PacketVerdict verdict = verifier.verify(each);
            assertThat(verdict.faults())
                    .as("the packet of %s", each.correlation())
                    .isEmpty();
            PacketRule.checkAll(each);
        }
    }

    final SandboxRail bank() {
        return bank;
    }

    static TransferRequest.Builder request(long minor, String key) {
        return TransferRequest.builder()
                .from(CUSTOMER)
                .to(MERCHANT)
                .amount(usd(minor))
                .idempotencyKey(key);
    }

    final Outcome<Transfer> create(long minor, String key) {
        return acme().transfers().create(request(minor, key).build());
    }

    final Transfer created() {
        return create(AMOUNT, newKey()).orElseThrow();
    }

    /** A transfer that the rail has accepted. */
    final Transfer sent() {
        Transfer transfer = created();
        zentra().runDueWork();
        return transfer;
    }

    final Transfer settled() {
        Transfer transfer = sent();
        success(transfer);
        return now(transfer, TransferStatus.SETTLED);
    }

    final CallbackOutcome success(Transfer transfer) {
        return take(bank.success(transfer.attemptId(), clock().instant()));
    }

    final CallbackOutcome failure(Transfer transfer) {
        return take(bank.failure(transfer.attemptId(), "account closed", clock().instant()));
    }

    final CallbackOutcome take(SandboxRail.Message message) {
        return zentra().callbacks(RAIL).accept(message.headers(), message.body());
    }

    final Transfer now(Transfer before) {
        return acme().transfers().get(before.id());
    }

    final Transfer now(Transfer before, TransferStatus expected) {
        Transfer now = now(before);
        assertThat(now.status()).as("%s", now).isEqualTo(expected);
        return now;
    }

    /** The case that a transfer waits for. */
    final ReviewCase caseOf(Transfer transfer) {
        String id = Objects.requireNonNull(now(transfer).caseId(), "it waits for a case");
        return acme().reviews().find(id).orElseThrow();
    }

    /** Approves, and lets what waited go on. */
    final void approve(Actor who, ReviewCase seen) {
        by(who).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();
        zentra().runDueWork();
    }

    /** Denies, and lets what waited end. */
    final void deny(Actor who, ReviewCase seen) {
        by(who).reviews().deny(seen.id(), "not_ours", newKey()).orElseThrow();
        zentra().runDueWork();
    }

    final List<String> events(Transfer transfer) {
        return acme().evidence().timeline(transfer.id()).stream()
                .map(Event::type)
                .toList();
    }

    /** Above 1,000.00 persons look, above 5,000.00 it is denied. */
    static Policy reviewing() {
        return Policy.named("transfer")
                .deny("too_much", Condition.amountOver(usd(500_000)))
                .review("treasury", Condition.amountOver(usd(100_000)))
                .build();
    }
}
