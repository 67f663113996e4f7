package io.zentra.testing.contract;

import org.junit.jupiter.api.Tag;

/** Every damage to a SQLite file. */
@Tag("long")
class SqliteDamageTest extends EveryDamageTest {
    @Override
    Database database() {
        return Database.SQLITE;
    }
}
