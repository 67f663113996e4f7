package io.zentra.testing.architecture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A source of connections that writes down every statement, and passes everything on. */
final class RecordingSource {
    private final Set<String> statements = Collections.synchronizedSet(new TreeSet<>());
    private final DataSource source;

    RecordingSource(DataSource source) {
        this.source = proxy(DataSource.class, source, this::recorded);
    }

    DataSource source() {
        return source;
    }

    /** The texts of all statements so far, without line breaks. */
    Set<String> statements() {
        return Set.copyOf(statements);
    }

    private Object recorded(Object result) {
        if (result instanceof Connection connection) {
            return proxy(Connection.class, connection, this::recorded);
        }
        if (result instanceof Statement statement
                && !(result instanceof PreparedStatement)
                && !(result instanceof CallableStatement)) {
            return proxy(Statement.class, statement, UnaryOperator.identity());
        }
        return result;
    }

    private <T> T proxy(Class<T> type, T target, UnaryOperator<Object> results) {
        InvocationHandler handler = (self, method, arguments) -> {
            boolean takesSql =
                    method.getName().startsWith("prepare") || method.getName().startsWith("execute");
            if (takesSql && arguments != null && arguments[0] instanceof String sql) {
                statements.add(sql.replaceAll("\\s+", " ").strip());
            }
            try {
                Object result = method.invoke(target, arguments);
                return result == null ? null : results.apply(result);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
