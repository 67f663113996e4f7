package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Transfers;
import io.zentra.runtime.Workspace;
import io.zentra.testing.SandboxRail;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What transfers must do on every storage. After each test journal, ledger and transfers are verified. */
public abstract class TransferContract extends OneRailDesk {
    /** For subclasses. */
    protected TransferContract() {}

    @Test
    void reservesBeforeTheRailIsCalled() {
        Transfer transfer = create("transfer_key_042");

        assertThat(transfer.status()).isEqualTo(TransferStatus.PROCESSING);
        assertThat(transfer.event()).isEqualTo("transfer.created");
        assertThat(bank.calls()).isEmpty();
        assertThat(posted("customer:42")).isEqualTo(75_000);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
    }

    @Test
    void settlesThroughTheFlowOnASignedCallback() {
        Transfer transfer = sent("transfer_key_042");
        CallbackOutcome outcome = accept(bank.success(transfer.attemptId(), clock.instant()));

        assertThat(outcome).isInstanceOf(CallbackOutcome.Applied.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(posted("reserved:usd")).isZero();
        assertThat(posted("settlement:usd")).isZero();
        assertThat(posted("merchant:7")).isEqualTo(125_000);
    }

    @Test
    void theSameSuccessTwiceMovesMoneyOnce() {
        Transfer transfer = sent("transfer_key_042");
        SandboxRail.Message message = bank.success(transfer.attemptId(), clock.instant());
        CallbackOutcome.Applied first = (CallbackOutcome.Applied) accept(message);
        CallbackOutcome.Duplicate again = (CallbackOutcome.Duplicate) accept(message);
        CallbackOutcome.Duplicate other =
                (CallbackOutcome.Duplicate) accept(bank.success(transfer.attemptId(), clock.instant()));

        assertThat(again.eventSeq()).as("the message's first coming").isEqualTo(first.eventSeq());
        Event own = acme.journal().event(other.eventSeq()).orElseThrow();
        assertThat(own.seq()).as("another message's own").isGreaterThan(first.eventSeq());
        assertThat(own.type()).isEqualTo("callback.received");
        assertThat(own.body().path("effect").asText()).isEqualTo("duplicate");
        assertThat(posted("merchant:7")).isEqualTo(125_000);
    }

    @Test
    void aFailureAfterSuccessContradictsAndMovesNothing() {
        Transfer transfer = sent("transfer_key_042");
        accept(bank.success(transfer.attemptId(), clock.instant()));
        CallbackOutcome outcome = accept(bank.failure(transfer.attemptId(), "returned", clock.instant()));

        assertThat(outcome).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.CONTRADICTED);
        assertThat(posted("merchant:7")).isEqualTo(125_000);
        assertThat(acme.evidence().timeline(transfer.id()))
                .extracting(Event::type)
                .containsSubsequence(
                        "transfer.created",
                        "provider.routed",
                        "callback.received",
                        "transfer.settled",
                        "callback.received",
                        "transfer.contradicted");
    }

    @Test
    void aWrongAmountContradictsTheRequest() {
        Transfer transfer = sent("transfer_key_042");
        CallbackOutcome outcome = accept(bank.success(transfer.attemptId(), usd(124_999), clock.instant()));

        assertThat(outcome).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
    }

    /** As many euros are not as many dollars. */
    @Test
    void aWrongAssetContradictsTheRequest() {
        Transfer transfer = sent("transfer_key_042");
        Money euros = Money.ofMinor(transfer.amount().minor(), Asset.iso("EUR"));
        CallbackOutcome outcome = accept(bank.success(transfer.attemptId(), euros, clock.instant()));

        assertThat(outcome).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.CONTRADICTED);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
        assertThat(posted("merchant:7")).isZero();
    }

    @Test
    void aFailureGivesTheReserveBack() {
        Transfer transfer = sent("transfer_key_042");
        accept(bank.failure(transfer.attemptId(), "account closed", clock.instant()));

        assertThat(status(transfer)).isEqualTo(TransferStatus.FAILED);
        assertThat(acme.transfers().get(transfer.id()).reason()).isEqualTo("account closed");
        assertThat(posted("customer:42")).isEqualTo(200_000);
    }

    @Test
    void aDeclineAndAProvenNotSentGiveTheReserveBack() {
        bank.nextSubmit(new RailOutcome.Declined("limit")).nextSubmit(new RailOutcome.NotSent("refused connection"));
        Transfer declined = sent("declined");
        Transfer notSent = sent("not-sent");

        assertThat(status(declined)).isEqualTo(TransferStatus.FAILED);
        assertThat(status(notSent)).isEqualTo(TransferStatus.FAILED);
        assertThat(posted("customer:42")).isEqualTo(200_000);
    }

    /** A callback overtakes the answer to the call that it is about. */
    @Test
    void aCallbackBeforeTheRailsAnswerCounts() {
        Transfer transfer = create("transfer_key_042");
        bank.duringNextSubmit(() -> accept(bank.signed(
                "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"" + transfer.attemptId()
                        + "\",\"amount_minor\":125000,\"currency\":\"USD\"}}",
                clock.instant())));
        zentra.runDueWork();

        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(posted("merchant:7")).isEqualTo(125_000);
    }

    /** The same with a failure: that the rail had accepted it before is no contradiction when it is told late. */
    @Test
    void aFailureBeforeTheRailsAnswerCounts() {
        Transfer transfer = create("transfer_key_042");
        bank.duringNextSubmit(() -> accept(bank.signed(
                "{\"type\":\"transfer.failed\",\"data\":{\"reference\":\"" + transfer.attemptId()
                        + "\",\"amount_minor\":125000,\"currency\":\"USD\",\"reason\":\"closed\"}}",
                clock.instant())));
        zentra.runDueWork();

        assertThat(status(transfer)).isEqualTo(TransferStatus.FAILED);
        assertThat(posted("customer:42")).isEqualTo(200_000);
    }

    @Test
    void aFrozenSourceMakesAFailureWaitForAPersonAndKeepsItsReason() {
        Transfer transfer = sent("transfer_key_042");
        acme.accounts().freeze("customer:42", "freeze-1").orElseThrow();
        accept(bank.failure(transfer.attemptId(), "account closed", clock.instant()));
        assertThat(status(transfer)).isEqualTo(TransferStatus.IN_REVIEW);
        long size = acme.journal().size();
        clock.advance(Duration.ofHours(2));
        zentra.runDueWork();
        assertThat(acme.journal().size()).isEqualTo(size); // refused again, and nothing more to tell

        acme.accounts().unfreeze("customer:42", "unfreeze-1").orElseThrow();
        clock.advance(Duration.ofHours(2));
        zentra.runDueWork();
        assertThat(status(transfer)).isEqualTo(TransferStatus.FAILED);
        assertThat(acme.transfers().get(transfer.id()).reason()).isEqualTo("account closed");
        assertThat(posted("customer:42")).isEqualTo(200_000);
    }

    @Test
    void anAccountThatTransfersPassThroughIsNoEndOfOne() {
        create("transfer_key_042");
        for (String passed : List.of("reserved:usd", "settlement:usd", "payout:usd")) {
            requireNoEnd(passed, between(passed, "merchant:7", "from-" + passed));
            requireNoEnd(passed, between("customer:42", passed, "to-" + passed));
        }
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
        assertThat(acme.transfers().list(0, 10)).hasSize(1);
    }

    private void requireNoEnd(String passed, TransferRequest request) {
        acme.transfers()
                .create(request)
                .match(
                        applied -> {
                            throw new AssertionError("applied: " + applied);
                        },
                        replayed -> {
                            throw new AssertionError("replayed: " + replayed);
                        },
                        declined -> {
                            assertThat(declined.code()).isEqualTo(ErrorCode.INVALID_ID);
                            assertThat(declined.details()).containsEntry("account", passed);
                            return declined;
                        });
    }

    /** A provider cut an emoji in two: its news must not fail for ever. */
    @Test
    void newsWithUnreadableCharactersIsTaken() {
        Transfer transfer = sent("transfer_key_042");
        String body = bank.failure(transfer.attemptId(), "cut", clock.instant())
                .text()
                .replace("\"cut\"", "\"cut \\ud83d\\u0000\"");
        CallbackOutcome outcome = accept(bank.signed(body, clock.instant()));

        assertThat(outcome).isInstanceOf(CallbackOutcome.Applied.class);
        assertThat(acme.transfers().get(transfer.id()).reason()).isEqualTo("cut ??");
    }

    @Test
    void aCallbackForAnAttemptThatWasNeverMadeMovesNothing() {
        Transfer transfer = sent("transfer_key_042");
        SandboxRail.Message real = bank.success(transfer.attemptId(), clock.instant());
        EntityId id = EntityId.parse("at", transfer.attemptId()).orElseThrow();
        String invented = new EntityId("at", id.tenantNo(), id.seq(), id.random() + 1).toString();
        SandboxRail.Message forged = bank.signed(real.text().replace(transfer.attemptId(), invented), clock.instant());

        assertThat(zentra.callbacks(RAIL).accept(forged.headers(), forged.body()))
                .isInstanceOf(CallbackOutcome.Parked.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
    }

    @Test
    void aFrozenDestinationMakesSuccessWaitForAPerson() {
        Transfer transfer = sent("transfer_key_042");
        acme.accounts().freeze("merchant:7", "freeze-2").orElseThrow();
        accept(bank.success(transfer.attemptId(), clock.instant()));
        assertThat(status(transfer)).isEqualTo(TransferStatus.IN_REVIEW);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);

        acme.accounts().unfreeze("merchant:7", "unfreeze-2").orElseThrow();
        clock.advance(Duration.ofHours(2));
        zentra.runDueWork();
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(posted("merchant:7")).isEqualTo(125_000);
    }

    @Test
    void replaysAndDeclinesByKey() {
        Transfer first = create("transfer_key_042");
        Outcome<Transfer> again = acme.transfers().create(request("transfer_key_042", 125_000));
        Outcome<Transfer> tooMuch = acme.transfers().create(request("too-much", 75_001));

        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(first);
        assertThat(tooMuch.isDeclined()).isTrue();
        assertThat(acme.transfers().list(0, 10)).containsExactly(first);
        assertThatThrownBy(() -> acme.transfers().create(request("transfer_key_042", 1)))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
                    assertThat(e.details()).containsEntry("field", "amount_minor");
                });
        assertThat(acme.evidence().timeline(first.id()))
                .as("what came under its key is a part of its story")
                .extracting(Event::type)
                .containsExactly(
                        "transfer.created",
                        "ledger.entry.created",
                        "provider.routed",
                        "request.replayed",
                        "request.conflicted");
        requireSoundPacket(first);
    }

    @Test
    void forgedStaleAndMalformedCallbacksChangeNothing() {
        Transfer transfer = sent("transfer_key_042");
        SandboxRail.Message message = bank.success(transfer.attemptId(), clock.instant());
        long size = acme.journal().size();

        assertThat(rejected(message.headers(), message.text().replace("125000", "125001")))
                .isEqualTo(ErrorCode.SIGNATURE_INVALID);
        assertThat(rejected(Map.of(), message.text())).isEqualTo(ErrorCode.SIGNATURE_MISSING);
        SandboxRail.Message stale =
                bank.success(transfer.attemptId(), clock.instant().minus(Duration.ofMinutes(6)));
        assertThat(rejected(stale.headers(), stale.text())).isEqualTo(ErrorCode.SIGNATURE_STALE);
        SandboxRail.Message early =
                bank.success(transfer.attemptId(), clock.instant().plus(Duration.ofMinutes(6)));
        assertThat(rejected(early.headers(), early.text())).isEqualTo(ErrorCode.SIGNATURE_STALE);
        SandboxRail.Message garbage = bank.signed("{\"type\":", clock.instant());
        assertThat(rejected(garbage.headers(), garbage.text())).isEqualTo(ErrorCode.CALLBACK_MALFORMED);
        assertThat(rejected(message.headers(), "x".repeat(70_000))).isEqualTo(ErrorCode.CALLBACK_TOO_LARGE);
        SandboxRail.Message unknown =
                bank.signed(message.text().replace(transfer.attemptId(), "at_nobody"), clock.instant());
        assertThat(rejected(unknown.headers(), unknown.text())).isEqualTo(ErrorCode.UNKNOWN_REFERENCE);

        assertThat(acme.journal().size()).isEqualTo(size);
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
    }

    /** The id takes effect once; what else comes under it is a fact, and is kept. */
    @Test
    void aMessageIdWithOtherNewsContradicts() {
        Transfer transfer = sent("transfer_key_042");
        SandboxRail.Message first = bank.success(transfer.attemptId(), clock.instant());
        accept(first);
        Map<String, String> headers = new HashMap<>(
                bank.failure(transfer.attemptId(), "x", clock.instant()).headers());
        byte[] body = first.text().replace("succeeded", "failed").getBytes(StandardCharsets.UTF_8);
        headers.putAll(bank.scheme().sign(first.headers().getOrDefault("webhook-id", ""), clock.instant(), body));

        assertThat(zentra.callbacks(RAIL).accept(headers, body)).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(zentra.callbacks(RAIL).accept(headers, body)).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(status(transfer)).isEqualTo(TransferStatus.CONTRADICTED);
        assertThat(acme.evidence().timeline(transfer.id()))
                .extracting(Event::type)
                .containsSubsequence(
                        "transfer.settled", "request.conflicted", "callback.received", "transfer.contradicted");
        requireSoundPacket(transfer);
    }

    /** Reads through the joined handle used to go over another connection, which saw nothing of what it had written. */
    @Test
    void aJoinedTransferIsReadInItsTransactionAndGoneWithIt() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Workspace joined = zentra.on(connection).tenant("acme").as(Actor.service("svc_host"));
            Transfer transfer =
                    joined.transfers().create(request("joined", 100)).orElseThrow();

            assertThat(joined.transfers().get(transfer.id())).isEqualTo(transfer);
            assertThat(joined.transfers().list(0, 10)).containsExactly(transfer);
            assertThat(joined.accounts().balances("reserved:usd").posted()).isEqualTo(usd(100));
            assertThat(joined.evidence().timeline(transfer.id())).hasSize(3);
            joined.verify().requireSound();
            assertThatThrownBy(() -> joined.evidence().packet(transfer.id()))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_UNFIT));
            connection.rollback();
            connection.setAutoCommit(true);
            assertThat(acme.transfers().find(transfer.id())).isEmpty();
        }
        zentra.runDueWork();
        assertThat(bank.calls()).isEmpty();
    }

    @Test
    void refusesAPageOfNoOrTooManyTransfers() {
        for (int limit : new int[] {0, -1, Transfers.MAX_PAGE + 1}) {
            assertThatThrownBy(() -> acme.transfers().list(0, limit))
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        }
        assertThat(acme.transfers().list(0, Transfers.MAX_PAGE)).isEmpty();
    }

    @Test
    void checkpointsAreSignedAtIntervals() {
        long size = acme.journal().size();
        zentra.runDueWork();
        assertThat(elsewhere).as("before the interval").isEmpty();
        clock.advance(Duration.ofMinutes(11));
        zentra.runDueWork();
        assertThat(elsewhere).containsOnlyKeys("acme", "zentra");
        List<Checkpoint> ofAcme = elsewhere.getOrDefault("acme", List.of());
        assertThat(ofAcme).extracting(Checkpoint::size).containsExactly(size);
        assertThat(ofAcme).extracting(Checkpoint::origin).containsExactly("acme-ledger/acme");

        sent("transfer_key_042");
        clock.advance(Duration.ofMinutes(11));
        long more = acme.journal().size();
        zentra.runDueWork();
        assertThat(ofAcme).hasSize(2);
        assertThat(ofAcme.get(1).size()).isGreaterThanOrEqualTo(more);
        acme.verify(ofAcme).requireSound();
    }

    @Test
    void anActorWithoutPermissionCreatesNothing() {
        Workspace reader = zentra.tenant("acme").as(Actor.user("u-1", Permission.READ));

        assertThatThrownBy(() -> reader.transfers().create(request("no", 1)))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        assertThat(acme.transfers().list(0, 10)).isEmpty();
    }

    private static TransferRequest between(String from, String to, String idempotencyKey) {
        return TransferRequest.builder()
                .from(from)
                .to(to)
                .amount(usd(1))
                .idempotencyKey(idempotencyKey)
                .build();
    }

    private ErrorCode rejected(Map<String, String> headers, String body) {
        CallbackOutcome outcome = zentra.callbacks(RAIL).accept(headers, body.getBytes(StandardCharsets.UTF_8));
        return ((CallbackOutcome.Rejected) outcome).code();
    }

    private void requireSoundPacket(Transfer transfer) {
        AuditPacket packet = acme.evidence().packet(transfer.id());
        assertThat(PacketVerifier.trusting(key.verifier()).verify(packet).isVerified())
                .isTrue();
    }
}
