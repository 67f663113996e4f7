package io.zentra.policy.internal;

import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.util.LinkedHashMap;
import java.util.Map;

/** Policies that are ready to decide, the ones used last, so that each is made ready once. Thread-safe. */
public final class Compilations {
    private static final int MAX = 512;

    private final Map<Key, CompiledPolicy> ready = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompiledPolicy> eldest) {
            return size() > MAX;
        }
    };

    /** What one is known by: equal texts are equal policies. */
    private record Key(String hash, long version) {}

    /** The policy of a row. */
    public CompiledPolicy of(VersionRow row) {
        Key key = new Key(row.hash(), row.key().version());
        synchronized (ready) {
            CompiledPolicy known = ready.get(key);
            if (known != null) {
                return known;
            }
        }
        CompiledPolicy made =
                CompiledPolicy.of(PolicyReader.read(row.json()), (int) row.key().version());
        synchronized (ready) {
            ready.put(key, made);
        }
        return made;
    }
}
