package io.zentra.runtime.contract;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why something was refused or failed, as a caller may see it.
 *
 * @param eventSeq the event that records it; null when none does
 */
record Refusal(
        ErrorCode code,
        String message,
        Map<String, String> details,
        @Nullable Long eventSeq) {
    private static final int MAX_TEXT = 1_000;
    private static final int UNAVAILABLE = 503;

    static Refusal of(ZentraException error) {
        ErrorCode code = error.code();
        if (code.isRefusal()) {
            return new Refusal(code, error.reason(), error.details(), null);
        }
        String what = code.httpStatus() == UNAVAILABLE
                ? "it cannot be done or told now: send the same request with the same key again"
                : "something is broken or set up wrongly: a person must look";
        return new Refusal(code, what, Map.of(), null);
    }

    static Refusal of(Outcome.Declined<?> declined) {
        return new Refusal(declined.code(), declined.message(), declined.details(), declined.eventSeq());
    }

    /** Cuts texts to what can be written, whatever the request had in it. */
    Refusal {
        message = Shown.of(message, MAX_TEXT);
        Map<String, String> shown = new TreeMap<>();
        details.forEach((name, value) -> shown.put(Shown.of(name), Shown.of(value, MAX_TEXT)));
        details = Collections.unmodifiableMap(shown);
    }

    /** Writes the details as an object, also when there are none. */
    CanonicalJson writeDetails(CanonicalJson json) {
        json.beginObject();
        details.forEach(json::member);
        return json.endObject();
    }
}
