package io.zentra.core.commit.internal;

import io.zentra.core.storage.internal.Engine;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection of a lane: opened when it is needed, dropped when it is of no use. Used by the lane's thread. */
final class LaneConnection {
    private static final Logger LOG = LoggerFactory.getLogger(LaneConnection.class);

    private final DataSource source;
    private final Engine engine;
    private @Nullable Writer writer;

    LaneConnection(DataSource source, Engine engine) {
        this.source = source;
        this.engine = engine;
    }

    /** The connection with its statements; opens it. */
    Writer writer() throws SQLException {
        Writer open = writer;
        if (open == null) {
            open = Writer.open(source, engine);
            writer = open;
        }
        return open;
    }

    /** The connection alone; opens it. */
    Connection connection() throws SQLException {
        return writer().connection();
    }

    boolean isOpen() {
        return writer != null;
    }

    /**
     * False when the connection did not even roll back. Its statements are dropped with the transaction: they may still
     * hold rows of the failed batch, which the next one would write.
     */
    boolean rollback() {
        Writer open = writer;
        if (open == null) {
            return true;
        }
        try {
            open.connection().rollback();
            open.store().close();
            open.heads().close();
            return true;
        } catch (SQLException e) {
            LOG.warn("a rollback failed; the connection is dropped, and with it the transaction", e);
            return false;
        }
    }

    /** Rolls back, or drops what does not roll back. */
    void reset() {
        if (!rollback()) {
            drop();
        }
    }

    /** Closes the connection; the next use opens another one. */
    void drop() {
        Writer open = writer;
        writer = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            LOG.debug("a dropped connection did not close cleanly", e);
        }
    }
}
