package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any provider that puts a signature over a fixed pattern into a header. Immutable and thread-safe.
 *
 * <pre>{@code
 * CallbackScheme scheme = HeaderSignatures.named("acme_pay")
 *         .algorithm(SignatureAlgorithm.HMAC_SHA512)
 *         .header("x-acme-signature")
 *         .encoding(SignatureEncoding.BASE64)
 *         .timestamp("x-acme-time", TimestampUnit.MILLISECONDS)
 *         .signs("{timestamp}.{method}.{path}.{body}")
 *         .keys(CallbackKey.hmac("2026", secret))
 *         .build();
 * }</pre>
 */
public final class HeaderSignatures implements CallbackScheme {
    /** The most signatures in the header. */
    public static final int MAX_SIGNATURES = 16;

    /** The most signatures in the header that are not HMAC: each takes hundreds of times as long to verify. */
    public static final int MAX_PUBLIC_KEY_SIGNATURES = 4;

    private final String name;
    private final SignatureAlgorithm algorithm;
    private final String header;
    private final String prefix;
    private final String separator;
    private final SignatureEncoding encoding;
    private final SignedPattern pattern;
    private final @Nullable String timestamp;
    private final TimestampUnit unit;
    private final @Nullable String id;
    private final Tolerance tolerance;
    private final KeyRing keys;

    private HeaderSignatures(Builder builder) {
        this.name = builder.name;
        this.algorithm = Builder.require("algorithm", builder.algorithm);
        this.header = Builder.require("header", builder.header);
        this.prefix = builder.prefix;
        this.separator = builder.separator;
        this.encoding = Builder.require("encoding", builder.encoding);
        this.pattern = Builder.require("signs", builder.pattern);
        this.timestamp = builder.timestamp;
        this.unit = builder.unit;
        this.id = builder.id;
        this.tolerance = builder.tolerance;
        this.keys = KeyRing.of(builder.keys, algorithm);
    }

    /**
     * Begins a scheme.
     *
     * @param name the stable name for evidence: 1 to 40 of {@code a-z 0-9 _}
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CallbackVerdict verify(CallbackMessage message, Instant now) {
        return Refusal.orElse(() -> verified(message, now));
    }

    private CallbackVerdict verified(CallbackMessage message, Instant now) {
        List<byte[]> signatures = signatures(Fields.require(message, header));
        String time = timestamp == null ? "" : Fields.require(message, timestamp);
        Instant sentAt = timestamp == null ? null : Fields.instant(timestamp, time, unit);
        String messageId = id == null ? "" : Fields.id(id, Fields.require(message, id));
        byte[][] signed = pattern.bytes(message, time, messageId);
        CallbackKey key = keys.require(
                now,
                one -> algorithm.verifiesOneOf(one, signatures, signed),
                () -> messageId.isEmpty() ? "the message" : "message " + Shown.of(messageId));
        CallbackVerdict.Verified verified = CallbackVerdict.Verified.by(key);
        if (sentAt != null) {
            tolerance.check(sentAt, now);
            verified = verified.withSentAt(sentAt, now);
        }
        return messageId.isEmpty() ? verified : verified.withId(messageId, pattern.hasId());
    }

    private List<byte[]> signatures(String value) {
        String[] texts = separator.isEmpty() ? new String[] {value} : parts(value);
        List<byte[]> signatures = new ArrayList<>(texts.length);
        for (String text : texts) {
            String trimmed = text.strip();
            if (trimmed.startsWith(prefix)) {
                encoding.decode(trimmed.substring(prefix.length())).ifPresent(signatures::add);
            }
        }
        if (signatures.isEmpty()) {
            throw Fields.malformed(
                    header,
                    value,
                    "send " + (prefix.isEmpty() ? "" : prefix + " and ") + "the signature in " + encoding);
        }
        return signatures;
    }

    private String[] parts(String value) {
        boolean isHmac = algorithm.family() == KeyMaterial.Family.SECRET;
        int most = isHmac ? MAX_SIGNATURES : MAX_PUBLIC_KEY_SIGNATURES;
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = value.indexOf(separator); at >= 0; at = value.indexOf(separator, from)) {
            parts.add(value.substring(from, at));
            from = at + separator.length();
            if (parts.size() == most) {
                throw Fields.malformed(header, value, "send at most " + most + " signatures");
            }
        }
        parts.add(value.substring(from));
        return parts.toArray(new String[0]);
    }

    /** Collects a scheme. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private @Nullable SignatureAlgorithm algorithm;
        private @Nullable String header;
        private String prefix = "";
        private String separator = "";
        private @Nullable SignatureEncoding encoding;
        private @Nullable SignedPattern pattern;
        private @Nullable String timestamp;
        private TimestampUnit unit = TimestampUnit.SECONDS;
        private @Nullable String id;
        private Tolerance tolerance = Tolerance.STANDARD;
        private List<CallbackKey> keys = List.of();

        private Builder(String name) {
            if (!name.matches("[a-z0-9_]{1,40}")) {
                throw unfit("the name of the scheme \"" + Shown.of(name) + "\" must have 1 to 40 of a-z 0-9 _");
            }
            this.name = name;
        }

        /** What makes the signature. */
        public Builder algorithm(SignatureAlgorithm value) {
            algorithm = value;
            return this;
        }

        /** The header that holds it. */
        public Builder header(String value) {
            header = value;
            return this;
        }

        /** What stands before it, such as {@code sha256=}; nothing when it is not set. */
        public Builder prefix(String value) {
            prefix = value;
            return this;
        }

        /** What stands between several signatures, such as a comma; there is one signature when it is not set. */
        public Builder separator(String value) {
            separator = value;
            return this;
        }

        /** How its bytes are written. */
        public Builder encoding(SignatureEncoding value) {
            encoding = value;
            return this;
        }

        /**
         * What is signed: text in which {@code {body}} stands for the bytes of the body, and {@code {timestamp}}, {@code
         * {id}}, {@code {method}}, {@code {target}}, {@code {authority}}, {@code {path}}, {@code {query}} and {@code
         * {header:NAME}} for what they say.
         *
         * @throws ZentraException {@code invalid_configuration} without {@code {body}}, or with a name that is none of these
         */
        public Builder signs(String value) {
            pattern = SignedPattern.parse(value);
            return this;
        }

        /** The header of the time, which the pattern must name; without one there is no tolerance. */
        public Builder timestamp(String headerName, TimestampUnit value) {
            timestamp = headerName;
            unit = value;
            return this;
        }

        /** The header of the message's id; it is signed only if the pattern names it. */
        public Builder id(String headerName) {
            id = headerName;
            return this;
        }

        /** How far the time may be from ours; five minutes both ways when it is not set. */
        public Builder tolerance(Tolerance value) {
            tolerance = value;
            return this;
        }

        /** The keys, any of which verifies. */
        public Builder keys(CallbackKey... values) {
            keys = List.of(values);
            return this;
        }

        /**
         * The scheme.
         *
         * @throws ZentraException {@code invalid_configuration} when something is missing or contradicts the rest
         */
        public HeaderSignatures build() {
            HeaderSignatures scheme = new HeaderSignatures(this);
            if (scheme.pattern.hasTimestamp() != (timestamp != null)) {
                throw unfit(
                        "a timestamp is believed only if it is signed: name its header, and {timestamp} in the pattern");
            }
            if (scheme.pattern.hasId() && id == null) {
                throw unfit("the pattern has {id}: name the header of the id");
            }
            return scheme;
        }

        private static <T> T require(String what, @Nullable T value) {
            if (value == null) {
                throw unfit("the scheme lacks " + what + ": set it");
            }
            return value;
        }

        private static ZentraException unfit(String why) {
            return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, why);
        }
    }
}
