package io.zentra.core.identity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a distributed trace a request stands, as the header {@code traceparent} of W3C Trace Context tells it. Immutable.
 *
 * <pre>{@code
 * TraceContext.read(request.getHeader("traceparent")).ifPresent(trace -> acme.traced(trace).transfers().create(transfer));
 * }</pre>
 *
 * @param traceId of the whole trace: 32 hexadecimal digits in lower case, not all 0
 * @param parentId of the span that asks: 16 hexadecimal digits in lower case, not all 0
 * @param isSampled whether whoever asks may have recorded its span
 */
public record TraceContext(String traceId, String parentId, boolean isSampled) {
    /** The header that carries it. */
    public static final String HEADER = "traceparent";

    private static final int MAX_LENGTH = 512;
    private static final int SAMPLED = 1;

    /** Of a version after 00 more may follow, which is passed by: W3C Trace Context Level 1, section 3.2.4. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /** Checks the ids. */
    public TraceContext {
        if (!FORM.matcher(text(traceId, parentId, isSampled)).matches()) {
            throw new IllegalArgumentException("a trace context has the ids " + traceId + " and " + parentId
                    + ": 32 and 16 hexadecimal digits in lower case, not all 0");
        }
    }

    /**
     * Reads the header. One that cannot be read is none, as the standard says, so that it never keeps money from moving.
     *
     * @param traceparent the header's value; null for none
     */
    public static Optional<TraceContext> read(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(traceparent);
        if (!form.matches() || (form.group(1).equals("00") && form.group(5) != null)) {
            return Optional.empty();
        }
        boolean isSampled = (Integer.parseInt(form.group(4), 16) & SAMPLED) != 0;
        return Optional.of(new TraceContext(form.group(2), form.group(3), isSampled));
    }

    /** The value of the header, version 00. */
    @Override
    public String toString() {
        return text(traceId, parentId, isSampled);
    }

    private static String text(String traceId, String parentId, boolean isSampled) {
        return "00-" + traceId + "-" + parentId + (isSampled ? "-01" : "-00");
    }
}
