package io.zentra.policy.internal;

import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Policies that are ready to decide, the ones used last, so that each is made ready once. Thread-safe. */
public final class Compilations {
    /** The most words of memory that all take together, unless one alone takes more: 64 MB. */
    static final long MAX_WORDS = 1L << 23;

    private static final int MAX = 512;

    private final Map<Key, Ready> ready = new LinkedHashMap<>(16, 0.75f, true);
    private long words;

    /** What one is known by: equal texts are equal policies. */
    private record Key(String hash, long version) {}

    private record Ready(CompiledPolicy policy, long words) {}

    /** The policy of a row. */
    public CompiledPolicy of(VersionRow row) {
        Key key = new Key(row.hash(), row.key().version());
        synchronized (ready) {
            Ready known = ready.get(key);
            if (known != null) {
                return known.policy;
            }
        }
        CompiledPolicy made =
                CompiledPolicy.of(PolicyReader.read(row.json()), (int) row.key().version());
        keep(key, new Ready(made, made.words() + row.json().length()));
        return made;
    }

    private void keep(Key key, Ready made) {
        synchronized (ready) {
            Ready before = ready.put(key, made);
            words += made.words - (before == null ? 0 : before.words);
            Iterator<Ready> eldest = ready.values().iterator();
            while (ready.size() > 1 && (words > MAX_WORDS || ready.size() > MAX)) {
                words -= eldest.next().words;
                eldest.remove();
            }
        }
    }

    /** How many are ready. */
    int size() {
        synchronized (ready) {
            return ready.size();
        }
    }
}
