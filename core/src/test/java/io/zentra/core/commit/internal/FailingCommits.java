package io.zentra.core.commit.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Sources whose calls fail as a test wants. */
final class FailingCommits {
    private FailingCommits() {}

    static DataSource of(DataSource source, AtomicInteger failures, SQLException error) {
        return before(source, method -> {
            if (method.equals("commit") && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw error;
            }
        });
    }

    /** A source on which something happens before each call of its methods and those of its connections. */
    static DataSource before(DataSource source, Before call) {
        return proxy(
                DataSource.class,
                source,
                (name, result) -> result instanceof Connection connection
                        ? proxy(Connection.class, connection, (method, done) -> done, call)
                        : result,
                call);
    }

    private interface After {
        Object replace(String method, Object result);
    }

    /** What happens before a call. */
    interface Before {
        /** Does it; what it throws is thrown in place of the call. */
        void call(String method) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T target, After after, Before before) {
        InvocationHandler handler = (self, method, arguments) -> {
            before.call(method.getName());
            try {
                return after.replace(method.getName(), method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
