package io.zentra.testing.fault;

import io.zentra.testing.fault.Fault.Kind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection with its statements and results, through which every call goes. */
final class Link {
    /** What a client may still do with a connection that is gone. */
    private static final Set<String> ALWAYS = Set.of("close", "isClosed", "abort", "isValid");

    /** The most special first. */
    private static final List<Class<?>> PROXIED =
            List.of(CallableStatement.class, PreparedStatement.class, Statement.class, ResultSet.class);

    private final FaultyDataSource source;
    private final Connection target;
    private final Connection proxy;
    private volatile boolean lost;

    Link(FaultyDataSource source, Connection target) {
        this.source = source;
        this.target = target;
        this.proxy = (Connection) proxy(Connection.class, target);
    }

    Connection connection() {
        return proxy;
    }

    /** The server rolls back what a lost client has begun. */
    void lose() {
        lost = true;
        endTransaction();
    }

    void endTransaction() {
        try {
            target.rollback();
        } catch (SQLException nothingBegun) {
            // a connection in auto-commit mode has no transaction to lose
        }
    }

    static SQLException lost() {
        return new SQLException("a fault was planted: the connection is lost", "08006");
    }

    private Object proxy(Class<?> type, Object of) {
        InvocationHandler handler = (self, method, arguments) -> call(self, of, method, arguments);
        return Proxy.newProxyInstance(Link.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private @Nullable Object call(Object self, Object of, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.getName().equals("equals") && arguments != null
                    ? (Object) (self == arguments[0])
                    : invoke(of, method, arguments);
        }
        if (ALWAYS.contains(method.getName()) && (lost || source.isDown())) {
            if (!lost) {
                lose();
            }
            return invoke(of, method, arguments);
        }
        requireAlive();
        Kind instead = source.before(method);
        if (instead != null && of == target && method.getName().equals("close")) {
            lose(); // closing fails, and the connection is gone all the same: nothing may leak
            target.close();
        }
        source.strike(this, instead);
        Object result = invoke(of, method, arguments);
        Kind afterwards = source.after(method);
        source.strike(this, afterwards);
        return wrapped(method, result);
    }

    private void requireAlive() throws SQLException {
        if (!lost && source.isDown()) {
            lose();
        }
        if (lost) {
            throw lost();
        }
    }

    private @Nullable Object wrapped(Method method, @Nullable Object result) {
        if (result == null || method.getName().equals("unwrap")) {
            return result;
        }
        if (result instanceof Connection) {
            return proxy;
        }
        for (Class<?> type : PROXIED) {
            if (type.isInstance(result)) {
                return proxy(type, result);
            }
        }
        return result;
    }

    private static @Nullable Object invoke(Object of, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(of, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
