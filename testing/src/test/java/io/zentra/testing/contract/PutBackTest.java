package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import io.zentra.testing.contract.MeterLogContract.Count;
import io.zentra.testing.contract.RawTables.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A database that is put back, or replaced by a copy that lacks the last commits, under a process that goes on: it shows
 * what is there now, not what it remembers.
 */
class PutBackTest {
    private static final int MAX_LOGGED = 6;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final Storage storage = Storage.inMemory();
    private final DataSource source = storage.open();

    @Test
    void countsFromWhereTheDatabaseIs() {
        for (int before = 1; before < MAX_LOGGED; before++) {
            for (int lost = 1; lost < 2 * MAX_LOGGED; lost++) {
                putBack("t" + before + "-" + lost, before, lost, 0);
            }
        }
    }

    /** The history that took the place of the lost one is as long. */
    @Test
    void countsFromAnotherHistory() {
        for (int before = 1; before < MAX_LOGGED; before++) {
            for (int lost = 1; lost < 2 * MAX_LOGGED; lost++) {
                putBack("t" + before + "-" + lost, before, lost, lost);
            }
        }
    }

    /** Nobody counts on from a log of which a row is missing, and other tenants go on. */
    @Test
    void stopsCountingWhereTheLogIsDamaged() {
        try (ZentraLedger ledger = open()) {
            for (String tenant : List.of("damaged", "sound")) {
                ledger.createTenant(tenant, TenantConfig.standard(), Actor.service("setup"));
                count(ledger, tenant, 3, 1);
            }
        }
        RawTables raw = new RawTables(source);
        Table log = raw.all().stream()
                .filter(table -> table.name().equals("zentra_meter_log"))
                .findFirst()
                .orElseThrow();
        List<List<Object>> left = new ArrayList<>(raw.rows(log));
        left.remove(1);
        raw.restore(log, left);

        try (ZentraLedger ledger = open()) {
            assertThatExceptionOfType(ZentraException.class)
                    .isThrownBy(() -> count(ledger, "damaged", 1, 1))
                    .matches(refusal -> refusal.code() == ErrorCode.STORAGE_FAILED)
                    .withStackTraceContaining("zentra_meter_log");
            assertThat(count(ledger, "sound", 1, 1)).isEqualTo(4);
        }
    }

    private void putBack(String tenant, int before, int lost, int anew) {
        try (ZentraLedger ledger = open()) {
            ledger.createTenant(tenant, TenantConfig.standard(), Actor.service("setup"));
            long sum = count(ledger, tenant, before, 1);
            RawTables raw = new RawTables(source);
            Map<Table, List<List<Object>>> then = new HashMap<>();
            raw.all().forEach(table -> then.put(table, raw.rows(table)));
            count(ledger, tenant, lost, 10);
            then.forEach(raw::restore);
            if (anew > 0) {
                try (ZentraLedger other = open()) {
                    sum = count(other, tenant, anew, 100);
                }
            }

            assertThat(count(ledger, tenant, 1, 1))
                    .as("%d commits, %d lost, %d anew", before, lost, anew)
                    .isEqualTo(sum + 1);
            ledger.tenant(tenant)
                    .as(Actor.service("auditor"))
                    .ledgers()
                    .verify()
                    .requireSound();
        }
    }

    private ZentraLedger open() {
        return ZentraLedger.open(ZentraCore.Settings.of(Storage.of(source, storage.dialect()))
                .withClock(clock)
                .withLimits(CommitLimits.standard().withLoggedRows(MAX_LOGGED)));
    }

    /** What the meter shows in the end. */
    private static long count(ZentraLedger ledger, String tenant, int commits, long minor) {
        Access access = new Access(ledger.core().tenants().require(TenantId.of(tenant)), Actor.service("svc_edge"));
        long shown = 0;
        for (int i = 0; i < commits; i++) {
            shown = ledger.core()
                    .commits()
                    .run(access, new Count(List.of("meter"), minor))
                    .getOrDefault("meter", 0L);
        }
        return shown;
    }
}
