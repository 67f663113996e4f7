package io.zentra.core.storage;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.storage.internal.Engine;
import io.zentra.core.storage.internal.ExactRow;
import io.zentra.core.storage.internal.ResultSetReader;
import io.zentra.core.storage.internal.Snapshot;
import io.zentra.core.storage.internal.UncheckedSqlException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows outside the write path, one tenant at a time: what is committed, or what a transaction of the host's sees.
 * Thread-safe over a source; over a connection it belongs to the connection's thread.
 */
public final class Queries {
    /** The most rows of one answer. */
    public static final int MAX_ROWS = 100_000;

    private static final String CLOSED = "the runtime is closed: nothing can be read through it";

    /** Of all, because it remembers the texts that it has parsed, and a snapshot or a host's transaction is short. */
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private final @Nullable DataSource source;
    private final Engine engine;
    private final Jdbi jdbi;
    private final BooleanSupplier closed;

    /**
     * Queries over a source of connections.
     *
     * @param closed whether nothing may be asked any more
     */
    public Queries(DataSource source, Engine engine, BooleanSupplier closed) {
        this(source, engine, Jdbi.create(source), closed);
    }

    private Queries(@Nullable DataSource source, Engine engine, Jdbi jdbi, BooleanSupplier closed) {
        this.source = source;
        this.engine = engine;
        this.jdbi = jdbi;
        this.closed = closed;
        jdbi.getConfig(SqlStatements.class).setSqlParser(PARSER).setTemplateEngine(TemplateEngine.NOP);
    }

    /** Queries inside the transaction of the host's connection, which is neither ended nor closed. */
    public static Queries on(Connection connection, Engine engine) {
        return new Queries(null, engine, Jdbi.create(connection), () -> false);
    }

    /**
     * Reads in one transaction whose queries all see the same state, that of the first of them. Writes go on beside it,
     * except on SQLite in memory, where they wait. Inside the host's transaction it is that one, which sees one state of
     * a tenant once it holds the tenant's lock.
     *
     * @param reading uses the queries it is given, on this thread, and keeps them no longer than it runs
     * @throws ZentraException {@code storage_failed}, or {@code closed}
     */
    public <T> T snapshot(Function<Queries, T> reading) {
        if (source == null) {
            return reading.apply(this);
        }
        requireOpen();
        try (Snapshot snapshot = Snapshot.open(source, engine)) {
            return reading.apply(new Queries(null, engine, Jdbi.create(snapshot.connection()), closed));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Returns the size of a page when it is one that may be asked for.
     *
     * @param of what the page is of, for the message: {@code "events"}
     * @throws ZentraException {@code invalid_configuration} when it is below 1 or above the maximum
     */
    public static int requirePage(String of, int limit, int max) {
        if (limit < 1 || limit > max) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "a page of " + of + " is 1 to " + max + ", not " + limit
                            + ": ask for so many, and on from the last",
                    Map.of("limit", String.valueOf(limit), "max", String.valueOf(max)));
        }
        return limit;
    }

    /** The first row that meets the condition. */
    public <R> Optional<R> first(RowType<?, R> type, int tenantNo, String condition, Map<String, ?> values) {
        return list(type, tenantNo, condition, values, 1).stream().findFirst();
    }

    /**
     * The rows that meet the condition.
     *
     * @param condition SQL with named parameters, from the code of a module and never from input; may end with an order
     * @param values the parameters
     * @param limit the most rows, up to {@value #MAX_ROWS}
     */
    public <R> List<R> list(RowType<?, R> type, int tenantNo, String condition, Map<String, ?> values, int limit) {
        return list(type, tenantNo, condition, values, limit, (of, row) -> of.read(new ResultSetReader(row, 0)));
    }

    /**
     * The rows of some numbers, in any order: each is looked up by its key, however far apart they are.
     *
     * @param type of rows whose key is a number
     */
    public <R> List<R> at(RowType<Long, R> type, int tenantNo, List<Long> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        Wanted wanted = Wanted.of(numbers);
        String key = type.keyColumns().get(0).name();
        String columns =
                type.columns().stream().map(column -> "t." + column.name()).collect(Collectors.joining(", "));
        String sql = wanted.with() + "select " + columns + " from wanted w cross join " + type.table()
                + " t where t.tenant = :tenant and t." + key + " = w.no";
        return select(
                sql,
                tenantNo,
                wanted.values(),
                numbers.size(),
                (results, context) -> row(type, results, (of, row) -> of.read(new ResultSetReader(row, 0))));
    }

    /** A row; one that cannot be read is named. */
    private static <R> R row(RowType<?, R> type, ResultSet results, BiFunction<RowType<?, R>, ResultSet, R> reader)
            throws SQLException {
        try {
            return reader.apply(type, results);
        } catch (UncheckedSqlException e) {
            throw e;
        } catch (RuntimeException malformed) {
            StringJoiner key = new StringJoiner(", ");
            for (int i = 0; i < type.keyColumns().size(); i++) {
                key.add(type.keyColumns().get(i).name() + " = " + results.getString(i + 1));
            }
            throw unreadable("the row of " + type.table() + " with " + key, malformed);
        }
    }

    /** A row of a listing; of one that cannot be read, the first column is named. */
    private static <R> R row(Listing<R> listing, ResultSet results) throws SQLException {
        try {
            return listing.reader().apply(new ResultSetReader(results, 0));
        } catch (UncheckedSqlException e) {
            throw e;
        } catch (RuntimeException malformed) {
            ResultSetMetaData about = results.getMetaData();
            String first = about.getColumnLabel(1) + " = " + results.getString(1);
            throw unreadable("a row of " + about.getTableName(1) + " with " + first, malformed);
        }
    }

    private static ZentraException unreadable(String row, RuntimeException malformed) {
        return ZentraException.of(
                ErrorCode.JOURNAL_DAMAGED,
                row + " is not readable, " + malformed.getMessage() + ": run verify()",
                malformed);
    }

    /**
     * The same for a reader that trusts nobody: a row must stand there as Zentra writes it, each value in its one form.
     *
     * @throws ZentraException {@code journal_damaged}, naming the first row that does not
     */
    public <R> List<R> exactly(RowType<?, R> type, int tenantNo, String condition, Map<String, ?> values, int limit) {
        return list(type, tenantNo, condition, values, limit, ExactRow::read);
    }

    private <R> List<R> list(
            RowType<?, R> type,
            int tenantNo,
            String condition,
            Map<String, ?> values,
            int limit,
            BiFunction<RowType<?, R>, ResultSet, R> reader) {
        String columns = type.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String sql = "select " + columns + " from " + type.table() + " where tenant = :tenant and " + condition;
        return select(sql, tenantNo, values, limit, (results, context) -> row(type, results, reader));
    }

    /** What a listing gives. */
    public <R> List<R> list(Listing<R> listing, int tenantNo) {
        return select(
                listing.sql(),
                tenantNo,
                listing.values(),
                listing.limit(),
                (results, context) -> row(listing, results));
    }

    /**
     * What a statement gives.
     *
     * @param sql a select from the code of a module and never from input, with {@code :tenant} in its condition
     * @throws ZentraException {@code storage_failed}, {@code closed}, or {@code invalid_configuration} for another limit
     */
    public <T> List<T> select(String sql, int tenantNo, Map<String, ?> values, int limit, RowMapper<T> mapper) {
        requirePage("rows", limit, MAX_ROWS);
        requireOpen();
        try {
            return jdbi.withHandle(handle -> handle.createQuery(sql + " limit :limit")
                    .bind("tenant", (long) tenantNo)
                    .bind("limit", limit)
                    .bindMap(values)
                    .map(mapper)
                    .list());
        } catch (JdbiException | UncheckedSqlException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception undeclared) { // Jdbi lets the SQLException of a failed close through without declaring it
            throw failed(undeclared);
        }
    }

    private void requireOpen() {
        if (closed.getAsBoolean()) {
            throw ZentraException.of(ErrorCode.CLOSED, CLOSED);
        }
    }

    /** What was under way when the connections were closed is told so, and not to try again. */
    private ZentraException failed(Exception cause) {
        if (closed.getAsBoolean()) {
            return ZentraException.of(ErrorCode.CLOSED, CLOSED, cause);
        }
        return ZentraException.of(ErrorCode.STORAGE_FAILED, "the database failed to answer: try again", cause);
    }
}
