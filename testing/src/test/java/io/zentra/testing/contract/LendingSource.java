package io.zentra.testing.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A simple pool of the host's: it lends a connection again as it was given back, and resets nothing of it. */
final class LendingSource implements AutoCloseable {
    private final Making making;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final List<Connection> all = new CopyOnWriteArrayList<>();

    /** Makes a connection. */
    interface Making {
        /** Does it. */
        Connection make() throws SQLException;
    }

    LendingSource(Making making) {
        this.making = making;
    }

    DataSource source() {
        return proxy(DataSource.class, (self, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return lend();
        });
    }

    /** The connections that were given back. */
    List<Connection> idle() {
        return List.copyOf(idle);
    }

    /** The connections that are lent now. */
    List<Connection> lent() {
        List<Connection> lent = new ArrayList<>(all);
        lent.removeAll(idle());
        return lent;
    }

    private Connection lend() throws SQLException {
        Connection free = idle.poll();
        Connection connection = free == null ? making.make() : free;
        if (free == null) {
            all.add(connection);
        }
        AtomicBoolean back = new AtomicBoolean();
        return proxy(Connection.class, (self, method, arguments) -> {
            if (!method.getName().equals("close")) {
                return invoke(() -> method.invoke(connection, arguments));
            }
            if (back.compareAndSet(false, true)) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                idle.add(connection);
            }
            return null;
        });
    }

    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    private static Object invoke(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : all) {
            connection.close();
        }
    }
}
