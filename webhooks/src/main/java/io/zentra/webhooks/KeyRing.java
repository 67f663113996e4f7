package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The keys of a scheme: several at once while one is changed for another. Immutable. */
final class KeyRing {
    /** The most keys of a scheme; what a forger can make us compute is bounded by it. */
    static final int MAX_KEYS = 8;

    private final List<CallbackKey> keys;

    private KeyRing(List<CallbackKey> keys) {
        this.keys = keys;
    }

    /**
     * The keys, each of which one of the algorithms takes.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    static KeyRing of(List<CallbackKey> keys, SignatureAlgorithm... algorithms) {
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw unfit("messages are verified by 1 to " + MAX_KEYS + " keys, not " + keys.size(), "give those in use");
        }
        Set<String> ids = new HashSet<>();
        for (CallbackKey key : keys) {
            if (!ids.add(key.id())) {
                throw unfit("two keys have the id " + key.id(), "give each its own");
            }
            if (List.of(algorithms).stream().noneMatch(algorithm -> algorithm.fits(key))) {
                throw unfit(
                        "the key " + key.id() + " is of a kind that the scheme does not use", "give one that it uses");
            }
        }
        return new KeyRing(List.copyOf(keys));
    }

    List<CallbackKey> all() {
        return keys;
    }

    /**
     * The key that made a signature. All keys are tried, whichever matches, so that time tells nothing.
     *
     * @param what tells the message to a person; asked only when there is something to tell
     */
    CallbackKey require(Instant now, Predicate<CallbackKey> made, Supplier<String> what) {
        @Nullable CallbackKey matching = null;
        for (CallbackKey key : keys) {
            boolean isBetter = matching == null || !matching.isValidAt(now);
            if (made.test(key) && isBetter) {
                matching = key;
            }
        }
        if (matching == null) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_INVALID,
                    "no signature of " + what.get()
                            + " was made with a known key over these bytes: compare the keys of both"
                            + " sides, and pass the body on byte for byte");
        }
        if (!matching.isValidAt(now)) {
            throw new Refusal(
                    ErrorCode.KEY_NOT_VALID,
                    "the signature of " + what.get() + " was made with the key " + matching.id()
                            + ", which is not valid now: sign with one that is, or change its times");
        }
        return matching;
    }

    private static ZentraException unfit(String what, String remedy) {
        return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, what + ": " + remedy, Map.of());
    }
}
