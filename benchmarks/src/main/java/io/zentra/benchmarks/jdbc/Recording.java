package io.zentra.benchmarks.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of connections that takes down what each of them commits: the statements with their parameters, in order.
 * Thread-safe; its connections are not.
 */
public final class Recording implements DataSource {
    private final DataSource source;
    private final List<Tape> tapes = new CopyOnWriteArrayList<>();

    /** Takes down what is done over these connections. */
    public Recording(DataSource source) {
        this.source = source;
    }

    /** What the connection with the most commits did, which is the lane's; ask when all are closed. */
    public Replay busiest() {
        return new Replay(tapes.stream()
                .max(Comparator.comparingInt(tape -> tape.commits))
                .orElseThrow()
                .committed);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Tape tape = new Tape();
        tapes.add(tape);
        return tape.connection(source.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("only the source's own user connects");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(Recording.class.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }

    /** What one connection does. */
    private static final class Tape {
        private final List<Execution> committed = new ArrayList<>();
        private final List<Execution> open = new ArrayList<>();
        private int commits;

        Connection connection(Connection connection) {
            return proxy(Connection.class, (proxy, method, arguments) -> {
                Object result = invoke(connection, method, arguments);
                switch (method.getName()) {
                    case "commit" -> commit();
                    case "rollback" -> open.clear();
                    case "prepareStatement" -> {
                        return statement((PreparedStatement) Objects.requireNonNull(result), (String) arguments[0]);
                    }
                    default -> {}
                }
                return result;
            });
        }

        private void commit() {
            if (!open.isEmpty()) {
                committed.addAll(open);
                committed.add(Execution.COMMIT);
                open.clear();
                commits++;
            }
        }

        private PreparedStatement statement(PreparedStatement statement, String sql) {
            List<@Nullable Object> values = new ArrayList<>();
            List<@Nullable Object[]> batch = new ArrayList<>();
            return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
                String name = method.getName();
                if (name.startsWith("set") && arguments != null && arguments.length >= 2) {
                    keep(values, (Integer) arguments[0], name.equals("setNull") ? null : arguments[1]);
                } else if (name.equals("addBatch")) {
                    batch.add(values.toArray());
                } else if (name.equals("executeBatch")) {
                    open.add(new Execution(sql, List.copyOf(batch)));
                    batch.clear();
                } else if (name.startsWith("execute")) {
                    open.add(new Execution(sql, List.<Object[]>of(values.toArray())));
                }
                return invoke(statement, method, arguments);
            });
        }

        private static void keep(List<@Nullable Object> values, int parameter, @Nullable Object value) {
            while (values.size() < parameter) {
                values.add(null);
            }
            values.set(parameter - 1, value);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Recording.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
