package io.zentra.testing.contract;

import org.junit.jupiter.api.Tag;

/** Every damage to an H2 file. */
@Tag("long")
class H2DamageTest extends EveryDamageTest {
    @Override
    Database database() {
        return Database.H2;
    }
}
