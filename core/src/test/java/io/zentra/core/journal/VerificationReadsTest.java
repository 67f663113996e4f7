package io.zentra.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verification costs where there are many keys, replays and timelines: neither a read for each nor memory. */
class VerificationReadsTest {
    private static final JournalFold KNOWING = new Knowing(List.of(new Operation(9_002, "probe.once")));

    @TempDir
    Path folder;

    private DataSource memory;
    private ZentraCore core;
    private Access acme;
    private int statements;
    private int written;

    @BeforeEach
    void open() {
        memory = Storage.inMemory().open();
        Storage counted = Storage.of(counting(memory), Storage.inMemory().dialect());
        ZentraCore.Settings settings = ZentraCore.Settings.of(counted)
                .withCheckpoints(SigningKey.generate("acme-ledger"), CheckpointSink.none());
        core = ZentraCore.open(settings, List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
    }

    @AfterEach
    void close() throws Exception {
        core.close();
        ((AutoCloseable) memory).close();
    }

    @Test
    void readsTimelinesReplaysAndKeysManyAtATime() {
        write(1_000);
        int few = statements(VerificationPlan.full());
        write(2_000);
        int many = statements(VerificationPlan.full());

        assertThat(core.journal(acme).size()).isEqualTo(6_000);
        assertThat(many - few).isBetween(1, 80);
    }

    /** Of keys that came again it keeps how often, up to 100,000; of all else only how many there are. */
    @Test
    void keepsNoneOfThemForTheNextVerification() throws Exception {
        write(100);
        long few = kept();
        write(900);

        assertThat(kept() - few).isEqualTo(900);
    }

    private int statements(VerificationPlan plan) {
        int before = statements;
        core.journal(acme).verify(plan, List.of(KNOWING)).requireSound();
        return statements - before;
    }

    private long kept() throws Exception {
        statements(VerificationPlan.full().goingOnFrom(Vault.inFolder(folder)));
        return Files.readAllLines(folder.resolve("tenant-" + acme.tenant().no() + ".verified"))
                .size();
    }

    /** Each with a key that comes again, and an order of its own. */
    private void write(int more) {
        for (int end = written + more; written < end; written++) {
            String order = "order-" + written;
            Probe.Once once = new Probe.Once(
                    "key-" + written,
                    order,
                    reads -> reads.needCorrelation(order),
                    work -> work.record(new UnitOfWork.Draft(
                            "probe.done",
                            null,
                            order,
                            json -> json.beginObject().endObject())));
            core.commits().run(acme, once);
            core.commits().run(acme, once);
        }
    }

    private DataSource counting(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? counting((Connection) call(source, method, arguments))
                        : call(source, method, arguments));
    }

    private Connection counting(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    statements += method.getName().equals("prepareStatement") ? 1 : 0;
                    return call(connection, method, arguments);
                });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Knows the operation, and keeps nothing. */
    private record Knowing(List<Operation> operations) implements JournalFold {
        @Override
        public List<FoldTable<?, ?>> tables() {
            return List.of();
        }

        @Override
        public void apply(Event event, StateComparison stored) {}

        @Override
        public void compare(StateComparison stored) {}
    }
}
