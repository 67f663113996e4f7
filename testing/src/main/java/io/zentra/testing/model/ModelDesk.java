package io.zentra.testing.model;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import java.time.Duration;

/** Runtimes and tenants on which sequences run. */
final class ModelDesk {
    private static final Duration NEVER = Duration.ofDays(36_500);

    private ModelDesk() {}

    /** A runtime whose due work runs on demand, and consists of what the sequences plan. */
    static ZentraRuntime runtime(Storage storage, SettableClock clock, long seed) {
        return ZentraRuntime.builder()
                .storage(storage)
                .clock(clock)
                .random(RandomSource.seeded(seed))
                .signingKey(SigningKey.generate("model"))
                .checkpointEvery(NEVER)
                .dueWorkThreads(0)
                .build();
    }

    /** A new tenant that has the policy of controlled steps. */
    static Workspace tenant(ZentraRuntime zentra, String id) {
        zentra.createTenant(id, TenantConfig.standard(), Actor.service("setup"));
        ModelPolicy.publish(zentra, id);
        return zentra.tenant(id).as(Actor.service("svc_model"));
    }
}
