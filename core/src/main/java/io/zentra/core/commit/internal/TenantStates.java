package io.zentra.core.commit.internal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a lane remembers of its tenants; those that were used longest ago go first. Used by the lane's thread. */
final class TenantStates {
    private static final int MAX_TENANTS = 1_024;
    private static final int MIN_LOGGED_ROWS = 64;

    private final int maxKeptRows;
    private final int maxLoggedRows;
    private final Map<Integer, TenantState> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, TenantState> eldest) {
            return size() > MAX_TENANTS;
        }
    };

    TenantStates(int maxKeptRows, int maxLoggedRows) {
        this.maxKeptRows = maxKeptRows;
        this.maxLoggedRows = maxLoggedRows;
    }

    /** What is remembered of a tenant; nothing yet at its first use. */
    TenantState of(int tenantNo) {
        return states.computeIfAbsent(tenantNo, no -> new TenantState(maxKeptRows, this::loggedRows));
    }

    /** Logs of all tenants together take a part of the memory: where tenants are many, each has a shorter one. */
    private int loggedRows() {
        return Math.min(maxLoggedRows, Math.max(MIN_LOGGED_ROWS, maxKeptRows / 4 / Math.max(1, states.size())));
    }

    /** Forgets tenants until the limit of kept rows holds for all that are left together. */
    void trim() {
        long kept = states.values().stream().mapToLong(TenantState::size).sum();
        Iterator<TenantState> eldest = states.values().iterator();
        while (kept > maxKeptRows && eldest.hasNext()) {
            TenantState state = eldest.next();
            kept -= state.size();
            eldest.remove();
        }
    }

    void clear() {
        states.clear();
    }
}
