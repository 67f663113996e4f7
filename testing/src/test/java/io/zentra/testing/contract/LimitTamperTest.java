package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenants;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.limit.RateLimits;
import io.zentra.testing.fault.Counted;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever owns the database lets a tenant call more, or less, than was said. */
class LimitTamperTest {
    private static final Actor ADMIN = Actor.service("admin");

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void limit() {
        stage = new Stage(Database.IN_MEMORY.newStorage(folder), Counted.ROUND_TRIPS, Duration.ofSeconds(5));
        RateLimits limits = RateLimits.none()
                .reads(RateLimit.of(5_000, Duration.ofSeconds(1)))
                .writes(RateLimit.of(1_000, Duration.ofSeconds(2)));
        stage.ledger().limitTenant("acme", limits, ADMIN, "limits").orElseThrow();
        assertThat(stage.ledger().verifyTenants(ADMIN).faults()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update zentra_rate_limit set read_calls = read_calls + 1",
                "update zentra_rate_limit set read_seconds = read_seconds + 1",
                "update zentra_rate_limit set read_seconds = null, read_calls = null",
                "update zentra_rate_limit set write_calls = write_calls + 1",
                "update zentra_rate_limit set write_seconds = write_seconds + 1",
                "update zentra_rate_limit set no = no + 1",
                "insert into zentra_rate_limit (tenant, no) values (0, 77)",
                "delete from zentra_rate_limit"
            })
    void findsEveryChangedColumn(String sql) {
        stage.change(sql);
        assertThat(stage.ledger().verifyTenants(ADMIN).faults())
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).startsWith("the limits of tenant "));
    }

    @Test
    void findsALimitOfNoTenant() {
        stage.core()
                .commits()
                .run(
                        new Access(Tenants.REGISTRY, ADMIN),
                        new Forged("tenant.limited", "nobody", JsonNodeFactory.instance.objectNode()));
        assertThat(stage.ledger().verifyTenants(ADMIN).faults())
                .singleElement()
                .asString()
                .endsWith("limits a tenant that was not created");
    }
}
