package io.zentra.testing.contract;

import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.FaultyDataSource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that is to die: several threads write, and put each acknowledged write into a file of its own, synced,
 * before the next. It never stops.
 *
 * <p>Arguments: dialect, where the database is, the file of acknowledgements, the rail's book, a prefix for keys; and, when
 * the process ends by itself, the moment and the how manieth.
 */
final class ChildRuntime {
    private static final int THREADS = 4;

    private ChildRuntime() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Dialect dialect = Dialect.valueOf(arguments[0]);
        FaultyDataSource source =
                FaultyDataSource.over(storage(dialect, arguments[1]).open(), Counted.ROUND_TRIPS);
        SyncedLines acknowledged = SyncedLines.appending(Path.of(arguments[2]));
        BookRail rail = BookRail.over(Path.of(arguments[3]));
        InstantSource clock = InstantSource.system();
        ZentraRuntime zentra = ChildWrites.open(Storage.of(source, dialect), rail, clock);
        ChildWrites writes = new ChildWrites(zentra, rail, clock);
        if (arguments.length > 5) {
            source.arm(new Fault(
                    Fault.Kind.PROCESS_ENDS, Fault.Moment.valueOf(arguments[5]), Long.parseLong(arguments[6])));
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String prefix = arguments[4] + "-" + i + "-";
            Thread thread = new Thread(() -> write(writes, prefix, acknowledged));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    static Storage storage(Dialect dialect, String where) {
        return switch (dialect) {
            case SQLITE -> Storage.sqlite(Path.of(where));
            case H2 -> Storage.h2(Path.of(where));
            case POSTGRES -> Storage.postgres(where, "postgres", "postgres");
        };
    }

    private static void write(ChildWrites writes, String prefix, SyncedLines acknowledged) {
        for (int i = 0; true; i++) {
            String round = prefix + i;
            try {
                writes.run(round, done -> acknowledged.add(round + " " + done.write() + " " + done.id()));
            } catch (RuntimeException | Error unavailable) {
                throw new IllegalStateException("only death may stop this process", unavailable);
            }
        }
    }
}
