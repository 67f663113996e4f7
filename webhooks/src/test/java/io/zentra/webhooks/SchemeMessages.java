package io.zentra.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Short words for the tests of schemes. */
final class SchemeMessages {
    private SchemeMessages() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static CallbackMessage message(Map<String, String> headers, String body) {
        return CallbackMessage.of(headers, utf8(body));
    }

    static CallbackVerdict.Verified verified(CallbackVerdict verdict) {
        assertThat(verdict).isInstanceOf(CallbackVerdict.Verified.class);
        return (CallbackVerdict.Verified) verdict;
    }

    static ErrorCode code(CallbackVerdict verdict) {
        return refused(verdict).code();
    }

    static String sentence(CallbackVerdict verdict) {
        return refused(verdict).message();
    }

    private static CallbackVerdict.Refused refused(CallbackVerdict verdict) {
        assertThat(verdict).isInstanceOf(CallbackVerdict.Refused.class);
        return (CallbackVerdict.Refused) verdict;
    }
}
