package io.zentra.webhooks;

import java.time.Instant;
import java.util.List;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.jspecify.annotations.Nullable;

/** One of the signatures of a message, RFC 9421: what it covers, its parameters and its bytes. */
final class LabelledSignature {
    static final String INPUT = "signature-input";
    static final String SIGNATURE = "signature";

    private final String label;
    private final InnerList covered;
    private final byte[] signature;

    private LabelledSignature(String label, InnerList covered, byte[] signature) {
        this.label = label;
        this.covered = covered;
        this.signature = signature;
    }

    /** The signature of a label, which stands in both header fields. */
    static LabelledSignature of(String label, ListElement<? extends Object> input, byte @Nullable [] signature) {
        if (!(input instanceof InnerList covered) || signature == null) {
            throw Fields.malformed(
                    INPUT, label, "send a list of components there, and bytes of the same label in " + SIGNATURE);
        }
        return new LabelledSignature(label, covered, signature);
    }

    String label() {
        return label;
    }

    /** The components that it covers. */
    List<String> names() {
        return SignedComponents.names(covered);
    }

    /** What is signed of a message. */
    byte[] base(CallbackMessage message) {
        return SignedComponents.of(message, covered);
    }

    /** Whether the key made it over these bytes. */
    boolean isOf(byte[] base, CallbackKey key, SignatureAlgorithm algorithm) {
        return algorithm.verifies(key, signature, base);
    }

    /** A parameter that is a text; null without it. */
    @Nullable
    String text(String name) {
        return StructuredFields.text(covered.getParams(), name).orElse(null);
    }

    /** A parameter that is a time; null without it. */
    @Nullable
    Instant instant(String name) {
        Item<? extends Object> item = covered.getParams().get(name);
        if (item == null) {
            return null;
        }
        if (!(item instanceof IntegerItem seconds)) {
            throw Fields.malformed(INPUT, item.serialize(), "the parameter " + name + " is a whole number of seconds");
        }
        return Fields.instant(INPUT, String.valueOf(seconds.getAsLong()), TimestampUnit.SECONDS);
    }
}
