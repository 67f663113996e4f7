package io.zentra.core.commit.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A source whose connections fail so many of their next commits before they reach the database. */
final class FailingCommits {
    private FailingCommits() {}

    static DataSource of(DataSource source, AtomicInteger failures, SQLException error) {
        return proxy(
                DataSource.class,
                source,
                (name, result) -> result instanceof Connection connection
                        ? proxy(Connection.class, connection, (method, done) -> done, method -> {
                            if (method.equals("commit") && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                                throw error;
                            }
                        })
                        : result,
                method -> {});
    }

    private interface After {
        Object replace(String method, Object result);
    }

    private interface Before {
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
