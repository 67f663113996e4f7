package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantId;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.MeterKey;
import io.zentra.core.usage.Reserved;
import io.zentra.core.usage.Usage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.ZentraLedger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Meters whose changes are logged before they reach their table show the same to every writer: nodes that write in turn, a
 * node that was started again, and transactions of the host, also such as are rolled back.
 */
public abstract class MeterLogContract extends StorageContract {
    private static final int MAX_LOGGED = 5;
    private static final int METERS = 12;

    private final Map<String, Long> sums = new HashMap<>();
    private SplittableRandom random = new SplittableRandom(0);

    /** For subclasses. */
    protected MeterLogContract() {}

    @Override
    protected final CommitLimits limits() {
        return super.limits().withLoggedRows(MAX_LOGGED);
    }

    /** Adds an amount to meters, and answers what they show then. */
    record Count(List<String> meters, long minor) implements Command<Map<String, Long>> {
        @Override
        public Operation operation() {
            return new Operation(9_311, "test.count");
        }

        private List<Charge> charges() {
            return meters.stream()
                    .map(name -> Charge.of(MeterKey.of(json -> json.value(name)), Window.day(), minor))
                    .toList();
        }

        @Override
        public void reads(Reads reads) {
            charges().forEach(charge -> Usage.need(reads, charge));
        }

        @Override
        public Map<String, Long> decide(UnitOfWork work) {
            Map<String, Long> shown = new TreeMap<>();
            for (int i = 0; i < meters.size(); i++) {
                shown.put(
                        meters.get(i),
                        Usage.read(work, charges().get(i)).after().sumMinor());
            }
            String id = work.newId("de");
            Reserved reserved = Usage.reserve(work, usd(minor), charges());
            work.record(new UnitOfWork.Draft("test.counted", id, null, json -> {
                json.beginObject();
                reserved.write(json);
                json.endObject();
            }));
            return shown;
        }
    }

    @Test
    void showsTheSameToEveryWriter() throws SQLException {
        for (int seed = 1; seed <= 3; seed++) {
            random = new SplittableRandom(seed);
            ZentraLedger other = second();
            try {
                for (int i = 0; i < 60; i++) {
                    switch (random.nextInt(6)) {
                        case 0, 1 -> requireShown(count(ledger()));
                        case 2, 3 -> requireShown(count(other));
                        case 4 -> requireShown(joined(random.nextBoolean()));
                        default -> {
                            other.close();
                            other = second();
                        }
                    }
                    assertThat(logged()).isLessThan(MAX_LOGGED);
                }
            } finally {
                other.close();
            }
        }
        acme().ledgers().verify().requireSound();
    }

    private record Counted(Count count, Map<String, Long> shown, boolean kept) {}

    private Counted count(ZentraLedger node) {
        Count count = next();
        return new Counted(count, node.core().commits().run(access(node), count), true);
    }

    private Counted joined(boolean commits) throws SQLException {
        Count count = next();
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            Map<String, Long> shown =
                    core().handle(access(ledger()), connection).commits().run(access(ledger()), count);
            if (commits) {
                connection.commit();
            } else {
                connection.rollback();
            }
            connection.setAutoCommit(true);
            return new Counted(count, shown, commits);
        }
    }

    private Count next() {
        List<String> meters = random.ints(random.nextInt(1, 4), 0, METERS)
                .distinct()
                .mapToObj(no -> "meter " + no)
                .toList();
        return new Count(meters, random.nextLong(1, 100));
    }

    private void requireShown(Counted counted) {
        for (String meter : counted.count().meters()) {
            long sum = sums.getOrDefault(meter, 0L) + counted.count().minor();
            assertThat(counted.shown()).as(meter).containsEntry(meter, sum);
            if (counted.kept()) {
                sums.put(meter, sum);
            }
        }
    }

    private long logged() throws SQLException {
        try (Connection connection = source().getConnection();
                PreparedStatement select = connection.prepareStatement("select count(*) from zentra_meter_log");
                ResultSet results = select.executeQuery()) {
            results.next();
            return results.getLong(1);
        }
    }

    private ZentraLedger second() {
        return another(Storage.of(source(), dialect()));
    }

    private static Access access(ZentraLedger node) {
        return new Access(node.core().tenants().require(TenantId.of("acme")), Actor.service("svc_edge"));
    }
}
