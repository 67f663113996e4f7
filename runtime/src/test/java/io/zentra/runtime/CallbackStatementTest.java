package io.zentra.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The default form of callbacks: what two readers could take for different things moves no money. */
class CallbackStatementTest {
    private static final String BODY = """
            {"type": "transfer.failed", "data": {"reference": "at_1", "amount_minor": 1250, "currency": "USD",
             "provider_reference": "ch_17", "reason": "account closed", "business_key": "ch_17/failed"}}""";

    private static CallbackStatement parse(String body) {
        return CallbackStatement.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatAProviderSays() {
        CallbackStatement failed = CallbackStatement.failed("at_1", Money.ofMinor(1_250, "USD"), "account closed")
                .providerReference("ch_17")
                .businessKey("ch_17/failed");

        assertThat(parse(BODY)).isEqualTo(failed);
    }

    /** A provider adds members of its own, and writes what it does not have as null. */
    /** Limits of our own forms once refused them. */
    @Test
    void leavesAloneWhatAProviderNestsDeepAndWritesLong() {
        String theirs = "\"id\": " + "7".repeat(500) + ", \"tree\": " + "[".repeat(200) + "]".repeat(200) + ", ";

        assertThat(parse(BODY.replace("\"data\": {", theirs + "\"data\": {"))).isEqualTo(parse(BODY));
    }

    @Test
    void leavesMembersOfTheProviderAlone() {
        assertThat(parse(BODY.replace("\"data\": {", "\"id\": 7, \"data\": {\"fee\": 0.5, \"tags\": [null], ")))
                .isEqualTo(parse(BODY));
        assertThat(parse(BODY.replace("\"ch_17\"", "null").replace("\"reason\": \"account closed\", ", "")))
                .isEqualTo(CallbackStatement.failed("at_1", Money.ofMinor(1_250, "USD"), null)
                        .businessKey("ch_17/failed"));
    }

    /** The last of two types counted once: a failure could be sent that says beside itself that it succeeded. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"type\"' | '{\"type\": \"transfer.succeeded\", \"type\"' | type",
                "'\"currency\"' | '\"amount_minor\": 1, \"currency\"' | data.amount_minor",
                "'\"reference\"' | '\"\\u0072eference\": \"at_2\", \"reference\"' | data.reference",
                "'\"data\"' | '\"data\": {}, \"data\"' | data",
                "'\"reason\"' | '\"x\": {\"y\": 1, \"y\": 2}, \"reason\"' | data.x.y",
            })
    void refusesMembersThatStandTwice(String right, String wrong, String member) {
        isRefused(BODY.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)), member);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"transfer.failed\"' | '\"transfer.lost\"' | type",
                "'\"transfer.failed\"' | 7 | type",
                "1250 | 12.5 | data.amount_minor",
                "1250 | 1e3 | data.amount_minor",
                "1250 | '\"1250\"' | data.amount_minor",
                "1250 | 9223372036854775808 | data.amount_minor",
                "'\"USD\"' | '\"US\"' | data.currency",
                "'\"at_1\"' | null | data.reference",
                "'\"ch_17/failed\"' | 17 | data.business_key",
                "'\"account closed\"' | '[\"closed\"]' | data.reason",
                "'}}' | '}} {}' | body",
                "'}}' | '}' | body",
            })
    void refusesWhatItMustNotGuess(String right, String wrong, String member) {
        isRefused(BODY.replace(right, wrong), member);
    }

    private static void isRefused(String body, String member) {
        ZentraException refusal = catchThrowableOfType(ZentraException.class, () -> parse(body));

        assertThat(refusal).as(body).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.CALLBACK_MALFORMED);
        assertThat(refusal).hasMessageContaining("the callback's " + member + " ");
    }
}
