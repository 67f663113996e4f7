package io.zentra.core.identity;

import static io.zentra.core.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry of tenants proves itself: nothing recomputed its table, so a changed limit or number stayed unfound. */
class TenantsTest {
    private static final Actor AUDITOR = Actor.operator("auditor", Permission.MANAGE_TENANTS);
    private static final SigningKey KEY = SigningKey.generate("ledger.example");

    @TempDir
    Path folder;

    private Storage storage;
    private ZentraCore core;

    @BeforeEach
    void open() {
        open(Databases.SQLITE.create(folder));
    }

    @AfterEach
    void close() {
        core.close();
    }

    @ParameterizedTest
    @EnumSource
    void findsARegistryAsItWasWritten(Databases database) {
        core.close();
        open(database.create(folder));

        assertThat(core.tenants().verify(List.of(), AUDITOR).faults()).isEmpty();
        assertThat(core.tenants().verify(List.of(), AUDITOR).events()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "update zentra_tenant set max_queued_commands = 2 where id = 'acme' | tenant acme is ",
                "update zentra_tenant set max_entries_per_posting = 3 where id = 'acme' | tenant acme is ",
                "update zentra_tenant set no = 7 where id = 'acme' | tenant acme is ",
                "update zentra_tenant set time_zone = 'UTC' where id = 'acme' | tenant acme is ",
                "update zentra_tenant set time_zone = 'Nowhere/None' where id = 'acme' | a stored row is not readable",
                "update zentra_tenant set default_asset = 'JPY' where id = 'acme' | tenant acme is ",
                "update zentra_tenant set id = 'acne' where id = 'acme' | tenant acne comes from no event",
                "delete from zentra_tenant where id = 'acme' | tenant acme is missing",
                "insert into zentra_tenant select 0, 'planted', 9, 'UTC', 'USD', 2, 2 | tenant planted comes from no event",
                "update zentra_journal set event = cast(replace(cast(event as text), 'acme', 'acne') as blob)"
                        + " where tenant = 0 and seq = 1"
                        + " | event 1 does not match its hash",
                "delete from zentra_journal where tenant = 0 and seq = 2 | events 2 to 2 are missing"
            })
    void findsWhatAnIntruderDidToTheRegistry(String sql, String fault) {
        assertThat(Databases.execute(storage, sql)).isEqualTo(1);

        assertThat(core.tenants().verify(List.of(), AUDITOR).faults())
                .anySatisfy(found -> assertThat(found).startsWith(fault));
    }

    @Test
    void findsARegistryThatWasCutBehindACheckpoint() {
        Checkpoint kept = core.journal(new Access(Tenants.REGISTRY, Actor.service("auditor")))
                .checkpoint();
        core.tenants().verify(List.of(kept), AUDITOR).requireSound();
        Databases.execute(storage, "delete from zentra_tenant where id = 'other'");
        Databases.execute(storage, "delete from zentra_journal where tenant = 0 and seq = 2");
        Databases.execute(storage, "delete from zentra_checkpoint where tenant = 0");
        Databases.execute(
                storage,
                "update zentra_journal_head set seq = 1, hash = (select hash from zentra_journal where tenant = 0 and seq"
                        + " = 1) where tenant = 0");

        assertThat(core.tenants().verify(List.of(), AUDITOR).isSound()).isTrue();
        assertThat(core.tenants().verify(List.of(kept), AUDITOR).faults())
                .containsExactly("history was cut: a checkpoint speaks of 2 events, the journal has 1");
    }

    @Test
    void verifiesForThoseWhoManageTenants() {
        assertRefused(
                ErrorCode.PERMISSION_DENIED,
                () -> core.tenants().verify(List.of(), Actor.operator("clerk", Permission.READ)));
    }

    private void open(Storage database) {
        storage = database;
        core = ZentraCore.open(
                ZentraCore.Settings.of(storage)
                        .withClock(InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z")))
                        .withCheckpoints(KEY, CheckpointSink.none()),
                List.of());
        TenantConfig config = TenantConfig.standard()
                .withTimeZone(ZoneId.of("Europe/Berlin"))
                .withDefaultAsset(Asset.iso("EUR"))
                .withMaxEntriesPerPosting(12)
                .withMaxQueuedCommands(99);
        core.tenants().create(TenantId.of("acme"), config, AUDITOR);
        core.tenants().create(TenantId.of("other"), TenantConfig.standard(), AUDITOR);
    }
}
