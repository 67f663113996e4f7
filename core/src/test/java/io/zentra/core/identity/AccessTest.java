package io.zentra.core.identity;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.INVALID_CONFIGURATION;
import static io.zentra.core.error.ErrorCode.PERMISSION_DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessTest {
    private static final Tenant ACME = new Tenant(1, TenantId.of("acme"), TenantConfig.standard());

    @Test
    void letsAnActorDoOnlyWhatItWasGranted() {
        Access clerk = new Access(ACME, Actor.user("u-17", Permission.READ, Permission.POST));

        clerk.require(Permission.POST);
        assertRefused(PERMISSION_DENIED, () -> clerk.require(Permission.REVERSE));
    }

    @Test
    void letsAServiceDoEverythingUntilItIsNarrowed() {
        new Access(ACME, Actor.service("svc_edge")).require(new Permission("of.a.later.version"));
        Access narrowed = new Access(ACME, Actor.service("svc_edge").allowedOnly(Permission.READ));

        narrowed.require(Permission.READ);
        assertRefused(PERMISSION_DENIED, () -> narrowed.require(Permission.POST));
    }

    @Test
    void isKeptInEventsAsKindAndId() {
        assertThat(Actor.service("svc_edge")).hasToString("service:svc_edge");
        assertThat(Actor.operator("jo")).hasToString("operator:jo");
    }

    @Test
    void holdsATenantToTheLimitsOfItsConfiguration() {
        TenantConfig config = TenantConfig.standard();

        assertThat(config.withMaxEntriesPerPosting(1_000).maxEntriesPerPosting())
                .isEqualTo(1_000);
        assertRefused(INVALID_CONFIGURATION, () -> config.withMaxEntriesPerPosting(1));
        assertRefused(INVALID_CONFIGURATION, () -> config.withMaxEntriesPerPosting(1_001));
        assertRefused(INVALID_CONFIGURATION, () -> config.withMaxQueuedCommands(0));
        assertRefused(INVALID_CONFIGURATION, () -> config.withMaxQueuedCommands(65_537));
    }

    @Test
    void repeatsTheSameBitsForTheSameSeed() {
        RandomSource first = RandomSource.seeded(42);
        RandomSource second = RandomSource.seeded(42);

        assertThat(first.nextLong()).isEqualTo(second.nextLong());
        assertThat(first.nextLong()).isNotEqualTo(RandomSource.seeded(43).nextLong());
    }
}
