package io.zentra.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests: what each version may have, and what is refused with the path of the fault. */
class ReadingTest {
    private static final String REQUEST = """
            {"amount_minor": 125000, "currency": "USD", "destination": "merchant:7", "source": "customer:42",
             "idempotency_key": "k"}""";

    private final Contract first = Contract.of(ContractVersion.V1);
    private final Contract second = Contract.of(ContractVersion.V2);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ZentraException refused(Function<byte[], ?> reader, byte[] body) {
        return catchThrowableOfType(ZentraException.class, () -> reader.apply(body));
    }

    private ZentraException refused(String body) {
        return refused(second::readTransfer, utf8(body));
    }

    @Test
    void readsTheRequestsOfBothVersions() {
        assertThat(first.readTransfer(Samples.file("v1/transfer-request"))).isEqualTo(Samples.leastTransferRequest());
        assertThat(first.readPosting(Samples.file("v1/posting-request"))).isEqualTo(Samples.leastPostingRequest());
        assertThat(first.readIntent(Samples.file("v1/intent-request"))).isEqualTo(Samples.leastIntentRequest());
        assertThat(second.readTransfer(Samples.file("v2/transfer-request"))).isEqualTo(Samples.transferRequest());
        assertThat(second.readPosting(Samples.file("v2/posting-request"))).isEqualTo(Samples.postingRequest());
        assertThat(second.readIntent(Samples.file("v2/intent-request"))).isEqualTo(Samples.intentRequest());
    }

    /** A client that goes on to the next version sends what it always sent, and a retry over the change is the same request. */
    @Test
    void version2TakesWhatVersion1Takes() {
        assertThat(second.readTransfer(Samples.file("v1/transfer-request")))
                .isEqualTo(first.readTransfer(Samples.file("v1/transfer-request")));
        assertThat(second.readPosting(Samples.file("v1/posting-request")))
                .isEqualTo(first.readPosting(Samples.file("v1/posting-request")));
        assertThat(second.readIntent(Samples.file("v1/intent-request")))
                .isEqualTo(first.readIntent(Samples.file("v1/intent-request")));
    }

    /** These lists are the promise: a version's members never become fewer, and none is added to version 1. */
    @Test
    void namesTheMembersThatARequestMayHave() {
        assertThat(known(first::readTransfer, "v1/transfer-request"))
                .isEqualTo("amount_minor, contract_version, currency, destination, idempotency_key, source");
        assertThat(known(first::readPosting, "v1/posting-request"))
                .isEqualTo("amount_minor, contract_version, credit, currency, debit, idempotency_key");
        assertThat(known(first::readIntent, "v1/intent-request"))
                .isEqualTo("amount_minor, contract_version, destination, intent_id, money_model, primitives, scope,"
                        + " source");
        assertThat(known(second::readTransfer, "v2/transfer-request"))
                .isEqualTo("amount_minor, contract_version, countries, currency, destination, idempotency_key,"
                        + " metadata, rail, scope, source");
        assertThat(known(second::readPosting, "v2/posting-request"))
                .isEqualTo("amount_minor, contract_version, correlation, credit, currency, debit, effective_at,"
                        + " idempotency_key, metadata");
        assertThat(known(second::readIntent, "v2/intent-request"))
                .isEqualTo("amount_minor, change, contract_version, countries, destination, intent_id, metadata,"
                        + " money_model, primitives, rail, scope, source");
    }

    private static String known(Function<byte[], ?> reader, String file) {
        ZentraException refusal = refused(reader, utf8(Samples.text(file).replaceFirst("\\{", "{\"amuont\": 1,")));
        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusal.details()).containsEntry("member", "amuont");
        return refusal.reason().replaceFirst(".*there are ", "");
    }

    @Test
    void version1RefusesWhatOnlyVersion2Has() {
        assertThat(refused(first::readTransfer, Samples.file("v2/transfer-request")))
                .hasMessageContaining("\"contract_version\" must be \"1\" here");
        assertThat(refused(first::readTransfer, utf8(REQUEST.replace("\"k\"", "\"k\", \"rail\": \"r\""))))
                .hasMessageContaining("\"rail\" is no member of version 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"125000.0", "125000.5", "1.25e5", "1E3", "1e999999999"})
    void refusesFractionsAndExponentsOfAmounts(String amount) {
        ZentraException refusal = refused(REQUEST.replace("125000", amount));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusal)
                .hasMessageContaining("\"amount_minor\" must be an integer of 64 bits")
                .hasMessageContaining("count in minor units");
        assertThat(refusal.details()).containsEntry("member", "amount_minor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "\"125000\"", "null", "true", "[1]", "{}"})
    void refusesAmountsThatAreNoIntegersOf64Bits(String amount) {
        ZentraException refusal = refused(REQUEST.replace("125000", amount));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusal.details()).containsEntry("member", "amount_minor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-9223372036854775808"})
    void refusesAmountsThatAreNotAboveZero(String amount) {
        ZentraException refusal = refused(REQUEST.replace("125000", amount));

        assertThat(refusal.code()).isEqualTo(ErrorCode.AMOUNT_NOT_POSITIVE);
        assertThat(refusal.details()).containsEntry("member", "amount_minor");
    }

    @Test
    void takesTheLargestAmount() {
        assertThat(second.readTransfer(utf8(REQUEST.replace("125000", "9223372036854775807")))
                        .amount()
                        .minor())
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"USD\"' | 7 | malformed_request | currency",
                "'\"USD\"' | null | malformed_request | currency",
                "'\"USD\"' | '\"US\"' | unknown_asset | currency",
                "'\"customer:42\"' | '[\"customer:42\"]' | malformed_request | source",
                "'\"customer:42\"' | '\"a b\"' | invalid_id | source",
                "'\"merchant:7\"' | '\"\"' | invalid_id | destination",
                "'\"k\"' | '\"a b\"' | invalid_key | idempotency_key",
                "'\"k\"' | '\"k\", \"countries\": \"US\"' | malformed_request | countries",
                "'\"k\"' | '\"k\", \"countries\": \"us>de\"' | invalid_id | countries",
                "'\"k\"' | '\"k\", \"metadata\": []' | malformed_request | metadata",
                "'\"k\"' | '\"k\", \"metadata\": {\"n\": 1}' | malformed_request | metadata.n",
                "'\"k\"' | '\"k\", \"rail\": null' | malformed_request | rail",
                "'\"k\"' | '\"k\", \"contract_version\": 2' | malformed_request | contract_version",
                "'\"k\"' | '\"k\", \"contract_version\": \"3\"' | malformed_request | contract_version",
            })
    void namesThePathOfWhatIsWrong(String right, String wrong, String code, String path) {
        ZentraException refusal = refused(REQUEST.replace(right, wrong));

        assertThat(refusal.code().code()).isEqualTo(code);
        assertThat(refusal.details()).containsEntry("member", path);
    }

    @Test
    void saysWhichMemberIsMissing() {
        for (String name : List.of("amount_minor", "currency", "destination", "source", "idempotency_key")) {
            ZentraException refusal = refused(REQUEST.replaceFirst("\"" + name + "\": [^,}]+(, |,\\s+|(?=}))", "")
                    .replaceFirst(",\\s*}", "}"));

            assertThat(refusal.code()).as(name).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            assertThat(refusal).hasMessageContaining("\"" + name + "\" is missing");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "[]",
                "\"text\"",
                "{",
                "{}}",
                "{} {}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "{a: 1}",
                "{\"amount_minor\": 0125}",
                "{\"amount_minor\": NaN}",
                "{\"amount_minor\": 1, \"amount_minor\": 1}",
                "{\"amount_minor\": 99999999999999999999999999999999999999999}",
                "\uFEFF{}",
                "{\"metadata\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {}}}}}}}}}}",
            })
    void refusesWhatIsNoJsonObjectThatCanBeRead(String body) {
        assertThat(refused(body).code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
    }

    /** Two readers would disagree about which of the two counts. */
    @Test
    void tellsThePathOfAMemberThatStandsTwice() {
        ZentraException refusal =
                refused(REQUEST.replace("\"k\"", "\"k\", \"metadata\": {\"a\": \"1\", \"a\": \"2\"}"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusal.details()).containsEntry("member", "metadata.a");
        assertThat(refusal).hasMessageContaining("\"metadata.a\" stands twice");
    }

    @Test
    void refusesOtherEncodingsAndLongBodies() {
        assertThat(refused(second::readTransfer, REQUEST.getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("no valid UTF-8");
        assertThat(refused(second::readTransfer, new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', '}'}))
                .hasMessageContaining("no valid UTF-8");
        assertThat(refused(second::readTransfer, utf8(REQUEST + " ".repeat(Contract.MAX_BODY_BYTES))))
                .hasMessageContaining("bytes are too many");
    }

    @Test
    void refusesPrimitivesThatDoNotGoTogether() {
        String intent = Samples.text("v1/intent-request");
        ZentraException unknown = refused(first::readIntent, utf8(intent.replace("\"events\"", "\"cards\"")));

        assertThat(unknown.details()).containsEntry("member", "primitives[2]");
        assertThat(unknown).hasMessageContaining("there are policy, ledger, routes, events, evidence");
        assertThat(refused(first::readIntent, utf8(intent.replace("\"events\"", "\"ledger\""))))
                .hasMessageContaining("name each once");
        assertThat(refused(first::readIntent, utf8(intent.replace("\"ledger\"", "\"routes\"")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(refused(first::readIntent, utf8(intent.replace("minor_units + ", "")))
                        .details())
                .containsEntry("member", "money_model");
    }

    /** The pages' own requests name neither source nor currency: the host knows them. */
    @Test
    void readsTheRequestsOfThePagesWithWhatTheHostKnows() {
        Contract ofCaller = first.given("source", "customer:42").given("currency", "USD");

        assertThat(ofCaller.readTransfer(utf8("""
                        {"amount_minor": 125000, "destination": "merchant:7", "idempotency_key": "transfer_key_042"}"""))).isEqualTo(Samples.leastTransferRequest());
        assertThat(ofCaller.readPosting(utf8("""
                        {"debit": "customer_balance", "credit": "reserved_balance", "amount_minor": 125000,
                         "idempotency_key": "led_8172"}"""))).isEqualTo(Samples.leastPostingRequest());
        assertThat(first.given("scope", "workspace_scope")
                        .readTransfer(utf8(REQUEST))
                        .scope())
                .isEqualTo("workspace_scope");
    }

    @Test
    void letsNoCallerChooseWhatTheHostKnows() {
        Contract ofCaller = second.given("source", "customer:43");

        assertThat(refused(ofCaller::readTransfer, utf8(REQUEST)))
                .hasMessageContaining("\"source\" is not for the caller to choose");
        assertThat(second.given("source", "customer:42")
                        .readTransfer(utf8(REQUEST))
                        .source())
                .isEqualTo("customer:42");
        assertThat(catchThrowableOfType(ZentraException.class, () -> second.given("sorce", "customer:42"))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }

    @Test
    void versionsAreReadFromTheirCodes() {
        for (ContractVersion version : ContractVersion.values()) {
            assertThat(ContractVersion.of(version.code())).isEqualTo(version);
            assertThat(Contract.of(version).version()).isEqualTo(version);
        }
        assertThat(catchThrowableOfType(ZentraException.class, () -> ContractVersion.of("3")))
                .hasMessageContaining("name one of 1, 2")
                .extracting(ZentraException::details)
                .isEqualTo(Map.of("member", "contract_version"));
    }
}
