package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import java.time.Instant;
import java.util.List;

/** Reads header fields of which there must be one, and the few forms that schemes have in common. */
final class Fields {
    private Fields() {}

    /** The one value. */
    static String require(CallbackMessage message, String name) {
        List<String> values = message.headers().all(name);
        if (values.isEmpty()) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_MISSING, "the header " + name + " is missing: send it with every message");
        }
        if (values.size() > 1) {
            throw malformed(name, values.get(1), "send it once, not " + values.size() + " times");
        }
        return values.get(0);
    }

    /** A time in whole units since 1970. */
    static Instant instant(String name, String value, TimestampUnit unit) {
        return unit.instant(digits(name, value, unit.maxDigits()));
    }

    /** The message's id. */
    static String id(String name, String value) {
        if (!CallbackVerdict.Verified.isId(value)) {
            throw malformed(
                    name,
                    value,
                    "send 1 to " + CallbackVerdict.Verified.MAX_ID + " characters of printable ASCII without space");
        }
        return value;
    }

    static Refusal malformed(String name, String value, String remedy) {
        return new Refusal(
                ErrorCode.SIGNATURE_MISSING,
                "the header " + name + " \"" + Shown.of(value) + "\" is malformed: " + remedy);
    }

    private static long digits(String name, String value, int max) {
        boolean isNumber = !value.isEmpty() && value.length() <= max;
        for (int i = 0; isNumber && i < value.length(); i++) {
            isNumber = value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        if (!isNumber || (value.length() > 1 && value.charAt(0) == '0')) {
            throw malformed(
                    name,
                    value,
                    "send the time since 1970 as a whole number of 1 to " + max + " digits without leading zeros");
        }
        return Long.parseLong(value);
    }
}
