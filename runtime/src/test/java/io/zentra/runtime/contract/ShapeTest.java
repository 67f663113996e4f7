package io.zentra.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.payment.Payment;
import io.zentra.webhooks.delivery.StreamState;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What clients were promised: each answer of each version is the file beside this test, member by member and in order. A file
 * of a version that was published is never changed.
 */
class ShapeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Contract first = Contract.of(ContractVersion.V1);
    private final Contract second = Contract.of(ContractVersion.V2);

    private static void isAsPromised(Answer answer, int status, String file) {
        try {
            assertThat(answer.json())
                    .as(file)
                    .isEqualTo(JSON.readTree(Samples.file(file)).toString());
        } catch (IOException noJson) {
            throw new AssertionError(file, noJson);
        }
        assertThat(answer.httpStatus()).as(file).isEqualTo(status);
        assertThat(answer.body()).asString().isEqualTo(answer.json());
    }

    private static <R> Outcome<R> applied(R result) {
        return new Outcome.Applied<>(result);
    }

    @Test
    void version1AnswersWhatThePagesShow() {
        isAsPromised(first.transfer(applied(Samples.transfer(TransferStatus.PROCESSING))), 200, "v1/transfer");
        isAsPromised(first.posting(applied(Samples.posting())), 200, "v1/posting");
        isAsPromised(
                first.intent(applied(Samples.intent(IntentStatus.CONTROLLED, StreamState.HEALTHY))), 200, "v1/intent");
        isAsPromised(first.transfer(Samples.declined()), 409, "v1/declined");
        isAsPromised(first.error(denied()), 403, "v1/error");
    }

    @Test
    void version2AnswersAllThatIsKnown() {
        Transfer contradicted = Samples.transfer(TransferStatus.CONTRADICTED);
        isAsPromised(second.transfer(new Outcome.Replayed<>(applied(contradicted), 3)), 200, "v2/transfer");
        isAsPromised(second.posting(applied(Samples.posting())), 200, "v2/posting");
        isAsPromised(
                second.intent(applied(Samples.intent(IntentStatus.IN_REVIEW, StreamState.HEALTHY))), 200, "v2/intent");
        isAsPromised(second.transfer(Samples.declined()), 409, "v2/declined");
        isAsPromised(second.posting(new Outcome.Replayed<>(Samples.declined(), 2)), 409, "v2/declined-again");
        isAsPromised(second.error(denied()), 403, "v2/error");
        isAsPromised(second.payment(new Outcome.Replayed<>(applied(PaymentSamples.payment()), 1)), 200, "v2/payment");
        isAsPromised(second.payment(applied(PaymentSamples.paymentOverRails())), 200, "v2/payment-over-rails");
        isAsPromised(second.intent(applied(PaymentSamples.openingIntent())), 200, "v2/intent-open");
    }

    @Test
    void version2LeavesOutWhatHasNoValue() {
        isAsPromised(second.transfer(Samples.leastTransfer()), 200, "v2/transfer-least");
        isAsPromised(second.posting(Samples.leastPosting()), 200, "v2/posting-least");
        isAsPromised(second.intent(Samples.leastIntent()), 200, "v2/intent-least");
        isAsPromised(second.intent(Samples.accountIntent()), 200, "v2/intent-account");
        isAsPromised(second.payment(PaymentSamples.leastPayment()), 200, "v2/payment-least");
    }

    /** Whoever adds a component decides here which version tells it. */
    @Test
    void everyComponentHasItsPlaceInVersion2() {
        assertThat(components(Transfer.class))
                .isEqualTo("id status event eventSeq source destination amount route reservePostingId reversed reason"
                        + " caseId createdAt");
        assertThat(components(Posting.class))
                .isEqualTo("id seq postedAt effectiveAt entries correlation reverses corrects hold decision metadata"
                        + " crossings");
        assertThat(components(Intent.class))
                .isEqualTo("id request status ledgerState eventStream auditPacket reason caseId acceptedAt");
        assertThat(components(Payment.class))
                .isEqualTo("id status eventSeq source destination amount amounts postingIds isOverRails transferIds"
                        + " reason caseId expiresAt createdAt");
        assertThat(components(Payment.Amounts.class))
                .isEqualTo("authorized held sent captured returning refunded chargedBack");
        assertThat(components(NewAccount.class)).isEqualTo("id asset kind normalSide floor ceiling metadata");
    }

    /** Version 1 has no payments: an answer that a later version would have to understand is not made up. */
    @Test
    void whatWasDeclinedIsAnErrorInEitherVersion() {
        isAsPromised(first.payment(Samples.declined()), 409, "v1/declined");
        isAsPromised(second.payment(Samples.declined()), 409, "v2/declined");
    }

    @Test
    void aRetryInVersion1GetsTheSameBytes() {
        Transfer transfer = Samples.transfer(TransferStatus.PROCESSING);

        assertThat(first.transfer(new Outcome.Replayed<>(applied(transfer), 1)))
                .isEqualTo(first.transfer(applied(transfer)))
                .isEqualTo(first.transfer(transfer));
        assertThat(first.transfer(new Outcome.Replayed<>(Samples.declined(), 1)))
                .isEqualTo(first.transfer(Samples.declined()));
    }

    @Test
    void version1TellsLaterStatesInTheWordsOfThePages() {
        Map<TransferStatus, String> transfers = new EnumMap<>(TransferStatus.class);
        for (TransferStatus status : TransferStatus.values()) {
            transfers.put(status, status(first.transfer(Samples.transfer(status))));
        }
        Map<IntentStatus, String> intents = new EnumMap<>(IntentStatus.class);
        for (IntentStatus status : IntentStatus.values()) {
            intents.put(status, status(first.intent(Samples.intent(status, StreamState.FAILING))));
        }

        assertThat(transfers.toString())
                .isEqualTo("{PENDING=pending, PROCESSING=processing, IN_REVIEW=review, POSTED=posted, SETTLED=settled,"
                        + " FAILED=failed, REVERSED=reversed, RETURNED=reversed, DENIED=failed, CANCELLED=failed,"
                        + " CONTRADICTED=review}");
        assertThat(intents.toString())
                .isEqualTo(
                        "{ACCEPTED=accepted, CONTROLLED=controlled, LEDGERED=ledgered, ROUTED=routed,"
                                + " SYNCHRONIZED=synchronized, EVIDENCED=evidenced, IN_REVIEW=review, DENIED=failed,"
                                + " FAILED=failed, REVERSED=reversed, RETURNED=reversed, CANCELLED=failed, CONTRADICTED=review}");
    }

    /** Paths, addresses and statements of the host are none of the caller's. */
    @Test
    void tellsOfFailuresNothingButTheCodeAndWhatToDo() {
        Answer broken = second.error(ZentraException.of(ErrorCode.FILE_FAILED, "/srv/keys cannot be read")
                .with("file", "/srv/keys"));
        Answer busy = first.error(ZentraException.of(ErrorCode.OUTCOME_UNKNOWN, "db.internal:5432 went away"));

        assertThat(broken.httpStatus()).isEqualTo(500);
        assertThat(broken.json())
                .isEqualTo(
                        "{\"code\":\"file_failed\",\"contract_version\":\"2\",\"details\":{},\"message\":\"something is"
                                + " broken or set up wrongly: a person must look\"}");
        assertThat(busy.httpStatus()).isEqualTo(503);
        assertThat(busy.json())
                .contains("\"outcome_unknown\"", "with the same key again")
                .doesNotContain("5432");
    }

    @Test
    void writesWhateverTextAnErrorHas() {
        ZentraException odd = ZentraException.of(
                ErrorCode.INVALID_REASON,
                "half a character \ud800 and " + "x".repeat(9_000),
                Map.of("\udfff", "\u0000"));

        assertThat(second.error(odd).json())
                .contains("half a character \ufffd", "…\"", "{\"\ufffd\":\"\\u0000\"}")
                .hasSizeLessThan(1_200);
    }

    private static ZentraException denied() {
        return ZentraException.of(
                ErrorCode.PERMISSION_DENIED,
                "user:u-17 lacks the permission transfers.create",
                Map.of("permission", "transfers.create"));
    }

    private static String components(Class<?> type) {
        return String.join(
                " ",
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    private static String status(Answer answer) {
        try {
            return JSON.readTree(answer.json()).path("status").textValue();
        } catch (IOException noJson) {
            throw new AssertionError(answer.json(), noJson);
        }
    }
}
