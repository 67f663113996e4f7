package io.zentra.core.storage.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.SCHEMA_MISMATCH;
import static io.zentra.core.error.ErrorCode.STORAGE_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.internal.CoreModule;
import io.zentra.core.storage.MigrationMode;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigratorTest {
    private static final Module BROKEN =
            new Module("broken", MigratorTest.class, List.of("0001_broken.sql"), List.of());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void migratesOnceHoweverOftenItIsOpened(Databases database) {
        Storage storage = database.create(folder);
        try (ZentraCore core = open(storage)) {
            create(core, "acme");
        }
        try (ZentraCore core = open(storage)) {
            assertThat(core.tenants().require(TenantId.of("acme")).no()).isEqualTo(1);
        }
        assertThat(count(storage, "zentra_migration"))
                .isEqualTo(CoreModule.MODULE.migrations().size());
    }

    @ParameterizedTest
    @EnumSource
    void validatesWithoutTouchingAnything(Databases database) {
        Storage storage = database.create(folder);

        assertRefused(SCHEMA_MISMATCH, () -> open(storage.migrations(MigrationMode.VALIDATE)));
        assertThat(tables(storage)).isEmpty();
        open(storage).close();
        open(storage.migrations(MigrationMode.VALIDATE)).close();
    }

    @ParameterizedTest
    @EnumSource
    void acceptsAScriptThatAPersonApplied(Databases database) {
        Storage storage = database.create(folder);
        String script = ZentraCore.schema(storage, List.of());
        for (String statement : script.split(";\\s*(\n|$)", -1)) {
            String sql = statement.replaceAll("(?m)^--.*$", "").strip();
            if (!sql.isEmpty()) {
                Databases.execute(storage, sql);
            }
        }

        try (ZentraCore core = open(storage.migrations(MigrationMode.VALIDATE))) {
            create(core, "acme");
        }
        try (ZentraCore core = open(storage)) {
            assertThat(core.tenants().require(TenantId.of("acme")).no()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFileThatChangedAfterItWasApplied(Databases database) {
        Storage storage = database.create(folder);
        open(storage).close();
        Databases.execute(storage, "update zentra_migration set checksum = 'another' where module = 'core'");

        for (MigrationMode mode : List.of(MigrationMode.MIGRATE, MigrationMode.VALIDATE)) {
            assertThatThrownBy(() -> open(storage.migrations(mode)))
                    .isInstanceOfSatisfying(ZentraException.class, e -> {
                        assertThat(e.code()).isEqualTo(SCHEMA_MISMATCH);
                        assertThat(e.details()).containsEntry("migration", "core/0001_journal.sql");
                    });
        }
        open(storage.migrations(MigrationMode.NONE)).close();
    }

    @ParameterizedTest
    @EnumSource
    void refusesTablesOfANewerVersionButNotThoseOfOtherModules(Databases database) {
        Storage storage = database.create(folder);
        open(storage).close();
        Databases.execute(storage, "insert into zentra_migration values ('other', '0001_x.sql', 'x')");
        open(storage).close();
        Databases.execute(storage, "insert into zentra_migration values ('core', '9999_later.sql', 'x')");

        assertRefused(SCHEMA_MISMATCH, () -> open(storage));
        assertRefused(SCHEMA_MISMATCH, () -> open(storage.migrations(MigrationMode.VALIDATE)));
    }

    /** H2 commits at each DDL statement, so only the others can promise this. */
    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void leavesNothingOfAFileThatFails(Databases database) {
        Storage storage = database.create(folder);

        assertRefused(STORAGE_FAILED, () -> ZentraCore.open(ZentraCore.Settings.of(storage), List.of(BROKEN)));
        assertThat(tables(storage)).doesNotContain("half_made", "zentra_journal");
        open(storage).close();
        assertThat(tables(storage)).contains("zentra_journal");
    }

    /** A second installation of Zentra in another schema used to be taken for this one, and failed as a storage error. */
    @Test
    void doesNotTakeTheTablesOfAnotherSchemaForItsOwn() {
        Storage storage = Databases.POSTGRES.create(folder);
        open(storage).close();
        Databases.on(storage, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create schema elsewhere");
                statement.execute("alter table zentra_migration set schema elsewhere");
            }
            return true;
        });

        assertRefused(SCHEMA_MISMATCH, () -> open(storage.migrations(MigrationMode.VALIDATE)));
    }

    @Test
    void printsEveryFileOfEveryModule() {
        String script = ZentraCore.schema(Storage.inMemory(), List.of(BROKEN));

        assertThat(script)
                .contains("-- core/0001_journal.sql", "-- broken/0001_broken.sql", "create table zentra_journal (")
                .doesNotContain("${");
    }

    private static ZentraCore open(Storage storage) {
        return ZentraCore.open(ZentraCore.Settings.of(storage), List.of());
    }

    private static void create(ZentraCore core, String tenant) {
        core.tenants().create(TenantId.of(tenant), TenantConfig.standard(), Actor.service("setup"));
    }

    private static long count(Storage storage, String table) {
        return Databases.on(storage, connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet results = statement.executeQuery("select count(*) from " + table)) {
                results.next();
                return results.getLong(1);
            }
        });
    }

    private static List<String> tables(Storage storage) {
        return Databases.on(storage, MigratorTest::tables);
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new java.util.ArrayList<>();
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (name.startsWith("zentra_") || name.equals("half_made")) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
