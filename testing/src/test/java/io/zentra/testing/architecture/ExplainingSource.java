package io.zentra.testing.architecture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A source of connections that, when it is asked to, lets the database explain each select with its values. */
final class ExplainingSource {
    private final DataSource source;
    private final String explain;
    private final int column;
    private final Map<String, String> plans = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Integer> runs = new ConcurrentHashMap<>();
    private volatile boolean isOn;

    /**
     * A source over another one.
     *
     * @param explain what stands before a statement that is to be explained
     * @param column which column of the answer tells the plan, from 1
     */
    ExplainingSource(DataSource target, String explain, int column) {
        this.explain = explain;
        this.column = column;
        this.source = proxy(DataSource.class, target, (method, arguments, result) -> {
            return result instanceof Connection connection ? explained(connection) : result;
        });
    }

    DataSource source() {
        return source;
    }

    /** The plans of the selects that run meanwhile, by their texts; what runs often is explained now and then. */
    synchronized Map<String, String> plansOf(Runnable reads) {
        plans.clear();
        runs.clear();
        isOn = true;
        reads.run();
        isOn = false;
        return new LinkedHashMap<>(plans);
    }

    private Connection explained(Connection connection) {
        return proxy(Connection.class, connection, (method, arguments, result) -> {
            boolean isSelect = result instanceof PreparedStatement
                    && arguments != null
                    && arguments[0] instanceof String sql
                    && sql.contains("zentra_")
                    && sql.stripLeading().matches("(?s)(select|with)\\b.*");
            return isSelect ? explained(connection, (String) arguments[0], (PreparedStatement) result) : result;
        });
    }

    private PreparedStatement explained(Connection connection, String sql, PreparedStatement statement) {
        Map<Integer, Object> values = new TreeMap<>();
        InvocationHandler handler = (self, method, arguments) -> {
            if (method.getName().startsWith("set") && arguments.length >= 2 && arguments[0] instanceof Integer index) {
                values.put(index, method.getName().equals("setNull") ? null : arguments[1]);
            }
            if (isOn && method.getName().startsWith("execute")) {
                String text = sql.replaceAll("\\s+", " ").strip();
                if (Integer.bitCount(runs.merge(text, 1, Integer::sum)) == 1) {
                    plans.put(text, plan(connection, sql, values));
                }
            }
            return invoke(method, statement, arguments);
        };
        return (PreparedStatement)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, handler);
    }

    private String plan(Connection connection, String sql, Map<Integer, Object> values) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(explain + " " + sql)) {
            for (Map.Entry<Integer, Object> value : values.entrySet()) {
                statement.setObject(value.getKey(), value.getValue());
            }
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    lines.add(results.getString(column));
                }
            }
        }
        return String.join("\n", lines);
    }

    private interface Results {
        Object of(Method method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Results results) {
        InvocationHandler handler =
                (self, method, arguments) -> results.of(method, arguments, invoke(method, target, arguments));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
