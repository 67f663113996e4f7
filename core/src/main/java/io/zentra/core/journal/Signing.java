package io.zentra.core.journal;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How checkpoints are signed and checked. Immutable.
 *
 * @param key signs; null when checkpoints are not made
 * @param formerKeys the public halves of keys that signed before, or that sign on other nodes while a key is changed
 * @param sink takes checkpoints
 */
public record Signing(@Nullable SigningKey key, List<VerifyingKey> formerKeys, CheckpointSink sink) {
    /** Copies the keys. */
    public Signing {
        formerKeys = List.copyOf(formerKeys);
    }

    /** No checkpoints. */
    public static Signing none() {
        return new Signing(null, List.of(), CheckpointSink.none());
    }

    /** The keys whose checkpoints count: the present one first. */
    public TrustedKeys trusted() {
        Stream<VerifyingKey> present = Stream.ofNullable(key).map(SigningKey::verifier);
        return new TrustedKeys(Stream.concat(present, formerKeys.stream()).toList());
    }
}
