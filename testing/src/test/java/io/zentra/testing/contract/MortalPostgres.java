package io.zentra.testing.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server of its own that writes through to the disk, and can be killed with all of its processes. */
final class MortalPostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres running;

    private MortalPostgres(Path data, EmbeddedPostgres running) {
        this.data = data;
        this.port = running.getPort();
        this.running = running;
    }

    /** A new server whose files lie in a folder. */
    static MortalPostgres start(Path folder) throws IOException {
        Path data = folder.resolve("postgres");
        return new MortalPostgres(data, builder(data).start());
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on");
    }

    String url() {
        return running.getJdbcUrl("postgres", "postgres");
    }

    /** Kills the server's processes by signal 9, the first one before those that it began. */
    void kill() throws IOException {
        long first = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        ProcessHandle server = ProcessHandle.of(first).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(server), server.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
        running.close(); // there is nothing to stop; the folder is given back
    }

    /** Starts it again on the same files, at the same address; it recovers from its log. */
    void restart() throws IOException {
        running = builder(data).setPort(port).start();
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
