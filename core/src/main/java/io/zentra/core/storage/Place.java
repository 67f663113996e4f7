package io.zentra.core.storage;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Where a database is.
 *
 * @param name what it is called in an error, without secrets
 * @param advice what to check when it cannot be reached
 * @param source connects
 */
record Place(String name, String advice, Supplier<DataSource> source) {
    /** A database behind an address. */
    static Place at(String url, Supplier<DataSource> source) {
        return new Place(
                "database " + withoutSecrets(url),
                "check that it runs and is reached from here, that user and password are right, and that its driver is on"
                        + " the class path",
                source);
    }

    /** A database in a file. */
    static Place file(String name, Supplier<DataSource> source) {
        return new Place(
                name,
                "check that its folder exists and may be written, that no other process holds it, and that its driver is on"
                        + " the class path",
                source);
    }

    /** A database in this process's memory. */
    static Place memory(String name, Supplier<DataSource> source) {
        return new Place(name, "check that its driver is on the class path", source);
    }

    /**
     * Connects.
     *
     * @throws ZentraException {@code storage_failed}
     */
    DataSource open() {
        try {
            return source.get();
        } catch (RuntimeException | LinkageError unreachable) { // a missing driver is no exception of Java's
            throw ZentraException.of(
                    ErrorCode.STORAGE_FAILED, "the " + name + " could not be opened: " + advice, unreachable);
        }
    }

    /** User and password may stand before the host or behind the question mark. */
    private static String withoutSecrets(String url) {
        String address = url.split("[?;]", 2)[0];
        int host = address.lastIndexOf('@');
        int begin = address.indexOf("//");
        return host < 0 || begin < 0 ? address : address.substring(0, begin + 2) + address.substring(host + 1);
    }
}
