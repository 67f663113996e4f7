package io.zentra.testing.contract;

import io.zentra.core.ZentraCore;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.FaultyDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that is to die: posts with several threads and writes each acknowledged key to a file of its own, synced,
 * before it sends the next. It never ends by itself.
 *
 * <p>Arguments: dialect, where the database is, the file of acknowledgements, a prefix for keys, and the call at which
 * the process ends or 0.
 */
final class ChildLedger {
    private static final int THREADS = 4;
    private static final Money ONE = Money.ofMinor(1, Asset.iso("USD"));

    private ChildLedger() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Dialect dialect = Dialect.valueOf(arguments[0]);
        FaultyDataSource source =
                FaultyDataSource.over(storage(dialect, arguments[1]).open(), Counted.ROUND_TRIPS);
        FileChannel acknowledged = FileChannel.open(
                Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(Storage.of(source, dialect)));
        ZentraLedger.Book book = ledger.tenant("acme").as(Actor.service("svc_child"));
        long endsAt = Long.parseLong(arguments[4]);
        if (endsAt > 0) {
            source.arm(Fault.Kind.PROCESS_ENDS.atCall(endsAt));
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String prefix = arguments[3] + "-" + i + "-";
            Thread thread = new Thread(() -> post(book, prefix, acknowledged));
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

    private static void post(ZentraLedger.Book book, String prefix, FileChannel acknowledged) {
        for (int i = 0; true; i++) {
            String key = prefix + i;
            try {
                book.ledgers().post("assets:bank", "customer:42", ONE, key).orElseThrow();
            } catch (ZentraException unavailable) {
                throw new IllegalStateException("only death may stop this process", unavailable);
            }
            write(acknowledged, key + "\n");
        }
    }

    private static void write(FileChannel file, String line) {
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
