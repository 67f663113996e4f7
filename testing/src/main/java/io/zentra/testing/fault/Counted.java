package io.zentra.testing.fault;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Which JDBC calls are counted as places for a fault. */
public enum Counted {
    /** Every call that may throw an {@code SQLException}, binding of parameters and reading of columns too. */
    EVERY_CALL {
        @Override
        boolean counts(Method method) {
            for (Class<?> thrown : method.getExceptionTypes()) {
                if (thrown == SQLException.class) {
                    return !NEVER.contains(method.getName());
                }
            }
            return false;
        }
    },
    /** Calls that reach the database, or would if the driver did not save them up. */
    ROUND_TRIPS {
        @Override
        boolean counts(Method method) {
            String name = method.getName();
            return name.startsWith("execute")
                    || name.startsWith("prepare")
                    || TO_THE_DATABASE.contains(name)
                    || (name.equals("close") && method.getDeclaringClass() == Connection.class);
        }
    };

    /** Answered from the client's memory by every driver. */
    private static final Set<String> NEVER = Set.of("isClosed", "unwrap", "isWrapperFor");

    private static final Set<String> TO_THE_DATABASE = Set.of(
            "getConnection",
            "createStatement",
            "next",
            "commit",
            "rollback",
            "setAutoCommit",
            "setTransactionIsolation");

    abstract boolean counts(Method method);
}
