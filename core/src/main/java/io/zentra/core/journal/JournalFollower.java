package io.zentra.core.journal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Tenants;
import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.journal.internal.JournalTables.Position;
import io.zentra.core.storage.Queries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader of journals that belongs to a module: its position moves in the commit of what it does with the events, so that
 * it takes each of them once, whoever else reads under its name. As with every reader, no event that it has yet to see is
 * archived. Immutable.
 *
 * <pre>{@code
 * JournalFollower follower = JournalFollower.of("webhooks");
 * Long position = follower.need(reads);                 // in Command.reads
 * follower.move(work, position + taken);                // in Command.decide
 * }</pre>
 */
public final class JournalFollower {
    /** Names of hosts begin with a letter or digit, so no host can move it. */
    private static final String OWN = "#";

    private static final String SELECT =
            "select c.tenant, c.seq, h.seq from zentra_cursor c join zentra_journal_head h on h.tenant = c.tenant ";

    /** Those who begin with the first event have no position before they have taken some. */
    private static final String FROM_FIRST = "select h.tenant, coalesce(c.seq, 0), h.seq from zentra_journal_head h"
            + " left join zentra_cursor c on c.tenant = h.tenant and c.name = :name"
            + " where h.tenant > :tenant and h.seq > coalesce(c.seq, 0) and not exists"
            + " (select 1 from zentra_due_work d where d.tenant = h.tenant and d.kind = :kind)";

    private final String name;

    private JournalFollower(String name) {
        this.name = name;
    }

    /** The reader of a module. */
    public static JournalFollower of(String module) {
        return new JournalFollower(OWN + module);
    }

    /** A reader for a host's {@link JournalListener}, which begins with the first event of each journal. */
    public static JournalFollower ofListener(String name) {
        return new JournalFollower(OWN + "listener." + name);
    }

    /** Names its position, and tells it if it is known; null too where it does not read. */
    public @Nullable Long need(Reads reads) {
        return seq(reads.need(JournalTables.CURSOR, name));
    }

    /** The last event that it has taken; null where it does not read. */
    public @Nullable Long position(UnitOfWork work) {
        return seq(work.get(JournalTables.CURSOR, name));
    }

    /** It has taken all up to this event. */
    public void move(UnitOfWork work, long seq) {
        work.put(JournalTables.CURSOR, new Position(name, seq));
    }

    /**
     * A journal that has gone on.
     *
     * @param tenantNo whose
     * @param position the last event that was taken
     * @param last the last event that there is
     */
    public record Behind(int tenantNo, long position, long last) {}

    /** The journals that have gone on: the one query over all tenants, which gives numbers only. */
    public List<Behind> behind(Queries queries, int limit) {
        return queries.select(
                SELECT + "where c.tenant >= :tenant and c.name = :name and c.seq < h.seq",
                0,
                Map.of("name", name),
                limit,
                (results, context) -> row(results));
    }

    /**
     * The journals of hosts' tenants that have gone on, or that it has yet to begin, and for which no work of a kind is planned.
     *
     * @param kind of the work that reads them
     */
    public List<Behind> unplanned(Queries queries, String kind, int limit) {
        return queries.select(
                FROM_FIRST,
                Tenants.REGISTRY.no(),
                Map.of("name", name, "kind", kind),
                limit,
                (results, context) -> row(results));
    }

    /** How far it has come in a tenant's journal; 0 where it has yet to begin. */
    public long position(Queries queries, int tenantNo) {
        return queries.first(JournalTables.CURSOR, tenantNo, "name = :name", Map.of("name", name))
                .map(Position::seq)
                .orElse(0L);
    }

    /** A tenant's journal, if it has gone on. */
    public Optional<Behind> behindOf(Queries queries, int tenantNo) {
        return queries
                .select(
                        SELECT + "where c.tenant = :tenant and c.name = :name and c.seq < h.seq",
                        tenantNo,
                        Map.of("name", name),
                        1,
                        (results, context) -> row(results))
                .stream()
                .findFirst();
    }

    private static Behind row(ResultSet results) throws SQLException {
        return new Behind(results.getInt(1), results.getLong(2), results.getLong(3));
    }

    private static @Nullable Long seq(@Nullable Position position) {
        return position == null ? null : (Long) position.seq();
    }
}
