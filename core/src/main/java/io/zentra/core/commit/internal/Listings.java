package io.zentra.core.commit.internal;

import io.zentra.core.storage.Listing;
import io.zentra.core.storage.internal.RowStore;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The listings of one tenant in one batch, as they are stored when the batch begins. */
final class Listings {
    private final Map<Listing<?>, List<?>> loaded = new HashMap<>();
    private final Set<Listing<?>> missing = new LinkedHashSet<>();

    /** The rows of a listing; null when it has yet to be loaded. */
    @SuppressWarnings("unchecked") // filed by the listing, which tells the rows
    <R> @Nullable List<R> need(Listing<R> listing) {
        List<R> rows = (List<R>) loaded.get(listing);
        if (rows == null) {
            missing.add(listing);
        }
        return rows;
    }

    /** The same for a deciding command. */
    @SuppressWarnings("unchecked") // as in need
    <R> List<R> get(Listing<R> listing) {
        List<R> rows = (List<R>) loaded.get(listing);
        if (rows == null) {
            throw missing.contains(listing)
                    ? new CrowdedOutException(listing.sql())
                    : new Rows.NotNamedException(listing.sql());
        }
        return rows;
    }

    /** Loads what is missing until there are so many rows, and answers how many it loaded. */
    long load(RowStore store, int tenantNo, long room) throws SQLException {
        long rows = 0;
        for (Listing<?> listing : List.copyOf(missing)) {
            if (rows < room) {
                List<?> found = store.list(listing, tenantNo);
                loaded.put(listing, found);
                missing.remove(listing);
                rows += found.size();
            }
        }
        return rows;
    }

    /** A listing was named and not loaded, because those of other commands have filled the batch. */
    static final class CrowdedOutException extends Rows.NotNamedException {
        private static final long serialVersionUID = 1L;

        CrowdedOutException(String listing) {
            super(listing);
        }
    }
}
