package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.operations.Finding;
import io.zentra.runtime.operations.FindingCode;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds of a runtime that is not set up as it should be. */
class DoctorTest {
    private static final Actor SETUP = Actor.service("setup");
    private static final SigningKey KEY = SigningKey.generate("acme-ledger");

    @TempDir
    Path folder;

    @Test
    void checkpointsThatNobodyPlannedUntilTheTenantIsCreatedAgain() {
        try (ZentraRuntime without = runtime("2026-11-21T09:00:00Z").build()) {
            without.createTenant("acme", TenantConfig.standard(), SETUP);
            assertThat(codes(without)).as("it could sign none").doesNotContain(FindingCode.CHECKPOINT_UNPLANNED);
        }
        try (ZentraRuntime zentra =
                runtime("2026-11-21T09:00:01Z").signingKey(KEY).build()) {
            assertThat(codes(zentra)).containsExactly(FindingCode.CHECKPOINT_UNPLANNED);
            zentra.createTenant("acme", TenantConfig.standard(), SETUP);
            assertThat(codes(zentra)).isEmpty();
        }
    }

    @Test
    void flowAccountsUntilTheyAreOpened() {
        try (ZentraRuntime zentra = runtime("2026-11-21T09:00:00Z")
                .rail("rail_primary", SandboxRail.create())
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), SETUP);
            assertThat(acme(zentra).operations().doctor().findings())
                    .extracting(Finding::subject)
                    .containsExactly("reserved:usd", "settlement:usd");
            acme(zentra).transfers().openFlowAccounts(Asset.iso("USD"));
            assertThat(codes(zentra)).isEmpty();
        }
    }

    @Test
    void aClockBehindTheLastEventUntilItIsRight() {
        try (ZentraRuntime zentra = runtime("2026-11-21T09:00:00Z").build()) {
            zentra.createTenant("acme", TenantConfig.standard(), SETUP);
            acme(zentra).accounts().open(NewAccount.credit("customer:42", Asset.iso("USD")));
        }
        try (ZentraRuntime behind = runtime("2026-11-21T08:59:49Z").build()) {
            assertThat(codes(behind)).containsExactly(FindingCode.CLOCK_BEHIND);
        }
        try (ZentraRuntime nearly = runtime("2026-11-21T08:59:50Z").build()) {
            assertThat(codes(nearly)).isEmpty();
        }
    }

    private ZentraRuntime.Builder runtime(String now) {
        return ZentraRuntime.builder()
                .storage(Storage.sqlite(folder.resolve("z.db")))
                .clock(SettableClock.at(now))
                .dueWorkThreads(0);
    }

    private static Workspace acme(ZentraRuntime zentra) {
        return zentra.tenant("acme").as(Actor.service("svc_edge"));
    }

    private static List<FindingCode> codes(ZentraRuntime zentra) {
        return acme(zentra).operations().doctor().findings().stream()
                .map(Finding::code)
                .toList();
    }
}
