package io.zentra.testing.contract;

import org.junit.jupiter.api.Tag;

/** Every damage to a PostgreSQL server. */
@Tag("long")
class PostgresDamageTest extends EveryDamageTest {
    @Override
    Database database() {
        return Database.POSTGRES;
    }
}
