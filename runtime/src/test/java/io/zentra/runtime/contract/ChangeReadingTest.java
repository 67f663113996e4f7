package io.zentra.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.runtime.intent.IntentAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments, changes of what is there, and intents about accounts: version 2 reads them as strictly, version 1 has none. */
class ChangeReadingTest {
    private final Contract first = Contract.of(ContractVersion.V1);
    private final Contract second = Contract.of(ContractVersion.V2);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ZentraException refused(Function<byte[], ?> reader, String body) {
        return catchThrowableOfType(ZentraException.class, () -> reader.apply(utf8(body)));
    }

    private static String file(String kind) {
        return Samples.text("v2/" + kind + "-request");
    }

    /** Those of version 2 alone, by the files that they read. */
    static Map<String, Function<byte[], ?>> readers(Contract contract) {
        return Map.of(
                "payment", contract::readPayment,
                "forced-clearing", contract::readForcedClearing,
                "transfer-change", contract::readTransferChange,
                "payment-change", contract::readPaymentChange,
                "card-change", contract::readCardChange,
                "account-open", contract::readIntent,
                "account-change", contract::readIntent);
    }

    private Function<byte[], ?> reader(String kind) {
        return Objects.requireNonNull(readers(second).get(kind), kind);
    }

    @Test
    void readsPaymentsAndAccounts() {
        assertThat(second.readPayment(Samples.file("v2/payment-request"))).isEqualTo(PaymentSamples.paymentRequest());
        assertThat(second.readForcedClearing(Samples.file("v2/forced-clearing-request")))
                .isEqualTo(new ForcedClearing(PaymentSamples.forcedRequest(), "in the scheme's file of 28 November"));
        assertThat(second.readIntent(Samples.file("v2/account-open-request")))
                .isEqualTo(PaymentSamples.openingRequest());
        assertThat(second.readIntent(Samples.file("v2/account-change-request")))
                .isEqualTo(Samples.accountIntent().request());
    }

    @Test
    void readsThatAPaymentGoesOverRails() {
        assertThat(second.readPayment(overRails("true")))
                .isEqualTo(PaymentSamples.paymentRequest().overRails());
        assertThat(second.readPayment(overRails("false"))).isEqualTo(PaymentSamples.paymentRequest());
        assertThat(catchThrowableOfType(ZentraException.class, () -> second.readPayment(overRails("\"yes\""))))
                .hasMessageContaining("\"over_rails\" must be true or false");
    }

    private static byte[] overRails(String value) {
        String request = new String(Samples.file("v2/payment-request"), StandardCharsets.UTF_8);
        return request.replaceFirst("\\{", "{\"over_rails\": " + value + ",").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsChanges() {
        assertThat(told(second.readTransferChange(Samples.file("v2/transfer-change-request"))))
                .isEqualTo("reverse tr_042 250.00 USD, one item returned, reverse-1");
        assertThat(told(second.readPaymentChange(Samples.file("v2/payment-change-request"))))
                .isEqualTo("refund pm_042 10.00 USD, one cup was broken, refund-1");
        assertThat(told(second.readCardChange(Samples.file("v2/card-change-request"))))
                .isEqualTo("clear pm_042 45.00 USD, null, clearing-1");
        assertThat(told(second.readPaymentChange(utf8(whole(file("payment-change"))))))
                .isEqualTo("refund pm_042 null, one cup was broken, refund-1");
    }

    private static String told(Change<?, ?> change) {
        return change.name() + " " + change.id() + " " + change.amount() + ", " + change.reason() + ", "
                + change.key().value();
    }

    private static String whole(String body) {
        return body.replaceFirst("\"amount_minor\": \\d+,\\s+\"currency\": \"USD\",", "");
    }

    /** These lists are the promise: a version's members never become fewer. */
    @Test
    void namesTheMembersThatARequestMayHave() {
        String change = "change, contract_version, currency, idempotency_key, ";
        assertThat(known("payment"))
                .isEqualTo("amount_minor, contract_version, countries, currency, destination, expires_at,"
                        + " idempotency_key, metadata, over_rails, scope, source");
        assertThat(known("forced-clearing"))
                .isEqualTo("amount_minor, contract_version, countries, currency, destination, expires_at,"
                        + " idempotency_key, metadata, reason, scope, source");
        assertThat(known("transfer-change")).isEqualTo("amount_minor, " + change + "reason, transfer_id");
        assertThat(known("payment-change")).isEqualTo("amount_minor, " + change + "payment_id, reason");
        assertThat(known("card-change")).isEqualTo("amount_minor, " + change + "payment_id");
        assertThat(known("account-open"))
                .isEqualTo("account, ceiling_minor, change, contract_version, floor_minor, intent_id, kind, metadata,"
                        + " money_model, normal_side, primitives, scope");
        assertThat(known("account-change"))
                .isEqualTo("account, change, contract_version, intent_id, money_model, primitives, scope, side");
    }

    private String known(String kind) {
        ZentraException refusal = refused(reader(kind), file(kind).replaceFirst("\\{", "{\"amuont\": 1,"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusal.details()).containsEntry("member", "amuont");
        return refusal.reason().replaceFirst(".*there are ", "");
    }

    /** Changes without an amount have none, and those of an account that are not about a side have none either. */
    @Test
    void refusesMembersOfOtherChanges() {
        String change = file("transfer-change");
        for (String name : List.of("cancel", "settle", "mark_returned")) {
            assertThat(refused(second::readTransferChange, change.replace("\"reverse\"", "\"" + name + "\""))
                            .details())
                    .as(name)
                    .containsEntry("member", "amount_minor");
        }
        assertThat(refused(second::readPaymentChange, file("payment-change").replace("refund\"", "capture\""))
                        .details())
                .containsEntry("member", "reason");
        for (String name : List.of("close", "reopen")) {
            assertThat(refused(second::readIntent, file("account-change").replace("\"freeze\"", "\"" + name + "\""))
                            .details())
                    .as(name)
                    .containsEntry("member", "side");
        }
        assertThat(refused(
                                second::readIntent,
                                file("account-change").replace("\"side\"", "\"amount_minor\": 1, \"side\""))
                        .details())
                .containsEntry("member", "amount_minor");
    }

    /** What is asked to be given back in part is never given back as a whole. */
    @Test
    void aCurrencyWithoutItsAmountIsNoChangeOfTheWhole() {
        String body = file("payment-change").replace("\"amount_minor\": 1000,", "");

        assertThat(refused(second::readPaymentChange, body)).hasMessageContaining("\"amount_minor\" is missing");
        assertThat(refused(second.given("currency", "USD")::readPaymentChange, body))
                .hasMessageContaining("\"amount_minor\" is missing");
        assertThat(second.given("currency", "USD")
                        .readPaymentChange(utf8(whole(file("payment-change"))))
                        .amount())
                .isNull();
        assertThat(second.given("currency", "USD")
                        .readPaymentChange(utf8(file("payment-change").replace("\"currency\": \"USD\",", "")))
                        .amount())
                .isEqualTo(Samples.usd(1_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payment | '\"2026-11-28T09:00:00Z\"' | '\"28.11.2026\"' | malformed_request | expires_at",
                "payment | '\"2026-11-28T09:00:00Z\"' | 1795856400 | malformed_request | expires_at",
                "payment | '\"US>DE\"' | '\"US\"' | malformed_request | countries",
                "payment | '\"17\"' | 17 | malformed_request | metadata.order",
                "payment | '8000' | '80.00' | malformed_request | amount_minor",
                "forced-clearing | '\"reason\"' | '\"raeson\"' | malformed_request | reason",
                "transfer-change | '\"reverse\"' | '\"refund\"' | malformed_request | change",
                "transfer-change | '\"reverse\"' | 'null' | malformed_request | change",
                "transfer-change | '\"one item returned\"' | '\" \"' | invalid_reason | reason",
                "transfer-change | '\"tr_042\"' | '\"a b\"' | invalid_id | transfer_id",
                "payment-change | '\"pm_042\"' | '7' | malformed_request | payment_id",
                "payment-change | '\"refund-1\"' | '\"\"' | invalid_key | idempotency_key",
                "card-change | '\"clear\"' | '\"capture\"' | malformed_request | change",
                "card-change | '\"clear\"' | '\"force\"' | malformed_request | reason",
                "card-change | '\"USD\"' | '\"US\"' | unknown_asset | currency",
                "account-change | '\"freeze\"' | '\"thaw\"' | malformed_request | change",
                "account-change | '\"debit\"' | '\"both\"' | malformed_request | side",
                "account-change | '\"customer:42\"' | '\"a b\"' | invalid_id | account",
                "account-open | '\"asset\"' | '\"money\"' | malformed_request | kind",
                "account-open | '-50000' | '\"none\"' | malformed_request | floor_minor",
                "account-open | '\"floor_minor\": -50000,' | '' | malformed_request | floor_minor",
                "account-open | '1000000' | 'null' | malformed_request | ceiling_minor",
            })
    void namesThePathOfWhatIsWrong(String kind, String right, String wrong, String code, String path) {
        String body = file(kind);
        assertThat(body).contains(right);

        ZentraException refusal = refused(reader(kind), body.replace(right, wrong));

        assertThat(refusal.code().code()).isEqualTo(code);
        assertThat(refusal.details()).containsEntry("member", path);
    }

    @Test
    void tellsWhichChangesThereAre() {
        String other = "\"change\": \"undo\"";

        assertThat(refused(
                        second::readTransferChange, file("transfer-change").replace("\"change\": \"reverse\"", other)))
                .hasMessageContaining("has no \"undo\": there are cancel, mark_returned, reverse, settle");
        assertThat(refused(second::readPaymentChange, file("payment-change").replace("\"change\": \"refund\"", other)))
                .hasMessageContaining(
                        "there are capture, capture_final, charge_back, refund, reverse_chargeback, void");
        assertThat(refused(second::readCardChange, file("card-change").replace("\"change\": \"clear\"", other)))
                .hasMessageContaining("there are charge_back, clear, clear_final, force, increment, refund, reverse,"
                        + " reverse_chargeback");
        assertThat(refused(second::readIntent, file("account-change").replace("\"change\": \"freeze\"", other)))
                .hasMessageContaining("there are open, freeze, unfreeze, close, reopen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "routes"})
    void anIntentAboutAnAccountAsksForNoStageOfMoney(String primitive) {
        assertThat(refused(
                                second::readIntent,
                                file("account-change").replace("\"ledger\"", "\"ledger\", \"" + primitive + "\""))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }

    /** The path of a URL may name what is changed and how; then no body can name another. */
    @Test
    void takesIdAndChangeFromWhatTheHostKnows() {
        Contract ofPath = second.given("transfer_id", "tr_042").given("change", "cancel");
        String body = "{\"reason\": \"ordered twice\", \"idempotency_key\": \"cancel-1\"}";

        assertThat(told(ofPath.readTransferChange(utf8(body))))
                .isEqualTo("cancel tr_042 null, ordered twice, cancel-1");
        assertThat(refused(ofPath::readTransferChange, body.replace("{", "{\"transfer_id\": \"tr_043\", ")))
                .hasMessageContaining("\"transfer_id\" is not for the caller to choose");
        IntentAction.ChangeAccount freeze = (IntentAction.ChangeAccount) second.given("account", "customer:42")
                .given("change", "freeze")
                .readIntent(utf8("{\"intent_id\": \"i\", \"scope\": \"s\", \"money_model\": \"minor_units + USD\","
                        + " \"primitives\": [\"ledger\"]}"))
                .action();
        assertThat(freeze.account()).isEqualTo("customer:42");
    }

    /** Nothing is invented for a version that never had it. */
    @Test
    void version1HasNoneOfIt() {
        readers(first).forEach((kind, reader) -> {
            ZentraException refusal = refused(reader, file(kind).replace(": \"2\"", ": \"1\""));

            assertThat(refusal.code()).as(kind).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            assertThat(refusal.details()).as(kind).containsEntry("member", "contract_version");
            assertThat(refusal).as(kind).hasMessageContaining("ask for version 2");
        });
        assertThat(catchThrowableOfType(ZentraException.class, () -> first.payment(PaymentSamples.payment())))
                .hasMessageContaining("which has no payments: ask for version 2");
    }
}
