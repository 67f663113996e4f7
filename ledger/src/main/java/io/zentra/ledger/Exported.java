package io.zentra.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an export told. Immutable.
 *
 * @param tenant the tenant's id
 * @param first the sequence of the first event that was looked at
 * @param last the sequence of the last one: an export after it goes on where this one ended
 * @param root the Merkle root over all events up to the last, 32 bytes in base 64, as in a checkpoint of that size
 * @param lines how many lines the export has between header and trailer
 * @param counts how many of each kind, by the kind's name
 */
public record Exported(String tenant, long first, long last, String root, long lines, Map<String, Long> counts) {
    /** Copies the counts, in order of their names. */
    public Exported {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }
}
