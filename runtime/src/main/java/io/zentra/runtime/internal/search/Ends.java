package io.zentra.runtime.internal.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search says of a request. Immutable.
 *
 * @param kind {@link RequestTerms#TRANSFER}, or the code of a payment's flow
 * @param source where the money comes from; null for any
 * @param destination where it goes; null for any
 * @param metadata words that it has, among others
 */
public record Ends(
        String kind, @Nullable String source, @Nullable String destination, Map<String, String> metadata) {
    /** Copies the words. */
    public Ends {
        metadata = Map.copyOf(metadata);
    }

    /** Whether it says anything. */
    public boolean isSaid() {
        return source != null || destination != null || !metadata.isEmpty();
    }

    /** A term for each thing that it says. */
    List<Long> terms() {
        List<Long> terms = new ArrayList<>();
        if (source != null) {
            terms.add(RequestTerms.source(kind, source));
        }
        if (destination != null) {
            terms.add(RequestTerms.destination(kind, destination));
        }
        metadata.forEach((name, value) -> terms.add(RequestTerms.metadata(kind, name, value)));
        return terms;
    }

    /** Whether accounts are those that it says. */
    public boolean areMetBy(String from, String to) {
        return (source == null || source.equals(from)) && (destination == null || destination.equals(to));
    }

    /** Whether a request has the words that it says. */
    boolean areWordsOf(JsonNode request) {
        JsonNode words = request.path("metadata");
        return metadata.entrySet().stream()
                .allMatch(
                        word -> word.getValue().equals(words.path(word.getKey()).textValue()));
    }
}
