package io.zentra.core.storage;

import java.util.List;

/**
 * What a module keeps in the database: its migrations and its row types. Immutable.
 *
 * @param name the module's name, such as {@code ledger}
 * @param home a class of the module; migration files lie in the folder {@code db} beside it
 * @param migrations file names in the order in which they apply; a released file never changes
 * @param rowTypes the tables that commands read or write, in the order in which they are written
 */
public record Module(String name, Class<?> home, List<String> migrations, List<RowType<?, ?>> rowTypes) {
    /** Copies the lists. */
    public Module {
        migrations = List.copyOf(migrations);
        rowTypes = List.copyOf(rowTypes);
    }
}
