package io.zentra.webhooks;

import static io.zentra.webhooks.LabelledSignature.INPUT;
import static io.zentra.webhooks.LabelledSignature.SIGNATURE;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.greenbytes.http.sfv.ListElement;
import org.jspecify.annotations.Nullable;

/**
 * HTTP Message Signatures, RFC 9421, as providers use them: {@code Signature-Input} and {@code Signature} over the method,
 * parts of the target, header fields and the digest of the body (RFC 9530). Immutable and thread-safe.
 *
 * <p>By default a signature must tell when it was made, and cover {@code @method}, and {@code content-digest} if there is a
 * body: a signature that leaves the body out says nothing about it. Of several signatures the first that satisfies
 * everything counts.
 *
 * <pre>{@code
 * CallbackScheme scheme = HttpMessageSignatures.builder()
 *         .key(CallbackKey.pem("provider-2026", publicKey))
 *         .requiring("@method", "@target-uri")
 *         .build();
 * }</pre>
 */
public final class HttpMessageSignatures implements CallbackScheme {
    /** The most signatures of a message. */
    public static final int MAX_SIGNATURES = 4;

    private final KeyRing keys;
    private final Map<String, SignatureAlgorithm> algorithms;
    private final Set<String> required;
    private final boolean isBodyRequired;
    private final @Nullable String tag;
    private final @Nullable String id;
    private final Tolerance tolerance;

    private HttpMessageSignatures(Builder builder) {
        this.keys = KeyRing.of(builder.keys, SignatureAlgorithm.values());
        this.algorithms = Map.copyOf(builder.algorithms);
        this.required = Set.copyOf(builder.required);
        this.isBodyRequired = builder.isBodyRequired;
        this.tag = builder.tag;
        this.id = builder.id;
        this.tolerance = builder.tolerance;
    }

    /** Begins a scheme. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "http_message_signatures";
    }

    @Override
    public CallbackVerdict verify(CallbackMessage message, Instant now) {
        return Refusal.orElse(() -> verified(message, now));
    }

    private CallbackVerdict verified(CallbackMessage message, Instant now) {
        List<String> inputLines = message.headers().all(INPUT);
        List<String> signatureLines = message.headers().all(SIGNATURE);
        if (inputLines.isEmpty() || signatureLines.isEmpty()) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_MISSING,
                    "the headers " + INPUT + " and " + SIGNATURE + " are not both there: send them with every message");
        }
        Map<String, ListElement<? extends Object>> inputs = StructuredFields.dictionary(INPUT, inputLines);
        Map<String, byte @Nullable []> signatures = StructuredFields.byteSequences(SIGNATURE, signatureLines);
        if (inputs.isEmpty() || inputs.size() > MAX_SIGNATURES) {
            throw Fields.malformed(
                    INPUT, String.join(", ", inputs.keySet()), "send 1 to " + MAX_SIGNATURES + " signatures");
        }
        @Nullable CallbackVerdict first = null;
        for (Map.Entry<String, ListElement<? extends Object>> input : inputs.entrySet()) {
            CallbackVerdict verdict = Refusal.orElse(() -> verified(
                    message,
                    now,
                    LabelledSignature.of(input.getKey(), input.getValue(), signatures.get(input.getKey()))));
            if (verdict instanceof CallbackVerdict.Verified) {
                return verdict;
            }
            first = first == null ? verdict : first;
        }
        return Objects.requireNonNull(first);
    }

    private CallbackVerdict verified(CallbackMessage message, Instant now, LabelledSignature given) {
        if (tag != null && !tag.equals(given.text("tag"))) {
            throw SignedComponents.unfit("it has not the tag " + tag, "sign with it");
        }
        given.text("nonce"); // is a text if it is there
        List<String> names = given.names();
        requireCoverage(message, names);
        Instant createdAt = createdAt(given);
        @Nullable Instant expiresAt = given.instant("expires");
        CallbackKey key = key(now, given, given.base(message));
        requireFresh(createdAt, expiresAt, now);
        if (message.body().length > 0 && names.contains(ContentDigest.FIELD)) {
            ContentDigest.require(message);
        }
        CallbackVerdict.Verified verified = CallbackVerdict.Verified.by(key).withSentAt(createdAt, now);
        return id == null ? verified : verified.withId(Fields.id(id, Fields.require(message, id)), names.contains(id));
    }

    private CallbackKey key(Instant now, LabelledSignature given, byte[] base) {
        @Nullable String keyId = given.text("keyid");
        @Nullable String algorithm = given.text("alg");
        return keys.require(
                now,
                key -> {
                    SignatureAlgorithm own = Objects.requireNonNull(algorithms.get(key.id()));
                    return (keyId == null || keyId.equals(key.id()))
                            && (algorithm == null || algorithm.equals(own.httpName()))
                            && given.isOf(base, key, own);
                },
                () -> "the label " + Shown.of(given.label())
                        + (keyId == null ? "" : " under the key id " + Shown.of(keyId)));
    }

    private void requireCoverage(CallbackMessage message, List<String> covered) {
        boolean isDigestRequired = isBodyRequired && message.body().length > 0;
        if (!covered.containsAll(required) || (isDigestRequired && !covered.contains(ContentDigest.FIELD))) {
            Set<String> missing = new TreeSet<>(required);
            if (isDigestRequired) {
                missing.add(ContentDigest.FIELD);
            }
            missing.removeAll(covered);
            throw new Refusal(
                    ErrorCode.SIGNATURE_INCOMPLETE,
                    "the signature does not cover " + missing + ", which could then be anything: sign them too");
        }
    }

    private static Instant createdAt(LabelledSignature given) {
        @Nullable Instant createdAt = given.instant("created");
        if (createdAt == null) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_INCOMPLETE, "the signature has no parameter created: say when it was made");
        }
        return createdAt;
    }

    private void requireFresh(Instant createdAt, @Nullable Instant expiresAt, Instant now) {
        tolerance.check(createdAt, now);
        if (expiresAt != null && now.isAfter(expiresAt)) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_STALE, "the signature expired at " + expiresAt + ": sign and send it again");
        }
    }

    /** Collects a scheme. Not thread-safe. */
    public static final class Builder {
        private static final Map<KeyMaterial.Family, SignatureAlgorithm> USUAL = new EnumMap<>(Map.of(
                KeyMaterial.Family.SECRET, SignatureAlgorithm.HMAC_SHA256,
                KeyMaterial.Family.P256, SignatureAlgorithm.ECDSA_P256_SHA256,
                KeyMaterial.Family.ED25519, SignatureAlgorithm.ED25519,
                KeyMaterial.Family.RSA, SignatureAlgorithm.RSA_PSS_SHA512));

        private final List<CallbackKey> keys = new ArrayList<>();
        private final Map<String, SignatureAlgorithm> algorithms = new LinkedHashMap<>();
        private Set<String> required = Set.of("@method");
        private boolean isBodyRequired = true;
        private @Nullable String tag;
        private @Nullable String id;
        private Tolerance tolerance = Tolerance.STANDARD;

        private Builder() {}

        /** A key, whose id is the {@code keyid}, with the one algorithm of its kind; for RSA that is PSS with SHA-512. */
        public Builder key(CallbackKey key) {
            return key(key, Objects.requireNonNull(USUAL.get(key.material().family())));
        }

        /**
         * A key with its algorithm, one of those that RFC 9421 names.
         *
         * @throws ZentraException {@code invalid_configuration} when the algorithm is not one, or not for such a key
         */
        public Builder key(CallbackKey key, SignatureAlgorithm algorithm) {
            if (algorithm.httpName() == null || !algorithm.fits(key)) {
                throw ZentraException.of(
                        ErrorCode.INVALID_CONFIGURATION,
                        "the key " + key.id() + " is not used with " + algorithm
                                + " in RFC 9421: give another algorithm");
            }
            keys.add(key);
            algorithms.put(key.id(), algorithm);
            return this;
        }

        /** What must be covered instead of {@code @method}; the digest of a body must be in any case. */
        public Builder requiring(String... components) {
            required = Set.of(components);
            return this;
        }

        /**
         * Takes signatures that do not cover the body. <b>Whoever sees such a message can send it with another body</b>; only
         * for messages of which nothing but the headers is used.
         */
        public Builder withoutBody() {
            isBodyRequired = false;
            return this;
        }

        /** The {@code tag} that a signature must have; any when it is not set. */
        public Builder tag(String value) {
            tag = value;
            return this;
        }

        /** The header of the message's id, in lower case; it is signed only if the signature covers it. */
        public Builder id(String headerName) {
            id = headerName;
            return this;
        }

        /** How far {@code created} may be from our time; five minutes both ways when it is not set. */
        public Builder tolerance(Tolerance value) {
            tolerance = value;
            return this;
        }

        /**
         * The scheme.
         *
         * @throws ZentraException {@code invalid_configuration} without keys, or with too many
         */
        public HttpMessageSignatures build() {
            return new HttpMessageSignatures(this);
        }
    }
}
