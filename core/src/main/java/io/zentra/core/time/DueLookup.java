package io.zentra.core.time;

import io.zentra.core.storage.InList;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.internal.DueWorkTable.Name;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what is due, of all tenants. */
final class DueLookup {
    private static final int PAGE = 256;

    private final Queries queries;
    private final InstantSource clock;
    private final Set<String> kinds;

    /** Looks for work of these kinds. */
    DueLookup(Queries queries, InstantSource clock, Set<String> kinds) {
        this.queries = queries;
        this.clock = clock;
        this.kinds = kinds;
    }

    private record DueName(int tenantNo, Name name) {}

    /** Pieces of one tenant that may be leased together. */
    record Due(int tenantNo, List<Name> names) {}

    /**
     * What has been due for longest.
     *
     * @param isFull whether there may be more
     */
    record Page(List<Due> dues, boolean isFull) {}

    /**
     * The one query over all tenants: it gives names only, and all that follows is done tenant by tenant.
     *
     * @param passed the tenants that are left out
     * @param atOnce the most pieces that may be leased together
     */
    Page page(Set<Integer> passed, int atOnce) {
        if (kinds.isEmpty()) {
            return new Page(List.of(), false);
        }
        InList wanted = InList.of("kind", kinds, Map.of("now", Micros.of(clock.instant())));
        InList others = InList.of("passed", passed, wanted.values());
        String ofOthers = passed.isEmpty() ? "" : " and tenant not in (" + others.names() + ")";
        List<DueName> found = queries.select(
                "select tenant, kind, subject from zentra_due_work where tenant >= :tenant and due_at <= :now"
                        + " and kind in (" + wanted.names() + ")" + ofOthers + " order by due_at",
                0,
                others.values(),
                PAGE,
                (results, context) ->
                        new DueName(results.getInt(1), new Name(results.getString(2), results.getString(3))));
        return new Page(together(found, atOnce), found.size() == PAGE);
    }

    /** In the order of the first piece of each. */
    private static List<Due> together(List<DueName> found, int atOnce) {
        List<Due> all = new ArrayList<>();
        Map<Integer, Due> last = new HashMap<>();
        for (DueName each : found) {
            Due open = last.get(each.tenantNo());
            if (open == null || open.names().size() == atOnce) {
                open = new Due(each.tenantNo(), new ArrayList<>());
                last.put(each.tenantNo(), open);
                all.add(open);
            }
            open.names().add(each.name());
        }
        return all;
    }
}
