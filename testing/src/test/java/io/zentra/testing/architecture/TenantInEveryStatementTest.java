package io.zentra.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs all that core, ledger and runtime do, writes down every statement that reaches the database, and looks for one that could
 * touch the rows of two tenants: each table in it must be bound to a tenant by an equation of its own.
 */
class TenantInEveryStatementTest {
    private static final Pattern TABLE =
            Pattern.compile("\\b(?:from|join|update|delete from|using)\\s+(zentra_\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOUND =
            Pattern.compile("\\btenant = (?:\\?|\\$\\d+|:tenant|\\w+\\.tenant)", Pattern.CASE_INSENSITIVE);
    private static final Pattern INSERT = Pattern.compile("insert into (zentra_\\w+) \\(tenant, .*");

    /** What a migration does, to the rows of all tenants. */
    private static final String MIGRATES = "(create |alter ).*|delete from zentra_request_(term|position)";

    /** The poll of due work: over all tenants, and for their names only. What is done then is done tenant by tenant. */
    private static final String POLL =
            "select tenant, kind, subject from zentra_due_work where tenant >= \\? and due_at <= \\? and kind in \\(.*";

    /** The poll of journals that have gone on: over all tenants, and for their numbers only. */
    private static final String FEEDS =
            "select c\\.tenant, c\\.seq, h\\.seq from zentra_cursor c join zentra_journal_head h .*";

    /** The same for listeners, who begin in every journal. */
    private static final String LISTENERS =
            "select h\\.tenant, coalesce\\(c\\.seq, 0\\), h\\.seq from zentra_journal_head h left join zentra_cursor c .*";

    @TempDir
    Path folder;

    @Test
    void bindsEveryTableToATenantOnSqlite() throws Exception {
        DataSource sqlite = Storage.sqlite(folder.resolve("z.db")).open();
        try (AutoCloseable pool = (AutoCloseable) sqlite) {
            assertThat(pool).isNotNull();
            assertBound(sqlite, Dialect.SQLITE);
        }
    }

    @Test
    void bindsEveryTableToATenantOnH2() throws Exception {
        DataSource h2 = Storage.h2(folder.resolve("z")).open();
        try (AutoCloseable pool = (AutoCloseable) h2) {
            assertThat(pool).isNotNull();
            assertBound(h2, Dialect.H2);
        }
    }

    @Test
    void bindsEveryTableToATenantOnPostgres() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            assertBound(server.getPostgresDatabase(), Dialect.POSTGRES);
        }
    }

    /** The eye that looks is tested too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | select seq from zentra_journal where tenant = ? and seq > ?",
                "false | select seq from zentra_journal where seq > ?",
                "false | select tenant from zentra_journal where seq > ?",
                "false | select seq from zentra_journal where tenant > ?",
                "false | select j.seq from zentra_timeline t join zentra_journal j on j.seq = t.seq where t.tenant = ?",
                "true  | select j.seq from zentra_timeline t join zentra_journal j on j.tenant = t.tenant where t.tenant = ?",
                "false | update zentra_balance set tenant_note = ?",
                "true  | update zentra_balance set debits = ? where tenant = ? and account = ?",
                "false | delete from zentra_hold",
                "true  | insert into zentra_hold (tenant, no) values (?, ?)",
                "false | insert into zentra_hold (no) values (?)",
                "false | select no from zentra_account where tenant in (select tenant from zentra_tenant)"
            })
    void knowsAStatementThatIsNotBound(boolean bound, String statement) {
        assertThat(isBound(statement)).isEqualTo(bound);
    }

    private static void assertBound(DataSource source, Dialect dialect) throws Exception {
        RecordingSource recording = new RecordingSource(source);
        Storage storage = Storage.of(recording.source(), dialect);
        Lifetime.of(storage, recording.source());
        List<String> ours = recording.statements().stream()
                .filter(statement -> statement.contains("zentra_"))
                .filter(statement -> !statement.matches(MIGRATES) && !statement.contains("zentra_migration"))
                .filter(statement ->
                        !statement.matches(POLL) && !statement.matches(FEEDS) && !statement.matches(LISTENERS))
                .toList();

        assertThat(ours)
                .hasSizeGreaterThan(30)
                .allSatisfy(statement ->
                        assertThat(isBound(statement)).as(statement).isTrue());
        assertThat(recording.statements()).anyMatch(statement -> statement.matches(POLL));
        assertThat(recording.statements()).anyMatch(statement -> statement.matches(FEEDS));
        assertThat(recording.statements()).anyMatch(statement -> statement.matches(LISTENERS));
        for (String table : Lifetime.tables(storage)) {
            assertThat(ours).as("statements on " + table).anyMatch(statement -> statement.contains(table));
        }
    }

    /** Whether each table of a statement is bound to a tenant. */
    private static boolean isBound(String statement) {
        if (statement.startsWith("insert into") && !INSERT.matcher(statement).matches()) {
            return false;
        }
        long tables = TABLE.matcher(statement).results().count();
        return tables <= BOUND.matcher(statement).results().count();
    }
}
